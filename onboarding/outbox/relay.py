"""Carries due events to their handlers. A handler opens its own scope; none is open here while it runs."""

import logging
import random
import time
from collections.abc import Callable
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from onboarding.audit.request_id import current_request_id
from onboarding.outbox.actions import Event, Handler, path_of, routes
from onboarding.outbox.claims import bury, claim, finish, retry, wait
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.models import scope_of
from onboarding.tenancy.scope import board_scope

logger = logging.getLogger(__name__)

BATCH = 20
RELAY_S = 25.0  # well inside the lease and the task's soft limit; what is left is swept up 2 s later

Settlement = Callable[[OutboxEvent], bool]


class Postponed(Exception):
    """Raised by a handler that met no failure but must be asked again after `delay_s`."""

    def __init__(self, delay_s: float) -> None:
        self.delay_s = delay_s
        super().__init__(f"again in {delay_s} s")


class Final(Exception):
    """Raised by a handler when trying again cannot help; the event is buried with this reason."""


def relay_due() -> int:
    """Carry due events of all boards to their handlers, for RELAY_S at most; return how many were carried.

    Boards take turns in random order, so that a busy one, or one whose gateway is slow, starves no other.
    """
    stop_at = time.monotonic() + RELAY_S
    carried = 0
    while time.monotonic() < stop_at:
        boards = boards_with_due_events()
        random.shuffle(boards)
        in_this_round = sum(relay_batch(board_id, stop_at=stop_at) for board_id in boards)
        if not in_this_round:
            break
        carried += in_this_round
    return carried


def boards_with_due_events() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT outbox_due_boards()")
        return [row[0] for row in cursor.fetchall()]


def relay_batch(board_id: int, *, stop_at: float) -> int:
    """Claim one batch of the board's due events and carry it; return how many were claimed."""
    if time.monotonic() >= stop_at:
        return 0
    with board_scope(board_id):
        events = claim(OutboxEvent.objects.all(), limit=BATCH)
    for row in events:
        carry(row) if time.monotonic() < stop_at else release(row)
    return len(events)


def release(row: OutboxEvent) -> None:
    """Give back a row that there is no time for, before its lease runs out."""
    with scope_of(row):
        wait(row, 0)


def carry(row: OutboxEvent) -> None:
    """Run the row's handler and record what came of it."""
    token = current_request_id.set(f"event-{row.pk}")
    try:
        settle = attempt(row)
    finally:
        current_request_id.reset(token)
    with scope_of(row):
        settle(row)


def attempt(row: OutboxEvent) -> Settlement:
    """Run the handler outside any transaction and return what to write on the row."""
    event = Event(row.pk, row.board_id, row.name, row.object_id, row.payload)  # type: ignore[arg-type]  # never null
    try:
        handler_of(row)(event)
    except Postponed as postponed:
        return partial(wait, delay_s=postponed.delay_s)
    except Final as final:
        return partial(bury, error=str(final))
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # one event that fails must not hold up the rest; it is kept with its reason
        logger.exception("Event %s of %s failed", row.pk, row.name)
        return partial(retry, error=f"{type(error).__name__}: {error}")
    return finish


def handler_of(row: OutboxEvent) -> Handler:
    return next(handler for handler in routes()[row.name] if path_of(handler) == row.handler)
