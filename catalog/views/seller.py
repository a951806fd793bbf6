"""A seller's listing, on her phone: photo, details, check, sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from catalog.actions.drafting import Details, save_details, save_photo, start_listing, submit_listing
from catalog.forms import DetailsForm, PhotoForm
from catalog.models import Listing, Photo
from catalog.states import ListingStatus
from onboarding.errors import DomainError, show_refusal
from onboarding.files.photos import Photo as DecodedPhoto
from onboarding.files.photos import read_photo
from onboarding.files.serving import rendition_response
from onboarding.pages.templatetags.pages import localtext, rupees
from onboarding.routes import body_limit
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.consents.reading import Ask, unasked_marketplaces
from sellers.models import Application, Seller
from sellers.requests import SellerRequest
from sellers.states import ApplicationStatus, SellerStatus
from sellers.views.consents import asked_first

# Above the form's own limit, so that it is the form that answers a photo that is too large.
PHOTO_ROUTE_MAX_BYTES = settings.PHOTO_MAX_BYTES * 5 // 2


@body_limit(PHOTO_ROUTE_MAX_BYTES)
def listing_new(request: SellerRequest) -> HttpResponse:
    """Begin with the photo; before she is approved her road says what comes first."""
    seller = request.seller
    if seller is not None and seller.status != SellerStatus.ACTIVE:
        messages.info(request, _("You have left. Come back first, then you can add products."))
        return redirect("road", request.board.slug)
    if seller is None or not may_list(seller):
        messages.info(request, _("First the board approves your application. Then you can add products."))
        return redirect("road", request.board.slug)
    return ask_for_photo(request, lambda photo: start_listing(photo, seller=seller, by=request.actor))


@body_limit(PHOTO_ROUTE_MAX_BYTES)
def listing_photo(request: SellerRequest, listing_id: UUID) -> HttpResponse:
    """Take another photo for a listing that is not sent yet."""
    listing = own_listing(request, listing_id)
    return ask_for_photo(request, lambda photo: save_photo(listing.pk, photo, seller=listing.seller, by=request.actor))


def ask_for_photo(request: SellerRequest, keep: Callable[[DecodedPhoto], Listing]) -> HttpResponse:
    form = PhotoForm(request.POST if request.method == "POST" else None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            listing = keep(read_photo(form.cleaned_data["photo"]))
        except DomainError as refusal:
            refusal.field = refusal.field or "photo"
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("listing_details", request.board.slug, listing.pk)
    return render(request, "catalog/pages/listing_photo.html", {"form": form}, status=status)


def listing_details(request: SellerRequest, listing_id: UUID) -> HttpResponse:
    """Ask what the piece is and what it costs."""
    listing = own_listing(request, listing_id)
    if not may_change(listing):
        return redirect("listing", request.board.slug, listing.pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=typed_before(listing))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        details = Details(language=get_language() or "hi", **form.cleaned_data)
        try:
            save_details(listing.pk, details, seller=listing.seller, by=request.actor)
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("listing_check", request.board.slug, listing.pk)
    context = {
        "form": form,
        "listing": listing,
        "photo_url": photo_url(request, listing, "320"),
        "back_url": reverse("listing_photo", args=[request.board.slug, listing.pk]),
    }
    return render(request, "catalog/pages/listing_details.html", context, status=status)


def listing_check(request: SellerRequest, listing_id: UUID) -> HttpResponse:
    """Show what buyers will see, and send it to the officer."""
    listing = own_listing(request, listing_id)
    if not may_change(listing):
        return redirect("listing", request.board.slug, listing.pk)
    if not has_details(listing):
        return redirect("listing_details", request.board.slug, listing.pk)
    asks = [Ask(MARKETPLACE_SHARE, marketplace) for marketplace in unasked_marketplaces(listing.seller)]
    if asked := asked_first(request, asks, reverse("listing_check", args=[request.board.slug, listing.pk])):
        return asked
    if request.method == "POST":
        submit_listing(listing.pk, seller=listing.seller, by=request.actor)
        return redirect("listing", request.board.slug, listing.pk)
    context = {
        "listing": listing,
        "photo_url": photo_url(request, listing, "800"),
        "rows": detail_rows(listing),
        "back_url": reverse("listing_details", args=[request.board.slug, listing.pk]),
    }
    return render(request, "catalog/pages/listing_check.html", context)


def listing(request: SellerRequest, listing_id: UUID) -> HttpResponse:
    """One listing as it stands."""
    found = own_listing(request, listing_id)
    if not has_details(found):
        return redirect("listing_details", request.board.slug, found.pk)
    context = {
        "listing": found,
        "status_text": found.get_status_display(),
        "photo_url": photo_url(request, found, "800"),
        "rows": detail_rows(found),
        "next_url": next_url(request, found),
    }
    return render(request, "catalog/pages/listing.html", context)


def seller_photo(request: SellerRequest, file_id: UUID, size: str) -> HttpResponseBase:
    """Serve a photo of the seller's own listing."""
    photo = Photo.objects.select_related("file").filter(listing__seller=request.seller, file_id=file_id)
    return rendition_response(photo.get().file, size)


def own_listing(request: SellerRequest, listing_id: UUID) -> Listing:
    return Listing.objects.select_related("craft", "seller__user").get(pk=listing_id, seller=request.seller)


def may_list(seller: Seller) -> bool:
    approved = Application.objects.filter(seller=seller, status=ApplicationStatus.APPROVED)
    return seller.status == SellerStatus.ACTIVE and approved.exists()


def next_url(request: SellerRequest, listing: Listing) -> str:
    """Return where the seller goes on with a listing that lies with her, or an empty text."""
    if not may_change(listing):
        return ""
    step = "listing_check" if listing.status == ListingStatus.DRAFT else "listing_details"
    return reverse(step, args=[request.board.slug, listing.pk])


def may_change(listing: Listing) -> bool:
    return "submit" in listing.MOVES.leading_from(listing.status)


def has_details(listing: Listing) -> bool:
    return listing.price_paise is not None


def photo_url(request: SellerRequest, listing: Listing, size: str) -> str:
    photo = listing.photos.first()
    return reverse("seller_photo", args=[request.board.slug, photo.file_id, size]) if photo else ""


def typed_before(listing: Listing) -> dict[str, Any]:
    language = get_language() or "hi"
    return {
        "title": listing.title.get(language, localtext(listing.title)),
        "description": listing.description.get(language, localtext(listing.description)),
        "craft": listing.craft_id,
        **listing.attributes,
        "price_paise": rupees(listing.price_paise).removeprefix("₹"),
        "mrp_paise": rupees(listing.mrp_paise).removeprefix("₹"),
        "quantity": listing.quantity,
    }


def detail_rows(listing: Listing) -> list[dict[str, str]]:
    details = [
        *text_rows(_("What it is called"), listing.title),
        *text_rows(_("About it"), listing.description),
        (_("Craft"), localtext(listing.craft.name)),
        (_("Made of"), listing.attributes.get("material", "")),
        (_("Colour"), listing.attributes.get("color", "")),
        (_("Size"), listing.attributes.get("size", "")),
        (_("Your price"), rupees(listing.price_paise)),
        (_("MRP"), rupees(listing.mrp_paise)),
        (_("Pieces ready"), str(listing.quantity)),
    ]
    return [{"label": label, "value": value} for label, value in details]


def text_rows(label: str, text: dict[str, str]) -> list[tuple[str, str]]:
    """Return a row for each language the text is written in: all of them go out, so all of them are shown."""
    if len(text) <= 1:
        return [(label, localtext(text))]
    return [(f"{label} ({get_language_info(code)['name_local'].capitalize()})", text[code]) for code in sorted(text)]
