"""The SMS gateway and its phone."""

import json
from typing import Any

import httpx
import pytest

from tests.marketplaces.conftest import Sandbox

PHONE = "+919876543210"
MESSAGE = {
    "to": PHONE,
    "header": "HAATSU",
    "entity_id": "1101456789012345678",
    "template_id": "1107161234567890123",
    "text": "Your code is 123456. हाट सेतु",
    "reference": "r-1",
}


def send(sandbox: Sandbox, *, token: str = "", **changes: Any) -> httpx.Response:
    message = {name: value for name, value in (MESSAGE | changes).items() if value is not None}
    headers = {"authorization": f"Bearer {token or sandbox.sms_token}"}
    # ASCII, since half a character can be sent as an escape only.
    return sandbox.http.post(sandbox.sms_url, content=json.dumps(message), headers=headers)


def texts_of(sandbox: Sandbox, phone: str) -> list[str]:
    answer = sandbox.http.get(sandbox.sms_url, params={"to": phone})
    return [message["text"] for message in answer.json()["messages"]]


def test_a_sent_message_is_on_its_phone_newest_first_and_on_no_other(sandbox: Sandbox) -> None:
    phone, other = "+919000000001", "+919000000002"

    first = send(sandbox, to=phone, text="one", reference="a1")
    send(sandbox, to=phone, text="two", reference="a2")

    assert (first.status_code, first.json()["status"], len(first.json()["message_id"])) == (
        200,
        "accepted",
        32,
    )
    assert texts_of(sandbox, phone) == ["two", "one"]
    assert texts_of(sandbox, other) == []


def test_a_reference_sends_once_and_stands_for_one_message(sandbox: Sandbox) -> None:
    phone = "+919000000003"

    first = send(sandbox, to=phone, reference="b1")
    again = send(sandbox, to=phone, reference="b1")
    changed = send(sandbox, to=phone, reference="b1", text="other")

    assert first.json() == again.json()
    assert changed.status_code == 409
    assert texts_of(sandbox, phone) == [MESSAGE["text"]]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"to": "9876543210"}, "to"),
        ({"to": "+911234567890"}, "to"),
        ({"to": "+91987654321०"}, "to"),
        ({"header": "HAAT"}, "header"),
        ({"entity_id": "x"}, "entity_id"),
        ({"template_id": None}, "template_id"),
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": 5}, "text"),
        ({"reference": None}, "reference"),
        ({"sender": "HAATSU"}, "sender"),
    ],
)
def test_a_malformed_message_is_refused_and_not_sent(sandbox: Sandbox, change: dict[str, Any], named: str) -> None:
    before = sandbox.state()["sms"]

    answer = send(sandbox, **({"reference": "c1"} | change))

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_message")
    assert answer.json()["error"]["message"] == f"Missing, unknown or malformed: {named}."
    assert sandbox.state()["sms"] == before


def test_a_wrong_bearer_token_sends_nothing(sandbox: Sandbox) -> None:
    before = sandbox.state()["sms"]

    assert send(sandbox, token="wrong", reference="d1").status_code == 401
    assert sandbox.state()["sms"] == before


def test_the_phone_view_escapes_what_was_sent(sandbox: Sandbox) -> None:
    phone = "+919000000004"
    send(sandbox, to=phone, text="<script>alert(1)</script>", reference="e1")

    page = sandbox.http.get(sandbox.sms_url, params={"to": phone}, headers={"accept": "text/html"})

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>" not in page.text


def test_a_gateway_fault_is_answered_and_a_time_out_after_acceptance_sends_once(sandbox: Sandbox) -> None:
    phone = "+919000000005"
    sandbox.fault("sendSms", "503", count=1)
    down = send(sandbox, to=phone, reference="f1")
    sandbox.clear_faults()
    sandbox.fault("sendSms", "timeout_after_accept", count=1, seconds=0)

    with pytest.raises(httpx.RemoteProtocolError):
        send(sandbox, to=phone, reference="f1")
    again = send(sandbox, to=phone, reference="f1")

    assert (down.status_code, again.status_code) == (503, 200)
    assert len(texts_of(sandbox, phone)) == 1
