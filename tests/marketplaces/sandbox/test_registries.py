"""The registers behind one aggregator: the number picks the answer."""

from typing import Any

import httpx
import pytest

from tests.marketplaces.conftest import Sandbox

TOKEN = "sandbox-registry-token"
MONTH_S = 30 * 24 * 3600


def ask(sandbox: Sandbox, door: str, *, bearer: str = TOKEN, **question: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {bearer}"}
    return sandbox.http.post(f"{sandbox.url}/registries/{door}", json=question, headers=headers)


def gstin(digits: str, state: str = "09") -> str:
    # The sandbox does not judge check digits.
    return f"{state}ABCPD{digits}E1ZC"


@pytest.mark.parametrize(
    ("digits", "result", "legal_name"),
    [
        ("1234", "match", "Vimla Devi"),
        ("4040", "not_found", ""),
        ("4090", "mismatch", "Kamla Prajapati"),
        ("4100", "cancelled", "Vimla Devi"),
        ("4220", "unsure", ""),
        ("4200", "match", "Vimla Devi"),
    ],
)
def test_the_number_picks_the_answer_at_every_register(
    sandbox: Sandbox, digits: str, result: str, legal_name: str
) -> None:
    answers = [
        ask(sandbox, "gst", gstin=gstin(digits, "10"), name="Vimla Devi"),
        ask(sandbox, "udyam", udyam=f"UDYAM-UP-12-001{digits}", name="Vimla Devi"),
        ask(sandbox, "bank-account", account=f"00123{digits}", ifsc="SBIN0001234", name="Vimla Devi"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {(answer.json()["result"], answer.json()["legal_name"]) for answer in answers} == {(result, legal_name)}


def test_without_a_name_a_match_is_of_somebody_invented(sandbox: Sandbox) -> None:
    body = ask(sandbox, "gst", gstin=gstin("1111")).json()

    assert (body["result"], body["legal_name"], body["facts"]["state_code"]) == ("match", "Sunita Devi", "09")


def test_a_registration_that_changes_later_is_cancelled_after_a_month_and_stays_so(own_sandbox: Sandbox) -> None:
    number = gstin("4200")
    first = ask(own_sandbox, "gst", gstin=number).json()["result"]

    own_sandbox.clock(advance_s=MONTH_S - 3600)
    before = ask(own_sandbox, "gst", gstin=number).json()["result"]
    own_sandbox.clock(advance_s=3600)
    after = ask(own_sandbox, "gst", gstin=number).json()["result"]

    assert (first, before, after) == ("match", "match", "cancelled")
    # The control: another number that changes later has its own month.
    assert ask(own_sandbox, "gst", gstin=gstin("4200", "10")).json()["result"] == "match"


def test_an_order_changes_one_numbers_answer_until_it_is_undone(sandbox: Sandbox) -> None:
    number, other = gstin("2222"), gstin("3333")
    door = f"{sandbox.control_url}/registries"

    ordered = sandbox.http.post(door, json={"number": number, "result": "cancelled"})
    changed = ask(sandbox, "gst", gstin=number).json()["result"]
    sandbox.http.post(door, json={"number": number, "result": None})

    assert (ordered.status_code, changed) == (200, "cancelled")
    assert ask(sandbox, "gst", gstin=number).json()["result"] == "match"
    assert ask(sandbox, "gst", gstin=other).json()["result"] == "match"


@pytest.mark.parametrize("order", [{}, {"number": 5}, {"number": "x", "result": "lost"}, {"number": "x", "result": []}])
def test_an_order_that_makes_no_sense_is_refused(sandbox: Sandbox, order: dict[str, Any]) -> None:
    answer = sandbox.http.post(f"{sandbox.control_url}/registries", json={"result": "lost"} | order)

    assert answer.status_code == 400


def test_a_register_that_is_down_says_when_to_come_back(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "udyam", udyam="UDYAM-UP-12-0015030")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


def test_a_consent_that_has_ended_opens_no_document(sandbox: Sandbox) -> None:
    opened = ask(sandbox, "digilocker", token="consent-1234", document="aadhaar").json()
    ended = ask(sandbox, "digilocker", token="consent-4030", document="aadhaar")

    assert opened["facts"] == {"document": "aadhaar", "last_four": "1234"}
    assert (ended.status_code, ended.json()["error"]["code"]) == (403, "consent_ended")


@pytest.mark.parametrize(
    ("door", "question", "named"),
    [
        ("gst", {}, "gstin"),
        ("gst", {"gstin": "09abcpd1234e1zc"}, "gstin"),
        ("gst", {"gstin": gstin("1234"), "phone": "x"}, "phone"),
        ("gst", {"gstin": gstin("1234"), "name": 5}, "name"),
        ("udyam", {"udyam": "UDYAMUP120012345"}, "udyam"),
        ("bank-account", {"account": "12345678", "ifsc": "SBIN0001234"}, "account"),
        ("digilocker", {"token": "short", "document": "aadhaar"}, "token"),
    ],
)
def test_a_malformed_question_is_refused(sandbox: Sandbox, door: str, question: dict[str, Any], named: str) -> None:
    answer = ask(sandbox, door, **question)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_question")
    assert answer.json()["error"]["message"] == f"Missing, unknown or malformed: {named}."


def test_a_wrong_token_and_a_wrong_door_learn_nothing(sandbox: Sandbox) -> None:
    assert ask(sandbox, "gst", bearer="wrong", gstin=gstin("1234")).status_code == 401
    assert ask(sandbox, "land", gstin=gstin("1234")).status_code == 404
    assert (
        sandbox.http.get(f"{sandbox.url}/registries/gst", headers={"authorization": f"Bearer {TOKEN}"}).status_code
        == 405
    )
