"""A partner sees exactly the listings of the programmes that name it, and each test shows what would make it fail."""

import pytest
from django.db import connection
from django.test import Client

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import PLATFORM_SLUG, Board, Programme
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import NO_BOARD_SCOPE, NoBoardScope, board_scope, current_board_id
from partners.actions import grant_programme
from partners.models import PartnerClient, ProgrammePartner
from tests.factories import make_account, make_board, make_officer, make_programme
from tests.partners.calls import assert_problem, caller, listings_url, sign_in
from tests.partners.factories import (
    SYSTEM,
    make_api_client,
    make_enrolled_seller,
    make_offer,
    make_offering_board,
    make_partner,
    make_publication,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> PartnerClient:
    return make_api_client()


@pytest.fixture
def api(client: PartnerClient) -> Client:
    return caller(sign_in(client))


def titles(api: Client, board: Board) -> list[str]:
    answer = api.get(listings_url(board))
    assert answer.status_code == 200, answer.content
    return [item["title"]["en"] for item in answer.json()["items"]]


def board_setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW app.board")
        return str(cursor.fetchone()[0])


def without_request_id(body: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in body.items() if key != "request_id"}


def test_a_board_that_names_another_partner_answers_as_an_absent_one(api: Client) -> None:
    foreign = make_offering_board(make_partner(), title="Canary")

    answers = [api.get(listings_url(foreign)), api.get("/api/v1/boards/no-such-board/listings/")]

    bodies = [without_request_id(assert_problem(answer, 404, "not_found")) for answer in answers]
    assert bodies[0] == bodies[1]
    assert all(b"Canary" not in answer.content for answer in answers)
    assert set(answers[0].headers) == set(answers[1].headers)


def test_naming_the_partner_is_what_opens_the_board(api: Client, client: PartnerClient) -> None:
    foreign = make_offering_board(make_partner(), title="Canary")
    assert api.get(listings_url(foreign)).status_code == 404

    with board_scope(foreign.pk):
        grant_programme(Programme.objects.get().pk, client.partner, by=SYSTEM)

    assert titles(api, foreign) == ["Canary 0"]


def test_two_boards_that_name_the_partner_are_kept_apart(api: Client, client: PartnerClient) -> None:
    first = make_offering_board(client.partner, title="First")
    second = make_offering_board(client.partner, title="Second")

    assert titles(api, first) == ["First 0"]
    assert titles(api, second) == ["Second 0"]


def test_another_partners_token_sees_nothing_of_it(client: PartnerClient) -> None:
    board = make_offering_board(client.partner)
    stranger = caller(sign_in(make_api_client()))

    assert_problem(stranger.get(listings_url(board)), 404, "not_found")


def test_a_closed_board_and_the_platform_answer_as_absent_ones(api: Client, client: PartnerClient) -> None:
    closed = make_offering_board(client.partner)
    Board.objects.filter(pk=closed.pk).update(is_open=False)

    assert_problem(api.get(listings_url(closed)), 404, "not_found")
    assert_problem(api.get(f"/api/v1/boards/{PLATFORM_SLUG}/listings/"), 404, "not_found")


def test_only_programmes_that_name_the_partner_count(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, title="Named")
    with board_scope(board.pk):
        other = make_programme(marketplace="flipkart")
        make_offer(make_enrolled_seller(other), title="Unnamed")
    assert titles(api, board) == ["Named 0"]

    with board_scope(board.pk):
        grant_programme(other.pk, client.partner, by=SYSTEM)

    assert titles(api, board) == ["Named 0", "Unnamed"]


def test_only_sellers_with_a_place_count(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        programme = Programme.objects.get()
        make_offer(make_enrolled_seller(programme, status="waitlisted"), title="Waitlisted")
        make_offer(make_enrolled_seller(programme), title="Enrolled")

    assert titles(api, board) == ["Enrolled"]


def test_only_approved_listings_count(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        seller = make_enrolled_seller(Programme.objects.get())
        make_offer(seller, "submit", title="Submitted")
        make_offer(seller, "submit", "send_back", title="Sent back")
        make_offer(seller, "submit", "approve", title="Approved")

    assert titles(api, board) == ["Approved"]


def test_a_seller_in_two_named_programmes_shows_once(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        both = make_programme(), make_programme()
        seller = make_enrolled_seller(both[0])
        both[1].enrolments.create(seller=seller, status="enrolled")
        for programme in both:
            grant_programme(programme.pk, client.partner, by=SYSTEM)
        make_offer(seller, title="Once")

    assert titles(api, board) == ["Once"]


def test_a_publication_on_another_marketplace_is_not_the_partners_business(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner, listings=0)
    with board_scope(board.pk):
        amazon, flipkart = Programme.objects.get(), make_programme(marketplace="flipkart")
        seller = make_enrolled_seller(amazon)
        flipkart.enrolments.create(seller=seller, status="enrolled")
        listing = make_offer(seller)
        make_publication(listing, marketplace_id="B0TESTASIN")
        make_publication(listing, account=make_account(marketplace="flipkart"), marketplace_id="LSTCANARY")
    on_amazon = {"marketplace": "amazon", "status": "live", "marketplace_id": "B0TESTASIN"}
    on_flipkart = {"marketplace": "flipkart", "status": "live", "marketplace_id": "LSTCANARY"}
    assert api.get(listings_url(board)).json()["items"][0]["publications"] == [on_amazon]

    with board_scope(board.pk):
        grant_programme(flipkart.pk, client.partner, by=SYSTEM)

    assert api.get(listings_url(board)).json()["items"][0]["publications"] == [on_amazon, on_flipkart]


def test_nothing_about_the_person_is_told(api: Client, client: PartnerClient) -> None:
    board = make_offering_board(client.partner)
    with board_scope(board.pk):
        seller = Programme.objects.get().enrolments.get().seller
        secrets = [str(seller.pk), seller.name, seller.user.phone, "Madanpura", "221001"]

    page = api.get(listings_url(board)).content.decode()

    assert [secret for secret in secrets if secret in page] == []


def test_no_scope_is_left_behind(api: Client, client: PartnerClient) -> None:
    for board in (make_offering_board(client.partner), make_offering_board(make_partner())):
        api.get(listings_url(board))

        with pytest.raises(NoBoardScope):
            current_board_id()
        assert board_setting() == NO_BOARD_SCOPE


def test_granting_needs_a_board_administrator(client: PartnerClient) -> None:
    board = make_board()
    with board_scope(board.pk):
        programme = make_programme()
        with pytest.raises(NotAllowed):
            grant_programme(programme.pk, client.partner, by=make_officer(board, role="state_officer"))
        assert not ProgrammePartner.objects.exists()
        assert not AuditEntry.objects.filter(action="partner.granted").exists()

        administrator = make_officer(board, role="administrator")
        grant = grant_programme(programme.pk, client.partner, by=administrator)
        assert grant_programme(programme.pk, client.partner, by=administrator) == grant

        entry = AuditEntry.objects.get(action="partner.granted")
        assert (entry.actor_id, entry.object_id) == (administrator.id, str(grant.pk))


def test_another_boards_programme_cannot_be_granted(client: PartnerClient) -> None:
    with board_scope(make_board().pk):
        foreign = make_programme()

    with board_scope(make_board().pk), pytest.raises(Programme.DoesNotExist):
        grant_programme(foreign.pk, client.partner, by=SYSTEM)
