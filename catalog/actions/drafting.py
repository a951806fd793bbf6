"""What the seller does to her listing until she sends it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Listing, Photo
from catalog.states import ListingStatus
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Craft
from onboarding.errors import DomainError, NotAllowed
from onboarding.files.actions import store_photo
from onboarding.files.photos import Photo as DecodedPhoto
from onboarding.moves import move
from sellers.actions.active import require_active
from sellers.models import Application, Seller
from sellers.policies import seller_actor
from sellers.states import ApplicationStatus

MAIN_PHOTO = 0
DETAIL_FIELDS = ("title", "description", "craft", "quantity", "attributes", "price_paise", "mrp_paise")


class PriceAboveMrp(DomainError):
    code = "price.above_mrp"
    message = _("The price cannot be more than the MRP printed on the piece.")

    def __init__(self) -> None:
        super().__init__(field="price_paise")


class ListingIncomplete(DomainError):
    code = "listing.incomplete"
    message = _("A photo, a name and a price are still missing.")


@dataclass(frozen=True)
class Details:
    """What a seller says of a piece, in the language she writes."""

    language: str
    title: str
    description: str
    craft: Craft
    price_paise: int
    mrp_paise: int
    quantity: int
    material: str
    color: str
    size: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Return what was filled in, by the port's names."""
        every = {"material": self.material, "color": self.color, "size": self.size}
        return {name: value for name, value in every.items() if value}


@transaction.atomic
def start_listing(photo: DecodedPhoto, *, seller: Seller, by: Actor | None = None) -> Listing:
    """Open a draft with its main photo; the same photo sent twice opens one.

    `by` is who lists for the seller: a named helper or an operator. None is the seller herself, here and below.

    Raises NotAllowed before she is approved.
    """
    application = Application.objects.locked().get(seller=seller)
    if application.status != ApplicationStatus.APPROVED:
        raise NotAllowed
    require_active(seller)
    begun = Listing.objects.filter(
        seller=seller, status=ListingStatus.DRAFT, price_paise=None, photos__file__sha256=photo.sha256
    ).first()
    if begun:
        return begun
    listing = Listing.objects.create(seller=seller, district_id=application.district_id, craft_id=application.craft_id)
    return save_photo(listing.pk, photo, seller=seller, by=by)


@transaction.atomic
def save_photo(listing_id: UUID, photo: DecodedPhoto, *, seller: Seller, by: Actor | None = None) -> Listing:
    """Make this the listing's main photo. Raises IllegalMove once the listing was sent."""
    listing = draft_of(listing_id, seller)
    Photo.objects.update_or_create(listing=listing, position=MAIN_PHOTO, defaults={"file": store_photo(photo)})
    record("listing.photo_saved", listing, **names_of(seller, by), fields=("photos",))
    return listing


@transaction.atomic
def save_details(listing_id: UUID, details: Details, *, seller: Seller, by: Actor | None = None) -> Listing:
    """Save what the seller says of the piece. Raises PriceAboveMrp, or IllegalMove once the listing was sent."""
    if details.price_paise > details.mrp_paise:
        raise PriceAboveMrp
    listing = draft_of(listing_id, seller)
    # The other language stays: the pages show both, so that nothing goes out unread.
    listing.title = {**listing.title, details.language: details.title}
    listing.description = {**listing.description, details.language: details.description}
    listing.craft, listing.quantity = details.craft, details.quantity
    listing.attributes = details.attributes
    listing.price_paise, listing.mrp_paise = details.price_paise, details.mrp_paise
    listing.save()
    record("listing.saved", listing, **names_of(seller, by), fields=DETAIL_FIELDS)
    return listing


@transaction.atomic
def submit_listing(listing_id: UUID, *, seller: Seller, by: Actor | None = None) -> Listing:
    """Send the listing to the board. Raises ListingIncomplete, or IllegalMove when it lies there already."""
    listing = draft_of(listing_id, seller)
    if listing.price_paise is None or not listing.title or not listing.photos.exists():
        raise ListingIncomplete
    before = move(listing, "submit")
    listing.submitted_at = timezone.now()
    listing.officer_note = ""
    listing.save(update_fields=["submitted_at", "officer_note"])
    record("listing.submitted", listing, **names_of(seller, by), before=before)
    return listing


def draft_of(listing_id: UUID, seller: Seller) -> Listing:
    """Return the seller's listing, locked. Raises IllegalMove once it was sent, DoesNotExist for another seller's."""
    listing = Listing.objects.locked().get(pk=listing_id, seller=seller)
    listing.MOVES.require(listing.status, "submit")
    require_active(seller)
    return listing


def names_of(seller: Seller, by: Actor | None) -> dict[str, Any]:
    """Return who acts and for whom, as the history keeps both."""
    herself = seller_actor(seller.user, seller)
    if by is None or by.reference == herself.reference:
        return {"by": herself}
    return {"by": by, "on_behalf_of": herself}
