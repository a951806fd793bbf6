"""My road: the seller's home."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from catalog.models import Listing
from insights.road.steps import NextStep, next_step_of, waits_of
from insights.road.stones import RoadFacts, read_road, stones_of
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.boards.models import Board
from onboarding.pages.templatetags.pages import localtext
from sellers.admission import choices_of
from sellers.policies import is_open_to
from sellers.requests import SellerRequest
from sellers.wallet.marks import expiring_marks


@dataclass(frozen=True)
class PublicationLine:
    marketplace: str
    status: str
    status_text: str
    marketplace_id: str


@dataclass(frozen=True)
class ListingCard:
    title: str
    url: str
    price_paise: int | None
    status: str
    status_text: str
    photo_url: str
    publications: list[PublicationLine]


def road(request: SellerRequest) -> HttpResponse:
    """Show the road; asked by HTMX, only the part that changes by itself."""
    facts = read_road(request.seller)
    context: dict[str, Any] = {
        "whose": whose_road(request),
        "stones": stones_of(facts),
        "next_step": next_step_for(request, facts),
        "waits": waits_of(facts, localtext(request.board.name)),
        "listings": listing_cards(facts, request.board),
        "shows_sent": may_see_sent(request, facts),
        "polling": bool(facts.on_the_way),
        "has_wallet": has_wallet(request, facts),
        "keeps_list": facts.application is not None and request.seller is not None and request.seller.is_group,
        "expiring": expiring_marks(request.seller) if request.seller and has_wallet(request, facts) else [],
    }
    template = "insights/parts/road_live.html" if request.htmx else "insights/pages/road.html"
    return render(request, template, context)


def next_step_for(request: SellerRequest, facts: RoadFacts) -> NextStep | None:
    """Return the next step, unless it is one that a helper or an operator leaves to the seller."""
    step = next_step_of(facts, request.board)
    if step and step.url and not is_open_to(request.actor, resolve(step.url.partition("?")[0]).url_name or ""):
        return None
    return step


def may_see_sent(request: SellerRequest, facts: RoadFacts) -> bool:
    """Tell whether what she sent waits at the board, and is shown to who looks at the road."""
    waits = any(stone.key == "approved" and stone.state == "waiting" for stone in stones_of(facts))
    return waits and is_open_to(request.actor, "application_check")


def whose_road(request: SellerRequest) -> str:
    """Return the name to show where this phone opens several files; whoever acts for her reads it above already."""
    if request.htmx or request.seller is None or request.on_behalf_of is not None:
        return ""
    named = [choice for choice in choices_of(request.user) if choice.seller.name]
    return request.seller.name if len(named) > 1 else ""


def has_wallet(request: SellerRequest, facts: RoadFacts) -> bool:
    """Tell whether she sees her marks and cards here; whoever acts for her does not."""
    return facts.application is not None and request.on_behalf_of is None


def words_for_her(publication: Publication) -> str:
    if publication.status == PublicationStatus.TAKEN_DOWN:
        return _("Taken down at your wish")
    return publication.state_text


def listing_cards(facts: RoadFacts, board: Board) -> list[ListingCard]:
    return [listing_card(listing, facts, board) for listing in facts.listings]


def listing_card(listing: Listing, facts: RoadFacts, board: Board) -> ListingCard:
    photo = next(iter(listing.photos.all()), None)
    return ListingCard(
        title=localtext(listing.title),
        url=reverse("listing", args=[board.slug, listing.pk]),
        price_paise=listing.price_paise,
        status=listing.status,
        status_text=listing.get_status_display(),
        photo_url=reverse("seller_photo", args=[board.slug, photo.file_id, "320"]) if photo else "",
        publications=[
            PublicationLine(
                marketplace=publication.account.get_marketplace_display(),
                status=publication.status,
                status_text=words_for_her(publication),
                marketplace_id=publication.marketplace_id,
            )
            for publication in facts.publications
            if publication.listing_id == listing.pk
        ],
    )
