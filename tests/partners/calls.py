"""Calls as a partner's program makes them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from onboarding.boards.models import Board
from partners.models import PartnerClient
from tests.partners.factories import SECRET

TOKEN_URL = "/api/v1/oauth/token"
FORM = "application/x-www-form-urlencoded"


def listings_url(board: Board) -> str:
    return f"/api/v1/boards/{board.slug}/listings/"


def ask_token(form: dict[str, Any], **headers: str) -> HttpResponse:
    return Client().post(TOKEN_URL, urlencode(form, doseq=True), content_type=FORM, headers=headers)


def credentials_of(client: PartnerClient) -> dict[str, str]:
    return {"grant_type": "client_credentials", "client_id": client.oauth_client_id, "client_secret": SECRET}


def sign_in(client: PartnerClient, **form: str) -> str:
    """Return an access token of the client's, as the token endpoint gave it."""
    answer = ask_token(credentials_of(client) | form)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def caller(token: str) -> Client:
    """A program that sends the token with each call."""
    return Client(headers={"Authorization": f"Bearer {token}"})


def assert_problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The answer is that problem, whole and well formed; return its body."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    body = answer.json()
    assert (body["type"], body["status"], body["code"]) == ("about:blank", status, code)
    assert body["request_id"] == answer["X-Request-Id"]
    assert body["title"] and body["detail"]
    return dict(body)
