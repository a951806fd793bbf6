"""The page itself: its rows, their order, its limits and what it costs."""

from datetime import UTC, datetime

import pytest
from django.db.models import Prefetch
from django.test import Client
from rest_framework.renderers import JSONRenderer

from catalog.models import Listing
from onboarding.boards.models import Board, Programme
from onboarding.tenancy.scope import board_scope
from partners.models import PartnerClient
from partners.resources.listings import ListingSerializer, listings_of, publications_of
from tests.partners.calls import assert_problem, caller, listings_url, sign_in
from tests.partners.factories import (
    make_api_client,
    make_enrolled_seller,
    make_offer,
    make_offering_board,
    make_publication,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, 0, 0, 250000, tzinfo=UTC)


@pytest.fixture
def client() -> PartnerClient:
    return make_api_client()


@pytest.fixture
def api(client: PartnerClient) -> Client:
    return caller(sign_in(client))


@pytest.fixture
def offering(client: PartnerClient) -> Board:
    return make_offering_board(client.partner, listings=3)


def test_a_listing_is_shown_whole(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        listing = make_offer(make_enrolled_seller(Programme.objects.get()))
        make_publication(listing, marketplace_id="B0TESTASIN")
        Listing.objects.update(status_since=NOON)

    answer = api.get(listings_url(board))

    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "items": [
            {
                "id": str(listing.pk),
                "sku": listing.sku,
                "craft": "banarasi-silk-saree",
                "title": {"en": "Red silk saree", "hi": "लाल रेशमी साड़ी"},
                "description": {"en": "Woven by hand.", "hi": "हाथ से बुनी।"},
                "price_paise": 240000,
                "mrp_paise": 300000,
                "currency": "INR",
                "quantity": 3,
                "status": "approved",
                "status_since": "2026-03-01T12:00:00.250000Z",
                "publications": [{"marketplace": "amazon", "status": "live", "marketplace_id": "B0TESTASIN"}],
            }
        ],
        "next": None,
    }


def test_the_page_equals_what_the_serializer_shows(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=2)
    with board_scope(board.pk):
        programmes = [Programme.objects.get().pk]
        seller = make_enrolled_seller(Programme.objects.get())
        make_publication(make_offer(seller, title="\u2028 \"<&>' 🧵", description={}), marketplace_id="B0TESTASIN")
        publications = Prefetch("publications", publications_of(programmes))
        listings = listings_of(programmes).order_by("submitted_at", "id").prefetch_related(publications)
        promised = JSONRenderer().render(ListingSerializer(listings, many=True).data)

    page = api.get(listings_url(board)).content

    assert page == b'{"items":' + promised + b',"next":null}'


def test_pages_walk_through_every_listing_once_oldest_first(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        seller = make_enrolled_seller(Programme.objects.get())
        # Three share one moment, so that the id has to decide.
        made = [make_offer(seller, status_since=NOON.replace(hour=hour)) for hour in (3, 1, 1, 1, 2)]
    expected = [str(each.pk) for each in sorted(made, key=lambda each: (each.status_since, each.pk))]

    seen, after, pages = [], "", 0
    while after is not None:
        page = api.get(listings_url(board), {"limit": 2, **({"after": after} if after else {})}).json()
        seen += [item["id"] for item in page["items"]]
        after, pages = page["next"], pages + 1

    assert seen == expected
    assert pages == 3


def test_a_row_written_behind_the_cursor_shifts_nothing(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        seller = make_enrolled_seller(Programme.objects.get())
        made = [make_offer(seller, status_since=NOON.replace(hour=hour)) for hour in (2, 3)]
    first = api.get(listings_url(board), {"limit": 1}).json()

    with board_scope(board.pk):
        make_offer(seller, status_since=NOON.replace(hour=1))

    second = api.get(listings_url(board), {"limit": 1, "after": first["next"]}).json()
    assert [page["items"][0]["id"] for page in (first, second)] == [str(each.pk) for each in made]


def test_a_page_costs_the_same_for_two_rows_and_for_twenty(api: Client, client: PartnerClient) -> None:
    few = make_offering_board(client.partner, listings=2)
    many = make_offering_board(client.partner, listings=20)

    assert queries_of(api, listings_url(few)) == queries_of(api, listings_url(many))


def test_a_page_holds_fifty_rows_unless_asked_for_up_to_a_hundred(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=51)

    assert len(api.get(listings_url(board)).json()["items"]) == 50
    assert len(api.get(listings_url(board), {"limit": 100}).json()["items"]) == 51
    assert len(api.get(listings_url(board), {"limit": 1}).json()["items"]) == 1


def test_a_limit_out_of_bounds_is_refused(api: Client, offering: Board) -> None:
    for limit in ("0", "101", "-1", str(10**9), "9" * 5000, "abc", "", "1.0", "1e2", "१०", " 5", "0x5"):
        body = assert_problem(api.get(listings_url(offering), {"limit": limit}), 400, "limit.invalid")
        assert body["parameter"] == "limit"


def test_a_forged_cursor_is_refused(api: Client, offering: Board) -> None:
    for cursor in ("", "x", "a.b", "é", "." * 5000, "2026-01-01~0", "WyIyMDI2Il0.c2ln"):
        body = assert_problem(api.get(listings_url(offering), {"after": cursor}), 400, "cursor.invalid")
        assert body["parameter"] == "after"


def test_a_changed_cursor_is_refused(api: Client, offering: Board) -> None:
    cursor = api.get(listings_url(offering), {"limit": 1}).json()["next"]
    assert api.get(listings_url(offering), {"after": cursor}).status_code == 200

    for changed in (cursor[:-1], cursor + "A", "A" + cursor, cursor.replace(".", ":")):
        assert_problem(api.get(listings_url(offering), {"after": changed}), 400, "cursor.invalid")


def test_a_cursor_of_another_list_is_refused(api: Client, client: PartnerClient, offering: Board) -> None:
    other = make_offering_board(client.partner)
    cursor = api.get(listings_url(offering), {"limit": 1}).json()["next"]

    assert_problem(api.get(listings_url(other), {"after": cursor}), 400, "cursor.invalid")


def test_an_unknown_parameter_is_refused(api: Client, offering: Board) -> None:
    for query in ("format=json", "Limit=1", "limit=1&board=2", "="):
        assert_problem(api.get(f"{listings_url(offering)}?{query}"), 400, "query.unknown_parameter")


def test_a_parameter_given_twice_is_refused(api: Client, offering: Board) -> None:
    body = assert_problem(api.get(f"{listings_url(offering)}?limit=1&limit=2"), 400, "query.repeated_parameter")

    assert body["parameter"] == "limit"


def test_another_method_is_refused(api: Client, offering: Board) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
        answer = api.generic(method, listings_url(offering))
        assert_problem(answer, 405, "method_not_allowed")
        assert answer["Allow"] == "GET, HEAD"


def test_head_answers_as_get_without_the_body(api: Client, offering: Board) -> None:
    answer = api.head(listings_url(offering))

    assert (answer.status_code, answer.content) == (200, b"")


def test_a_media_type_that_is_not_spoken_is_refused(api: Client, offering: Board) -> None:
    assert_problem(api.get(listings_url(offering), headers={"Accept": "text/html"}), 406, "not_acceptable")
    for spoken in ("application/json", "*/*", "application/problem+json, application/json;q=0.5"):
        assert api.get(listings_url(offering), headers={"Accept": spoken}).status_code == 200


def test_an_absent_path_is_a_problem(api: Client) -> None:
    for path in ("", "nothing", "boards/", "boards/x/listings"):
        assert_problem(api.get(f"/api/v1/{path}"), 404, "not_found")
        assert_problem(Client().post(f"/api/v1/{path}"), 404, "not_found")


def test_problems_are_english_whatever_the_reader_asks_for(api: Client, offering: Board) -> None:
    in_hindi, in_english = (
        api.get(listings_url(offering), {"limit": 0}, headers={"Accept-Language": code}) for code in ("hi", "en")
    )

    assert in_hindi.json()["detail"] == in_english.json()["detail"] == "limit is a whole number from 1 to 100."
