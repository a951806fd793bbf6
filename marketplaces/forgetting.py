"""What is left of a seller's publications once she was erased: the marketplaces' own numbers."""

from marketplaces.held import HELD
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.models import Seller
from sellers.privacy.held import end_rows
from sellers.states import SellerStatus


def forget_publications(event: Event) -> None:
    """Empty the publications of a seller who was erased; a second time changes nothing."""
    with board_scope(event.board_id):
        end_rows(Seller.objects.get(pk=event.object_id, status=SellerStatus.ERASED), HELD)
