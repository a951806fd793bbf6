"""Budgets are exact under concurrency, belong to one key, open again in time, and tell nobody's number."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from onboarding.accounts import budgets
from onboarding.accounts.actions import TooManyCodes, TooManyPeopleAsking, request_code
from onboarding.accounts.budgets import SHARED_STRIPES, Budget, key_hash, purge_allowances, take
from onboarding.accounts.models import Allowance, PhoneChallenge
from onboarding.boards.models import Board
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board
from tests.onboarding.crowd import at_once

PHONE = "+919876543210"
HOUR = timedelta(hours=1)
KINDS = ["codes.board.hour", "codes.network.hour", "codes.number.day", "codes.number.hour"]


def phone_number(place: int) -> str:
    return f"+9198765{place:05d}"


def uses() -> dict[str, int]:
    """What was taken of each kind, over all keys and stripes."""
    taken: dict[str, int] = {}
    for kind, used in Allowance.objects.values_list("kind", "used"):
        taken[kind] = taken.get(kind, 0) + used
    return taken


# One budget


@pytest.mark.parametrize("stripes", [1, SHARED_STRIPES])
@pytest.mark.parametrize("limit", [0, 1, 5, 40])
def test_a_budget_gives_its_limit_and_then_nothing(db: None, limit: int, stripes: int) -> None:
    budget = Budget("test", limit, HOUR, stripes)

    given = [take(budget, "key") for _use in range(limit + 5)]

    assert given == [True] * limit + [False] * 5
    assert uses().get("test", 0) == limit


@pytest.mark.parametrize(("limit", "stripes"), [(1, 16), (5, 16), (16, 16), (3000, 16), (150, 16), (7, 3), (5, 1)])
def test_the_stripes_together_give_the_limit(limit: int, stripes: int) -> None:
    limits = Budget("test", limit, HOUR, stripes).stripe_limits()

    assert sum(limits) == limit
    assert max(limits) - min(limits) <= 1
    assert min(limits) >= 1


def test_another_key_and_another_kind_have_budgets_of_their_own(db: None) -> None:
    one = Budget("one", 1, HOUR)

    given = [take(one, "a"), take(one, "a"), take(one, "b"), take(Budget("other", 1, HOUR), "a")]

    assert given == [True, False, True, True]


def test_a_window_begins_with_its_first_use_and_opens_again_at_its_end(db: None) -> None:
    budget = Budget("test", 2, HOUR)
    for _use in range(3):
        take(budget, "key")
    before = Allowance.objects.get()
    assert before.window_ends_at - before.window_started_at == HOUR

    Allowance.objects.update(window_ends_at=timezone.now() + timedelta(seconds=30))
    assert take(budget, "key") is False
    Allowance.objects.update(window_ends_at=timezone.now())

    assert [take(budget, "key") for _use in range(3)] == [True, True, False]
    after = Allowance.objects.get()
    assert after.used == 2
    assert after.window_started_at > before.window_started_at


def test_what_is_rolled_back_was_not_used(db: None) -> None:
    budget = Budget("test", 1, HOUR)
    with transaction.atomic():
        take(budget, "key")
        transaction.set_rollback(True)

    assert take(budget, "key") is True


def test_a_row_tells_neither_number_nor_network_and_kinds_cannot_be_joined(db: None, settings: Any) -> None:
    take(Budget("one", 5, HOUR), PHONE)
    take(Budget("other", 5, HOUR), PHONE)

    hashes = [bytes(row) for row in Allowance.objects.values_list("key_hash", flat=True)]

    assert [len(row) for row in hashes] == [32, 32]
    assert hashes[0] != hashes[1]
    settings.SECRET_KEY = "another" * 10
    assert key_hash("one", PHONE) not in hashes


# Many at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stripes", [1, SHARED_STRIPES])
def test_a_budget_is_exact_when_thirty_ask_at_once(stripes: int) -> None:
    budget = Budget("test", 12, HOUR, stripes)

    given = at_once(30, lambda _place: take(budget, "key"))

    assert sorted(given) == [False] * 18 + [True] * 12
    assert uses() == {"test": 12}


@pytest.mark.django_db(transaction=True)
def test_reading_first_and_writing_then_would_give_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    all_have_read = threading.Barrier(10, timeout=30)
    budget = Budget("test", 2, HOUR)
    take(budget, "key")

    def check_then_write(budget: Budget, key: str, stripe: int, limit: int) -> bool:
        row = Allowance.objects.get()
        all_have_read.wait()
        if row.used >= limit:
            return False
        return bool(Allowance.objects.filter(pk=row.pk).update(used=F("used") + 1))

    monkeypatch.setattr(budgets, "take_from", check_then_write)

    given = at_once(10, lambda _place: take(budget, "key"))

    assert given == [True] * 10
    assert uses() == {"test": 11}


@pytest.mark.django_db(transaction=True)
def test_sharers_of_a_striped_budget_do_not_wait_for_each_others_transactions() -> None:
    budget = Budget("test", 100, HOUR, SHARED_STRIPES)
    all_took = threading.Barrier(10, timeout=30)

    def take_and_wait(_place: int) -> bool:
        with transaction.atomic():
            return take(budget, "key") and all_took.wait() >= 0

    assert at_once(10, take_and_wait) == [True] * 10


@pytest.mark.django_db(transaction=True)
def test_in_one_stripe_they_would_wait() -> None:
    """The negative control."""
    budget = Budget("test", 100, HOUR)
    both_took = threading.Barrier(2, timeout=1)

    def take_and_wait(_place: int) -> bool:
        with transaction.atomic():
            return take(budget, "key") and both_took.wait() >= 0

    assert all(isinstance(outcome, threading.BrokenBarrierError) for outcome in at_once(2, take_and_wait))


# The budgets of codes


def ask(place: int = 0, *, network: str = "203.0.113.7") -> PhoneChallenge:
    return request_code(phone_number(place), language="hi", network=network)


def test_a_code_is_taken_from_each_budget(board: Board) -> None:
    ask()

    assert sorted(uses().items()) == [(kind, 1) for kind in KINDS]


def test_a_numbers_codes_are_counted_over_all_boards(db: None) -> None:
    for _code in range(5):
        with board_scope(make_board().pk):
            ask()

    with board_scope(make_board().pk):
        with pytest.raises(TooManyCodes) as refusal:
            ask()
        assert refusal.value.code == "phone.too_many_codes"
        assert not PhoneChallenge.objects.exists()


def test_a_boards_codes_are_its_own(db: None, settings: Any) -> None:
    settings.CODES_OF_BOARD_AN_HOUR = 3
    first, second = make_board(), make_board()
    with board_scope(first.pk):
        for place in range(3):
            ask(place)
        with pytest.raises(TooManyPeopleAsking):
            ask(3)
        assert PhoneChallenge.objects.count() == OutboxEvent.objects.count() == 3

    with board_scope(second.pk):
        assert ask(3).tries == 0


def test_forty_people_behind_one_address_with_a_resend_each_get_in(board: Board) -> None:
    sent = [ask(place).phone for _round in range(2) for place in range(40)]

    assert len(sent) == 80


def test_a_network_that_asks_and_asks_is_refused_and_others_are_not(board: Board, settings: Any) -> None:
    settings.CODES_OF_NETWORK_AN_HOUR = 4
    for place in range(4):
        ask(place)

    with pytest.raises(TooManyPeopleAsking):
        ask(4)

    assert PhoneChallenge.objects.count() == 4
    assert ask(4, network="203.0.113.8").tries == 0


@pytest.mark.parametrize(
    "spend",
    [
        lambda: [ask() for _code in range(5)],
        lambda: [ask(place) for place in range(1, 5)] and ask(),
    ],
    ids=["the number's", "the network's"],
)
def test_a_refusal_takes_from_no_budget(board: Board, settings: Any, spend: Callable[[], Any]) -> None:
    settings.CODES_OF_NETWORK_AN_HOUR = 5
    spend()
    before = uses()

    with pytest.raises(TooManyCodes):
        ask()

    assert uses() == before


# Purged


def test_allowances_past_their_window_are_deleted_and_others_stay(db: None) -> None:
    for key in ("old", "older", "young"):
        take(Budget("test", 5, HOUR), key)
    ended = Allowance.objects.filter(key_hash__in=[key_hash("test", "old"), key_hash("test", "older")])
    ended.update(window_ends_at=timezone.now() - timedelta(seconds=1))

    purged = [purge_allowances(limit=1) for _batch in range(3)]

    assert purged == [1, 1, 0]
    assert bytes(Allowance.objects.get().key_hash) == key_hash("test", "young")
