"""What a gateway says about a message is taken once, in any order, and from nobody else."""

import json
import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from onboarding.accounts.actions import request_code
from onboarding.accounts.models import PhoneChallenge
from onboarding.boards.models import Board
from onboarding.messages import reports
from onboarding.messages.actions import record_refused, record_sent, send_sms
from onboarding.messages.handlers import hand_over, send_code
from onboarding.messages.models import Message
from onboarding.messages.reports import report_token
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import Final
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board, make_sms_texts
from tests.marketplaces.conftest import Sandbox

PHONE = "+919876543210"


@pytest.fixture
def place(db: None) -> Board:
    made = make_board()
    with board_scope(made.pk):
        make_sms_texts()
    return made


def a_message(place: Board, *, is_sent: bool = True) -> Message:
    with board_scope(place.pk):
        message = send_sms(PHONE, "sign_in_code", "en", {"code": "123456"})
        if is_sent:
            record_sent(message.pk, "g-1")
        message.refresh_from_db()
        return message


def a_code(place: Board) -> tuple[PhoneChallenge, Message]:
    with board_scope(place.pk):
        challenge = request_code(PHONE, language="en")
        send_code(Event(1, place.pk, "code.requested", str(challenge.pk), {}))
        return challenge, Message.objects.get(code_of=challenge.pk)


def report(message: Message, told: Any, *, token: str = "") -> int:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    # Without a CSRF token or a cookie, as a gateway calls.
    gateway = Client(enforce_csrf_checks=True)
    path = f"/hooks/messages/{token or report_token(message)}/"
    return gateway.post(path, body, content_type="application/json").status_code


def state(place: Board, message: Message) -> tuple[str, str]:
    with board_scope(place.pk):
        message.refresh_from_db()
        return message.status, message.failure


DELIVERED, FAILED = {"status": "delivered"}, {"status": "failed", "reason": "absent subscriber"}


@pytest.mark.parametrize(
    ("told", "status", "failure"),
    [
        ([DELIVERED], "delivered", ""),
        ([FAILED], "undelivered", "absent subscriber"),
        ([DELIVERED, DELIVERED], "delivered", ""),
        ([FAILED, FAILED], "undelivered", "absent subscriber"),
        ([DELIVERED, FAILED], "delivered", ""),
        ([FAILED, DELIVERED], "delivered", "absent subscriber"),
    ],
    ids=["delivered", "failed", "twice", "failed twice", "failed after arriving", "arrived after all"],
)
def test_a_report_is_taken_and_late_repeated_or_crossed_ones_are_harmless(
    place: Board, told: list[dict[str, str]], status: str, failure: str
) -> None:
    message = a_message(place)

    assert [report(message, each) for each in told] == [204] * len(told)

    assert state(place, message) == (status, failure)


@pytest.mark.parametrize(("told", "status"), [(DELIVERED, "delivered"), (FAILED, "undelivered")])
def test_a_report_may_overtake_our_own_record_of_sending(place: Board, told: dict[str, str], status: str) -> None:
    message = a_message(place, is_sent=False)

    assert report(message, told) == 204
    with board_scope(place.pk):
        record_sent(message.pk, "g-1")
        record_refused(message.pk)

    assert state(place, message)[0] == status
    with board_scope(place.pk):
        assert Message.objects.get().sealed_body is None


def test_a_message_that_the_gateway_refused_stays_refused(place: Board) -> None:
    message = a_message(place, is_sent=False)
    with board_scope(place.pk):
        record_refused(message.pk)

    assert [report(message, DELIVERED), report(message, FAILED)] == [204, 204]

    assert state(place, message) == ("refused", "")


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 3000,
        [],
        "delivered",
        {},
        {"status": "read"},
        {"status": None},
        {"status": ["delivered"]},
        {"status": "failed", "reason": 5},
        {"status": "failed", "reason": ["x"]},
    ],
    ids=lambda told: str(told)[:20],
)
def test_garbage_is_a_400_and_changes_nothing(place: Board, told: Any) -> None:
    message = a_message(place)

    assert report(message, told) == 400

    assert state(place, message) == ("sent", "")


def test_a_reason_is_cut_and_kept_storable(place: Board) -> None:
    message = a_message(place)

    told = b'{"status": "failed", "reason": "\\u0000\\ud800' + b"x" * 1000 + b'", "more": {"a": 1}}'
    assert report(message, told) == 204

    status, failure = state(place, message)
    assert (status, len(failure), failure[:4]) == ("undelivered", 200, "?xxx")


def test_a_body_beyond_bounds_is_a_413(place: Board) -> None:
    message = a_message(place)

    assert report(message, {"status": "failed", "reason": "x" * 5000}) == 413

    assert state(place, message) == ("sent", "")


def test_only_post_is_taken(place: Board) -> None:
    assert Client().get(f"/hooks/messages/{report_token(a_message(place))}/").status_code == 405


@pytest.mark.parametrize(
    "forge",
    [
        lambda message: "nonsense",
        lambda message: report_token(message)[:-1] + ("A" if report_token(message)[-1] != "A" else "B"),
        lambda message: signing.dumps([message.board_id, message.pk.hex], salt="other"),
        lambda message: signing.dumps([message.board_id, "0" * 32], salt=reports.SALT),
    ],
    ids=["nonsense", "altered", "signed for something else", "no such message"],
)
def test_a_path_that_we_did_not_give_is_a_404(place: Board, forge: Any) -> None:
    message = a_message(place)

    assert report(message, DELIVERED, token=forge(message)) == 404

    assert state(place, message) == ("sent", "")


def test_a_path_names_its_board_so_another_boards_message_is_absent(place: Board) -> None:
    message, other = a_message(place), make_board()

    token = signing.dumps([other.pk, message.pk.hex], salt=reports.SALT)

    assert report(message, DELIVERED, token=token) == 404
    assert state(place, message) == ("sent", "")


def test_a_path_grows_old(place: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    message = a_message(place)
    token = report_token(message)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + reports.LIFETIME.total_seconds() + 2)

    assert report(message, DELIVERED, token=token) == 404


def test_a_lost_code_is_noted_on_its_challenge(place: Board) -> None:
    challenge, message = a_code(place)
    _other, arrived = a_code(place)

    report(message, FAILED)
    report(arrived, DELIVERED)

    with board_scope(place.pk):
        lost = PhoneChallenge.objects.filter(lost_at__isnull=False)
        assert [row.pk for row in lost] == [challenge.pk]


def test_a_report_about_a_code_that_was_purged_is_harmless(place: Board) -> None:
    _challenge, message = a_code(place)
    with board_scope(place.pk):
        PhoneChallenge.objects.all().delete()

    assert report(message, FAILED) == 204
    assert state(place, message)[0] == "undelivered"


# Through the sandbox's gateways and back


def carry(place: Board) -> None:
    """Hand over what is queued."""
    with board_scope(place.pk):
        queued = list(OutboxEvent.objects.filter(name="message.queued").order_by("pk"))
    for row in queued:
        hand_over(Event(row.pk, place.pk, row.name, row.object_id, {}))


def wait_for_status(place: Board, message: Message, status: str) -> str:
    for _look in range(100):
        if state(place, message)[0] == status:
            break
        time.sleep(0.1)
    return state(place, message)[0]


@pytest.fixture
def gateways(sandbox: Sandbox, live_server: Any, settings: Any) -> Sandbox:
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = sandbox.sms_url, sandbox.sms_token
    settings.VOICE_GATEWAY_URL, settings.VOICE_GATEWAY_TOKEN = f"{sandbox.url}/voice", "sandbox-voice-token"
    settings.WHATSAPP_GATEWAY_URL, settings.WHATSAPP_GATEWAY_TOKEN = sandbox.sms_url, sandbox.sms_token
    settings.PUBLIC_URL = live_server.url
    return sandbox


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("channel", "door"), [("sms", "sms"), ("voice", "voice"), ("whatsapp", "sms")])
def test_a_code_reaches_the_phone_and_its_report_comes_back(gateways: Sandbox, channel: str, door: str) -> None:
    place, phone = (
        make_board(),
        {"sms": "+919111111111", "voice": "+919111111112", "whatsapp": "+919111111113"}[channel],
    )
    with board_scope(place.pk):
        make_sms_texts()
        challenge = request_code(phone, language="en", channel=channel)
        send_code(Event(1, place.pk, "code.requested", str(challenge.pk), {}))
        message = Message.objects.get()

    carry(place)

    shown = gateways.http.get(f"{gateways.url}/{door}", params={"to": phone}).json()["messages"]
    assert [each["reference"] for each in shown] == [str(message.pk)]
    assert wait_for_status(place, message, "delivered") == "delivered"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("channel", "operation"), [("sms", "sendSms"), ("voice", "callPhone")])
def test_a_lost_code_reaches_no_phone_and_the_challenge_knows(gateways: Sandbox, channel: str, operation: str) -> None:
    place, phone = make_board(), {"sms": "+919111111114", "voice": "+919111111115"}[channel]
    gateways.fault(operation, "undelivered", count=1)
    with board_scope(place.pk):
        make_sms_texts()
        challenge = request_code(phone, language="en", channel=channel)
        send_code(Event(1, place.pk, "code.requested", str(challenge.pk), {}))
        message = Message.objects.get()

    carry(place)

    assert wait_for_status(place, message, "undelivered") == "undelivered"
    assert gateways.http.get(f"{gateways.url}/{channel}", params={"to": phone}).json()["messages"] == []
    with board_scope(place.pk):
        challenge.refresh_from_db()
        assert challenge.lost_at is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("setting", "channel"), [("SMS_GATEWAY_TOKEN", "sms"), ("VOICE_GATEWAY_TOKEN", "voice")])
def test_a_code_that_the_gateway_refuses_is_lost_too(
    gateways: Sandbox, settings: Any, setting: str, channel: str
) -> None:
    setattr(settings, setting, "wrong")
    place = make_board()
    with board_scope(place.pk):
        make_sms_texts()
        challenge = request_code(PHONE, language="en", channel=channel)
        send_code(Event(1, place.pk, "code.requested", str(challenge.pk), {}))

    with pytest.raises(Final, match="HTTP 401"):
        carry(place)

    with board_scope(place.pk):
        challenge.refresh_from_db()
        assert (Message.objects.get().status, challenge.lost_at is not None) == ("refused", True)
