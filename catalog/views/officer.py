"""Listings, for officers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.actions.review import approve_listing, send_back_listing
from catalog.models import Listing, Photo
from catalog.policies import available_moves
from catalog.states import ListingStatus
from catalog.views.seller import detail_rows
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import DecisionForm, OfferedMove, chosen_status, status_filters
from onboarding.console.history import history_of
from onboarding.console.keyset import page_of
from onboarding.errors import DomainError, show_refusal
from onboarding.files.serving import rendition_response
from onboarding.moves import mark_of
from onboarding.pages.templatetags.pages import localtext

QUEUE_STATUSES = [status for status in ListingStatus if status != ListingStatus.DRAFT]
LABELS = {
    "listing.submitted": gettext_lazy("Sent to the board"),
    "listing.sent_back": gettext_lazy("Sent back to the seller"),
    "listing.approved": gettext_lazy("Approved"),
}


def listings(request: OfficerRequest) -> HttpResponse:
    """The queue: what this officer reviews, oldest first."""
    chosen = chosen_status(request.GET.get("status"), QUEUE_STATUSES, default=ListingStatus.SUBMITTED)
    rows = Listing.objects.filter(status=chosen).in_district(request.actor.district_id).oldest_first()
    page = page_of(rows, since="submitted_at", after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "next_cursor": page.next_cursor,
        "filters": status_filters(QUEUE_STATUSES, chosen),
    }
    return render(request, "catalog/pages/officer_queue.html", context)


def listing(request: OfficerRequest, listing_id: UUID) -> HttpResponse:
    """One listing: what buyers would see, what may be decided, what was."""
    found = reviewable(request, listing_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            decide(request, listing_id, form)
        except DomainError as refusal:
            show_refusal(form, refusal)
            found = reviewable(request, listing_id)
            status = refusal.http_status
        else:
            messages.success(request, _("Decided: %(name)s") % {"name": localtext(found.title)})
            return redirect("officer_listings", request.board.slug)
    context = {
        "listing": found,
        "photo_url": officer_photo_url(request, found),
        "facts": [{"label": _("Seller"), "value": found.seller.name}, *detail_rows(found)],
        "form": form,
        "seen": mark_of(found),
        "available_moves": offered_moves(request, found),
        "history": history_of(found, LABELS),
    }
    return render(request, "catalog/pages/officer_listing.html", context, status=status)


def officer_photo(request: OfficerRequest, file_id: UUID, size: str) -> HttpResponseBase:
    """Serve a photo of a listing that the officer reviews."""
    listings = Listing.objects.in_district(request.actor.district_id).exclude(status=ListingStatus.DRAFT)
    return rendition_response(
        Photo.objects.select_related("file").get(listing__in=listings, file_id=file_id).file, size
    )


def reviewable(request: OfficerRequest, listing_id: UUID) -> Listing:
    """Return a listing of the officer's own district; another district's is as absent as another board's."""
    listings = Listing.objects.in_district(request.actor.district_id).exclude(status=ListingStatus.DRAFT)
    return listings.select_related("seller", "craft").get(pk=listing_id)


def decide(request: OfficerRequest, listing_id: UUID, form: DecisionForm) -> None:
    officer, seen, reason = request.actor, form.cleaned_data["seen"], form.cleaned_data["reason"]
    match form.cleaned_data["move"]:
        case "approve":
            approve_listing(listing_id, officer=officer, seen=seen, reason=reason)
        case "send_back":
            send_back_listing(listing_id, officer=officer, seen=seen, reason=reason)
        case _other:
            raise DomainError(code="move.unknown")


def offered_moves(request: OfficerRequest, found: Listing) -> list[OfferedMove]:
    offered = {
        "approve": OfferedMove("approve", _("Approve")),
        "send_back": OfferedMove("send_back", _("Send back to mend"), needs_reason=True),
    }
    return [offered[name] for name in available_moves(request.actor, found)]


def officer_photo_url(request: OfficerRequest, found: Listing) -> str:
    photo = found.photos.first()
    return reverse("officer_photo", args=[request.board.slug, photo.file_id, "1600"]) if photo else ""
