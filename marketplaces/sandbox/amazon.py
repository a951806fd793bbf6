"""Amazon's Selling Partner API, as strict as its models: listings items 2021-08-01 for India."""

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from marketplaces.sandbox.faults import Fault, carry_out
from marketplaces.sandbox.items import INDIA, data_set, preview_reply
from marketplaces.sandbox.lwa import OPERATION as TOKEN
from marketplaces.sandbox.lwa import Holder
from marketplaces.sandbox.product_types import REQUIREMENTS, is_error
from marketplaces.sandbox.shelf import Handed
from marketplaces.sandbox.wire import BadJson, Reply, Request, json_reply
from marketplaces.sandbox.world import World

LISTINGS = ("listings", "2021-08-01", "items")
TOKEN_PATH = ("auth", "o2", "token")
OPERATIONS = {"PUT": "putListingsItem", "GET": "getListingsItem", "DELETE": "deleteListingsItem"}
DATA_SETS = frozenset(
    {
        "summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement",
        "relationships", "productTypes",
    }
)  # fmt: skip
QUERY = {
    "putListingsItem": {"marketplaceIds", "includedData", "mode", "issueLocale"},
    "getListingsItem": {"marketplaceIds", "includedData", "issueLocale"},
    "deleteListingsItem": {"marketplaceIds", "issueLocale"},
}
BODY_KEYS = {"productType", "requirements", "attributes"}
LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")
MAX_SKU = 40
PREVIEW = "VALIDATION_PREVIEW"
# The models list the rate header on these answers only.
RATED = (200, 400, 404)


class Refusal(Exception):
    """The request gets an error list instead of what it asked for."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.error = {"code": code, "message": message, "details": details}


class Amazon:
    """The mount `/amazon`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, request: Request) -> Reply:
        """Answer one call; the seller and the SKU are known before anything may go wrong on order."""
        if request.segments == TOKEN_PATH:
            return self._counted(TOKEN, self._world.login.answer(request))
        operation = OPERATIONS.get(request.method, "unknown")
        try:
            seller_id, sku = _seller_and_sku(request)
            holder = self._holder(request, seller_id)
        except Refusal as refusal:
            return self._counted(operation, _error_list(refusal))
        with self._world.counts.in_flight(seller_id, sku):
            reply = self._within_limits(operation, request, holder, sku)
        return self._counted(operation, reply)

    def _holder(self, request: Request, seller_id: str) -> Holder:
        token = request.headers.get("x-amz-access-token")
        if token is None:
            raise _denied("Access token is missing in the request header.")
        holder = self._world.login.holder_of(token)
        if holder is None:
            raise _denied("The access token you provided has expired.")
        if holder.seller_id != seller_id:
            raise _denied("The access token stands for another seller.")
        return holder

    def _within_limits(self, operation: str, request: Request, holder: Holder, sku: str) -> Reply:
        preview = request.first("mode") == PREVIEW
        if not self._world.rates.take(holder.client_id, holder.seller_id, operation, preview=preview):
            return _spoilt("429")
        fault = self._world.faults.draw(operation, holder.seller_id, sku)
        return carry_out(fault, lambda: self._acted(operation, request, holder, sku, fault), _spoilt)

    def _acted(self, operation: str, request: Request, holder: Holder, sku: str, fault: Fault | None) -> Reply:
        try:
            query = _checked_query(operation, request.query)
            match operation:
                case "putListingsItem":
                    return self._put(request, query, holder, sku, fault)
                case "deleteListingsItem":
                    return self._delete(holder, sku)
                case _:
                    return self._get(query, holder, sku)
        except Refusal as refusal:
            return _error_list(refusal)

    def _put(self, request: Request, query: Mapping[str, str], holder: Holder, sku: str, fault: Fault | None) -> Reply:
        body = self._checked_body(request)
        issues = self._world.product_types.issues(
            body["productType"], body.get("requirements", "LISTING"), body["attributes"]
        )
        refused = any(map(is_error, issues))
        if query.get("mode") == PREVIEW:
            return preview_reply(query, holder, sku, issues, refused)
        handed = Handed(
            seller_id=holder.seller_id,
            sku=sku,
            operation="putListingsItem",
            body=request.body,
            product_type=body["productType"],
            attributes=body["attributes"],
            issues=issues,
            late_issue=_late_issue(fault),
        )
        submission_id = self._world.shelf.refuse(handed) if refused else self._world.shelf.accept(handed)
        status = "INVALID" if refused else "ACCEPTED"
        return json_reply(200, {"sku": sku, "status": status, "submissionId": submission_id, "issues": issues})

    def _checked_body(self, request: Request) -> dict[str, Any]:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refusal(415, "UnsupportedMediaType", "The body must be application/json.")
        try:
            body = request.json_object()
        except BadJson as error:
            raise _invalid("The body is not a JSON object.", str(error)) from error
        if unknown := set(body) - BODY_KEYS:
            raise _invalid("The body has unknown keys.", ", ".join(sorted(unknown)))
        if body.get("productType") not in self._world.product_types.names():
            raise _invalid("The product type is unknown.", "productType")
        if not isinstance(body.get("attributes"), dict):
            raise _invalid("The body has no attributes object.", "attributes")
        if body.get("requirements", "LISTING") not in REQUIREMENTS:
            raise _invalid("The requirements set is unknown.", "requirements")
        return body

    def _delete(self, holder: Holder, sku: str) -> Reply:
        handed = Handed(holder.seller_id, sku, "deleteListingsItem", b"", "", {}, [])
        submission_id = self._world.shelf.accept(handed)
        return json_reply(200, {"sku": sku, "status": "ACCEPTED", "submissionId": submission_id})

    def _get(self, query: Mapping[str, str], holder: Holder, sku: str) -> Reply:
        listing = self._world.shelf.listing(holder.seller_id, sku)
        if listing is None:
            raise Refusal(404, "NOT_FOUND", f"SKU '{sku}' not found in marketplace {INDIA}")
        wanted = query.get("includedData", "summaries").split(",")
        return json_reply(200, {"sku": sku} | {name: data_set(name, listing) for name in wanted})

    def _counted(self, operation: str, reply: Reply) -> Reply:
        self._world.counts.count(operation, "hung up" if reply.hang_up else str(reply.status))
        headers = {**reply.headers, "x-amzn-RequestId": str(uuid.uuid4())}
        per_second = self._world.rates.per_second(operation)
        if per_second is not None and reply.status in RATED:
            headers["x-amzn-RateLimit-Limit"] = str(per_second)
        return Reply(reply.status, reply.body, reply.content_type, headers, reply.hold_s, reply.hang_up)


def _seller_and_sku(request: Request) -> tuple[str, str]:
    if request.segments[:3] != LISTINGS or len(request.segments) != 5:
        # An unencoded "/" in a SKU lands here: Amazon answers 403, as for every path that it does not know.
        raise _denied("The path is unknown.")
    if request.method not in OPERATIONS:
        raise Refusal(405, "MethodNotAllowed", "The sandbox does not know this operation.")
    try:
        seller_id, sku = (unquote_to_bytes(part).decode() for part in request.segments[3:])
    except UnicodeDecodeError as error:
        raise _invalid("The path is not UTF-8.") from error
    if not 1 <= len(sku) <= MAX_SKU or not sku.isprintable() or sku != sku.strip():
        raise _invalid("The SKU must have 1 to 40 printable characters.", "sku")
    return seller_id, sku


def _checked_query(operation: str, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    query = dict(pairs)
    if unknown := set(query) - QUERY[operation]:
        raise _invalid("The query has unknown parameters.", ", ".join(sorted(unknown)))
    if len(query) != len(pairs):
        raise _invalid("A query parameter appears twice.")
    if query.get("marketplaceIds") != INDIA:
        raise _invalid("Exactly one marketplace of this seller must be named.", "marketplaceIds")
    if "issueLocale" in query and not LOCALE.fullmatch(query["issueLocale"]):
        raise _invalid("The locale is unknown.", "issueLocale")
    if query.get("mode", PREVIEW) != PREVIEW:
        raise _invalid("The mode is unknown.", "mode")
    _check_included_data(operation, query)
    return query


def _check_included_data(operation: str, query: Mapping[str, str]) -> None:
    if "includedData" not in query:
        return
    allowed = DATA_SETS if operation == "getListingsItem" else {"issues"}
    if query.get("mode") == PREVIEW:
        allowed = {"issues", "identifiers"}
    if not set(query["includedData"].split(",")) <= allowed:
        raise _invalid("A data set is unknown.", "includedData")


def _late_issue(fault: Fault | None) -> dict[str, Any] | None:
    if fault is None or fault.kind != "late_issue":
        return None
    enforced = {"actions": [{"action": "LISTING_SUPPRESSED"}], "exemption": {"status": "NOT_EXEMPT"}}
    return {
        "code": fault.code,
        "message": fault.message,
        "severity": "ERROR",
        "attributeNames": [],
        "categories": ["QUALIFICATION_REQUIRED"],
        "enforcements": enforced,
    }


def _denied(details: str) -> Refusal:
    return Refusal(403, "Unauthorized", "Access to requested resource is denied.", details)


def _invalid(message: str, details: str = "") -> Refusal:
    return Refusal(400, "InvalidInput", message, details)


def _error_list(refusal: Refusal) -> Reply:
    return json_reply(refusal.status, {"errors": [refusal.error]})


def _spoilt(kind: str) -> Reply:
    match kind:
        case "429":
            message = "You exceeded your quota for the requested resource."
            return _error_list(Refusal(429, "QuotaExceeded", message))
        case "unauthorized" | "invalid_grant":
            return _error_list(_denied("The access token you provided is revoked, malformed or invalid."))
        case "503":
            return _error_list(Refusal(503, "ServiceUnavailable", "The service is temporarily unavailable."))
        case _:
            return _error_list(Refusal(500, "InternalFailure", "We encountered an internal error."))
