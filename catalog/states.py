"""Statuses of a listing and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from onboarding.moves import Move, Moves


class ListingStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("listing", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("listing", "Sent to the board")
    NEEDS_CHANGES = "needs_changes", pgettext_lazy("listing", "Needs changes")
    APPROVED = "approved", pgettext_lazy("listing", "Approved")


LISTING_MOVES = Moves(
    initial=(ListingStatus.DRAFT,),
    steps=(
        Move("submit", (ListingStatus.DRAFT, ListingStatus.NEEDS_CHANGES), ListingStatus.SUBMITTED),
        Move("send_back", (ListingStatus.SUBMITTED, ListingStatus.APPROVED), ListingStatus.NEEDS_CHANGES),
        Move("approve", (ListingStatus.SUBMITTED,), ListingStatus.APPROVED),
    ),
)
