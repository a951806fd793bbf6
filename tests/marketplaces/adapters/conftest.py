"""An adapter on the sandbox whose every exchange is held against the official model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from marketplaces.adapters.amazon.adapter import AmazonAdapter
from marketplaces.adapters.amazon.tokens import Application
from marketplaces.adapters.port import Credentials
from tests.marketplaces.swagger import LISTINGS_MODEL, SwaggerModel


@dataclass
class Watch(httpx.BaseTransport):
    """Sends for real, and keeps what went out and what came back."""

    exchanges: list[tuple[httpx.Request, httpx.Response]] = field(default_factory=list)
    wire: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    # Set by a test that orders answers outside the contract; requests are held to it all the same.
    answers_are_spoilt: bool = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.wire.handle_request(request)
        raw = b"".join(answer.iter_raw())
        answer.close()
        kept = httpx.Response(answer.status_code, headers=answer.headers, content=raw)
        self.exchanges.append((request, kept))
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw))

    def listing_calls(self) -> list[tuple[httpx.Request, httpx.Response]]:
        return [pair for pair in self.exchanges if "/listings/" in pair[0].url.path]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Check all exchanges at the end."""
    watch = Watch()
    yield watch
    if not LISTINGS_MODEL.exists():
        return
    model = SwaggerModel(LISTINGS_MODEL, mount="/amazon")
    for sent, answer in watch.listing_calls():
        url = str(sent.url)
        assert model.request_faults(sent.method, url, sent.headers, sent.content) == []
        if not watch.answers_are_spoilt:
            faults = model.answer_faults(sent.method, url, answer.status_code, answer.headers, answer.content)
            assert faults == []


@pytest.fixture
def make_adapter(sandbox: Any, watch: Watch) -> Iterator[Callable[..., AmazonAdapter]]:
    """Return a maker of adapters: `make_adapter(seller_id, timeout_s=..., client_secret=..., cache=...)`."""
    clients: list[httpx.Client] = []

    def make(
        seller_id: str,
        *,
        timeout_s: float = 5.0,
        client_secret: str = "",
        refresh_token: str = "",
        cache: Any = None,
    ) -> AmazonAdapter:
        clients.append(httpx.Client(transport=watch, timeout=timeout_s))
        secret = client_secret or sandbox.client_secret
        return AmazonAdapter(
            api_url=sandbox.amazon_url,
            application=Application(sandbox.client_id, secret, sandbox.token_url),
            credentials=Credentials(seller_id, refresh_token or sandbox.refresh_token(seller_id)),
            http=clients[-1],
            cache=cache,
        )

    yield make
    for client in clients:
        client.close()
