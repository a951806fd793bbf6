from django.db import models
from django.db.models import Q

from onboarding.boards.models import Craft
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Seller
from sellers.querysets import MemberQuerySet
from sellers.states import MEMBER_MOVES, MemberStatus


class Member(HasStatus, BoardModel):
    """A maker in a group's roster. Paid by a share of what is sold or by the piece, as the group says.

    The phone is sealed under the group's key; by its index the board finds who is listed in two groups. Who has no
    phone is reached as the group says, sealed as well. `told_at` is when the SMS that she is listed was queued.
    """

    MOVES = MEMBER_MOVES

    seller = BoardKey(Seller, models.CASCADE, related_name="members")
    name = models.CharField(max_length=120)
    craft = models.ForeignKey(Craft, models.PROTECT, null=True, related_name="+")
    sealed_phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    sealed_reach = models.BinaryField(null=True)
    share_percent = models.PositiveSmallIntegerField(null=True)
    piece_wage_paise = models.BigIntegerField(null=True)
    is_signatory = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=MemberStatus, default=MemberStatus.LISTED)
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MemberQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share_percent=None) | Q(piece_wage_paise=None), name="member_share_or_wage"
            ),
            models.CheckConstraint(
                condition=Q(share_percent=None) | Q(share_percent__lte=100), name="member_share_at_most_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["board", "phone_index"], name="member_phone", condition=~Q(phone_index=None)),
            models.Index(fields=["board", "seller", "created_at", "id"], name="member_of_seller"),
        ]
