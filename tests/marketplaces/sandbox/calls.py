"""Bare calls to the sandbox's Amazon, without any client that could put them right."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from marketplaces.adapters.amazon.attributes import put_body
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.factories import make_desired

INDIA = "A21TJRUUN4KGV"


def fetch_token(sandbox: Sandbox, seller_id: str, **changes: str) -> httpx.Response:
    """Ask for an access token."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": sandbox.refresh_token(seller_id),
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
    }
    return sandbox.http.post(sandbox.token_url, data=form | changes)


@dataclass
class Caller:
    """One seller with a token."""

    sandbox: Sandbox
    seller_id: str
    token: str

    def call(
        self,
        method: str,
        sku: str = "HS-1",
        *,
        query: Any = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
        seller_id: str = "",
    ) -> httpx.Response:
        """Send one call; `sku` goes into the path as it is."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.sandbox.http.request(
            method,
            f"{self.sandbox.amazon_url}/listings/2021-08-01/items/{seller_id or self.seller_id}/{sku}",
            params={"marketplaceIds": INDIA} if query is None else query,
            content=content,
            headers={"x-amz-access-token": self.token, "content-type": "application/json"} | (headers or {}),
        )

    def put(self, sku: str = "HS-1", **more: Any) -> httpx.Response:
        """Put the usual saree."""
        return self.call("PUT", sku, **({"body": saree()} | more))


def make_caller(sandbox: Sandbox) -> Caller:
    """Return a new seller with a living token."""
    seller_id = sandbox.new_seller()
    return Caller(sandbox, seller_id, fetch_token(sandbox, seller_id).json()["access_token"])


def saree(**changes: Any) -> dict[str, Any]:
    """Return the body of a put that Amazon would take."""
    return put_body(make_desired()) | changes
