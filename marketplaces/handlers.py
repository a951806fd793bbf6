"""What marketplaces does when something happened."""

from uuid import UUID

from catalog.actions import review
from catalog.models import Listing
from marketplaces.actions.outcomes import PUMP
from marketplaces.actions.planning import plan_publications
from marketplaces.actions.sharing import follow_answer
from marketplaces.actions.stopping import stop_publications
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Postponed
from onboarding.tenancy.scope import board_scope
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.models import Enrolment
from sellers.states import SellerStatus

ASK_AGAIN_S = 2.0  # a call ends within seconds, or within its lease when its worker died


def publish_listing(event: Event) -> None:
    """Want an approved listing on its marketplaces."""
    with board_scope(event.board_id):
        plan_publications(UUID(event.object_id))


def publish_listings_of_seller(event: Event) -> None:
    """Want what she has approved already on the marketplace whose programme she has just joined."""
    with board_scope(event.board_id):
        enrolment = Enrolment.objects.get(pk=event.object_id)
        plan_listings_of(enrolment.seller_id)


def publish_listings_again(event: Event) -> None:
    """Want what she has approved on its marketplaces again, now that she has come back."""
    with board_scope(event.board_id):
        plan_listings_of(UUID(event.object_id))


def plan_listings_of(seller_id: UUID) -> None:
    for listing_id in Listing.objects.approved().filter(seller=seller_id).values_list("pk", flat=True):
        plan_publications(listing_id)


def follow_consent(event: Event) -> None:
    """Publish or take down what she sells on one marketplace, as she allows it now."""
    if event.payload["purpose"] != MARKETPLACE_SHARE.code:
        return
    with board_scope(event.board_id):
        in_flight = follow_answer(UUID(event.object_id), event.payload["recipient"])
    if in_flight:
        raise Postponed(ASK_AGAIN_S)


def stop_publishing(event: Event) -> None:
    """Take down what a stopping seller has on marketplaces; she is withdrawn once no call of hers is in flight."""
    with board_scope(event.board_id):
        in_flight = stop_publications(UUID(event.object_id))
    if in_flight:
        raise Postponed(ASK_AGAIN_S)


def return_refused_listing(event: Event) -> None:
    """Give the seller back what the marketplace refused, with its own words, so that she can mend it."""
    with board_scope(event.board_id):
        publication = Publication.objects.select_related("account").get(pk=event.object_id)
        if publication.status == PublicationStatus.REFUSED:
            reason = f"{publication.account.get_marketplace_display()}: {publication.trouble}"
            review.return_refused_listing(publication.listing_id, by=PUMP, reason=reason)


def tell_seller_it_is_live(event: Event) -> None:
    """Queue the SMS that tells the seller that buyers can see her piece, unless she has stopped meanwhile."""
    with board_scope(event.board_id):
        publication = Publication.objects.select_related("listing__seller__user", "account").get(pk=event.object_id)
        seller = publication.listing.seller
        if seller.status != SellerStatus.ACTIVE:
            return
        send_sms(
            seller.user.phone or "",
            "listing_live",
            seller.language,
            {"marketplace": publication.account.get_marketplace_display(), "id": publication.marketplace_id},
            source=event.source,
        )
