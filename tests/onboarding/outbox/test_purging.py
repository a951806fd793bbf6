"""Events that were done long ago are deleted; what is due or dead stays, however old."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from onboarding.boards.models import Board
from onboarding.outbox.actions import boards_with_old_events, purge_events
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.tasks import purge_done_events
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board

pytestmark = pytest.mark.django_db


def make_event(board: Board, name: str, *, done_days: float | None = None, is_dead: bool = False) -> None:
    with board_scope(board.pk):
        event = OutboxEvent.objects.create(name=name, handler="x", object_id="1")
        done_at = None if done_days is None else timezone.now() - timedelta(days=done_days)
        OutboxEvent.objects.filter(pk=event.pk).update(
            done_at=done_at,
            dead_at=Now() if is_dead else None,
            created_at=timezone.now() - timedelta(days=100),
            run_after=timezone.now() - timedelta(days=100),
        )


def names(board: Board) -> list[str]:
    with board_scope(board.pk):
        return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


def test_events_done_more_than_thirty_days_ago_go_on_every_board_and_no_others() -> None:
    first, second = make_board(), make_board()
    make_event(first, "old", done_days=31)
    make_event(first, "young", done_days=29)
    make_event(first, "due")
    make_event(first, "dead", is_dead=True)
    make_event(second, "old", done_days=300)
    assert set(boards_with_old_events()) == {first.pk, second.pk}

    purge_done_events()

    assert (names(first), names(second)) == (["young", "due", "dead"], [])
    assert boards_with_old_events() == []


def test_a_batch_is_bounded() -> None:
    board = make_board()
    for place in range(5):
        make_event(board, str(place), done_days=31)

    with board_scope(board.pk):
        assert [purge_events(limit=2) for _batch in range(4)] == [2, 2, 1, 0]
