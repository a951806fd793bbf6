"""The voice gateway, and the reports of both gateways about what became of a message."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.marketplaces.conftest import Sandbox, start_sandbox

VOICE_TOKEN = "sandbox-voice-token"
CALL = {"to": "+919876543210", "text": "आपका कोड है। एक, दो।", "language": "hi", "reference": "v-1"}
SMS = {
    "to": "+919876543210",
    "header": "HAATSU",
    "entity_id": "1",
    "template_id": "1",
    "text": "Your code is 123456.",
    "reference": "s-1",
}


def call(sandbox: Sandbox, *, token: str = VOICE_TOKEN, **changes: Any) -> httpx.Response:
    message = {name: value for name, value in (CALL | changes).items() if value is not None}
    headers = {"authorization": f"Bearer {token}"}
    return sandbox.http.post(f"{sandbox.url}/voice", content=json.dumps(message), headers=headers)


def text(sandbox: Sandbox, **changes: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {sandbox.sms_token}"}
    return sandbox.http.post(sandbox.sms_url, json=SMS | changes, headers=headers)


def heard_by(sandbox: Sandbox, phone: str, door: str = "voice") -> list[str]:
    answer = sandbox.http.get(f"{sandbox.url}/{door}", params={"to": phone})
    return [message["text"] for message in answer.json()["messages"]]


class Listener(ThreadingHTTPServer):
    """Whoever asked for reports: keeps what it is told and answers as ordered."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.statuses: list[int] = []
        super().__init__(("127.0.0.1", 0), Ear)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def wait_for(self, number: int) -> list[tuple[str, dict[str, Any]]]:
        for _look in range(100):
            if len(self.told) >= number:
                break
            time.sleep(0.1)
        return self.told


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, json.loads(body)))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


# Calls


def test_a_call_is_shown_to_its_phone_and_not_among_its_messages(sandbox: Sandbox) -> None:
    phone = "+919000000101"

    answer = call(sandbox, to=phone, reference="va1")

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert heard_by(sandbox, phone) == [CALL["text"]]
    assert heard_by(sandbox, phone, "sms") == []
    page = sandbox.http.get(f"{sandbox.url}/voice", params={"to": phone}, headers={"accept": "text/html"}).text
    assert "<title>Calls</title>" in page
    assert "एक, दो" in page


def test_a_reference_calls_once(sandbox: Sandbox) -> None:
    phone = "+919000000102"

    answers = [call(sandbox, to=phone, reference="vb1") for _time in range(2)]
    changed = call(sandbox, to=phone, reference="vb1", text="other")

    assert answers[0].json() == answers[1].json()
    assert changed.status_code == 409
    assert len(heard_by(sandbox, phone)) == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"to": "9876543210"}, "to"),
        ({"language": "hindi"}, "language"),
        ({"language": None}, "language"),
        ({"text": ""}, "text"),
        ({"header": "HAATSU"}, "header"),
        ({"report_url": "ftp://example.org/"}, "report_url"),
        ({"report_url": "https://example.org/a b"}, "report_url"),
        ({"report_url": 5}, "report_url"),
    ],
)
def test_a_malformed_call_is_refused_and_not_made(sandbox: Sandbox, change: dict[str, Any], named: str) -> None:
    before = sandbox.state()["voice"]

    answer = call(sandbox, **({"reference": "vc1"} | change))

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_message")
    assert answer.json()["error"]["message"] == f"Missing, unknown or malformed: {named}."
    assert sandbox.state()["voice"] == before


@pytest.mark.parametrize("token", ["wrong", "sandbox-sms-token"])
def test_a_token_of_another_door_makes_no_call(sandbox: Sandbox, token: str) -> None:
    before = sandbox.state()["voice"]

    assert call(sandbox, token=token, reference="vd1").status_code == 401
    assert sandbox.state()["voice"] == before


# Reports


def test_a_message_that_arrived_is_reported_to_its_address(sandbox: Sandbox, listener: Listener) -> None:
    text(sandbox, to="+919000000103", reference="re1", report_url=f"{listener.url}/one")
    call(sandbox, to="+919000000103", reference="ve1", report_url=f"{listener.url}/two")

    told = listener.wait_for(2)

    assert sorted(told) == [(path, {"status": "delivered", "reason": ""}) for path in ("/one", "/two")]


@pytest.mark.parametrize(("operation", "door"), [("sendSms", "sms"), ("callPhone", "voice")])
def test_a_lost_message_is_accepted_shown_to_nobody_and_reported_as_failed(
    sandbox: Sandbox, listener: Listener, operation: str, door: str
) -> None:
    phone = {"sms": "+919000000104", "voice": "+919000000105"}[door]
    send = {"sms": text, "voice": call}[door]
    sandbox.fault(operation, "undelivered", count=1)

    lost = send(sandbox, to=phone, reference=f"rf1{door}", report_url=f"{listener.url}/lost")
    told = list(listener.wait_for(1))
    after = send(sandbox, to=phone, reference=f"rf2{door}", text="after")

    assert (lost.status_code, after.status_code) == (200, 200)
    assert told == [("/lost", {"status": "failed", "reason": "absent subscriber"})]
    assert heard_by(sandbox, phone, door) == ["after"]


def test_the_sender_does_not_wait_for_its_report(sandbox: Sandbox, listener: Listener) -> None:
    """The answer is here before the listener has heard anything."""
    text(sandbox, to="+919000000106", reference="rg1", report_url=f"{listener.url}/later")

    assert listener.told == []
    assert len(listener.wait_for(1)) == 1


def test_a_listener_that_fails_is_told_again_and_one_that_refuses_is_not(
    own_sandbox: Sandbox, listener: Listener
) -> None:
    listener.statuses = [503, 404]

    text(own_sandbox, report_url=f"{listener.url}/again")
    told = list(listener.wait_for(2))
    time.sleep(3)

    assert told == [("/again", {"status": "delivered", "reason": ""})] * 2
    assert len(listener.told) == 2


def test_a_report_that_is_due_survives_a_kill(own_sandbox: Sandbox, listener: Listener) -> None:
    text(own_sandbox, report_url=f"{listener.url}/kept")
    own_sandbox.kill()
    assert listener.told == []

    again = start_sandbox(own_sandbox.state_dir)
    told = list(listener.wait_for(1))
    again.kill()

    assert told == [("/kept", {"status": "delivered", "reason": ""})]
