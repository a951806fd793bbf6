"""What is left of a seller's products once she was erased: rows without her words, and no photo."""

from uuid import UUID

from django.db import transaction

from catalog.held import HELD
from catalog.models import Photo
from onboarding.files.forgetting import forget_files
from onboarding.files.models import StoredFile
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.models import Seller
from sellers.privacy.held import end_rows
from sellers.states import SellerStatus


def forget_products(event: Event) -> None:
    """Empty the products of a seller who was erased, with their photos; a second time finds nothing."""
    with board_scope(event.board_id):
        empty_products(UUID(event.object_id))


@transaction.atomic
def empty_products(seller_id: UUID) -> None:
    seller = Seller.objects.get(pk=seller_id, status=SellerStatus.ERASED)
    photos = Photo.objects.filter(listing__seller=seller)
    files = list(StoredFile.objects.filter(pk__in=photos.values("file_id")))
    end_rows(seller, HELD)
    forget_files(files)
