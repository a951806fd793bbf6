from django.conf import settings
from django.db import models
from django.db.models import Q

from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller


class Unmasking(BoardModel):
    """An officer looked at a masked value in clear, and why. Counted against her day's allowance."""

    seller = BoardKey(Seller, models.CASCADE, related_name="unmaskings")
    code = models.CharField(max_length=40)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["board", "officer", "at"], name="unmasking_of_officer")]


class Erasure(BoardModel):
    """A seller's wish to be forgotten, as a schedule: nothing is destroyed before `due_on`.

    The law keeps personal data for a year after its last use, and records of sales longer. `held_for` names what
    still keeps it. The end is the destruction of her data key.
    """

    seller = BoardKey(Seller, related_name="erasures")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    held_for = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "seller"], condition=Q(done_at=None, cancelled_at=None), name="erasure_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["board", "due_on"], name="erasure_due", condition=Q(done_at=None, cancelled_at=None))
        ]
