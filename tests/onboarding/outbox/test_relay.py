"""Due events reach their handlers; each failure stays with its own row."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models.functions import Now

from onboarding.boards.models import Board
from onboarding.outbox import relay
from onboarding.outbox.actions import publish
from onboarding.outbox.claims import MAX_ATTEMPTS
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import boards_with_due_events, relay_due
from onboarding.outbox.tasks import relay_events
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board
from tests.onboarding.outbox.handlers import seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rings")]


@pytest.fixture
def one_board() -> Board:
    return make_board()


def publish_in(board: Board, *names: str) -> None:
    with board_scope(board.pk):
        for name in names:
            publish(name, board, listing_id="17")


def rows_of(board: Board) -> list[OutboxEvent]:
    with board_scope(board.pk):
        return list(OutboxEvent.objects.order_by("pk"))


def make_due(board: Board) -> None:
    with board_scope(board.pk):
        OutboxEvent.objects.update(run_after=Now(), lease_until=None)


def heard() -> list[str]:
    return [handler for handler, _event in seen]


def test_an_event_reaches_its_handler_with_its_ids(one_board: Board) -> None:
    publish_in(one_board, "test.good")

    assert relay_due() == 1

    ((handler, event),) = seen
    (row,) = rows_of(one_board)
    assert handler == "good"
    assert (event.id, event.board_id, event.name) == (row.pk, one_board.pk, "test.good")
    assert (event.object_id, event.payload) == (str(one_board.pk), {"listing_id": "17"})
    assert (row.done_at is not None, row.attempts, row.lease_until) == (True, 1, None)
    assert relay_due() == 0


def test_the_workers_task_relays(one_board: Board) -> None:
    publish_in(one_board, "test.good")

    relay_events()

    assert heard() == ["good"]


def test_a_handler_runs_outside_any_scope_and_transaction(one_board: Board) -> None:
    publish_in(one_board, "test.transaction")

    relay_due()

    assert heard() == ["in_no_transaction True"]


def test_events_of_all_boards_are_carried_each_in_its_own(one_board: Board) -> None:
    another, idle = make_board(), make_board()
    publish_in(one_board, *["test.good"] * 25)
    publish_in(another, *["test.good"] * 3)

    assert set(boards_with_due_events()) == {one_board.pk, another.pk}
    assert relay_due() == 28

    assert Counter(event.board_id for _handler, event in seen) == {one_board.pk: 25, another.pk: 3}
    assert rows_of(idle) == []
    assert boards_with_due_events() == []


def test_a_busy_board_starves_no_other(one_board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards take turns by the batch: the other one is served before the busy one's third batch, whoever begins."""
    another = make_board()
    publish_in(one_board, *["test.good"] * (3 * relay.BATCH))
    publish_in(another, "test.good")

    relay_due()

    assert [event.board_id for _handler, event in seen].index(another.pk) <= relay.BATCH


def test_a_poison_row_does_not_hold_up_the_others(one_board: Board) -> None:
    publish_in(one_board, "test.good", "test.poison", "test.good", "test.half")

    assert relay_due() == 5

    assert heard() == ["good", "poison", "good", "good", "poison"]
    states = [(row.name, row.done_at is not None, row.dead_at, row.attempts) for row in rows_of(one_board)]
    assert states == [
        ("test.good", True, None, 1),
        ("test.poison", False, None, 1),
        ("test.good", True, None, 1),
        ("test.half", True, None, 1),
        ("test.half", False, None, 1),
    ]
    assert rows_of(one_board)[1].last_error == "ValueError: cannot read  and ?"


def test_after_eight_attempts_a_row_is_dead_with_its_reason(one_board: Board) -> None:
    publish_in(one_board, "test.poison")

    for _attempt in range(MAX_ATTEMPTS + 2):
        make_due(one_board)
        relay_due()

    (row,) = rows_of(one_board)
    assert heard() == ["poison"] * MAX_ATTEMPTS
    assert (row.attempts, row.done_at, row.dead_at is not None) == (MAX_ATTEMPTS, None, True)
    assert row.last_error == "ValueError: cannot read  and ?"


def test_a_postponed_event_costs_no_attempt(one_board: Board) -> None:
    publish_in(one_board, "test.postponed")

    for _turn in range(MAX_ATTEMPTS + 2):
        make_due(one_board)
        relay_due()

    (row,) = rows_of(one_board)
    assert (row.attempts, row.dead_at, row.done_at, row.last_error) == (0, None, None, "")
    assert boards_with_due_events() == []


def test_a_final_failure_buries_at_once(one_board: Board) -> None:
    publish_in(one_board, "test.final")

    relay_due()

    (row,) = rows_of(one_board)
    assert (row.attempts, row.dead_at is not None, row.last_error) == (1, True, "The gateway refused it.")
    make_due(one_board)
    assert relay_due() == 0


def test_an_event_whose_handler_is_gone_is_kept_with_its_reason(one_board: Board) -> None:
    publish_in(one_board, "test.good", "test.good")
    with board_scope(one_board.pk):
        first, second = OutboxEvent.objects.order_by("pk")
        OutboxEvent.objects.filter(pk=first.pk).update(handler="tests.gone")
        OutboxEvent.objects.filter(pk=second.pk).update(name="test.gone")

    relay_due()

    assert [row.last_error.split(":")[0] for row in rows_of(one_board)] == ["StopIteration", "KeyError"]
    assert heard() == []


def test_a_worker_that_ran_out_of_time_leaves_its_row_to_the_next(
    one_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(_row: OutboxEvent) -> Any:
        def run(_event: Any) -> None:
            raise SoftTimeLimitExceeded

        return run

    publish_in(one_board, "test.good")
    with monkeypatch.context() as patched:
        patched.setattr(relay, "handler_of", too_slow)
        with pytest.raises(SoftTimeLimitExceeded):
            relay_due()

    (row,) = rows_of(one_board)
    assert (row.done_at, row.dead_at, row.lease_until is not None) == (None, None, True)
    make_due(one_board)
    relay_due()
    assert heard() == ["good"]


def test_rows_that_there_is_no_time_for_go_back_without_an_attempt(
    one_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_in(one_board, "test.good", "test.good", "test.good")
    clock = iter([0.0, 0.0, 0.0, 1.0])
    monkeypatch.setattr(relay, "time", SimpleNamespace(monotonic=lambda: next(clock, 100.0)))

    relay_due()

    assert heard() == ["good"]
    assert [(row.attempts, row.lease_until) for row in rows_of(one_board)] == [(1, None), (0, None), (0, None)]


def test_a_handler_may_be_called_twice_when_its_worker_dies_before_it_could_say_so(
    one_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why handlers are idempotent: the call and its record are two steps."""
    publish_in(one_board, "test.good")
    with monkeypatch.context() as patched:
        patched.setattr(relay, "finish", lambda _row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            relay_due()
    make_due(one_board)

    relay_due()

    assert heard() == ["good", "good"]
