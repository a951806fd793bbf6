"""The registry adapter against the sandbox, and against answers that break the contract."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from sellers.registries import Answer, ContractBroken, Refused, RegistryError, TryLater, registry_at
from sellers.registries.http import HttpRegistry
from tests.marketplaces.conftest import Sandbox
from tests.sellers.registries.conftest import TOKEN

GSTIN = "09ABCPD1234E1ZC"
GOOD = {
    "result": "match",
    "legal_name": " Sunita Devi ",
    "facts": {"state_code": "09", "income": "12"},
    "as_of": "2026-11-21T15:30:00+05:30",
    "reference": "r-1",
}


def gstin(digits: str) -> str:
    return f"09ABCPD{digits}E1ZC"


def test_each_register_answers_a_match(registry: HttpRegistry) -> None:
    gst = registry.look_up_gst(GSTIN, name="Vimla Devi")
    udyam = registry.look_up_udyam("UDYAM-UP-12-0012345")
    bank = registry.check_bank_account("00123456789", "SBIN0001234", "Vimla Devi")
    document = registry.fetch_digilocker("consent-9876", "aadhaar")

    assert [answer.result for answer in (gst, udyam, bank, document)] == ["match"] * 4
    assert [answer.legal_name for answer in (gst, udyam, bank)] == ["Vimla Devi", "Sunita Devi", "Vimla Devi"]
    assert document.facts == {"document": "aadhaar", "last_four": "9876"}
    assert abs(gst.as_of - datetime.now(UTC)) < timedelta(days=400)
    assert len({gst.reference, udyam.reference, bank.reference, document.reference}) == 4


@pytest.mark.parametrize(
    ("digits", "result"), [("4040", "not_found"), ("4090", "mismatch"), ("4100", "cancelled"), ("4220", "unsure")]
)
def test_a_verdict_that_is_no_match_is_an_answer_and_no_error(registry: HttpRegistry, digits: str, result: str) -> None:
    assert registry.look_up_gst(gstin(digits)).result == result


def test_a_registration_is_seen_to_change_later(registry: HttpRegistry, sandbox: Sandbox) -> None:
    number = gstin("7777")
    before = registry.look_up_gst(number).result
    sandbox.http.post(f"{sandbox.control_url}/registries", json={"number": number, "result": "cancelled"})

    assert (before, registry.look_up_gst(number).result) == ("match", "cancelled")


def test_down_slow_and_out_of_reach_mean_later(registry: HttpRegistry, sandbox: Sandbox) -> None:
    waits = {}
    for digits in ("5030", "4080"):  # the client of these tests waits one second, a slow answer takes two
        with pytest.raises(TryLater) as refused:
            registry.look_up_gst(gstin(digits))
        waits[digits] = (refused.value.operation, refused.value.retry_after_s)
    with httpx.Client(timeout=1) as http, pytest.raises(TryLater):
        HttpRegistry(http, "http://127.0.0.1:9", TOKEN).look_up_gst(GSTIN)

    assert waits == {"5030": ("look_up_gst", 30.0), "4080": ("look_up_gst", 60.0)}


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("500", TryLater),
        ("429", TryLater),
        ("hang_up", TryLater),
        ("html", ContractBroken),
        ("empty", ContractBroken),
        ("no_verdict", ContractBroken),
        ("huge", ContractBroken),
        ("redirect", ContractBroken),
        ("unauthorized", Refused),
    ],
)
def test_each_fault_ends_in_its_own_error(
    registry: HttpRegistry, sandbox: Sandbox, kind: str, error: type[RegistryError]
) -> None:
    sandbox.fault("lookUpGst", kind, count=1)

    with pytest.raises(error):
        registry.look_up_gst(GSTIN)

    # The control: without the fault the same question is answered.
    assert registry.look_up_gst(GSTIN).result == "match"


def test_a_refusal_carries_the_registrys_code_and_not_the_number(sandbox: Sandbox, registry: HttpRegistry) -> None:
    with pytest.raises(Refused) as ended:
        registry.fetch_digilocker("consent-4030", "aadhaar")
    with pytest.raises(Refused) as malformed:
        registry.look_up_gst("not-a-gstin")
    with httpx.Client() as http, pytest.raises(Refused) as stranger:
        HttpRegistry(http, f"{sandbox.url}/registries", "wrong").look_up_gst(GSTIN)

    codes = [refused.value.code for refused in (ended, malformed, stranger)]
    assert codes == ["consent_ended", "bad_question", "unauthorized"]
    assert "not-a-gstin" not in str(malformed.value)


def answered(body: Any, status: int = 200, **headers: str) -> Answer:
    """Return what the adapter makes of this answer."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = httpx.Response(status, stream=httpx.ByteStream(raw), headers=headers)
    transport = httpx.MockTransport(lambda request: answer)
    with httpx.Client(transport=transport) as http:
        return HttpRegistry(http, "https://registry.example", TOKEN).look_up_gst(GSTIN)


def test_an_answer_keeps_known_facts_only_and_hides_the_person_from_logs() -> None:
    answer = answered(GOOD)

    assert answer.facts == {"state_code": "09"}
    assert (answer.legal_name, answer.as_of) == ("Sunita Devi", datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    assert "Sunita" not in repr(answer)
    assert "09" not in repr(answer).replace("2026", "")


@pytest.mark.parametrize(
    "change",
    [
        {"result": "maybe"},
        {"result": None},
        {"result": ["match"]},
        {"reference": ""},
        {"reference": 5},
        {"legal_name": None},
        {"legal_name": "x" * 201},
        {"legal_name": "Sunita\u202e"},
        {"facts": []},
        {"facts": {"bank": 5}},
        {"facts": {"last_four": "234123412346"}},
        {"as_of": None},
        {"as_of": "yesterday"},
        {"as_of": "2026-11-21T15:30:00"},
    ],
)
def test_an_answer_outside_the_contract_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(ContractBroken):
        answered(GOOD | change)


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"[" * 100_000), (200, []), (204, b""), (302, b"{}"), (404, {}), (400, {"error": "x"})]
)
def test_a_body_that_says_nothing_is_none(status: int, body: Any) -> None:
    with pytest.raises(ContractBroken):
        answered(body, status)


@pytest.mark.parametrize(
    ("header", "wait_s"), [("7", 7.0), ("1e9", 3600.0), ("-5", 60.0), ("soon", 60.0), ("nan", 60.0)]
)
def test_the_wait_is_taken_from_the_registry_within_reason(header: str, wait_s: float) -> None:
    with pytest.raises(TryLater) as refused:
        answered({}, 429, **{"Retry-After": header})

    assert refused.value.retry_after_s == wait_s


def test_no_address_means_no_registry() -> None:
    assert registry_at("", "") is None
    assert registry_at("https://registry.example", TOKEN) is registry_at("https://registry.example", TOKEN)
