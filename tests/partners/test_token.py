"""The token endpoint: who gets a token, what it is good for, and what is kept of it."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import board_scope
from partners.actions import make_client, revoke_client
from partners.models import PartnerClient
from partners.scopes import LISTINGS_READ
from partners.tasks import drop_expired_tokens
from tests.factories import make_board, make_officer
from tests.partners.calls import TOKEN_URL, ask_token, assert_problem, credentials_of, sign_in
from tests.partners.factories import SECRET, SYSTEM, make_api_client, make_partner

pytestmark = pytest.mark.django_db


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def test_a_client_gets_a_token_for_its_id_and_secret() -> None:
    client = make_api_client()

    answer = ask_token(credentials_of(client))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert {key: body[key] for key in ("token_type", "expires_in", "scope")} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": LISTINGS_READ,
    }
    assert set(body) == {"access_token", "token_type", "expires_in", "scope"}
    assert len(body["access_token"]) >= 64


def test_a_client_may_give_its_secret_in_the_authorization_header() -> None:
    client = make_api_client()

    answer = ask_token({"grant_type": "client_credentials"}, Authorization=basic(client.oauth_client_id, SECRET))

    assert answer.status_code == 200


def test_neither_secret_nor_token_is_kept_in_clear(settings: Any) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # as in earnest: the suite puts a fast one in front
    client = make_api_client()

    value = sign_in(client)

    token = Token.objects.get(client=client.oauth_client)
    assert OAuthClient.objects.get().secret.startswith("argon2")
    assert SECRET not in OAuthClient.objects.get().secret
    assert token.hash != value
    assert len(token.hash) == 64
    assert token.expires_at - timezone.now() < timedelta(hours=1)


WRONG_REQUESTS: list[tuple[dict[str, Any], int, str]] = [
    ({"client_secret": "wrong"}, 401, "invalid_client"),
    ({"client_secret": ""}, 401, "invalid_client"),
    ({"client_id": "nobody"}, 401, "invalid_client"),
    ({"client_id": "a\0b"}, 401, "invalid_client"),
    ({"client_secret": "a\0b"}, 401, "invalid_client"),
    ({"client_id": "x" * 5000}, 401, "invalid_client"),
    ({"scope": "everything"}, 400, "invalid_scope"),
    ({"scope": "a\0b"}, 400, "invalid_scope"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
    ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
    ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, 400, "unsupported_grant_type"),
    ({"grant_type": ""}, 400, "invalid_request"),
    ({"resource": "http://["}, 400, "invalid_request"),
    ({"client_id": ["a", "b"]}, 400, "invalid_request"),
]


def test_a_wrong_request_gets_no_token() -> None:
    client = make_api_client()

    for form, status, error in WRONG_REQUESTS:
        answer = ask_token(credentials_of(client) | form)
        assert (answer.status_code, answer.json()["error"]) == (status, error), form
        assert ("WWW-Authenticate" in answer) == (status == 401)
    assert not Token.objects.exists()


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", basic("a\0b", SECRET), basic("", ""), "Basic /w=="])
def test_a_malformed_authorization_header_gets_no_token(header: str) -> None:
    answer = ask_token({"grant_type": "client_credentials"}, Authorization=header)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_another_method_or_form_is_a_problem() -> None:
    assert_problem(Client().get(TOKEN_URL), 405, "method_not_allowed")
    assert_problem(Client().post(TOKEN_URL, {}, content_type="application/json"), 415, "unsupported_media_type")
    assert_problem(Client().post(TOKEN_URL, {"grant_type": "x"}), 415, "unsupported_media_type")


def test_a_token_may_hold_fewer_scopes_than_its_client() -> None:
    client = make_api_client(scopes=(LISTINGS_READ, "other:read"))

    assert ask_token(credentials_of(client) | {"scope": "other:read"}).json()["scope"] == "other:read"


def test_a_revoked_client_gets_no_token_and_answers_like_an_unknown_one() -> None:
    client = make_api_client()
    sign_in(client)

    revoke_client(client, by=SYSTEM)

    assert not Token.objects.exists()
    refused = ask_token(credentials_of(client))
    unknown = ask_token(credentials_of(client) | {"client_id": "nobody"})
    assert (refused.status_code, refused.content) == (unknown.status_code, unknown.content)


def test_making_a_client_again_replaces_its_secret_and_never_its_revocation() -> None:
    client = make_api_client()
    revoke_client(client, by=SYSTEM)

    again = make_client(client.partner, client_id=client.oauth_client_id, secret="new", scopes=(), by=SYSTEM)

    assert again.pk == client.pk
    assert again.revoked_at is not None
    assert ask_token(credentials_of(client) | {"client_secret": "new"}).status_code == 401


def test_a_clients_life_stands_in_the_platforms_history() -> None:
    client = make_api_client()
    revoke_client(client, by=SYSTEM)

    with board_scope(Board.objects.get(slug=PLATFORM_SLUG).pk):
        entries = AuditEntry.objects.filter(object_id=str(client.pk), object_type="partners.partnerclient")
        assert list(entries.order_by("id").values_list("action", "actor_id")) == [
            ("client.made", "tests"),
            ("client.revoked", "tests"),
        ]


def test_an_officer_makes_and_stops_no_client() -> None:
    client = make_api_client()
    officer = make_officer(make_board(), role="administrator")

    with pytest.raises(NotAllowed):
        make_client(make_partner(), client_id="mine", secret="mine", scopes=(), by=officer)
    with pytest.raises(NotAllowed):
        revoke_client(client, by=officer)

    assert list(PartnerClient.objects.live()) == [client]
    assert OAuthClient.objects.count() == 1


def test_expired_tokens_are_dropped_and_live_ones_stay() -> None:
    client = make_api_client()
    sign_in(client)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sign_in(client)

    drop_expired_tokens()

    assert Token.objects.get().expires_at > timezone.now()
