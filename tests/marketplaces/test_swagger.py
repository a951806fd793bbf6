"""The validator itself: it knows a good exchange, and catches every kind of bad one."""

import json
from typing import Any

import pytest

from tests.marketplaces.swagger import LISTINGS_MODEL, WHY_SKIPPED, SwaggerModel

pytestmark = pytest.mark.skipif(not LISTINGS_MODEL.exists(), reason=WHY_SKIPPED)

URL = "http://x/listings/2021-08-01/items/SELLER1/HS%2F1?marketplaceIds=A21TJRUUN4KGV"
SENT = {"x-amz-access-token": "Atza|1", "content-type": "application/json"}
GIVEN = {"x-amzn-RateLimit-Limit": "5.0", "x-amzn-RequestId": "1"}
BODY = {"productType": "SAREE", "attributes": {"anything": [{"value": 1}]}}
ANSWER = {"sku": "HS/1", "status": "ACCEPTED", "submissionId": "1", "issues": []}
ISSUE = {"code": "1", "message": "m", "severity": "ERROR", "categories": []}


@pytest.fixture(scope="module")
def model() -> SwaggerModel:
    return SwaggerModel(LISTINGS_MODEL)


def test_a_good_exchange_has_no_faults(model: SwaggerModel) -> None:
    with_issue = ANSWER | {"issues": [ISSUE]}

    assert model.request_faults("PUT", URL, SENT, json.dumps(BODY).encode()) == []
    assert model.answer_faults("PUT", URL, 200, GIVEN, json.dumps(with_issue).encode()) == []


@pytest.mark.parametrize(
    ("url", "headers", "body"),
    [
        (URL + "&extra=1", SENT, BODY),
        (URL + "&mode=LIVE", SENT, BODY),
        (URL + "&includedData=summaries", SENT, BODY),
        (URL + "&marketplaceIds=A21TJRUUN4KGV", SENT, BODY),
        (URL + ",ATVPDKIKX0DER", SENT, BODY),
        (URL.partition("?")[0], SENT, BODY),
        (URL.replace("%2F", "/"), SENT, BODY),
        (URL, SENT | {"x-api-key": "1"}, BODY),
        (URL, {"content-type": "application/json"}, BODY),
        (URL, SENT | {"content-type": "text/plain"}, BODY),
        (URL, SENT, BODY | {"price": 1}),
        (URL, SENT, BODY | {"requirements": "ALL"}),
        (URL, SENT, {"productType": "SAREE"}),
        (URL, SENT, BODY | {"attributes": []}),
    ],
    ids=range(14),
)
def test_each_kind_of_bad_request_is_caught(model: SwaggerModel, url: str, headers: dict[str, str], body: Any) -> None:
    assert len(model.request_faults("PUT", url, headers, json.dumps(body).encode())) == 1


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (201, GIVEN, ANSWER),
        (200, {"x-amzn-RequestId": "1"}, ANSWER),
        (200, GIVEN | {"x-debug": "1"}, ANSWER),
        (200, GIVEN, ANSWER | {"status": "LIVE"}),
        (200, GIVEN, ANSWER | {"asin": "B0"}),
        (200, GIVEN, {"sku": "HS/1", "status": "ACCEPTED"}),
        (200, GIVEN, ANSWER | {"issues": [ISSUE | {"attribute": "color"}]}),
        (200, GIVEN, ANSWER | {"issues": [{"code": "1", "message": "m", "severity": "ERROR"}]}),
        (400, GIVEN, {"errors": [{"code": "InvalidInput"}]}),
        (400, GIVEN, {"errors": [], "status": 400}),
        (429, GIVEN, {"errors": []}),
    ],
    ids=range(11),
)
def test_each_kind_of_bad_answer_is_caught(
    model: SwaggerModel, status: int, headers: dict[str, str], body: Any
) -> None:
    assert len(model.answer_faults("PUT", URL, status, headers, json.dumps(body).encode())) == 1


def test_a_body_that_is_no_json_is_caught(model: SwaggerModel) -> None:
    assert model.answer_faults("PUT", URL, 200, GIVEN, b"<html>") == ["the body is no JSON"]
