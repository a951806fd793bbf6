from django.db import models
from django.db.models import Q

from onboarding.boards.models import Programme
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller
from sellers.states import ENROLMENT_MOVES, EnrolmentStatus


class Enrolment(HasStatus, BoardModel):
    """A seller's place in a programme, or in its waitlist. An ended one is history: a new place is a new row."""

    MOVES = ENROLMENT_MOVES

    programme = BoardKey(Programme, related_name="enrolments")
    seller = BoardKey(Seller, related_name="enrolments")
    status = models.CharField(max_length=12, choices=EnrolmentStatus)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "programme", "seller"],
                condition=~Q(status=EnrolmentStatus.ENDED),
                name="enrolment_standing_once",
            )
        ]
