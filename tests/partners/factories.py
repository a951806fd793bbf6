"""Partners and what they may read."""

from typing import Any

from django.utils import timezone

from catalog.models import Listing
from marketplaces.models import Account, Publication
from onboarding.audit.actors import Actor
from onboarding.boards.models import PLATFORM_SLUG, Board, Programme
from onboarding.moves import move
from onboarding.tenancy.scope import board_scope
from partners.actions import grant_programme, make_client
from partners.models import Partner, PartnerClient
from partners.scopes import LISTINGS_READ
from sellers.models import Enrolment, Seller
from tests.factories import (
    make_account,
    make_application,
    make_board,
    make_craft,
    make_district,
    make_programme,
    numbers,
)

SYSTEM = Actor.system("tests")
SECRET = "a secret that only this client knows"


def make_partner(name: str = "") -> Partner:
    number = next(numbers)
    return Partner.objects.create(slug=f"partner-{number}", name=name or f"Partner {number}")


def make_api_client(partner: Partner | None = None, *, scopes: tuple[str, ...] = (LISTINGS_READ,)) -> PartnerClient:
    # A test that empties the tables takes the platform's board with it.
    Board.objects.get_or_create(slug=PLATFORM_SLUG, defaults={"name": {}, "is_open": False})
    client_id = f"client-{next(numbers)}"
    return make_client(partner or make_partner(), client_id=client_id, secret=SECRET, scopes=scopes, by=SYSTEM)


def make_enrolled_seller(programme: Programme, *, status: str = "enrolled") -> Seller:
    seller = make_application().seller
    Enrolment.objects.create(programme=programme, seller=seller, status=status)
    return seller


def make_offer(seller: Seller, *steps: str, title: str = "Red silk saree", **fields: Any) -> Listing:
    """A complete listing without its photo, taken through these steps; by default approved."""
    texts = {"title": {"en": title, "hi": "लाल रेशमी साड़ी"}, "description": {"en": "Woven by hand.", "hi": "हाथ से बुनी।"}}
    money = {"price_paise": 240000, "mrp_paise": 300000, "quantity": 3}
    places = {"district": make_district(), "craft": make_craft()}
    facts = {**texts, **money, **places, "submitted_at": timezone.now(), **fields}
    listing = Listing.objects.create(seller=seller, **facts)
    for step in steps or ("submit", "approve"):
        move(listing, step)
    return listing


def make_publication(listing: Listing, *, account: Account | None = None, marketplace_id: str = "") -> Publication:
    publication = Publication.objects.create(
        listing=listing,
        account=account or make_account(),
        sku=listing.sku,
        desired={},
        desired_hash="",
        marketplace_id=marketplace_id,
    )
    for step in ("send", "go_live") if marketplace_id else ():
        move(publication, step)
    return publication


def make_offering_board(partner: Partner | None = None, *, listings: int = 1, title: str = "Saree") -> Board:
    """A board with one Amazon programme that names the partner, one seller in it, and her approved listings."""
    board = make_board()
    with board_scope(board.pk):
        programme = make_programme()
        if partner:
            grant_programme(programme.pk, partner, by=SYSTEM)
        seller = make_enrolled_seller(programme)
        account = make_account()
        for number in range(listings):
            make_publication(make_offer(seller, title=f"{title} {number}"), account=account)
    return board
