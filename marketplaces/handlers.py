"""What marketplaces does when something happened."""

from uuid import UUID

from catalog.actions import review
from catalog.models import Listing
from marketplaces.actions.outcomes import PUMP
from marketplaces.actions.planning import plan_publications
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.models import Enrolment


def publish_listing(event: Event) -> None:
    """Want an approved listing on its marketplaces."""
    with board_scope(event.board_id):
        plan_publications(UUID(event.object_id))


def publish_listings_of_seller(event: Event) -> None:
    """Want what she has approved already on the marketplace whose programme she has just joined."""
    with board_scope(event.board_id):
        enrolment = Enrolment.objects.get(pk=event.object_id)
        for listing_id in Listing.objects.approved().filter(seller=enrolment.seller_id).values_list("pk", flat=True):
            plan_publications(listing_id)


def return_refused_listing(event: Event) -> None:
    """Give the seller back what the marketplace refused, with its own words, so that she can mend it."""
    with board_scope(event.board_id):
        publication = Publication.objects.select_related("account").get(pk=event.object_id)
        if publication.status == PublicationStatus.REFUSED:
            reason = f"{publication.account.get_marketplace_display()}: {publication.trouble}"
            review.return_refused_listing(publication.listing_id, by=PUMP, reason=reason)


def tell_seller_it_is_live(event: Event) -> None:
    """Queue the SMS that tells the seller that buyers can see her piece."""
    with board_scope(event.board_id):
        publication = Publication.objects.select_related("listing__seller__user", "account").get(pk=event.object_id)
        seller = publication.listing.seller
        send_sms(
            seller.user.phone or "",
            "listing_live",
            seller.language,
            {"marketplace": publication.account.get_marketplace_display(), "id": publication.marketplace_id},
            source=event.source,
        )
