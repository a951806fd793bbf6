"""What an officer decides about a listing."""

from uuid import UUID

from django.db import transaction

from catalog.models import Listing
from catalog.policies import require_can_review_listing
from catalog.states import ListingStatus
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import ReasonMissing
from onboarding.moves import move, require_unmoved
from onboarding.outbox.actions import publish


@transaction.atomic
def approve_listing(listing_id: UUID, *, officer: Officer, seen: str = "", reason: str = "") -> Listing:
    """Approve a listing under review and announce it to its marketplaces.

    `seen` is the mark of what the officer saw. Raises IllegalMove if it moved meanwhile, NotAllowed if
    the officer does not review this district.
    """
    listing = Listing.objects.locked().get(pk=listing_id)
    require_can_review_listing(officer, listing)
    require_unmoved(listing, seen)
    before = move(listing, "approve")
    record("listing.approved", listing, by=officer, before=before, reason=reason)
    publish("listing.approved", listing)
    return listing


@transaction.atomic
def send_back_listing(listing_id: UUID, *, officer: Officer, seen: str = "", reason: str) -> Listing:
    """Give the listing back to the seller with what she should mend. What is live already stays so meanwhile."""
    listing = Listing.objects.locked().get(pk=listing_id)
    require_can_review_listing(officer, listing)
    require_unmoved(listing, seen)
    return give_back(listing, by=officer, reason=reason)


@transaction.atomic
def return_refused_listing(listing_id: UUID, *, by: Actor, reason: str) -> Listing:
    """Give back an approved listing that a marketplace refused, in its words; nothing happens if it left approval."""
    listing = Listing.objects.locked().get(pk=listing_id)
    if listing.status != ListingStatus.APPROVED:
        return listing
    return give_back(listing, by=by, reason=reason)


def give_back(listing: Listing, *, by: Actor, reason: str) -> Listing:
    if not reason.strip():
        raise ReasonMissing
    before = move(listing, "send_back")
    listing.officer_note = reason.strip()
    listing.save(update_fields=["officer_note"])
    record("listing.sent_back", listing, by=by, before=before, reason=listing.officer_note)
    publish("listing.sent_back", listing)
    return listing
