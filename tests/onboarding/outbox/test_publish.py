"""An event leaves exactly when its transaction commits."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from onboarding.boards.models import Board
from onboarding.outbox.actions import publish
from onboarding.outbox.doorbell import ring_after_commit
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import NoBoardScope, board_scope
from tests.factories import make_board

RELAY = ("onboarding.outbox.tasks.relay_events",)


def events() -> list[tuple[str, str]]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", "handler"))


def test_publishing_writes_one_row_for_each_handler(board: Board) -> None:
    publish("test.two", board, listing_id="17", attempt=2)

    here = "tests.onboarding.outbox.handlers"
    assert events() == [("test.two", f"{here}.good"), ("test.two", f"{here}.also_good")]
    for event in OutboxEvent.objects.all():
        assert (event.board_id, event.object_id, event.payload) == (
            board.pk,
            str(board.pk),
            {"listing_id": "17", "attempt": 2},
        )
        assert (event.fence, event.attempts, event.lease_until, event.done_at, event.dead_at) == (
            0,
            0,
            None,
            None,
            None,
        )


def test_an_event_that_nobody_routed_is_a_mistake_and_one_for_nobody_is_not(board: Board) -> None:
    with pytest.raises(KeyError):
        publish("test.unknown", board)
    publish("test.nobody", board)

    assert events() == []


def test_outside_a_scope_nothing_is_published(db: None) -> None:
    board = make_board()

    with pytest.raises(NoBoardScope):
        publish("test.good", board)


def test_an_action_that_is_rolled_back_publishes_nothing(board: Board) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        publish("test.good", board)
        raise ZeroDivisionError

    assert events() == []


def test_an_event_is_due_by_the_databases_clock(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    in_a_year = timezone.now() + timezone.timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: in_a_year)

    publish("test.good", board)

    with connection.cursor() as cursor:
        cursor.execute("SELECT run_after <= statement_timestamp() FROM outbox_outboxevent")
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_once_for_a_transaction_and_after_its_commit(rings: list[Any]) -> None:
    board = make_board()

    with board_scope(board.pk):
        for _event in range(3):
            publish("test.two", board)
        with transaction.atomic():
            publish("test.good", board)
        ring_after_commit("another.task", board.pk)
        ring_after_commit("another.task", board.pk)
        ring_after_commit("another.task", 0)
        assert rings == []

    assert rings == [RELAY, ("another.task", board.pk), ("another.task", 0)]


@pytest.mark.django_db(transaction=True)
def test_the_bell_does_not_ring_for_what_was_rolled_back(rings: list[Any]) -> None:
    board = make_board()

    with suppress(ZeroDivisionError), board_scope(board.pk):
        publish("test.good", board)
        raise ZeroDivisionError

    assert rings == []


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_when_only_a_part_was_rolled_back(rings: list[Any]) -> None:
    """The first ring goes with its savepoint, so the second must not count as a repetition."""
    board = make_board()

    with board_scope(board.pk):
        with suppress(ZeroDivisionError), transaction.atomic():
            publish("test.good", board)
            raise ZeroDivisionError
        publish("test.good", board)

    assert rings == [RELAY]
    with board_scope(board.pk):
        assert OutboxEvent.objects.count() == 1
