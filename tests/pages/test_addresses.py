"""Addresses that nobody typed: cut short, forged, or left over from yesterday."""

import pytest

from catalog.states import ListingStatus
from sellers.states import ApplicationStatus
from tests import factories
from tests.pages.conftest import Place

QUEUES = ("applications/", "listings/", "marketplaces/")


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("status", ["%ED%A0%80", "no-such-status", ""])
def test_a_status_that_the_queue_does_not_offer_shows_what_waits(place: Place, queue: str, status: str) -> None:
    officer = place.officer("en")

    page = officer.get(officer.officer(f"{queue}?status={status}"))
    chosen = page.root.find("a", **{"aria-current": "true"})

    assert officer.status == 200
    assert chosen is not None
    assert chosen.text in ("Sent to the board", "All")


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("address", ["?status=%00", "?after=%00~%00"])
def test_an_address_with_a_nul_is_refused_in_the_readers_language(place: Place, language: str, address: str) -> None:
    officer = place.officer(language)

    page = officer.get(officer.officer(f"applications/{address}"))

    assert officer.status == 400
    assert page.heading == {"en": "We could not read that", "hi": "यह हम पढ़ नहीं पाए"}[language]


@pytest.mark.parametrize("queue", QUEUES[:2])
def test_a_draft_is_shown_to_no_officer_whatever_the_address_asks_for(place: Place, queue: str) -> None:
    with place.scope():
        application = factories.make_application(name="Not sent yet")
        listing = factories.make_listing(title="Not sent yet")
    officer = place.officer("en")

    page = officer.get(officer.officer(f"{queue}?status=draft"))

    assert (application.status, listing.status) == (ApplicationStatus.DRAFT, ListingStatus.DRAFT)
    assert "Not sent yet" not in page.root.text


@pytest.mark.parametrize("cursor", ["x", "2026-01-01", "~", "2026-01-01T00:00:00Z~1"])
def test_a_broken_page_cursor_is_explained(place: Place, cursor: str) -> None:
    officer = place.officer("en")

    page = officer.get(officer.officer(f"applications/?after={cursor}"))

    assert officer.status == 400
    assert "This page address is not complete. Begin again from the first page." in page.main_text


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("path", ["seller/{board}/listings/00000000-0000-4000-8000-000000000000/", "no/such/page"])
def test_an_absent_page_says_so_in_the_readers_language(place: Place, language: str, path: str) -> None:
    seller = place.seller(language)

    page = seller.get("/" + path.format(board=place.board.slug))

    assert seller.status == 404
    assert page.heading == {"en": "We did not find this page", "hi": "यह पन्ना नहीं मिला"}[language]


def test_before_she_is_approved_the_way_to_a_new_product_leads_to_the_road(place: Place) -> None:
    visitor = place.owner("hi", factories.make_application, status=ApplicationStatus.SUBMITTED)

    visitor.get(visitor.seller("listings/new/"))

    assert (visitor.status, visitor.location) == (302, visitor.seller())
