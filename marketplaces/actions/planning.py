"""What the board wants to stand on each marketplace."""

from dataclasses import asdict, replace
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalog.models import Listing
from catalog.policies import require_can_review_listing
from catalog.states import ListingStatus
from marketplaces.adapters.port import DesiredListing, payload_hash
from marketplaces.models import Account, Publication
from marketplaces.states import DOWN, PublicationStatus
from onboarding.audit.actions import record
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError
from onboarding.files.links import signed_photo_url
from onboarding.files.models import StoredFile
from onboarding.files.renditions import Size
from onboarding.moves import move
from onboarding.outbox.doorbell import ring_after_commit
from onboarding.tenancy.scope import current_board_id
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.consents.reading import recipients_allowed
from sellers.models import Enrolment, Seller
from sellers.states import EnrolmentStatus, SellerStatus

LANGUAGE_OF_MARKETPLACES = "en"  # both ask for English; another language goes out where nothing else is written
PHOTO_LINK_S = 30 * 24 * 3600  # marketplaces fetch photos within days of a push


class BackWithItsSeller(DomainError):
    code = "publication.back_with_seller"
    message = _("This product is back with its seller. It goes out again once she has mended it and it is approved.")
    http_status = 409


@transaction.atomic
def plan_publications(listing_id: UUID) -> list[Publication]:
    """Want the approved listing on each marketplace that the seller allows and in whose programme she is enrolled.

    Nothing is wanted once she is leaving.
    """
    listing = Listing.objects.select_related("seller", "craft", "district").get(pk=listing_id)
    # Locked, so that a stop comes before this, which then plans nothing, or after, and finds all that was planned.
    seller = Seller.objects.locked().get(pk=listing.seller_id)
    if listing.status != ListingStatus.APPROVED or seller.status != SellerStatus.ACTIVE:
        return []
    places = Enrolment.objects.filter(seller=listing.seller, status=EnrolmentStatus.ENROLLED)
    enrolled_at = places.filter(programme__sells=True)
    allowed = recipients_allowed(seller, MARKETPLACE_SHARE.code)
    accounts = Account.objects.filter(
        marketplace__in=enrolled_at.filter(programme__marketplace__in=allowed).values("programme__marketplace")
    )
    return [plan_publication(listing, account) for account in accounts]


def plan_publication(listing: Listing, account: Account) -> Publication:
    """Want the listing's newest version on this account; nothing happens when that is wanted already.

    One that was refused is tried again: an officer has approved it anew.
    """
    desired = desired_listing(listing, account)
    publication, _is_new = Publication.objects.locked().get_or_create(
        account=account,
        listing=listing,
        defaults={"sku": listing.sku, "desired": asdict(desired), "desired_hash": ""},
    )
    is_same = publication.desired_hash == payload_hash(desired)
    if is_same and publication.status != PublicationStatus.REFUSED:
        return publication
    publication.desired, publication.desired_hash = asdict(desired), payload_hash(desired)
    return queue_again(publication)


def want_down(publication: Publication) -> Publication:
    """Want nothing of this publication to stand on its marketplace any more. The caller holds the row's lock."""
    publication.desired, publication.desired_hash = {}, DOWN
    return queue_again(publication)


def queue_again(publication: Publication) -> Publication:
    """Make the publication due from the start. A call in flight keeps its lease, and its outcome will not count."""
    move(publication, "queue")
    publication.attempts = 0
    publication.run_after = Now()
    publication.done_at = publication.dead_at = None
    publication.last_error = ""
    publication.save()
    ring_after_commit("marketplaces.tasks.pump_account", current_board_id(), str(publication.account_id))
    return publication


@transaction.atomic
def retry_publication(publication_id: UUID, *, officer: Officer) -> Publication:
    """Give a dead or refused publication a fresh start; one that is on its way stays as it is.

    Raises NotAllowed if the officer does not review the listing's district, and BackWithItsSeller when sending again
    would send a version that is being mended.
    """
    publication = Publication.objects.locked().select_related("listing").get(pk=publication_id)
    require_can_review_listing(officer, publication.listing)
    if not publication.is_stuck:
        return publication
    if not publication.may_retry:
        raise BackWithItsSeller
    before = publication.status
    queue_again(publication)
    record("publication.retried", publication, by=officer, before=before)
    return publication


def desired_listing(listing: Listing, account: Account) -> DesiredListing:
    """Return the listing in the port's words; `image_urls` hold the ids of stored files, since links expire."""
    maker = f"{listing.seller.name}, {listing.district.name['en']}, India"
    return DesiredListing(
        sku=listing.sku,
        product_type=listing.craft.amazon_product_type,
        title=text_for_marketplace(listing.title),
        description=text_for_marketplace(listing.description),
        price_paise=listing.price_paise or 0,
        mrp_paise=listing.mrp_paise or 0,
        quantity=listing.quantity,
        hsn=listing.craft.hsn,
        image_urls=tuple(str(photo.file_id) for photo in listing.photos.all()),
        manufacturer=maker,
        packer=account.holder_name,
        attributes=listing.attributes,
    )


def text_for_marketplace(text: dict[str, str]) -> str:
    return text.get(LANGUAGE_OF_MARKETPLACES) or next(iter(text.values()), "")


def with_photo_links(desired: DesiredListing) -> DesiredListing:
    """Return the same listing with fresh addresses in place of the ids of its photos. Needs the board's scope."""
    files = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=desired.image_urls)}
    links = [signed_photo_url(files[key], Size.MARKET, expires_s=PHOTO_LINK_S) for key in desired.image_urls]
    return replace(desired, image_urls=tuple(links))


def desired_of(publication: Publication) -> DesiredListing:
    """Return what is wanted as the port's own type."""
    fields = {**publication.desired}
    fields["image_urls"] = tuple(fields["image_urls"])
    fields["bullet_points"] = tuple(fields["bullet_points"])
    return DesiredListing(**fields)
