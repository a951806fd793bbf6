"""Lease, fence, attempts: a row is worked on by one worker at a time, and ends done or dead."""

import threading
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from onboarding.boards.models import Board
from onboarding.outbox.actions import publish
from onboarding.outbox.claims import FIRST_RETRY_S, MAX_ATTEMPTS, bury, claim, finish, retry, wait
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board
from tests.onboarding.crowd import at_once

OVER = timedelta(seconds=1)


def make_events(board: Board, number: int = 1) -> None:
    for _event in range(number):
        publish("test.good", board)


def claim_events(limit: int = 10) -> list[OutboxEvent]:
    return claim(OutboxEvent.objects.all(), limit=limit)


def claim_one() -> OutboxEvent:
    (row,) = claim_events()
    return row


def let_leases_run_out() -> None:
    OutboxEvent.objects.filter(lease_until__isnull=False).update(lease_until=Now() - OVER)


def make_due() -> None:
    OutboxEvent.objects.update(run_after=Now() - OVER)


def due_in_s(row: OutboxEvent) -> float:
    """How far away the row's next attempt is, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM run_after - statement_timestamp()) FROM outbox_outboxevent WHERE id = %s",
            [row.pk],
        )
        return float(cursor.fetchone()[0])


# One worker


def test_a_claim_leases_the_oldest_rows_and_counts_an_attempt(board: Board) -> None:
    make_events(board, 3)

    first = claim_events(limit=2)

    ids = list(OutboxEvent.objects.order_by("pk").values_list("pk", flat=True))
    assert [row.pk for row in first] == ids[:2]
    assert [(row.fence, row.attempts) for row in first] == [(1, 1), (1, 1)]
    assert [row.pk for row in claim_events()] == ids[2:]
    assert claim_events() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT lease_until > statement_timestamp() + interval '40 s' FROM outbox_outboxevent")
        assert cursor.fetchall() == [(True,)]


@pytest.mark.parametrize(
    "fields",
    [
        {"run_after": Now() + timedelta(seconds=30)},
        {"lease_until": Now() + timedelta(seconds=30)},
        {"done_at": Now()},
        {"dead_at": Now()},
    ],
    ids=["later", "held", "done", "dead"],
)
def test_what_is_not_due_is_left_alone(board: Board, fields: dict[str, Any]) -> None:
    make_events(board)
    OutboxEvent.objects.update(**fields)

    assert claim_events() == []
    assert OutboxEvent.objects.get().attempts == 0


def test_another_boards_rows_are_not_claimed(db: None) -> None:
    boards = make_board(), make_board()
    for board in boards:
        with board_scope(board.pk):
            make_events(board)

    with board_scope(boards[0].pk):
        assert [row.board_id for row in claim_events()] == [boards[0].pk]
    with board_scope(boards[1].pk):
        assert OutboxEvent.objects.get().attempts == 0


def test_a_finished_row_is_done_and_free_of_its_old_error(board: Board) -> None:
    make_events(board)
    OutboxEvent.objects.update(last_error="before")

    assert finish(claim_one()) is True

    row = OutboxEvent.objects.get()
    assert (row.done_at is not None, row.dead_at, row.lease_until, row.last_error) == (True, None, None, "")
    assert claim_events() == []


def test_a_waiting_row_costs_no_attempt(board: Board) -> None:
    make_events(board)

    for _turn in range(2 * MAX_ATTEMPTS):
        make_due()
        assert wait(claim_one(), 30) is True

    row = OutboxEvent.objects.get()
    assert (row.attempts, row.dead_at, row.fence) == (0, None, 2 * MAX_ATTEMPTS)
    assert 25 < due_in_s(row) <= 30


def test_each_failure_waits_longer_and_the_eighth_is_the_last(board: Board) -> None:
    make_events(board)
    waits_s = []

    for attempt in range(1, MAX_ATTEMPTS + 1):
        make_due()
        assert retry(claim_one(), f"failure {attempt}") is True
        row = OutboxEvent.objects.get()
        waits_s.append(round(due_in_s(row)) if row.dead_at is None else None)

    assert MAX_ATTEMPTS == 8
    assert waits_s == [2, 8, 32, 128, 512, 2048, 7200, None]
    row = OutboxEvent.objects.get()
    assert (row.attempts, row.last_error, row.done_at, row.lease_until) == (8, "failure 8", None, None)
    make_due()
    assert claim_events() == []


def test_waits_are_told_by_the_databases_clock(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    make_events(board)
    long_ago = timezone.now() - timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: long_ago)

    row = claim_one()
    retry(row, "failure")

    assert 0 < due_in_s(row) <= FIRST_RETRY_S
    assert claim_events() == []


def test_a_buried_row_keeps_its_reason_and_rests(board: Board) -> None:
    make_events(board)

    assert bury(claim_one(), "The gateway refused it.") is True

    row = OutboxEvent.objects.get()
    assert (row.dead_at is not None, row.last_error, row.lease_until) == (True, "The gateway refused it.", None)
    let_leases_run_out()
    assert claim_events() == []


@pytest.mark.parametrize("end", [retry, bury])
def test_a_reason_that_no_column_takes_is_mended(board: Board, end: Any) -> None:
    make_events(board)

    assert end(claim_one(), "bad \0 and \ud800 " + "x" * 5000) is True

    error = OutboxEvent.objects.get().last_error
    assert error.startswith("bad  and ? xxx")
    assert len(error) < 2001


# A worker that dies or is late


def test_a_dead_workers_row_passes_on_when_its_lease_ends(board: Board) -> None:
    make_events(board)
    first = claim_one()
    assert claim_events() == []

    let_leases_run_out()
    second = claim_one()

    assert (second.pk, second.fence, second.attempts) == (first.pk, 2, 2)


@pytest.mark.parametrize(
    "settle",
    [finish, lambda row: wait(row, 5), lambda row: retry(row, "late"), lambda row: bury(row, "late")],
    ids=["finish", "wait", "retry", "bury"],
)
def test_a_late_worker_cannot_settle_what_has_passed_on(board: Board, settle: Any) -> None:
    make_events(board)
    late = claim_one()
    let_leases_run_out()
    holder = claim_one()
    before = OutboxEvent.objects.values().get()

    assert settle(late) is False

    assert OutboxEvent.objects.values().get() == before
    assert finish(holder) is True


def test_a_late_worker_may_settle_while_nobody_else_has_the_row(board: Board) -> None:
    make_events(board)
    late = claim_one()
    let_leases_run_out()

    assert finish(late) is True


def test_a_row_whose_worker_died_in_the_last_attempt_is_buried(board: Board) -> None:
    make_events(board, 2)
    dying = OutboxEvent.objects.order_by("pk").first()
    OutboxEvent.objects.exclude(pk=dying.pk).update(run_after=Now() + timedelta(hours=1))
    workers = []
    for _attempt in range(MAX_ATTEMPTS):
        workers.append(claim_one())
        let_leases_run_out()

    assert claim_events() == []

    dying.refresh_from_db()
    assert (dying.attempts, dying.done_at, dying.lease_until) == (MAX_ATTEMPTS, None, None)
    assert (dying.dead_at is not None, dying.last_error) == (True, "The worker died in the last attempt.")
    assert [finish(worker) for worker in workers] == [False] * MAX_ATTEMPTS
    dying.refresh_from_db()
    assert dying.done_at is None


# Many workers


@pytest.mark.django_db(transaction=True)
def test_no_two_workers_ever_hold_the_same_row() -> None:
    board = make_board()
    with board_scope(board.pk):
        make_events(board, 60)

    def take_all(_place: int) -> list[int]:
        taken: list[int] = []
        while True:
            with board_scope(board.pk):
                rows = claim_events(limit=3)
            if not rows:
                return taken
            taken += [row.pk for row in rows]

    taken = list(chain.from_iterable(at_once(8, take_all)))

    with board_scope(board.pk):
        assert sorted(taken) == sorted(OutboxEvent.objects.values_list("pk", flat=True))
        assert set(OutboxEvent.objects.values_list("attempts", "fence")) == {(1, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_claim_does_not_wait_for_another_workers_open_claim() -> None:
    board = make_board()
    with board_scope(board.pk):
        make_events(board, 2)
    both_hold = threading.Barrier(2, timeout=30)

    def claim_and_hold(_place: int) -> int:
        with board_scope(board.pk):
            (row,) = claim_events(limit=1)
            both_hold.wait()  # each transaction is still open here
            return row.pk

    assert len(set(at_once(2, claim_and_hold))) == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_rows_lock_two_workers_would_hold_the_same_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    board = make_board()
    with board_scope(board.pk):
        make_events(board)
    both_have_read = threading.Barrier(2, timeout=30)
    update = QuerySet.update

    def update_together(rows: Any, **changes: Any) -> int:
        both_have_read.wait()
        return update(rows, **changes)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(QuerySet, "update", update_together)

    def claim_in_scope(_place: int) -> int:
        with board_scope(board.pk):
            return len(claim_events())

    assert at_once(2, claim_in_scope) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_of_a_late_worker_and_its_successor_one_settles() -> None:
    board = make_board()
    with board_scope(board.pk):
        make_events(board)
        late = claim_one()
        let_leases_run_out()
        holder = claim_one()

    def settle(place: int) -> bool:
        with board_scope(board.pk):
            return finish((late, holder)[place])

    assert at_once(2, settle) == [False, True]
