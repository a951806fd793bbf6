"""Who may touch a listing."""

from catalog.models import Listing
from onboarding.audit.actors import Actor
from onboarding.boards.policies import can_review_district, require_can_review_district

OFFICER_MOVES = ("approve", "send_back")


def can_review_listing(actor: Actor, listing: Listing) -> bool:
    return can_review_district(actor, listing.district_id)


def require_can_review_listing(actor: Actor, listing: Listing) -> None:
    require_can_review_district(actor, listing.district_id)


def available_moves(actor: Actor, listing: Listing) -> list[str]:
    """Return the steps this officer may take now, in the order the page shows them."""
    if not can_review_listing(actor, listing):
        return []
    return [name for name in OFFICER_MOVES if name in listing.MOVES.leading_from(listing.status)]
