"""The gate that rooms put before a step: a code opens the one it was sent for, and no other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.test import RequestFactory

from onboarding.accounts.actions import TooManyCodes, Verdict, request_code, take_code_for_sending, try_code
from onboarding.accounts.confirming import (
    CodeRefused,
    CodeTooOld,
    CodeUsedUp,
    Gate,
    NoCodeSent,
    TooEarly,
    TooManyTriesToday,
    challenge_of,
    confirm,
    send_code,
    sign_in_gate,
    visit_code_page,
)
from onboarding.accounts.models import Allowance, PhoneChallenge, Purpose
from onboarding.boards.models import Board
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board

PHONE = "+919876543210"
LEAVE = Gate(Purpose.WITHDRAW, "seller:1", PHONE)


def visit(session: Any = None, **form: str) -> HttpRequest:
    """A request of one browser: the same session goes on."""
    request = RequestFactory().post("/", form) if form else RequestFactory().get("/")
    request.session = session if session is not None else SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def code_of(challenge: PhoneChallenge) -> str:
    code = take_code_for_sending(challenge.pk)[1]
    assert code is not None
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in request._messages]  # type: ignore[attr-defined]


# Bound to purpose, subject and phone


def test_the_right_code_opens_the_gate_once(board: Board) -> None:
    request = visit()
    code = code_of(send_code(request, LEAVE))

    confirm(request, LEAVE, code)

    assert PhoneChallenge.objects.get().used_at is not None
    with pytest.raises(NoCodeSent):
        confirm(request, LEAVE, code)


@pytest.mark.parametrize(
    "other",
    [
        Gate(Purpose.WITHDRAW, "seller:2", PHONE),
        Gate(Purpose.CHANGE_NUMBER, "seller:1", PHONE),
        Gate(Purpose.SIGN_IN, "", PHONE),
    ],
    ids=["another seller", "another purpose", "sign in"],
)
def test_a_code_opens_no_other_gate(board: Board, other: Gate) -> None:
    request = visit()
    mine = send_code(request, LEAVE)
    code = code_of(mine)
    theirs = send_code(request, other)
    assert theirs.pk != mine.pk

    # Neither with the session pointing at the wrong challenge, nor by the code itself.
    request.session[other.session_key] = str(mine.pk)
    with pytest.raises(NoCodeSent):
        confirm(request, other, code)
    with pytest.raises(PhoneChallenge.DoesNotExist):
        try_code(mine.pk, code, purpose=other.purpose, subject=other.subject)
    request.session[other.session_key] = str(theirs.pk)
    if code != code_of(theirs):
        with pytest.raises(CodeRefused):
            confirm(request, other, code)

    mine.refresh_from_db()
    assert (mine.tries, mine.used_at) == (0, None)
    confirm(request, LEAVE, code)


def test_a_sign_in_code_can_never_confirm_a_withdrawal(board: Board) -> None:
    challenge = request_code(PHONE, language="hi")
    code = code_of(challenge)

    with pytest.raises(PhoneChallenge.DoesNotExist):
        try_code(challenge.pk, code, purpose=Purpose.WITHDRAW, subject="seller:1")
    # Not even by a row that somebody changed: the hash holds what the code was sent for.
    PhoneChallenge.objects.update(purpose=Purpose.WITHDRAW, subject="seller:1")
    verdict = try_code(challenge.pk, code, purpose=Purpose.WITHDRAW, subject="seller:1")

    assert verdict is Verdict.WRONG


def test_a_number_that_changed_meanwhile_needs_a_code_of_its_own(board: Board) -> None:
    request = visit()
    code = code_of(send_code(request, LEAVE))

    with pytest.raises(NoCodeSent):
        confirm(request, Gate(LEAVE.purpose, LEAVE.subject, "+919876543211"), code)


def test_another_browser_cannot_open_the_gate(board: Board) -> None:
    code = code_of(send_code(visit(), LEAVE))

    with pytest.raises(NoCodeSent):
        confirm(visit(), LEAVE, code)


def test_a_gate_of_one_board_is_closed_at_another(db: None) -> None:
    first, second = make_board(), make_board()
    request = visit()
    with board_scope(first.pk):
        code = code_of(send_code(request, LEAVE))

    with board_scope(second.pk):
        assert challenge_of(request, LEAVE) is None
        with pytest.raises(NoCodeSent):
            confirm(request, LEAVE, code)


def test_an_unknown_purpose_is_a_mistake_of_ours(board: Board) -> None:
    with pytest.raises(ValueError, match="gifts"):
        request_code(PHONE, language="hi", purpose="gifts")

    assert not PhoneChallenge.objects.exists()


# Refused, and counted


@pytest.mark.parametrize(
    ("change", "refusal", "code"),
    [
        ({}, CodeRefused, "code.wrong"),
        ({"tries": 5}, CodeUsedUp, "code.used_up"),
        ({"expires_at": "2026-01-01T00:00:00Z"}, CodeTooOld, "code.expired"),
    ],
)
def test_a_refusal_says_which_and_stands_at_the_field(
    board: Board, change: dict[str, Any], refusal: type[CodeRefused], code: str
) -> None:
    request = visit()
    typed = wrong(code_of(send_code(request, LEAVE)))
    if change:
        PhoneChallenge.objects.update(**change)

    with pytest.raises(CodeRefused) as raised:
        confirm(request, LEAVE, typed)

    assert (type(raised.value), raised.value.code, raised.value.field) == (refusal, code, "code")


def test_a_number_has_twenty_five_tries_a_day_over_all_boards_and_codes(db: None) -> None:
    verdicts = []
    for _board in range(6):
        with board_scope(make_board().pk):
            Allowance.objects.filter(kind__startswith="codes.").delete()
            challenge = request_code(PHONE, language="hi")
            code = code_of(challenge)
            verdicts += [try_code(challenge.pk, wrong(code)) for _try in range(5)]

    assert verdicts == [Verdict.WRONG] * 25 + [Verdict.TOO_MANY_TODAY] * 5
    with board_scope(Board.objects.latest("pk").pk):
        assert try_code(challenge.pk, code) is Verdict.TOO_MANY_TODAY
        assert PhoneChallenge.objects.get().used_at is None
        request = visit()
        request.session[LEAVE.session_key] = str(send_code(request, LEAVE).pk)
        with pytest.raises(TooManyTriesToday):
            confirm(request, LEAVE, "123456")


@pytest.mark.django_db(transaction=True)
def test_a_wrong_try_is_committed_though_the_gate_raises() -> None:
    board = make_board()
    request = visit()
    with board_scope(board.pk):
        code = code_of(send_code(request, LEAVE))

    def guess() -> None:
        with board_scope(board.pk):
            try:
                confirm(request, LEAVE, wrong(code))
            except CodeRefused:
                return

    for _try in range(6):
        guess()

    with board_scope(board.pk), pytest.raises(CodeUsedUp):
        confirm(request, LEAVE, code)


@pytest.mark.django_db(transaction=True)
def test_an_action_wrapped_around_the_gate_would_lose_the_count() -> None:
    """The negative control, and the reason why the gate stands before the action."""
    board = make_board()
    request = visit()
    with board_scope(board.pk):
        code = code_of(send_code(request, LEAVE))

    for _try in range(6):
        with board_scope(board.pk), pytest.raises(CodeRefused), transaction.atomic():
            confirm(request, LEAVE, wrong(code))

    with board_scope(board.pk):
        confirm(request, LEAVE, code)


# The page


def test_a_visit_sends_nothing_until_it_is_asked_to(board: Board) -> None:
    page = visit_code_page(visit(), LEAVE)

    assert (page.challenge, page.is_proved, page.status) == (None, False, 200)
    assert not OutboxEvent.objects.exists()


def test_the_page_leads_from_sending_over_a_wrong_code_to_the_proof(board: Board) -> None:
    session = SessionStore()
    sent = visit_code_page(visit(session, again="sms"), LEAVE)
    assert sent.challenge is not None
    code = code_of(sent.challenge)

    refused = visit_code_page(visit(session, code=wrong(code)), LEAVE)
    proved = visit_code_page(visit(session, code=code), LEAVE)

    assert (refused.status, refused.is_proved) == (422, False)
    assert refused.form.errors == {"code": [str(CodeRefused.message)]}
    assert (proved.status, proved.is_proved) == (200, True)
    assert LEAVE.session_key not in session


def test_asked_twice_it_sends_once_and_says_so_calmly(board: Board) -> None:
    session = SessionStore()
    visit_code_page(visit(session, again="sms"), LEAVE)
    request = visit(session, again="sms")

    page = visit_code_page(request, LEAVE)

    assert page.status == 200
    assert len(said(request)) == 1
    assert PhoneChallenge.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"tries": 5}, {"lost_at": "2026-11-21T00:00:00Z"}],
    ids=["worn out", "lost"],
)
def test_a_code_of_no_use_is_replaced_at_once(board: Board, change: dict[str, Any]) -> None:
    request = visit()
    send_code(request, LEAVE)
    with pytest.raises(TooEarly):
        send_code(request, LEAVE)
    PhoneChallenge.objects.update(**change)

    assert send_code(request, LEAVE).tries == 0


def test_a_budget_that_is_used_up_is_said_above_the_page(board: Board) -> None:
    for _code in range(5):
        request_code(PHONE, language="hi")
    request = visit(again="sms")

    page = visit_code_page(request, LEAVE)

    assert (page.status, page.challenge) == (429, None)
    assert said(request) == [str(TooManyCodes.message)]


@pytest.mark.parametrize(
    ("offered", "asked", "channel"),
    [(True, "voice", "voice"), (False, "voice", "sms"), (True, "pigeon", "sms"), (True, "mail", "sms")],
)
def test_a_way_that_is_not_offered_is_an_sms(
    board: Board, settings: Any, offered: bool, asked: str, channel: str
) -> None:
    settings.VOICE_GATEWAY_URL = "http://127.0.0.1:9/voice" if offered else ""

    page = visit_code_page(visit(again=asked), LEAVE)

    assert page.other_channels == (("voice",) if offered else ())
    assert PhoneChallenge.objects.get().channel == channel


def test_the_gate_to_sign_in_is_known_from_the_session(board: Board) -> None:
    request = visit()
    assert sign_in_gate(request) is None

    send_code(request, Gate(Purpose.SIGN_IN, "", "98765 43210"))

    assert sign_in_gate(request) == Gate(Purpose.SIGN_IN, "", PHONE)


def test_seconds_to_wait_count_down_to_none(board: Board) -> None:
    challenge = request_code(PHONE, language="hi")
    waits: list[Callable[[], Any]] = [
        lambda: challenge.resend_in_s,
        lambda: setattr(challenge, "created_at", challenge.created_at - timedelta(seconds=59)),
        lambda: challenge.resend_in_s,
        lambda: setattr(challenge, "created_at", challenge.created_at - timedelta(seconds=2)),
        lambda: challenge.resend_in_s,
    ]

    assert [wait() for wait in waits][::2] == [60, 1, 0]
