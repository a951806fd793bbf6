"""What catalog does when something happened."""

from catalog.models import Listing
from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope


def tell_seller_to_mend(event: Event) -> None:
    """Queue the SMS that tells the seller that her product needs a change."""
    with board_scope(event.board_id):
        seller = Listing.objects.select_related("seller__user").get(pk=event.object_id).seller
        send_sms(seller.user.phone or "", "listing_needs_changes", seller.language, {}, source=event.source)
