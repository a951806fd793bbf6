"""Deleting what is too old, board by board in bounded batches."""

import time
from collections.abc import Callable, Iterable

from onboarding.tenancy.scope import board_scope

BUDGET_S = 20.0  # what is left then waits for the next day; a task that ran into its time limit would look broken


def purge_boards(board_ids: Iterable[int], purge: Callable[[], int]) -> int:
    """Call `purge` in each board's scope until it finds nothing, a transaction a batch; return how many were purged."""
    stop_at = time.monotonic() + BUDGET_S
    return sum(purge_board(board_id, purge, stop_at) for board_id in board_ids)


def purge_board(board_id: int, purge: Callable[[], int], stop_at: float) -> int:
    purged = 0
    while time.monotonic() < stop_at:
        with board_scope(board_id):
            found = purge()
        if not found:
            break
        purged += found
    return purged
