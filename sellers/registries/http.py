"""A registry over HTTP: one aggregator of registers that speaks this contract.

Each call is `POST <url>/<door>` with a bearer token and a JSON object, so that no number stands in an address or a log:

    gst            {"gstin", "name"}               udyam        {"udyam", "name"}
    bank-account   {"account", "ifsc", "name"}     digilocker   {"token", "document"}

200 answers {"result": match | mismatch | cancelled | not_found | unsure, "legal_name", "facts": {name: text}, "as_of":
ISO 8601 with a zone, "reference"}. 401 is a wrong bearer token; any other 4xx is {"error": {"code", "message"}}, final
for this request; 429 and 5xx mean later, after `Retry-After` seconds if it says so. An aggregator with another wire
format gets its own class beside this one.
"""

import json
import math
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import httpx

from sellers.registries.port import FACTS, RESULTS, Answer, ContractBroken, Refused, Registry, Result, TryLater

TIMEOUT_S = 4.0
MAX_BODY_BYTES = 64 * 1024
MAX_TEXT = 200
RETRY_AFTER_S = 60.0
MAX_RETRY_AFTER_S = 3600.0


@lru_cache(maxsize=4)
def registry_at(url: str, token: str) -> Registry | None:
    """Return the process's registry at this address, None where none is configured."""
    return HttpRegistry(httpx.Client(timeout=TIMEOUT_S), url, token) if url else None


class HttpRegistry:
    """Speaks the contract above. One object for a process: it keeps its connections open."""

    def __init__(self, http: httpx.Client, url: str, token: str) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._token = token

    def look_up_gst(self, gstin: str, *, name: str = "") -> Answer:
        """See the port."""
        return self._ask("look_up_gst", "gst", {"gstin": gstin, "name": name})

    def look_up_udyam(self, udyam: str, *, name: str = "") -> Answer:
        """See the port."""
        return self._ask("look_up_udyam", "udyam", {"udyam": udyam, "name": name})

    def check_bank_account(self, account: str, ifsc: str, name: str) -> Answer:
        """See the port."""
        return self._ask("check_bank_account", "bank-account", {"account": account, "ifsc": ifsc, "name": name})

    def fetch_digilocker(self, token: str, document: str) -> Answer:
        """See the port."""
        return self._ask("fetch_digilocker", "digilocker", {"token": token, "document": document})

    def _ask(self, operation: str, door: str, question: Mapping[str, str]) -> Answer:
        headers = {
            "authorization": f"Bearer {self._token}",
            "accept": "application/json",
            # An encoded body could unfold past any limit before we see its size.
            "accept-encoding": "identity",
        }
        request = self._http.build_request("POST", f"{self._url}/{door}", json=dict(question), headers=headers)
        status, raw = self._exchange(request, operation)
        if 400 <= status < 500:
            raise _refusal(status, raw, operation)
        return _answer(_json_object(raw, operation), operation)

    def _exchange(self, request: httpx.Request, operation: str) -> tuple[int, bytes]:
        """Return status (200, or 4xx but 429) and body; no redirect is followed and nothing is sent twice."""
        try:
            response = self._http.send(request, stream=True, follow_redirects=False)
            try:
                _raise_unless_answered(response, operation)
                return response.status_code, _bounded_body(response, operation)
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = f"No answer: {type(error).__name__}."
            raise TryLater(message, operation=operation, retry_after_s=RETRY_AFTER_S) from error


def _raise_unless_answered(response: httpx.Response, operation: str) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        wait_s = _seconds(response.headers.get("retry-after")) or RETRY_AFTER_S
        raise TryLater(f"Answered {status}.", operation=operation, retry_after_s=min(wait_s, MAX_RETRY_AFTER_S))
    if status != 200 and not 400 <= status < 500:
        raise ContractBroken(f"Answered {status}, which the contract has not.", operation=operation)


def _bounded_body(response: httpx.Response, operation: str) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ContractBroken("The body is encoded.", operation=operation)
    # The read time-out counts from byte to byte, so a server that drips needs an end of its own.
    ends_at = time.monotonic() + TIMEOUT_S
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise ContractBroken("The body is too large.", operation=operation)
        if time.monotonic() > ends_at:
            raise TryLater("The body never ended.", operation=operation, retry_after_s=RETRY_AFTER_S)
    return bytes(raw)


def _json_object(raw: bytes, operation: str) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ContractBroken("The body is no JSON.", operation=operation) from error
    if not isinstance(body, dict):
        raise ContractBroken("The body is no JSON object.", operation=operation)
    return body


def _refusal(status: int, raw: bytes, operation: str) -> Refused:
    if status == 401:
        return Refused("The registry does not take our token.", operation=operation, code="unauthorized")
    error = _json_object(raw, operation).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if not isinstance(code, str) or not code.isprintable() or not 1 <= len(code) <= 60:
        raise ContractBroken(f"Answered {status} without a code.", operation=operation)
    # The registry's message may repeat the number or the name: only its code goes on.
    return Refused(f"The registry refused the question: {code}.", operation=operation, code=code)


def _answer(body: Mapping[str, Any], operation: str) -> Answer:
    result, reference = body.get("result"), body.get("reference")
    if not isinstance(result, str) or result not in RESULTS or not _is_text(reference) or not reference:
        raise ContractBroken("The body has no result or no reference.", operation=operation)
    legal_name, facts = body.get("legal_name", ""), body.get("facts", {})
    if not _is_text(legal_name) or not isinstance(facts, dict):
        raise ContractBroken("The name or the facts are malformed.", operation=operation)
    kept = {name: value for name, value in facts.items() if name in FACTS}
    if not all(map(_is_text, kept.values())) or not _is_last_four(kept.get("last_four", "0000")):
        raise ContractBroken("A fact is malformed.", operation=operation)
    return Answer(
        result=cast(Result, result),
        as_of=_time(body.get("as_of"), operation),
        reference=reference,
        legal_name=legal_name.strip(),
        facts=kept,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT and value.isprintable()


def _is_last_four(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _time(text: object, operation: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise ContractBroken("The time is malformed.", operation=operation) from error
    if found.tzinfo is None:
        raise ContractBroken("The time has no zone.", operation=operation)
    return found.astimezone(UTC)


def _seconds(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
