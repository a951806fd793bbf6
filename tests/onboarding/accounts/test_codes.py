"""Codes cannot be guessed, pumped, reused or read; each try counts."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from onboarding.accounts import actions
from onboarding.accounts.actions import (
    TooManyCodes,
    TooManyCodesToday,
    Verdict,
    request_code,
    take_code_for_sending,
    try_code,
    user_of_phone,
)
from onboarding.accounts.models import Allowance, PhoneChallenge, User
from onboarding.accounts.phones import BadPhone
from onboarding.boards.models import Board
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board
from tests.onboarding.crowd import at_once

PHONE = "+919876543210"


def a_challenge(phone: str = PHONE) -> tuple[PhoneChallenge, str]:
    """A challenge and its code, as the SMS carries it."""
    challenge, code = take_code_for_sending(request_code(phone, language="hi").pk)
    assert code is not None
    return challenge, code


def another_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def ago(challenge: PhoneChallenge, age: timedelta) -> None:
    """Let the challenge be that much older."""
    PhoneChallenge.objects.filter(pk=challenge.pk).update(
        created_at=challenge.created_at - age, expires_at=challenge.expires_at - age
    )


# Trying a code


def test_the_right_code_is_right(board: Board) -> None:
    challenge, code = a_challenge()

    assert try_code(challenge.pk, code) is Verdict.RIGHT

    challenge.refresh_from_db()
    assert (challenge.tries, challenge.used_at is not None) == (1, True)


@pytest.mark.parametrize(
    "write",
    [
        lambda code: f" {code[:3]} {code[3:]}\n",
        lambda code: code.translate(str.maketrans("0123456789", "०१२३४५६७८९")),
        lambda code: code.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
    ids=["with blanks", "Devanagari", "Bengali", "Arabic"],
)
def test_the_right_code_may_be_written_in_any_digits(board: Board, write: Callable[[str], str]) -> None:
    challenge, code = a_challenge()

    assert try_code(challenge.pk, write(code)) is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "１２", "\0", "\ud800", "12345" * 2000, "²²²²²²"])
def test_what_is_no_code_is_wrong_and_counts(board: Board, typed: str) -> None:
    challenge, _code = a_challenge()

    assert try_code(challenge.pk, typed) is Verdict.WRONG

    challenge.refresh_from_db()
    assert (challenge.tries, challenge.used_at) == (1, None)


def test_after_five_wrong_tries_even_the_right_code_is_used_up(board: Board) -> None:
    challenge, code = a_challenge()

    verdicts = [try_code(challenge.pk, another_than(code)) for _try in range(5)]
    verdicts += [try_code(challenge.pk, code), try_code(challenge.pk, another_than(code))]

    assert verdicts == [Verdict.WRONG] * 5 + [Verdict.USED_UP] * 2
    challenge.refresh_from_db()
    assert (challenge.tries, challenge.used_at) == (5, None)


def test_the_fifth_try_may_still_be_right(board: Board) -> None:
    challenge, code = a_challenge()
    for _try in range(4):
        try_code(challenge.pk, another_than(code))

    assert try_code(challenge.pk, code) is Verdict.RIGHT


def test_a_code_works_once(board: Board) -> None:
    challenge, code = a_challenge()

    assert [try_code(challenge.pk, code) for _try in range(3)] == [Verdict.RIGHT, Verdict.EXPIRED, Verdict.EXPIRED]


def test_a_code_works_for_five_minutes(board: Board) -> None:
    young, young_code = a_challenge()
    old, old_code = a_challenge("+919876543211")
    ago(young, timedelta(minutes=4, seconds=50))
    ago(old, timedelta(minutes=5))

    assert try_code(old.pk, old_code) is Verdict.EXPIRED
    assert try_code(young.pk, young_code) is Verdict.RIGHT


def test_another_phones_code_is_wrong(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([123456, 654321])
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _bound: next(drawn))
    mine, _code = a_challenge()
    _theirs, their_code = a_challenge("+919876543211")

    assert try_code(mine.pk, their_code) is Verdict.WRONG


def test_the_hash_holds_the_phone_so_that_equal_codes_look_different(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _bound: 123456)

    hashes = {bytes(a_challenge(f"+91987654321{digit}")[0].code_hash) for digit in range(3)}

    assert len(hashes) == 3


def test_an_absent_challenge_and_one_of_another_board_are_alike(db: None) -> None:
    first, second = make_board(), make_board()
    with board_scope(first.pk):
        challenge, code = a_challenge()

    with board_scope(second.pk):
        for challenge_id in (challenge.pk, uuid4()):
            with pytest.raises(PhoneChallenge.DoesNotExist):
                try_code(challenge_id, code)
    with board_scope(first.pk):
        assert PhoneChallenge.objects.get().tries == 0


# What is kept


def test_a_code_is_kept_as_a_hash_and_the_sealed_one_is_wiped(board: Board) -> None:
    challenge = request_code(PHONE, language="hi")
    assert bytes(challenge.sealed_code or b"") != b""

    taken, code = take_code_for_sending(challenge.pk)

    assert code is not None
    assert (len(code), code.isdigit()) == (6, True)
    challenge.refresh_from_db()
    assert (challenge.sealed_code, taken.sealed_code) == (None, None)
    assert len(bytes(challenge.code_hash)) == 32
    assert code.encode() not in bytes(challenge.code_hash)
    assert take_code_for_sending(challenge.pk)[1] is None


def test_the_sealed_code_tells_nothing_without_the_key(board: Board) -> None:
    challenge = request_code(PHONE, language="hi")
    sealed = bytes(challenge.sealed_code or b"")

    _challenge, code = take_code_for_sending(challenge.pk)

    assert str(code).encode() not in sealed


def test_neither_code_nor_phone_goes_into_the_event_or_the_log(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        challenge, code = a_challenge()
        try_code(challenge.pk, another_than(code))

    event = OutboxEvent.objects.get()
    assert (event.name, event.object_id, event.payload) == ("code.requested", str(challenge.pk), {})
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert code not in said
    assert PHONE[3:] not in said


def test_codes_have_all_their_six_digits(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _bound: 7)

    assert a_challenge()[1] == "000007"


# Asking for one


@pytest.mark.parametrize(
    "typed",
    [
        "987654321",
        "98765432101",
        "5876543210",
        "0000000000",
        "abcdefghij",
        "+92 9876543210",
        "+91 987654321",
        "",
        "   ",
        "+",
        "x" * 10_000,
        "9" * 10_000,
        "98765\0" + "43210",
        "\ud800",
        "98765⁴3210",
        "९८७६५",
    ],
    ids=lambda typed: repr(typed[:20]),
)
def test_a_bad_phone_gets_no_code(board: Board, typed: str) -> None:
    with pytest.raises(BadPhone):
        request_code(typed, language="hi")

    assert not PhoneChallenge.objects.exists()
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["9876543210", "98765 43210", "098765-43210", "+91 98765 43210", "91 9876543210", "0091 9876543210", "९८७६५४३२१०"],
)
def test_a_phone_may_be_written_as_people_write_it(board: Board, typed: str) -> None:
    assert request_code(typed, language="hi").phone == PHONE


def test_the_sixth_code_of_an_hour_is_refused_and_no_event_leaves(board: Board) -> None:
    for _code in range(5):
        request_code(PHONE, language="hi")

    with pytest.raises(TooManyCodes):
        request_code("98765 43210", language="en")

    assert PhoneChallenge.objects.count() == OutboxEvent.objects.count() == 5
    request_code("+919876543211", language="hi")


def later(time: timedelta) -> None:
    """Let that much time pass for every budget."""
    Allowance.objects.update(window_started_at=F("window_started_at") - time, window_ends_at=F("window_ends_at") - time)


def test_an_hour_after_the_first_code_five_more_may_be_asked_for(board: Board) -> None:
    for _code in range(5):
        request_code(PHONE, language="hi")
    later(timedelta(minutes=59))
    with pytest.raises(TooManyCodes):
        request_code(PHONE, language="hi")

    later(timedelta(minutes=1))

    assert [request_code(PHONE, language="hi").tries for _code in range(5)] == [0] * 5
    later(timedelta(hours=1))
    with pytest.raises(TooManyCodesToday):
        request_code(PHONE, language="hi")
    later(timedelta(hours=22))
    assert request_code(PHONE, language="hi").tries == 0


def test_a_person_is_made_once_and_without_a_password(db: None) -> None:
    first = user_of_phone(PHONE)

    assert user_of_phone(PHONE) == first
    assert User.objects.count() == 1
    assert (first.has_usable_password(), first.is_staff, first.is_superuser) == (False, False, False)


# Many at once


def at_once_in(board: Board, number: int, act: Callable[[int], Any]) -> list[Any]:
    """Let that many threads act together, each in a scope of its own; a refusal is named by its code."""

    def in_scope(place: int) -> Any:
        try:
            with board_scope(board.pk):
                return act(place)
        except TooManyCodes as refusal:
            return refusal.code

    return at_once(number, in_scope)


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_once_are_each_counted() -> None:
    board = make_board()
    with board_scope(board.pk):
        challenge, code = a_challenge()

    verdicts = at_once_in(board, 20, lambda _place: try_code(challenge.pk, another_than(code)))

    assert sorted(verdict.value for verdict in verdicts) == ["used_up"] * 15 + ["wrong"] * 5
    with board_scope(board.pk):
        challenge.refresh_from_db()
        assert challenge.tries == 5
        assert try_code(challenge.pk, code) is Verdict.USED_UP


@pytest.mark.django_db(transaction=True)
def test_the_right_code_sent_twenty_times_at_once_is_right_once() -> None:
    board = make_board()
    with board_scope(board.pk):
        challenge, code = a_challenge()

    verdicts = at_once_in(board, 20, lambda _place: try_code(challenge.pk, code))

    assert sorted(verdict.value for verdict in verdicts) == ["expired"] * 19 + ["right"]


@pytest.mark.django_db(transaction=True)
def test_without_the_rows_lock_tries_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    board = make_board()
    with board_scope(board.pk):
        challenge, code = a_challenge()
    everybody_has_read = threading.Barrier(20, timeout=30)
    monkeypatch.setattr("onboarding.tenancy.models.BoardQuerySet.locked", lambda rows: rows)
    compare = actions.hmac.compare_digest

    def compare_together(one: bytes, other: bytes) -> bool:
        everybody_has_read.wait()
        return compare(one, other)

    monkeypatch.setattr(actions.hmac, "compare_digest", compare_together)

    verdicts = at_once_in(board, 20, lambda _place: try_code(challenge.pk, another_than(code)))

    assert verdicts == [Verdict.WRONG] * 20
    with board_scope(board.pk):
        challenge.refresh_from_db()
        assert challenge.tries == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_once_send_five_codes() -> None:
    board = make_board()

    outcomes = at_once_in(board, 20, lambda _place: request_code(PHONE, language="hi").phone)

    assert sorted(outcomes) == [PHONE] * 5 + ["phone.too_many_codes"] * 15
    with board_scope(board.pk):
        assert PhoneChallenge.objects.count() == OutboxEvent.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_requests_for_different_numbers_do_not_wait_for_each_other() -> None:
    """Each holds its transaction open until all others have asked too."""
    board = make_board()
    all_asked = threading.Barrier(8, timeout=30)

    def ask_and_wait(place: int) -> int:
        request_code(f"+91987654321{place}", language="hi")
        return all_asked.wait() * 0

    assert at_once_in(board, 8, ask_and_wait) == [0] * 8


@pytest.mark.django_db(transaction=True)
def test_ten_first_visits_at_once_make_one_person() -> None:
    board = make_board()

    people = at_once_in(board, 10, lambda _place: user_of_phone(PHONE).pk)

    assert len(set(people)) == 1
    assert timezone.now() >= User.objects.get().joined_at
