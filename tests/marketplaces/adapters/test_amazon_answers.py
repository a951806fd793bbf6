"""Answers that no sandbox should give, and that a proxy, an outage page or an attacker might."""

import gzip
import json
from typing import Any

import httpx
import pytest

from marketplaces.adapters.amazon.adapter import AmazonAdapter
from marketplaces.adapters.amazon.attributes import amazon_attributes
from marketplaces.adapters.amazon.exchange import MAX_RETRY_AFTER_S
from marketplaces.adapters.amazon.tokens import Application
from marketplaces.adapters.port import ContractBroken, Credentials, MarketplaceError, TryLater
from tests.marketplaces.factories import make_desired

TOKEN = {"access_token": "Atza|1", "token_type": "bearer", "expires_in": 3600}
ACCEPTED = {"sku": "HS-SAREE-1", "status": "ACCEPTED", "submissionId": "s1"}
SUMMARY = {
    "marketplaceId": "A21TJRUUN4KGV",
    "productType": "SAREE",
    "status": ["BUYABLE"],
    "asin": "B0TEST0001",
}
NOT_FOUND = {"errors": [{"code": "NOT_FOUND", "message": "SKU not found"}]}


def make_adapter(answer: httpx.Response, token: Any = TOKEN) -> AmazonAdapter:
    """Return an adapter whose marketplace always gives this answer."""

    def handle(request: httpx.Request) -> httpx.Response:
        return unread(json_answer(token)) if request.url.path == "/token" else unread(answer)

    return make_adapter_on(httpx.MockTransport(handle))


def make_adapter_on(transport: httpx.BaseTransport) -> AmazonAdapter:
    """Return an adapter that talks over this transport."""
    return AmazonAdapter(
        api_url="http://amazon.example",
        application=Application("id", "secret", "http://amazon.example/token"),
        credentials=Credentials("SELLER1", "Atzr|1"),
        http=httpx.Client(transport=transport),
    )


def unread(answer: httpx.Response) -> httpx.Response:
    """Return the answer as the wire would bring it: with its body still to come."""
    stream = httpx.ByteStream(answer.content)
    return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)


def json_answer(body: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, content=json.dumps(body).encode(), headers=headers)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "VALID"},
        {"status": "LIVE"},
        {"status": ["ACCEPTED"]},
        {"status": None},
        {"submissionId": 7},
        {"submissionId": None},
        {"sku": "HS-OTHER"},
        {"issues": {}},
        {"issues": ["bad"]},
        {"issues": [{"code": "1", "message": "m", "severity": "FATAL"}]},
        {"issues": [{"code": "1", "message": "m", "severity": ["ERROR"]}]},
        {"issues": [{"code": "1", "message": "m", "severity": "ERROR", "attributeNames": "color"}]},
    ],
)
def test_a_broken_verdict_is_never_a_success(change: dict[str, Any]) -> None:
    adapter = make_adapter(json_answer(ACCEPTED | change))

    with pytest.raises(ContractBroken) as caught:
        adapter.put_listing(make_desired())

    assert caught.value.may_have_acted is True


def test_the_verdict_unchanged_is_a_success() -> None:
    """The control of the cases above."""
    assert make_adapter(json_answer(ACCEPTED)).put_listing(make_desired()).accepted is True


@pytest.mark.parametrize(
    "body",
    [
        {"sku": "HS-OTHER", "summaries": [SUMMARY]},
        {"sku": "HS-SAREE-1", "summaries": SUMMARY},
        {"sku": "HS-SAREE-1", "summaries": ["live"]},
        {"sku": "HS-SAREE-1", "summaries": [SUMMARY | {"status": "BUYABLE"}]},
    ],
)
def test_a_broken_item_is_never_live(body: dict[str, Any]) -> None:
    with pytest.raises(ContractBroken):
        make_adapter(json_answer(body)).read_listing("HS-SAREE-1")


def test_a_summary_of_another_marketplace_is_not_ours() -> None:
    body = {"sku": "HS-SAREE-1", "summaries": [SUMMARY | {"marketplaceId": "ATVPDKIKX0DER"}]}

    readback = make_adapter(json_answer(body)).read_listing("HS-SAREE-1")

    assert (readback.state, readback.marketplace_id) == ("checking", "")


def test_a_404_is_absent_only_in_amazons_own_words() -> None:
    assert make_adapter(json_answer(NOT_FOUND, 404)).read_listing("HS-SAREE-1").state == "absent"
    for stray in (json_answer({"message": "Not Found"}, 404), json_answer({"errors": []}, 404)):
        with pytest.raises(ContractBroken):
            make_adapter(stray).read_listing("HS-SAREE-1")
    with pytest.raises(ContractBroken):
        make_adapter(httpx.Response(404, html="<h1>Not Found</h1>")).read_listing("HS-SAREE-1")


def test_amazon_may_add_keys_and_values_and_the_listing_still_matches() -> None:
    desired = make_desired(bullet_points=("Pure silk",))
    shown: Any = amazon_attributes(desired)
    shown["bullet_point"].insert(0, {"value": "Added by Amazon"})
    shown["item_name"][0]["audience"] = "ALL"
    shown["browse_node"] = [{"value": 1}]

    whole = json_answer({"sku": desired.sku, "summaries": [SUMMARY], "attributes": shown})
    readback = make_adapter(whole).read_listing(desired.sku, expecting=desired)

    assert readback.matches is True


@pytest.mark.parametrize(
    "token",
    [
        {},
        {"access_token": 7, "expires_in": 3600},
        {"access_token": "", "expires_in": 3600},
        {"access_token": "a\r\nx: y", "expires_in": 3600},
        {"access_token": "Atza|1", "expires_in": "3600"},
        {"access_token": "Atza|1", "expires_in": True},
    ],
)
def test_a_broken_token_is_contract_broken(token: dict[str, Any]) -> None:
    with pytest.raises(ContractBroken):
        make_adapter(json_answer(ACCEPTED), token).put_listing(make_desired())


@pytest.mark.parametrize(
    ("headers", "retry_after_s"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"x-amzn-ratelimit-limit": "0.5"}, 2.0),
        ({"x-amzn-ratelimit-limit": "4"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 2.0),
        ({"retry-after": "nan"}, 2.0),
        ({"retry-after": "-1"}, 2.0),
        ({"retry-after": "1e99"}, MAX_RETRY_AFTER_S),
        ({"x-amzn-ratelimit-limit": "1e-9"}, MAX_RETRY_AFTER_S),
    ],
)
def test_the_wait_after_a_429_is_amazons_within_reason(headers: dict[str, str], retry_after_s: float) -> None:
    adapter = make_adapter(httpx.Response(429, headers=headers))

    with pytest.raises(TryLater) as caught:
        adapter.put_listing(make_desired())

    assert caught.value.retry_after_s == retry_after_s


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, content=b"[]"),
        httpx.Response(204),
        httpx.Response(301, headers={"location": "http://127.0.0.1/"}),
        httpx.Response(418, content=b"short and stout"),
        httpx.Response(400, json={"errors": [{"code": "InvalidInput"}]}),
        httpx.Response(400, json={"errors": "InvalidInput"}),
        httpx.Response(403, content=b"<html>blocked</html>"),
        httpx.Response(599),
    ],
    ids=range(10),
)
def test_any_other_answer_is_one_of_the_ports_errors(answer: httpx.Response) -> None:
    for call in ("put", "read", "delete"):
        adapter = make_adapter(answer)
        with pytest.raises(MarketplaceError):
            if call == "put":
                adapter.put_listing(make_desired())
            elif call == "read":
                adapter.read_listing("HS-SAREE-1")
            else:
                adapter.delete_listing("HS-SAREE-1")


def test_an_encoded_body_is_refused_before_it_unfolds() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    encoded = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb))

    def handle(request: httpx.Request) -> httpx.Response:
        return unread(json_answer(TOKEN)) if request.url.path == "/token" else encoded

    with pytest.raises(ContractBroken):
        make_adapter_on(httpx.MockTransport(handle)).put_listing(make_desired())
