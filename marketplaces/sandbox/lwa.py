"""Login with Amazon in small: a seller's refresh token for an access token that lives an hour."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.faults import Faults, carry_out
from marketplaces.sandbox.store import Store
from marketplaces.sandbox.wire import Reply, Request, json_reply

OPERATION = "token"
LIFETIME_S = 3600
REFRESH_TOKEN = re.compile(r"Atzr\|sandbox-([A-Z0-9]{3,20})")
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a living access token stands for."""

    client_id: str
    seller_id: str


class LoginWithAmazon:
    """The token endpoint and the tokens that it gave out; only digests of them are kept."""

    def __init__(self, store: Store, clock: Clock, faults: Faults, *, client_id: str, client_secret: str) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        self._client_id = client_id
        self._client_secret = client_secret

    def answer(self, request: Request) -> Reply:
        """Answer a token request, an RFC 6749 form."""
        if request.method != "POST":
            return _error(405, "invalid_request", "POST only.")
        media_type = request.headers.get("content-type", "").partition(";")[0].strip()
        if media_type != "application/x-www-form-urlencoded":
            return _error(400, "invalid_request", "The body must be a form.")
        form = dict(parse_qsl(request.body.decode("latin-1"), keep_blank_values=True))
        seller = REFRESH_TOKEN.fullmatch(form.get("refresh_token", ""))
        seller_id = seller.group(1) if seller else ""
        fault = self._faults.draw(OPERATION, seller_id)
        return carry_out(fault, lambda: self._exchange(form, seller_id), _spoilt)

    def holder_of(self, access_token: str) -> Holder | None:
        """Return whom the token stands for, None once it expired or when it was never given out."""
        found = self._store.row(
            "SELECT client_id, seller_id FROM access_token WHERE sha256 = ? AND expires_at > ?",
            (_digest(access_token), self._clock.now()),
        )
        return Holder(found["client_id"], found["seller_id"]) if found else None

    def _exchange(self, form: dict[str, str], seller_id: str) -> Reply:
        if form.get("grant_type") != "refresh_token":
            return _error(400, "unsupported_grant_type", "The grant type is not supported.")
        known = form.get("client_id") == self._client_id
        if not known or not secrets.compare_digest(
            form.get("client_secret", "").encode(), self._client_secret.encode()
        ):
            return _error(401, "invalid_client", "Client authentication failed")
        if not seller_id:
            return _error(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token")
        token = "Atza|" + secrets.token_urlsafe(48)
        now = self._clock.now()
        with self._store.transaction():
            self._store.execute("DELETE FROM access_token WHERE expires_at <= ?", (now,))
            self._store.execute(
                "INSERT INTO access_token (sha256, client_id, seller_id, expires_at) VALUES (?, ?, ?, ?)",
                (_digest(token), self._client_id, seller_id, now + LIFETIME_S),
            )
        granted = {
            "access_token": token,
            "refresh_token": form["refresh_token"],
            "token_type": "bearer",
            "expires_in": LIFETIME_S,
        }
        return json_reply(200, granted, NO_STORE)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _error(status: int, error: str, description: str) -> Reply:
    return json_reply(status, {"error": error, "error_description": description}, NO_STORE)


def _spoilt(kind: str) -> Reply:
    match kind:
        case "invalid_grant" | "unauthorized":
            return _error(400, "invalid_grant", "The seller took the consent back.")
        case "429":
            return _error(429, "temporarily_unavailable", "Too many requests.")
        case _:
            return _error(int(kind), "server_error", "The service is unavailable.")
