"""Who is let in, and what everybody else is told."""

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from onboarding.boards.models import Board
from partners.actions import revoke_client
from partners.models import PartnerClient
from tests.factories import make_officer, make_user
from tests.partners.calls import assert_problem, caller, listings_url, sign_in
from tests.partners.factories import SYSTEM, make_api_client, make_offering_board
from tests.sessions import browser_of, browser_of_officer

pytestmark = pytest.mark.django_db

CHALLENGE = 'Bearer realm="haat-setu"'


@pytest.fixture
def client() -> PartnerClient:
    return make_api_client()


@pytest.fixture
def offering(client: PartnerClient) -> Board:
    return make_offering_board(client.partner)


def test_no_token_is_unauthorized_with_a_challenge(offering: Board) -> None:
    answer = Client().get(listings_url(offering))

    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == CHALLENGE


def test_an_unknown_token_is_unauthorized(offering: Board) -> None:
    for header in ("Bearer", "Bearer ", "Bearer wrong", "bearer wrong", "Bearer a b", "Bearer \xe9", "Bearer \0"):
        answer = Client().get(listings_url(offering), headers={"Authorization": header})
        assert_problem(answer, 401, "invalid_token")
        assert answer["WWW-Authenticate"] == f'{CHALLENGE}, error="invalid_token"'


def test_a_token_outside_the_authorization_header_is_not_looked_at(offering: Board, client: PartnerClient) -> None:
    token = sign_in(client)

    assert_problem(Client().get(listings_url(offering), {"access_token": token}), 401, "not_authenticated")
    assert_problem(
        Client().get(listings_url(offering), headers={"Authorization": f"Basic {token}"}), 401, "not_authenticated"
    )
    assert caller(token).get(listings_url(offering)).status_code == 200


def test_an_expired_token_is_unauthorized(offering: Board, client: PartnerClient) -> None:
    token = sign_in(client)
    Token.objects.update(expires_at=timezone.now())

    assert_problem(caller(token).get(listings_url(offering)), 401, "invalid_token")


def test_a_revoked_client_is_out_at_once(offering: Board, client: PartnerClient) -> None:
    token = sign_in(client)
    assert caller(token).get(listings_url(offering)).status_code == 200

    revoke_client(client, by=SYSTEM)

    assert_problem(caller(token).get(listings_url(offering)), 401, "invalid_token")


def test_revocation_holds_even_for_a_token_that_was_left_behind(offering: Board, client: PartnerClient) -> None:
    token = sign_in(client)

    PartnerClient.objects.update(revoked_at=timezone.now())

    assert_problem(caller(token).get(listings_url(offering)), 401, "invalid_token")


def test_sessions_of_sellers_and_officers_are_not_looked_at(offering: Board) -> None:
    seller, officer = browser_of(make_user()), browser_of_officer(make_officer(offering, role="administrator"))

    assert_problem(seller.get(listings_url(offering)), 401, "not_authenticated")
    assert_problem(officer.get(listings_url(offering)), 401, "not_authenticated")


def test_a_token_without_the_scope_is_forbidden(offering: Board) -> None:
    client = make_api_client(scopes=("other:read",))

    answer = caller(sign_in(client)).get(listings_url(offering))

    assert_problem(answer, 403, "insufficient_scope")
    assert answer["WWW-Authenticate"] == f'{CHALLENGE}, error="insufficient_scope", scope="listings:read"'


def test_a_token_opens_no_page_of_people(offering: Board, client: PartnerClient) -> None:
    answer = caller(sign_in(client)).get(f"/board/{offering.slug}/listings/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
