"""A publication that was taken down, and one that may not be tried again, as officers and the seller read them."""

import pytest
from django.urls import reverse

from catalog.actions.review import send_back_listing
from insights.road.stones import read_road, stones_of
from marketplaces.actions.planning import want_down
from marketplaces.models import Publication
from tests import factories
from tests.marketplaces.shop import Shop, history_of
from tests.sessions import browser_of, browser_of_officer

LANGUAGE = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def leaving(shop: Shop) -> Publication:
    """A live publication that shall stand no longer."""
    publication = shop.publication()
    shop.pump_until_settled(publication)
    return want_down(Publication.objects.locked().get(pk=publication.pk))


def test_officers_read_that_it_is_going_and_then_that_it_was_her_wish(shop: Shop, leaving: Publication) -> None:
    browser = browser_of_officer(factories.make_officer(shop.board))
    url = reverse("officer_publications", args=[shop.board.slug])

    going = browser.get(url, **LANGUAGE).content.decode()
    shop.pump_until_settled(leaving)
    gone = browser.get(f"{url}?status=taken_down", **LANGUAGE).content.decode()

    assert "Being taken down" in going
    assert "Taken down at the seller&#x27;s wish" in gone
    assert leaving.sku in gone
    assert "Try again" not in gone


def test_she_reads_that_it_was_her_wish_and_waits_for_nothing(shop: Shop, leaving: Publication) -> None:
    seller = leaving.listing.seller
    browser, url = browser_of(seller.user), reverse("road", args=[shop.board.slug])

    going = browser.get(url, **LANGUAGE)
    shop.pump_until_settled(leaving)
    gone = browser.get(url, **LANGUAGE)

    assert "Being taken down" in going.content.decode()
    assert "Taken down at your wish" in gone.content.decode()
    for page in (going, gone):
        assert (page.context["waits"], page.context["polling"]) == ([], False)
    assert {stone.key: stone.state for stone in stones_of(read_road(seller))}["live"] == "todo"


def test_a_listing_back_with_its_seller_offers_no_second_try_and_refuses_one_with_a_sentence(shop: Shop) -> None:
    publication = shop.publication(color="")
    shop.pump_until_settled(publication)
    officer = factories.make_officer(shop.board)
    browser = browser_of_officer(officer)
    url = reverse("officer_publications", args=[shop.board.slug])
    offered = browser.get(url, **LANGUAGE).content.decode()

    send_back_listing(publication.listing_id, officer=officer, reason="The colour is missing.")
    no_longer = browser.get(url, **LANGUAGE).content.decode()
    answer = browser.post(reverse("officer_publication_retry", args=[shop.board.slug, publication.pk]), **LANGUAGE)

    assert ("Try again" in offered, "Try again" in no_longer) == (True, False)
    assert answer.status_code == 409
    assert "This product is back with its seller." in answer.content.decode()
    publication.refresh_from_db()
    assert publication.status == "refused"
    assert "publication.retried" not in [action for action, *_statuses in history_of(publication)]
