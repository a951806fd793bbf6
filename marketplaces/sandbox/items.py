"""A listing as Amazon's models spell it: the data sets of an Item, and the answer to a preview."""

import json
import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.lwa import Holder
from marketplaces.sandbox.shelf import asin_of
from marketplaces.sandbox.wire import Reply, json_reply

INDIA = "A21TJRUUN4KGV"


def preview_reply(
    query: Mapping[str, str], holder: Holder, sku: str, issues: list[dict[str, Any]], refused: bool
) -> Reply:
    body: dict[str, Any] = {"sku": sku, "status": "INVALID" if refused else "VALID", "issues": issues}
    body["submissionId"] = uuid.uuid4().hex
    if "identifiers" in query.get("includedData", ""):
        body["identifiers"] = [{"marketplaceId": INDIA, "asin": asin_of(holder.seller_id, sku)}]
    return json_reply(200, body)


def data_set(name: str, listing: sqlite3.Row) -> Any:
    attributes = json.loads(listing["attributes"])
    match name:
        case "summaries":
            return [_summary(listing, attributes)]
        case "attributes":
            return attributes
        case "issues":
            return json.loads(listing["issues"])
        case "offers":
            return _offers(listing, attributes)
        case "fulfillmentAvailability":
            return [
                {"fulfillmentChannelCode": each["fulfillment_channel_code"], "quantity": each["quantity"]}
                for each in attributes.get("fulfillment_availability", [])
            ]
        case "productTypes":
            return [{"marketplaceId": INDIA, "productType": listing["product_type"]}]
        case _:
            return []


def _summary(listing: sqlite3.Row, attributes: Mapping[str, Any]) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "marketplaceId": INDIA,
        "productType": listing["product_type"],
        "status": _status(listing, attributes),
        "createdDate": iso(listing["created_at"]),
        "lastUpdatedDate": iso(listing["updated_at"]),
    }
    if "item_name" in attributes:
        summary["itemName"] = attributes["item_name"][0]["value"]
    if listing["state"] == "live":
        summary |= {"asin": listing["asin"], "conditionType": "new_new"}
    return summary


def _status(listing: sqlite3.Row, attributes: Mapping[str, Any]) -> list[str]:
    if listing["state"] != "live":
        return []
    stock = sum(each["quantity"] for each in attributes.get("fulfillment_availability", []))
    status = ["BUYABLE"] if stock and "purchasable_offer" in attributes else []
    return [*status, "DISCOVERABLE"] if "main_product_image_locator" in attributes else status


def _offers(listing: sqlite3.Row, attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    if listing["state"] != "live":
        return []
    prices = [
        offer["our_price"][0]["schedule"][0]["value_with_tax"] for offer in attributes.get("purchasable_offer", [])
    ]
    return [
        {
            "marketplaceId": INDIA,
            "offerType": "B2C",
            "price": {"currencyCode": "INR", "amount": f"{price:.2f}"},
        }
        for price in prices
    ]
