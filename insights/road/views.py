"""My road: the seller's home."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.models import Listing
from insights.road.steps import next_step_of, waits_of
from insights.road.stones import RoadFacts, read_road, stones_of
from onboarding.boards.models import Board
from onboarding.pages.templatetags.pages import localtext
from sellers.requests import SellerRequest


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
    context = {
        "stones": stones_of(facts),
        "next_step": next_step_of(facts, request.board),
        "waits": waits_of(facts, localtext(request.board.name)),
        "listings": listing_cards(facts, request.board),
        "polling": bool(facts.on_the_way),
    }
    template = "insights/parts/road_live.html" if request.htmx else "insights/pages/road.html"
    return render(request, template, context)


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
                status_text=publication.get_status_display(),
                marketplace_id=publication.marketplace_id,
            )
            for publication in facts.publications
            if publication.listing_id == listing.pk
        ],
    )
