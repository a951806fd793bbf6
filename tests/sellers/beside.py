"""Two transactions beside each other: the first is not committed when the second begins."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection

from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope

PATIENCE_S = 20


def one_beside_another(board: Board, first: Callable[[], Any], second: Callable[[], Any]) -> str:
    """Run both, the second from before the first commits; return the name of the refusal of the second, or ''."""

    def in_scope() -> None:
        try:
            with board_scope(board.pk):
                second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with board_scope(board.pk):
            first()
            running = pool.submit(in_scope)
            wait_until_it_waits_for_a_lock(running)
        error = running.exception(PATIENCE_S)
    return type(error).__name__ if error else ""


def wait_until_it_waits_for_a_lock(running: "Future[None]") -> None:
    """Return when it waits for a lock, or is done without having waited."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not running.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
