from django.db import models
from django.db.models import Func, Value

from onboarding.boards.models import Craft, District
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller
from sellers.querysets import ApplicationQuerySet
from sellers.states import APPLICATION_MOVES, ApplicationStatus

NUMBER_SEQUENCE = "sellers_application_number"


class Application(HasStatus, BoardModel):
    """A seller's file with her board; people and officers name it by its number."""

    MOVES = APPLICATION_MOVES

    seller = BoardKey(Seller, related_name="applications")
    number = models.BigIntegerField(db_default=Func(Value(NUMBER_SEQUENCE), function="nextval"), editable=False)
    status = models.CharField(max_length=16, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    craft = models.ForeignKey(Craft, models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    pin = models.CharField(max_length=6)
    sealed_pan = models.BinaryField(null=True)
    pan_index = models.BinaryField(null=True)
    officer_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "seller"], name="application_once"),
            models.UniqueConstraint(fields=["board", "number"], name="application_number_once"),
        ]
        indexes = [models.Index(fields=["board", "status", "submitted_at", "id"], name="application_queue")]
