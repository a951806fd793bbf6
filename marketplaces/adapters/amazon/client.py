"""Amazon's Selling Partner API for one seller, operation by operation (models: listingsItems_2021-08-01)."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from marketplaces.adapters.amazon.exchange import Answer, exchange
from marketplaces.adapters.amazon.tokens import AmazonLogin
from marketplaces.adapters.port import LoginExpired

INDIA = "A21TJRUUN4KGV"
LOCALE = "en_IN"
LISTINGS = "/listings/2021-08-01/items"
USER_AGENT = "HaatSetu/0.1 (Language=Python)"


class SellingPartnerClient:
    """Sends one operation at a time; renews the access token once when Amazon no longer takes it."""

    def __init__(self, http: httpx.Client, api_url: str, login: AmazonLogin, seller_id: str) -> None:
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._login = login
        self._seller_id = seller_id

    def put_listings_item(self, sku: str, body: Mapping[str, Any]) -> Answer:
        """Create or fully replace the item; the verdict is in the answer's body, whatever the HTTP status."""
        return self._call("put_listing", "PUT", self._item_path(sku), self._query(), body)

    def get_listings_item(self, sku: str, included: tuple[str, ...]) -> Answer:
        """Read the item with the data sets named."""
        query = self._query() | {"includedData": ",".join(included)}
        return self._call("read_listing", "GET", self._item_path(sku), query)

    def delete_listings_item(self, sku: str) -> Answer:
        """Ask for the item's removal."""
        return self._call("delete_listing", "DELETE", self._item_path(sku), self._query())

    def _item_path(self, sku: str) -> str:
        # A "/" or "#" left as it is makes another path, which Amazon answers with 403.
        return f"{LISTINGS}/{quote(self._seller_id, safe='')}/{quote(sku, safe='')}"

    def _query(self) -> dict[str, str]:
        return {"marketplaceIds": INDIA, "issueLocale": LOCALE}

    def _call(
        self,
        operation: str,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        token = self._login.cached_token()
        if token is not None:
            answer = self._send(token, operation, method, path, query, body)
            if answer.status != 403:
                return answer
        answer = self._send(self._login.fresh_token(), operation, method, path, query, body)
        if answer.status == 403:
            raise LoginExpired(f"{operation}: a fresh token opens no door.", call=answer.call)
        return answer

    def _send(
        self,
        token: str,
        operation: str,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> Answer:
        headers = {"x-amz-access-token": token, "accept": "application/json", "user-agent": USER_AGENT}
        content = None
        if body is not None:
            headers["content-type"] = "application/json"
            content = json.dumps(body, separators=(",", ":")).encode()
        request = self._http.build_request(
            method, self._api_url + path, params=dict(query), headers=headers, content=content
        )
        return exchange(self._http, request, operation=operation, acts=method != "GET")
