from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller


class Assistance(BoardModel):
    """An operator filled in for a seller, who confirms it by a code to her own phone.

    A random share is drawn for a call or a visit, whose outcome an officer writes down.
    """

    class Outcome(models.TextChoices):
        RIGHT = "right", pgettext_lazy("assistance", "She says it is right")
        WRONG = "wrong", pgettext_lazy("assistance", "She says it is not right")
        NOT_REACHED = "not_reached", pgettext_lazy("assistance", "Not reached")

    seller = BoardKey(Seller, models.CASCADE, related_name="assistances")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    is_drawn = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_note = models.CharField(max_length=500, blank=True)
    outcome_by = models.CharField(max_length=120, blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "seller", "operator"], condition=Q(confirmed_at=None), name="assistance_open_once"
            )
        ]


class Helper(BoardModel):
    """A named adult who may list, price and pack for a seller; never consent, change the bank account or withdraw."""

    seller = BoardKey(Seller, models.CASCADE, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=20)
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "seller", "user"], condition=Q(ended_at=None), name="helper_once")
        ]


class Repeat(BoardModel):
    """The same phone, bank account or PAN in two files of the board, or that of one of the board's people.

    It stays a question until the relation is named and an officer decides. `other` is None for the board's people.
    """

    class Decision(models.TextChoices):
        ALLOWED = "allowed", pgettext_lazy("repeat", "Allowed")
        REFUSED = "refused", pgettext_lazy("repeat", "Not allowed")

    code = models.CharField(max_length=40)  # phone, or the code of the fact
    seller = BoardKey(Seller, models.CASCADE, related_name="repeats")
    other = BoardKey(Seller, models.CASCADE, null=True, related_name="+")
    relation = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "code", "seller", "other"], name="repeat_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(other=None) | ~Q(seller=F("other")), name="repeat_of_two"),
        ]
