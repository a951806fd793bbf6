"""The sandbox is as strict as Amazon's models, and every answer of it keeps to them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.sandbox.calls import INDIA, Caller, fetch_token, make_caller, saree
from tests.marketplaces.swagger import LISTINGS_MODEL, WHY_SKIPPED, SwaggerModel


@pytest.fixture
def caller(sandbox: Sandbox) -> Caller:
    return make_caller(sandbox)


@pytest.fixture
def answers(caller: Caller) -> Iterator[list[httpx.Response]]:
    """All answers of the test, held against the model at its end."""
    kept: list[httpx.Response] = []
    caller.sandbox.http.event_hooks["response"] = [kept.append]
    yield kept
    caller.sandbox.http.event_hooks["response"] = []
    if LISTINGS_MODEL.exists():
        model = SwaggerModel(LISTINGS_MODEL, mount="/amazon")
        for answer in kept:
            if "/listings/" in answer.url.path:
                url, headers = str(answer.url), answer.headers
                faults = model.answer_faults(answer.request.method, url, answer.status_code, headers, answer.content)
                assert faults == []


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and details of the single error."""
    (error,) = answer.json()["errors"]
    return answer.status_code, error["code"], error["details"]


@pytest.mark.skipif(not LISTINGS_MODEL.exists(), reason=WHY_SKIPPED)
def test_a_listings_whole_life_keeps_to_the_model(caller: Caller, answers: list[httpx.Response]) -> None:
    everything = "summaries,attributes,issues,offers,fulfillmentAvailability,procurement,relationships,productTypes"
    query = {"marketplaceIds": INDIA, "includedData": everything, "issueLocale": "en_IN"}
    caller.put()
    checking = caller.call("GET", query=query).json()
    caller.sandbox.clock(advance_s=2)
    live = caller.call("GET", query=query).json()
    caller.call("DELETE")
    caller.sandbox.clock(advance_s=2)
    gone = caller.call("GET")

    assert (checking["summaries"][0]["status"], checking["offers"]) == ([], [])
    assert "asin" not in checking["summaries"][0]
    assert live["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    assert live["offers"][0]["price"] == {"currencyCode": "INR", "amount": "12999.50"}
    assert live["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 3}]
    assert live["attributes"] == saree()["attributes"]
    assert (gone.status_code, gone.json()["errors"][0]["code"]) == (404, "NOT_FOUND")
    assert len(answers) >= 5


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ({}, "marketplaceIds"),
        ({"marketplaceIds": "ATVPDKIKX0DER"}, "marketplaceIds"),
        ({"marketplaceIds": f"{INDIA},ATVPDKIKX0DER"}, "marketplaceIds"),
        ({"marketplaceIds": INDIA, "debug": "1"}, "debug"),
        ({"marketplaceIds": INDIA, "issueLocale": "english"}, "issueLocale"),
        ({"marketplaceIds": INDIA, "mode": "LIVE"}, "mode"),
        ({"marketplaceIds": INDIA, "includedData": "summaries"}, "includedData"),
        ({"marketplaceIds": INDIA, "includedData": "identifiers"}, "includedData"),
        ([("marketplaceIds", INDIA), ("marketplaceIds", INDIA)], ""),
    ],
    ids=range(9),
)
def test_a_put_with_a_wrong_query_is_refused_and_not_logged(
    caller: Caller, answers: list[httpx.Response], query: Any, details: str
) -> None:
    assert error_of(caller.put(query=query)) == (400, "InvalidInput", details)
    assert caller.sandbox.submissions(caller.seller_id) == []


@pytest.mark.parametrize(
    ("body", "details"),
    [
        (saree(price=1), "price"),
        (saree(requirements="ALL"), "requirements"),
        (saree(requirements=None), "requirements"),
        (saree(requirements=["LISTING"]), "requirements"),
        (saree(productType="SPACESHIP"), "productType"),
        (saree(productType=None), "productType"),
        (saree(productType={}), "productType"),
        (saree(attributes=[]), "attributes"),
        ({"productType": "SAREE"}, "attributes"),
        ([], None),
        (b"", None),
        (b"{", None),
        (b'{"productType": NaN}', None),
        (b"[" * 100_000, None),
    ],
    ids=range(14),
)
def test_a_put_with_a_wrong_body_is_refused_and_not_logged(
    caller: Caller, answers: list[httpx.Response], body: Any, details: str | None
) -> None:
    status, code, found = error_of(caller.put(body=body))

    assert (status, code) == (400, "InvalidInput")
    assert details is None or found == details
    assert caller.sandbox.submissions(caller.seller_id) == []


def test_a_body_of_another_type_is_415(caller: Caller, answers: list[httpx.Response]) -> None:
    assert caller.put(headers={"content-type": "text/plain"}).status_code == 415


def test_a_body_beyond_a_megabyte_is_refused_unread(caller: Caller, answers: list[httpx.Response]) -> None:
    answer = caller.put(body=b" " * (1024 * 1024 + 1))

    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert caller.put().status_code == 200


@pytest.mark.parametrize(
    ("change", "code", "name"),
    [
        ({"material": None}, "90220", "material"),
        ({"glitter": [{"value": "much"}]}, "90000900", "glitter"),
        ({"material": []}, "99022", "material"),
        ({"weave_method": [{"value": "handmade"}]}, "4000001", "weave_method"),
        ({"country_of_origin": [{"value": "CN"}]}, "4000001", "country_of_origin"),
        ({"color": [{"value": "Red", "shade": "dark"}]}, "4000001", "color"),
        ({"fulfillment_availability": [{"fulfillment_channel_code": "DEFAULT", "quantity": -1}]}, "4000001",
         "fulfillment_availability"),
        ({"item_name": "Saree"}, "4000001", "item_name"),
    ],
)  # fmt: skip
def test_contents_that_break_the_product_type_are_invalid_with_a_code_and_an_attribute(
    caller: Caller, answers: list[httpx.Response], change: dict[str, Any], code: str, name: str
) -> None:
    attributes = {key: value for key, value in (saree()["attributes"] | change).items() if value is not None}

    body = caller.put(body=saree(attributes=attributes)).json()

    assert body["status"] == "INVALID"
    assert [(each["code"], each["attributeNames"]) for each in body["issues"]] == [(code, [name])]
    assert [row["outcome"] for row in caller.sandbox.submissions(caller.seller_id)] == ["INVALID"]


def test_a_preview_judges_and_keeps_nothing(caller: Caller, answers: list[httpx.Response]) -> None:
    query = {"marketplaceIds": INDIA, "mode": "VALIDATION_PREVIEW", "includedData": "issues,identifiers"}
    caller.sandbox.rates(2)

    good = caller.put(query=query).json()
    bad = caller.put(query=query, body=saree(attributes={})).json()

    assert (good["status"], len(good["identifiers"][0]["asin"])) == ("VALID", 10)
    assert (bad["status"], bad["issues"][0]["code"]) == ("INVALID", "90220")
    assert caller.sandbox.submissions(caller.seller_id) == []


def test_each_set_of_requirements_asks_for_its_own(caller: Caller, answers: list[httpx.Response]) -> None:
    whole = saree()["attributes"]
    offer_names = ("purchasable_offer", "fulfillment_availability", "condition_type")
    offer = {name: whole[name] for name in offer_names}
    product = {name: value for name, value in whole.items() if name not in offer_names}

    product_only = caller.put(body=saree(requirements="LISTING_PRODUCT_ONLY", attributes=product)).json()
    offer_only = caller.put(body=saree(requirements="LISTING_OFFER_ONLY", attributes=offer)).json()

    assert product_only["status"] == "ACCEPTED"
    assert [each["attributeNames"] for each in offer_only["issues"]] == [["merchant_suggested_asin"]]


@pytest.mark.parametrize(
    ("headers", "details"),
    [
        ({"x-amz-access-token": "Atza|made-up"}, "The access token you provided has expired."),
        ({"x-amz-access-token": ""}, "The access token you provided has expired."),
    ],
)
def test_a_token_that_was_never_given_out_opens_nothing(
    caller: Caller, answers: list[httpx.Response], headers: dict[str, str], details: str
) -> None:
    assert error_of(caller.put(headers=headers)) == (403, "Unauthorized", details)
    assert caller.sandbox.submissions(caller.seller_id) == []


def test_no_token_and_another_sellers_token_are_refused(caller: Caller, answers: list[httpx.Response]) -> None:
    other = make_caller(caller.sandbox)

    assert caller.call("GET", seller_id=other.seller_id).status_code == 403
    bare = caller.sandbox.http.get(f"{caller.sandbox.amazon_url}/listings/2021-08-01/items/S/HS-1")
    assert error_of(bare)[2] == "Access token is missing in the request header."


def test_a_token_dies_after_an_hour_of_the_sandboxs_clock(caller: Caller, answers: list[httpx.Response]) -> None:
    caller.sandbox.clock(advance_s=3590)
    alive = caller.call("GET").status_code
    caller.sandbox.clock(advance_s=11)

    assert (alive, caller.call("GET").status_code) == (404, 403)


def test_an_unencoded_slash_in_a_sku_is_403(caller: Caller) -> None:
    assert caller.put("A/B").status_code == 403
    assert caller.put("A%2FB").json()["sku"] == "A/B"


@pytest.mark.parametrize("sku", ["A" * 41, "A%00B", "%20A", "A%0AB", "%ff"])
def test_a_sku_that_amazon_could_not_keep_is_refused(caller: Caller, answers: list[httpx.Response], sku: str) -> None:
    assert error_of(caller.put(sku))[:2] == (400, "InvalidInput")


def test_the_quota_is_the_stated_burst_and_then_the_stated_rate(caller: Caller, answers: list[httpx.Response]) -> None:
    statuses = [caller.call("DELETE").status_code for _ in range(30)]

    first_refused = statuses.index(429)
    assert 5 <= first_refused <= 8
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert error_of(refused)[1] == "QuotaExceeded"
    assert make_caller(caller.sandbox).call("DELETE").status_code == 200


def test_scaled_rates_raise_limit_and_header_together(caller: Caller, answers: list[httpx.Response]) -> None:
    caller.sandbox.rates(100)

    answered = [caller.put() for _ in range(60)]

    assert {answer.status_code for answer in answered} == {200}
    assert answered[0].headers["x-amzn-RateLimit-Limit"] == "500.0"


def test_the_same_sku_of_a_seller_has_one_asin_for_ever(caller: Caller) -> None:
    asins = set()
    for _ in range(2):
        caller.put()
        caller.sandbox.clock(advance_s=2)
        asins.add(caller.call("GET").json()["summaries"][0]["asin"])
        caller.call("DELETE")
        caller.sandbox.clock(advance_s=2)
    events = [row["event"] for row in caller.sandbox.live_events(caller.seller_id)]

    assert len(asins) == 1
    assert events == ["live", "down", "live", "down"]


def test_the_same_put_twice_goes_live_once(caller: Caller) -> None:
    caller.put()
    caller.put()
    caller.sandbox.clock(advance_s=2)
    caller.put()
    caller.sandbox.clock(advance_s=2)

    logged = caller.sandbox.submissions(caller.seller_id)
    assert len(logged) == 3
    assert len({row["body_sha256"] for row in logged}) == 1
    assert [row["event"] for row in caller.sandbox.live_events(caller.seller_id)] == ["live"]


def test_a_delete_and_a_put_on_its_heels_take_effect_in_their_order(caller: Caller) -> None:
    caller.put()
    caller.sandbox.clock(advance_s=2)

    caller.call("DELETE")
    caller.put()
    caller.sandbox.clock(advance_s=2)

    assert caller.call("GET").json()["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    events = [row["event"] for row in caller.sandbox.live_events(caller.seller_id)]
    assert events == ["live", "down", "live"]


def test_deleting_what_is_not_there_or_there_no_more_is_accepted_and_takes_nothing_down(
    caller: Caller, answers: list[httpx.Response]
) -> None:
    never = caller.call("DELETE", "HS-NEVER").json()
    caller.put()
    caller.sandbox.clock(advance_s=2)
    first = caller.call("DELETE").json()
    second = caller.call("DELETE").json()
    caller.sandbox.clock(advance_s=2)

    assert [each["status"] for each in (never, first, second)] == ["ACCEPTED"] * 3
    assert len({each["submissionId"] for each in (never, first, second)}) == 3
    events = [row["event"] for row in caller.sandbox.live_events(caller.seller_id)]
    assert events == ["live", "down"]


def test_a_deleted_listing_is_shown_until_the_delete_takes_effect(
    caller: Caller, answers: list[httpx.Response]
) -> None:
    caller.put()
    caller.sandbox.clock(advance_s=2)
    caller.call("DELETE")

    before = caller.call("GET")
    caller.sandbox.clock(advance_s=2)
    after = caller.call("GET")

    assert (before.status_code, after.status_code) == (200, 404)
    assert before.json()["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"marketplaceIds": "ATVPDKIKX0DER"},
        {"marketplaceIds": INDIA, "includedData": "issues"},
        {"marketplaceIds": INDIA, "mode": "VALIDATION_PREVIEW"},
    ],
    ids=range(4),
)
def test_a_delete_with_a_wrong_query_is_refused_and_deletes_nothing(
    caller: Caller, answers: list[httpx.Response], query: dict[str, str]
) -> None:
    caller.put()
    caller.sandbox.clock(advance_s=2)

    refused = caller.call("DELETE", query=query)
    caller.sandbox.clock(advance_s=2)

    assert error_of(refused)[:2] == (400, "InvalidInput")
    assert caller.call("GET").status_code == 200


@pytest.mark.parametrize(
    ("kind", "status", "goes_down"),
    [("500", 500, False), ("503", 503, False), ("429", 429, False), ("unauthorized", 403, False),
     ("500_after_accept", 500, True), ("late_issue", 200, True)],
)  # fmt: skip
def test_a_delete_that_goes_wrong_on_order_acts_or_does_not_as_its_kind_says(
    caller: Caller, answers: list[httpx.Response], kind: str, status: int, goes_down: bool
) -> None:
    caller.put()
    caller.sandbox.clock(advance_s=2)
    caller.sandbox.fault("deleteListingsItem", kind, seller_id=caller.seller_id, count=1)

    answer = caller.call("DELETE")
    caller.sandbox.clock(advance_s=2)

    assert answer.status_code == status
    assert caller.call("GET").status_code == (404 if goes_down else 200)


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"refresh_token": "Atzr|other"}, 400, "invalid_grant"),
        ({"refresh_token": ""}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_wrong_login_is_answered_in_oauths_words(
    sandbox: Sandbox, change: dict[str, str], status: int, error: str
) -> None:
    answer = fetch_token(sandbox, sandbox.new_seller(), **change)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_right_login_gets_an_hour(sandbox: Sandbox) -> None:
    answer = fetch_token(sandbox, sandbox.new_seller())

    granted = answer.json()
    assert (granted["token_type"], granted["expires_in"]) == ("bearer", 3600)
    assert answer.headers["cache-control"] == "no-store"
