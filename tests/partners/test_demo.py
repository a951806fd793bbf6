"""The demo partner, read over a real socket as a newcomer would."""

import httpx
import pytest
from pytest_django.live_server_helper import LiveServer

from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from partners.demo import BOARD_SLUG, PROGRAMME_SLUG, make_demo_client
from partners.models import Partner, PartnerClient, ProgrammePartner
from tests.factories import make_board, make_programme
from tests.partners.factories import make_api_client, make_enrolled_seller, make_offer


def make_demo_board() -> Board:
    make_api_client()  # and with it the platform's board
    board = make_board(BOARD_SLUG)
    with board_scope(board.pk):
        programme = make_programme(slug=PROGRAMME_SLUG)
        make_programme(marketplace="flipkart")
        make_offer(make_enrolled_seller(programme), title="Demo saree")
    return board


@pytest.mark.django_db
def test_making_it_again_keeps_one_partner_client_and_grant() -> None:
    board = make_demo_board()

    first, second = make_demo_client("http://127.0.0.1:8000/"), make_demo_client("http://127.0.0.1:8000", secret="kept")

    assert second == {
        "partner": "Amazon Kala Haat desk (demo)",
        "client_id": "demo-amazon-kala-haat-desk",
        "client_secret": "kept",
        "token_url": "http://127.0.0.1:8000/api/v1/oauth/token",
        "scopes": ["listings:read"],
    }
    assert first == {**second, "client_secret": first["client_secret"]}
    assert len(first["client_secret"]) == 43
    partner = Partner.objects.get(slug="amazon-kala-haat-desk")
    assert PartnerClient.objects.filter(partner=partner).count() == 1
    with board_scope(board.pk):
        assert ProgrammePartner.objects.filter(partner=partner).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_program_signs_in_and_reads_its_listings(live_server: LiveServer) -> None:
    make_demo_board()
    demo = make_demo_client(live_server.url)

    with httpx.Client(base_url=live_server.url) as http:
        form = {"grant_type": "client_credentials", "scope": " ".join(demo["scopes"])}
        answer = http.post(demo["token_url"], data=form, auth=(demo["client_id"], demo["client_secret"]))
        token = answer.raise_for_status().json()["access_token"]
        url = f"/api/v1/boards/{BOARD_SLUG}/listings/"
        page = http.get(url, headers={"Authorization": f"Bearer {token}"}).raise_for_status().json()
        refused = http.get(url)

    assert [item["title"]["en"] for item in page["items"]] == ["Demo saree"]
    assert (refused.status_code, refused.json()["code"]) == (401, "not_authenticated")
