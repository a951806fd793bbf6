from django.conf import settings
from django.db import models

from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller
from sellers.states import NUMBER_CHANGE_MOVES, NumberChangeStatus


class NumberChange(HasStatus, BoardModel):
    """A seller's wish for another phone number: proved by a code to the new one, then confirmed.

    Confirmed from the old number, or, when that is lost, in person by two different officers.
    """

    MOVES = NUMBER_CHANGE_MOVES

    seller = BoardKey(Seller, models.CASCADE, related_name="number_changes")
    status = models.CharField(max_length=8, choices=NumberChangeStatus, default=NumberChangeStatus.ASKED)
    sealed_phone = models.BinaryField()  # the new number, under the seller's key
    is_old_lost = models.BooleanField(default=False)
    first_officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_officer=None) | ~models.Q(first_officer=models.F("second_officer")),
                name="number_change_two_officers",
            )
        ]
