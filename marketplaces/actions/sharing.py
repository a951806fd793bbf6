"""A seller lets one marketplace see her goods, or no longer: what stands there follows her answer."""

from uuid import UUID

from django.db import transaction

from catalog.models import Listing
from marketplaces.actions.planning import plan_publications
from marketplaces.actions.stopping import remove
from marketplaces.models import Publication
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.consents.reading import may_use
from sellers.models import Seller
from sellers.states import SellerStatus


@transaction.atomic
def follow_answer(seller_id: UUID, marketplace: str) -> int:
    """Plan what she has approved, or take down what stands there; return how many calls of hers are still in flight.

    It reads her newest answer, so it may be asked again, and in any order. With calls in flight it is asked again:
    their answers are written down first.
    """
    seller = Seller.objects.locked().get(pk=seller_id)
    if seller.status != SellerStatus.ACTIVE:
        return 0  # her withdrawal takes everything down
    if may_use(seller, MARKETPLACE_SHARE.code, marketplace):
        for listing_id in Listing.objects.approved().filter(seller=seller).values_list("pk", flat=True):
            plan_publications(listing_id)
        return 0
    return remove_from(seller, marketplace)


def remove_from(seller: Seller, marketplace: str) -> int:
    rows = Publication.objects.of_seller(seller.pk).filter(account__marketplace=marketplace).wanted_up()
    publications = list(rows.locked().order_by("pk"))
    in_flight = set(rows.in_flight().values_list("pk", flat=True))
    for publication in publications:
        if publication.pk not in in_flight:
            remove(publication)
    return len(in_flight)
