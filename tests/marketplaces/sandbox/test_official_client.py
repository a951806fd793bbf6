"""Amazon's own client, unchanged, on the sandbox."""

from typing import Any

import pytest
from spapi import ApiClient, SPAPIClient, SPAPIConfig  # type: ignore[import-untyped]
from spapi.api.listings_items_v2021_08_01.listings_api import ListingsApi  # type: ignore[import-untyped]
from spapi.models.listings_items_v2021_08_01.listings_item_put_request import (  # type: ignore[import-untyped]
    ListingsItemPutRequest,
)
from spapi.rest import ApiException  # type: ignore[import-untyped]

from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.sandbox.calls import INDIA, saree


def make_client(sandbox: Sandbox, seller: str) -> ApiClient:
    """Return Amazon's client with this seller's login."""
    config = SPAPIConfig(
        client_id=sandbox.client_id,
        client_secret=sandbox.client_secret,
        refresh_token=sandbox.refresh_token(seller),
        region="EU",
    )
    return SPAPIClient(config, oauth_endpoint=sandbox.token_url, endpoint=sandbox.amazon_url).api_client


@pytest.fixture
def seller(sandbox: Sandbox) -> str:
    return sandbox.new_seller()


@pytest.fixture
def listings(sandbox: Sandbox, seller: str) -> Any:
    return ListingsApi(make_client(sandbox, seller))


def put_request(**changes: Any) -> ListingsItemPutRequest:
    body = saree(**changes)
    return ListingsItemPutRequest(
        product_type=body["productType"], requirements=body["requirements"], attributes=body["attributes"]
    )


def test_the_official_client_puts_reads_and_deletes_a_listing(sandbox: Sandbox, seller: str, listings: Any) -> None:
    put = listings.put_listings_item(seller, "HS/1 #2", [INDIA], put_request(), issue_locale="en_IN")
    sandbox.clock(advance_s=2)
    included = ["summaries", "issues", "attributes", "offers"]
    item = listings.get_listings_item(seller, "HS/1 #2", [INDIA], included_data=included)
    deleted = listings.delete_listings_item(seller, "HS/1 #2", [INDIA])
    sandbox.clock(advance_s=2)
    with pytest.raises(ApiException) as gone:
        listings.get_listings_item(seller, "HS/1 #2", [INDIA])

    assert (put.sku, put.status, put.issues) == ("HS/1 #2", "ACCEPTED", [])
    assert item.summaries[0].status == ["BUYABLE", "DISCOVERABLE"]
    assert item.summaries[0].asin.startswith("B0")
    assert item.offers[0].price.amount == "12999.50"
    assert (deleted.status, gone.value.status) == ("ACCEPTED", 404)


def test_the_official_client_deletes_twice_and_what_never_was(sandbox: Sandbox, seller: str, listings: Any) -> None:
    listings.put_listings_item(seller, "HS-1", [INDIA], put_request())
    sandbox.clock(advance_s=2)

    deleted = [
        listings.delete_listings_item(seller, sku, [INDIA], issue_locale="en_IN") for sku in ("HS-1", "HS-1", "HS-2")
    ]
    sandbox.clock(advance_s=2)

    assert [(each.sku, each.status) for each in deleted] == [
        ("HS-1", "ACCEPTED"),
        ("HS-1", "ACCEPTED"),
        ("HS-2", "ACCEPTED"),
    ]
    assert len({each.submission_id for each in deleted}) == 3
    assert [row["event"] for row in sandbox.live_events(seller)] == ["live", "down"]


def test_the_official_client_hears_of_a_delete_that_failed(sandbox: Sandbox, seller: str, listings: Any) -> None:
    listings.put_listings_item(seller, "HS-1", [INDIA], put_request())
    sandbox.clock(advance_s=2)
    sandbox.fault("deleteListingsItem", "500", seller_id=seller, count=1)

    with pytest.raises(ApiException) as caught:
        listings.delete_listings_item(seller, "HS-1", [INDIA])
    sandbox.clock(advance_s=2)

    assert caught.value.status == 500
    assert listings.get_listings_item(seller, "HS-1", [INDIA]).summaries[0].status == ["BUYABLE", "DISCOVERABLE"]


def test_the_official_client_reads_the_issues_of_a_refused_listing(seller: str, listings: Any) -> None:
    put = listings.put_listings_item(seller, "HS-1", [INDIA], put_request(attributes={}))

    assert put.status == "INVALID"
    assert {issue.code for issue in put.issues} == {"90220"}
    assert put.issues[0].attribute_names == ["item_name"]


def test_the_official_client_sees_the_quota_as_429(seller: str, listings: Any) -> None:
    with pytest.raises(ApiException) as caught:
        for _ in range(40):
            listings.delete_listings_item(seller, "HS-1", [INDIA])

    assert caught.value.status == 429


def test_the_official_client_previews(sandbox: Sandbox, seller: str, listings: Any) -> None:
    put = listings.put_listings_item(seller, "HS-1", [INDIA], put_request(), mode="VALIDATION_PREVIEW")

    assert put.status == "VALID"
    assert sandbox.submissions(seller) == []
