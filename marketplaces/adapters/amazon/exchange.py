"""One bounded HTTP exchange: a request goes out, a JSON object comes back, or an error of the port."""

import json
import math
import time
from dataclasses import dataclass
from typing import Any

import httpx

from marketplaces.adapters.port import Call, ContractBroken, TryLater

TIMEOUT = httpx.Timeout(connect=3.0, read=10.0, write=5.0, pool=5.0)
# The read time-out counts from byte to byte, so a server that drips needs an end of its own.
DEADLINE_S = 30.0
# The largest real answers (an item with all its attributes) are some 100 KB.
MAX_BODY_BYTES = 2 * 1024 * 1024
RETRY_AFTER_S = 2.0
MAX_RETRY_AFTER_S = 3600.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer below 500 and other than 429 whose body is a JSON object."""

    status: int
    body: dict[str, Any]
    call: Call


def new_http_client() -> httpx.Client:
    """Return a client with our time-outs; share one per process, since it keeps connections open."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def exchange(http: httpx.Client, request: httpx.Request, *, operation: str, acts: bool) -> Answer:
    """Send the request and return the answer; no redirect is followed and nothing is sent twice.

    `acts`: the request changes something there, so an outcome that stays unknown must be read back.
    Raises TryLater (429, 5xx, out of reach, too slow) and ContractBroken (all else that is no JSON object).
    """
    call = Call(operation)
    # An encoded body could unfold past any limit before we see its size.
    request.headers["accept-encoding"] = "identity"
    try:
        response = http.send(request, stream=True, follow_redirects=False)
        try:
            call = _call_of(operation, response)
            _raise_unless_answered(response, call, acts)
            raw = _bounded_body(response, call, acts)
        finally:
            response.close()
    except NEVER_SENT as error:
        raise TryLater(f"Out of reach: {type(error).__name__}.", call=call, retry_after_s=RETRY_AFTER_S) from error
    except httpx.HTTPError as error:
        raise TryLater(
            f"No answer: {type(error).__name__}.", call=call, retry_after_s=RETRY_AFTER_S, may_have_acted=acts
        ) from error
    return Answer(response.status_code, _json_object(response, raw, call, acts), call)


def number_or_none(text: str | None) -> float | None:
    """Return the positive finite number that the header holds, None for anything else."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _call_of(operation: str, response: httpx.Response) -> Call:
    return Call(
        operation,
        number_or_none(response.headers.get("x-amzn-ratelimit-limit")),
        response.headers.get("x-amzn-requestid", "")[:100],
    )


def _raise_unless_answered(response: httpx.Response, call: Call, acts: bool) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        throttled = status == 429
        pace_s = 1 / call.per_second if throttled and call.per_second else RETRY_AFTER_S
        wait_s = number_or_none(response.headers.get("retry-after")) or pace_s
        raise TryLater(
            f"Answered {status}.",
            call=call,
            retry_after_s=min(wait_s, MAX_RETRY_AFTER_S),
            throttled=throttled,
            may_have_acted=acts and not throttled,
        )
    if status < 200 or 300 <= status < 400:
        raise ContractBroken(f"Answered {status}, which the contract has not.", call=call)


def _bounded_body(response: httpx.Response, call: Call, acts: bool) -> bytes:
    may_have_acted = acts and response.status_code < 300
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ContractBroken("The body is encoded.", call=call, may_have_acted=may_have_acted)
    ends_at = time.monotonic() + DEADLINE_S
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise ContractBroken("The body is too large.", call=call, may_have_acted=may_have_acted)
        if time.monotonic() > ends_at:
            raise TryLater(
                "The body never ended.", call=call, retry_after_s=RETRY_AFTER_S, may_have_acted=may_have_acted
            )
    return bytes(raw)


def _json_object(response: httpx.Response, raw: bytes, call: Call, acts: bool) -> dict[str, Any]:
    may_have_acted = acts and response.status_code < 300
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ContractBroken(
            f"Answered {response.status_code} with a body that is no JSON.",
            call=call,
            may_have_acted=may_have_acted,
        ) from error
    if not isinstance(body, dict):
        raise ContractBroken("The body is no JSON object.", call=call, may_have_acted=may_have_acted)
    return body
