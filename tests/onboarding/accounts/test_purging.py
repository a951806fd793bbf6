"""Old challenges go, board by board and in batches; young ones stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.accounts.actions import boards_with_old_codes, purge_codes, request_code
from onboarding.accounts.models import PhoneChallenge
from onboarding.accounts.tasks import purge_old_codes
from onboarding.boards.models import Board
from onboarding.tenancy.purging import purge_boards
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board

pytestmark = pytest.mark.django_db


def make_codes(board: Board, *ages_h: float) -> None:
    with board_scope(board.pk):
        for place, age_h in enumerate(ages_h):
            challenge = request_code(f"+9198765{board.pk % 1000:03d}{place:02d}", language="hi")
            PhoneChallenge.objects.filter(pk=challenge.pk).update(created_at=timezone.now() - timedelta(hours=age_h))


def ages(board: Board) -> list[int]:
    with board_scope(board.pk):
        rows = PhoneChallenge.objects.order_by("created_at").values_list("created_at", flat=True)
        return [round((timezone.now() - created_at).total_seconds() / 3600) for created_at in rows]


def test_challenges_older_than_two_days_go_on_every_board_and_no_others() -> None:
    first, second, young = make_board(), make_board(), make_board()
    make_codes(first, 100, 49, 47)
    make_codes(second, 72)
    make_codes(young, 1)
    assert set(boards_with_old_codes()) == {first.pk, second.pk}

    purge_old_codes()

    assert (ages(first), ages(second), ages(young)) == ([47], [], [1])
    assert boards_with_old_codes() == []


def test_a_batch_is_bounded_and_takes_the_oldest() -> None:
    board = make_board()
    make_codes(board, 60, 100, 80, 1)
    with board_scope(board.pk):
        assert purge_codes(limit=2) == 2
    assert ages(board) == [60, 1]

    assert purge_boards([board.pk], lambda: purge_codes(limit=1)) == 1
    assert ages(board) == [1]
