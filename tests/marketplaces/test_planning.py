"""What is wanted on which account, and when it becomes due."""

from typing import Any

import pytest
from django.utils import timezone

from catalog.models import Listing
from catalog.states import ListingStatus
from marketplaces.actions.planning import desired_of, plan_publications, retry_publication, with_photo_links
from marketplaces.handlers import publish_listing
from marketplaces.models import Publication
from onboarding.boards.models import Programme
from onboarding.errors import NotAllowed
from onboarding.outbox.actions import Event
from onboarding.outbox.claims import claim
from onboarding.tenancy.scope import board_scope
from sellers.actions.enrolments import enrol_seller
from sellers.models import Seller
from tests import factories


def approved_listing(**fields: Any) -> Listing:
    return factories.make_listing(status=ListingStatus.APPROVED, **fields)


def seller_in(*programmes: Programme) -> Seller:
    """A seller who has a place in each programme."""
    seller = factories.make_seller(programme=programmes[0])
    for programme in programmes[1:]:
        enrol_seller(seller, programme.pk, district_id=187, by=factories.actor_of(seller))
    return seller


@pytest.mark.usefixtures("board")
def test_an_approved_listing_is_wanted_on_its_programmes_marketplace() -> None:
    account = factories.make_account()
    listing = approved_listing(price_paise=240000, mrp_paise=300000, quantity=3)

    (publication,) = plan_publications(listing.pk)

    assert (publication.account, publication.status, publication.sku) == (account, "waiting", listing.sku)
    assert (publication.attempts, publication.done_at, publication.dead_at) == (0, None, None)
    assert publication.desired == {
        "sku": listing.sku,
        "product_type": "SAREE",
        "title": "Red silk saree",
        "description": "Woven by hand in twelve days.",
        "price_paise": 240000,
        "mrp_paise": 300000,
        "quantity": 3,
        "hsn": "5007",
        "image_urls": (str(listing.photos.get().file_id),),
        "brand": "Generic",
        "bullet_points": (),
        "country_of_origin": "IN",
        "manufacturer": "Sunita Devi, District 187, India",
        "packer": "Emporium",
        "attributes": {"material": "Pure silk", "color": "Red"},
    }


@pytest.mark.usefixtures("board")
def test_planning_twice_makes_one_publication_and_changes_nothing() -> None:
    factories.make_account()
    listing = approved_listing()
    (first,) = plan_publications(listing.pk)
    before = Publication.objects.values().get()

    (second,) = plan_publications(listing.pk)

    assert first.pk == second.pk
    assert Publication.objects.values().get() == before


def test_the_same_event_twice_makes_one_publication(board: factories.Board) -> None:
    factories.make_account()
    listing = approved_listing()
    event = Event(1, board.pk, "listing.approved", str(listing.pk), {})

    publish_listing(event)
    publish_listing(event)

    assert Publication.objects.count() == 1


@pytest.mark.usefixtures("board")
def test_a_seller_on_the_waitlist_has_nothing_published() -> None:
    factories.make_account()
    seller = factories.make_seller(programme=factories.make_programme(seller_cap=0))
    listing = approved_listing(seller=seller)

    assert plan_publications(listing.pk) == []
    assert Publication.objects.count() == 0


@pytest.mark.usefixtures("board")
def test_a_programme_on_another_marketplace_publishes_nothing_here() -> None:
    factories.make_account(marketplace="amazon")
    seller = seller_in(factories.make_programme(marketplace="flipkart"))

    assert plan_publications(approved_listing(seller=seller).pk) == []


@pytest.mark.usefixtures("board")
def test_two_programmes_publish_on_those_of_their_marketplaces_that_have_an_account() -> None:
    seller = seller_in(factories.make_programme(marketplace="amazon"), factories.make_programme(marketplace="flipkart"))
    listing = approved_listing(seller=seller)
    amazon = factories.make_account(marketplace="amazon")
    assert [publication.account for publication in plan_publications(listing.pk)] == [amazon]

    flipkart = factories.make_account(marketplace="flipkart")
    assert {publication.account for publication in plan_publications(listing.pk)} == {amazon, flipkart}
    assert Publication.objects.count() == 2


@pytest.mark.usefixtures("board")
def test_two_programmes_on_one_marketplace_publish_once() -> None:
    account = factories.make_account()
    seller = seller_in(factories.make_programme(), factories.make_programme())

    assert [publication.account for publication in plan_publications(approved_listing(seller=seller).pk)] == [account]


@pytest.mark.usefixtures("board")
def test_without_an_account_nothing_is_wanted() -> None:
    assert plan_publications(approved_listing().pk) == []


@pytest.mark.usefixtures("board")
def test_a_title_in_hindi_alone_goes_out_in_hindi() -> None:
    factories.make_account()
    hindi = approved_listing(language="hi", title="लाल साड़ी", description="हाथ से बुनी")
    both = approved_listing()
    Listing.objects.filter(pk=both.pk).update(title={"hi": "लाल साड़ी", "en": "Red saree"})

    assert plan_publications(hindi.pk)[0].desired["title"] == "लाल साड़ी"
    assert plan_publications(both.pk)[0].desired["title"] == "Red saree"


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_only_an_approved_listing_is_wanted_anywhere(status: str) -> None:
    factories.make_account()
    listing = factories.make_listing(status=status)

    assert plan_publications(listing.pk) == []
    assert Publication.objects.count() == 0


@pytest.mark.usefixtures("board")
def test_a_programme_that_only_trains_publishes_nothing() -> None:
    factories.make_account()
    seller = seller_in(factories.make_programme(sells=False))

    assert plan_publications(approved_listing(seller=seller).pk) == []


@pytest.mark.usefixtures("board")
def test_a_change_makes_a_live_publication_due_from_the_start() -> None:
    factories.make_account()
    listing = approved_listing()
    (publication,) = plan_publications(listing.pk)
    take_live(publication)
    Listing.objects.filter(pk=listing.pk).update(price_paise=230000)

    plan_publications(listing.pk)

    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.done_at) == ("waiting", 0, None)
    assert publication.desired["price_paise"] == 230000


@pytest.mark.usefixtures("board")
def test_a_change_leaves_the_call_in_flight_its_lease() -> None:
    factories.make_account()
    listing = approved_listing()
    plan_publications(listing.pk)
    (in_flight,) = claim(Publication.objects.all(), limit=1)
    Listing.objects.filter(pk=listing.pk).update(price_paise=230000)

    (publication,) = plan_publications(listing.pk)

    assert publication.fence == in_flight.fence
    assert publication.lease_until is not None
    assert claim(Publication.objects.all(), limit=1) == []


@pytest.mark.usefixtures("board")
def test_links_to_photos_are_made_for_the_push_and_never_kept() -> None:
    factories.make_account()
    (publication,) = plan_publications(approved_listing().pk)

    (link,) = with_photo_links(desired_of(publication)).image_urls

    assert link.startswith("http://127.0.0.1:8000/photo/")
    assert link not in str(publication.desired)


@pytest.mark.usefixtures("board")
def test_an_officer_of_another_district_cannot_retry() -> None:
    factories.make_account()
    (publication,) = plan_publications(approved_listing().pk)
    Publication.objects.update(dead_at=timezone.now(), last_error="A reason.")
    stranger = factories.make_officer(publication.board, role="district_officer", district=factories.make_district(154))

    with pytest.raises(NotAllowed):
        retry_publication(publication.pk, officer=stranger)

    publication.refresh_from_db()
    assert (publication.last_error, publication.status) == ("A reason.", "waiting")
    assert publication.dead_at is not None


@pytest.mark.django_db
def test_another_board_finds_neither_listing_nor_publication() -> None:
    with board_scope(factories.make_board().pk):
        factories.make_account()
        listing = approved_listing()
        (publication,) = plan_publications(listing.pk)
    other = factories.make_board()

    with board_scope(other.pk):
        factories.make_account()
        officer = factories.make_officer(other)
        with pytest.raises(Listing.DoesNotExist):
            plan_publications(listing.pk)
        with pytest.raises(Publication.DoesNotExist):
            retry_publication(publication.pk, officer=officer)
        assert Publication.objects.count() == 0


def take_live(publication: Publication) -> None:
    """The marketplace confirmed what is wanted."""
    for status in ("sent", "live"):
        Publication.objects.filter(pk=publication.pk).update(status=status)
    Publication.objects.filter(pk=publication.pk).update(
        confirmed_hash=publication.desired_hash, done_at=timezone.now(), attempts=3
    )
