"""A seller withdraws: what stands is taken down, no other call is begun for her, and those under way are waited for."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from marketplaces.actions.outcomes import PUMP, take_down
from marketplaces.actions.planning import want_down
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from sellers.actions.withdrawal import finish_withdrawal
from sellers.models import Seller
from sellers.states import SellerStatus


@dataclass(frozen=True)
class Standing:
    """One product of hers on one marketplace, as the page names it that says what a withdrawal stops."""

    title: dict[str, str]
    marketplace: str
    marketplace_id: str  # the marketplace's own id; empty until it is known there
    is_live: bool


@transaction.atomic
def stop_publications(seller_id: UUID) -> int:
    """Want everything of a stopping seller down and return how many calls of hers are still in flight.

    With none left she is withdrawn; asked again, it goes on where it was. A publication whose call is in flight keeps
    what was wanted, so that the answer is written down, and is wanted down when asked again.
    """
    seller = Seller.objects.locked().get(pk=seller_id)
    if seller.status != SellerStatus.STOPPING:
        return 0
    rows = Publication.objects.of_seller(seller_id).wanted_up()
    # A claim that began before she stopped holds its row: locking all of them waits for its lease to be written.
    publications = list(rows.locked().order_by("pk"))
    in_flight = set(rows.in_flight().values_list("pk", flat=True))
    for publication in publications:
        if publication.pk not in in_flight:
            remove(publication)
    if not in_flight:
        finish_withdrawal(seller_id, by=PUMP)
    return len(in_flight)


def remove(publication: Publication) -> None:
    """Want the publication down; one that no worker has ever held stands nowhere, and no call is made for it."""
    was_never_called_for = publication.status == PublicationStatus.WAITING and publication.fence == 0
    want_down(publication)
    if was_never_called_for:
        take_down(publication)


def calls_in_flight(seller_id: UUID) -> int:
    """Return how many calls may be under way for what the seller sells. Take-downs go on after she has withdrawn."""
    return Publication.objects.of_seller(seller_id).wanted_up().in_flight().count()


def publications_of(seller: Seller) -> list[Standing]:
    """Return what a withdrawal would take down or never send, the live ones first."""
    rows = Publication.objects.of_seller(seller.pk).wanted_up().select_related("account", "listing")
    found = [
        Standing(
            title=row.listing.title,
            marketplace=row.account.get_marketplace_display(),
            marketplace_id=row.marketplace_id,
            is_live=row.status == PublicationStatus.LIVE,
        )
        for row in rows.order_by("account__marketplace", "listing__created_at", "pk")
    ]
    return sorted(found, key=lambda each: not each.is_live)
