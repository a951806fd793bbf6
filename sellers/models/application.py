from django.db import models
from django.db.models import Func, Q, Value

from onboarding.boards.models import Cluster, Craft, District, Programme
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller, SellerKind
from sellers.querysets import ApplicationQuerySet
from sellers.states import APPLICATION_MOVES, ApplicationStatus

NUMBER_SEQUENCE = "sellers_application_number"


class Application(HasStatus, BoardModel):
    """A seller's file with her board; people and officers name it by its number.

    District, cluster and craft stand here because queues are cut by them; every other answer is a Fact. A draft
    may lack them. `other_craft` is what she makes when the list has no word for it.
    """

    MOVES = APPLICATION_MOVES

    seller = BoardKey(Seller, related_name="applications")
    number = models.BigIntegerField(db_default=Func(Value(NUMBER_SEQUENCE), function="nextval"), editable=False)
    status = models.CharField(max_length=16, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    cluster = BoardKey(Cluster, null=True, related_name="+")
    craft = models.ForeignKey(Craft, models.PROTECT, null=True, related_name="+")
    other_craft = models.CharField(max_length=120, blank=True)
    officer_note = models.TextField(blank=True)
    rejected_for = models.CharField(max_length=40, blank=True)  # a code of sellers.questions.reasons
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "seller"], name="application_once"),
            models.UniqueConstraint(fields=["board", "number"], name="application_number_once"),
        ]
        indexes = [models.Index(fields=["board", "status", "submitted_at", "id"], name="application_queue")]


class Finding(BoardModel):
    """One thing that the seller must mend: which question or picture, and why, in words of both languages.

    `code` is a question's code. It is open until she answers that question anew.
    """

    application = BoardKey(Application, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)  # a code of sellers.questions.reasons
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "application", "code"], condition=Q(mended_at=None), name="finding_open_once"
            )
        ]


class Requirement(BoardModel):
    """What a board asks of one kind of seller, for one programme or for all; it overrides the default of the code."""

    class Ask(models.TextChoices):
        REQUIRED = "required"
        OPTIONAL = "optional"
        NOT_ASKED = "not_asked"

    programme = BoardKey(Programme, models.CASCADE, null=True, related_name="requirements")
    kind = models.CharField(max_length=12, choices=SellerKind)
    code = models.CharField(max_length=40)
    ask = models.CharField(max_length=10, choices=Ask)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "programme", "kind", "code"], name="requirement_once", nulls_distinct=False
            )
        ]
