"""Login with Amazon: turns a seller's refresh token into an access token, and keeps it while it lives."""

import hashlib
import time
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from marketplaces.adapters.amazon.exchange import RETRY_AFTER_S, Answer, exchange
from marketplaces.adapters.port import (
    ApplicationRefused,
    ContractBroken,
    Credentials,
    LoginExpired,
    MarketplaceError,
    TryLater,
)

OPERATION = "token"
# A token that dies on the way would cost a refused call, so it counts as dead a minute early.
EARLY_S = 60
SELLER_MUST_RENEW = frozenset({"invalid_grant", "access_denied"})
APPLICATION_MUST_MEND = frozenset({"invalid_client", "unauthorized_client", "invalid_scope"})


@dataclass(frozen=True, slots=True)
class Application:
    """Our own registration with Login with Amazon; `token_url` is the whole address of the token endpoint."""

    client_id: str
    client_secret: str = field(repr=False)
    token_url: str


class TokenCache(Protocol):
    """Where access tokens wait between calls; one shared by all workers spares an exchange a worker.

    Values are secrets that open a seller's account for up to an hour: keep them where only workers read.
    """

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, token: str, ttl_s: int) -> None: ...


class MemoryTokenCache:
    """The default cache: one process, nothing shared, nothing left behind."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}

    def get(self, key: str) -> str | None:
        """Return the token unless its time is over."""
        token, dies_at = self._tokens.get(key, ("", 0.0))
        return token if time.monotonic() < dies_at else None

    def put(self, key: str, token: str, ttl_s: int) -> None:
        """Keep the token for `ttl_s` seconds, in place of the one before."""
        self._tokens[key] = (token, time.monotonic() + ttl_s)


class AmazonLogin:
    """One seller's way in: cached access tokens, exchanged anew when asked."""

    def __init__(
        self, application: Application, credentials: Credentials, http: httpx.Client, cache: TokenCache
    ) -> None:
        self._application = application
        self._credentials = credentials
        self._http = http
        self._cache = cache
        # The key is a digest, so that neither a cache listing nor a log of keys gives the refresh token away.
        secret = f"{application.client_id}\n{credentials.refresh_token}"
        self._key = "lwa:" + hashlib.sha256(secret.encode()).hexdigest()

    def cached_token(self) -> str | None:
        """Return a token that was fetched before and should still open the account."""
        return self._cache.get(self._key)

    def fresh_token(self) -> str:
        """Exchange the refresh token and cache the result.

        Raises LoginExpired when the seller's consent is over, ApplicationRefused when ours is, TryLater,
        ContractBroken. Nothing of the seller's account was touched in either case.
        """
        answer = exchange(
            self._http,
            self._http.build_request(
                "POST",
                self._application.token_url,
                data={
                    "grant_type": "refresh_token",
                    "refresh_token": self._credentials.refresh_token,
                    "client_id": self._application.client_id,
                    "client_secret": self._application.client_secret,
                },
                headers={"accept": "application/json"},
            ),
            operation=OPERATION,
            acts=False,
        )
        if answer.status != 200:
            raise _refusal(answer)
        token, ttl_s = answer.body.get("access_token"), answer.body.get("expires_in")
        if (
            not isinstance(token, str)
            or not (token.isascii() and token.isprintable() and token)
            or type(ttl_s) is not int
        ):
            raise ContractBroken("The token answer holds no usable token.", call=answer.call)
        if ttl_s > EARLY_S:
            self._cache.put(self._key, token, ttl_s - EARLY_S)
        return token


def _refusal(answer: Answer) -> MarketplaceError:
    # RFC 6749: the word in "error" decides, since a 400 covers the seller's, our own and Amazon's faults.
    word = str(answer.body.get("error"))
    if word in SELLER_MUST_RENEW:
        return LoginExpired(f"Login with Amazon answered {word}.", call=answer.call)
    if word in APPLICATION_MUST_MEND:
        return ApplicationRefused(f"Login with Amazon answered {word}.", call=answer.call)
    if word in ("server_error", "temporarily_unavailable"):
        return TryLater(f"Login with Amazon answered {word}.", call=answer.call, retry_after_s=RETRY_AFTER_S)
    return ContractBroken(f"Login with Amazon answered {answer.status} without a known error.", call=answer.call)
