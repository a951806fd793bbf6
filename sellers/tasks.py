"""Doors for the workers."""

import random
import time
from collections.abc import Callable

from celery import shared_task

from onboarding.boards.models import Board
from onboarding.tenancy.purging import purge_boards
from onboarding.tenancy.scope import board_scope
from sellers.actions import checks, wallet
from sellers.imports import purging
from sellers.privacy import schedule

BUDGET_S = 40.0  # below the soft limit of a task; boards that got no turn have one tomorrow


@shared_task
def ask_registries_again() -> None:
    """Queue the registries' questions that are due anew, board by board in random order."""
    stop_at = time.monotonic() + BUDGET_S
    boards = list(Board.objects.values_list("pk", flat=True))
    random.shuffle(boards)
    for board_id in boards:
        if time.monotonic() < stop_at:
            with board_scope(board_id):
                checks.ask_again()


@shared_task
def remind_of_expiring_marks() -> None:
    """Queue the SMS about marks and cards that run out, board by board in random order, a transaction a batch."""
    stop_at = time.monotonic() + BUDGET_S
    boards = list(Board.objects.values_list("pk", flat=True))
    random.shuffle(boards)
    for board_id in boards:
        for remind in (wallet.remind_of_facts, wallet.remind_of_papers):
            remind_all(board_id, remind, stop_at)


def remind_all(board_id: int, remind: Callable[[wallet.Cursor | None], wallet.Cursor | None], stop_at: float) -> None:
    after: wallet.Cursor | None = None
    while time.monotonic() < stop_at:
        with board_scope(board_id):
            after = remind(after)
        if after is None:
            return


@shared_task
def erase_due_files() -> None:
    schedule.erase_due()


@shared_task
def forget_people_without_file() -> None:
    schedule.forget_people_without_file()


@shared_task
def purge_lists() -> None:
    purge_boards(Board.objects.values_list("pk", flat=True), purging.purge_lists)
