"""How a worker takes due rows and gives them back: lease, fence, bounded attempts.

Between the two it holds no transaction, so a slow call outside holds no lock. All times are the database's.
"""

from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from onboarding.outbox.models import Claimable

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=45)
# 2 s, 8 s, 32 s, 2 min, 9 min, 34 min, 2 h: an outage of an evening costs no row its life.
FIRST_RETRY_S = 2
RETRY_GROWTH = 4
LONGEST_RETRY_S = 7200
LONGEST_ERROR = 2000

Row = TypeVar("Row", bound=Claimable)


@transaction.atomic
def claim(rows: "QuerySet[Row]", *, limit: int) -> list[Row]:
    """Lease up to `limit` due rows to the caller, oldest first, passing over those another worker holds.

    A row whose worker died in its last attempt is buried instead.
    """
    due = rows.filter(done_at=None, dead_at=None, run_after__lte=Now())
    free = due.filter(Q(lease_until=None) | Q(lease_until__lt=Now()))
    found = list(free.order_by("run_after", "id").select_for_update(skip_locked=True, of=("self",))[:limit])
    exhausted = [row.pk for row in found if row.attempts >= MAX_ATTEMPTS]
    if exhausted:
        # The fence too: that worker may only have been slow, and must not settle a dead row.
        rows.filter(pk__in=exhausted).update(
            dead_at=Now(), lease_until=None, fence=F("fence") + 1, last_error="The worker died in the last attempt."
        )
    claimed = [row for row in found if row.attempts < MAX_ATTEMPTS]
    rows.filter(pk__in=[row.pk for row in claimed]).update(
        lease_until=Now() + LEASE, fence=F("fence") + 1, attempts=F("attempts") + 1
    )
    for row in claimed:
        row.fence += 1
        row.attempts += 1
    return claimed


def finish(row: Claimable, **results: Any) -> bool:
    """Mark the work as done, with its results. False when the row has passed to another worker meanwhile."""
    return settle(row, done_at=Now(), last_error="", **results)


def wait(row: Claimable, delay_s: float, **results: Any) -> bool:
    """Put the row back for later without costing an attempt: nothing failed, it was only not yet time."""
    return settle(row, run_after=Now() + timedelta(seconds=delay_s), attempts=row.attempts - 1, **results)


def retry(row: Claimable, error: str, **results: Any) -> bool:
    """Put the row back after a failure, later each time, or bury it after the last attempt."""
    if row.attempts >= MAX_ATTEMPTS:
        return bury(row, error, **results)
    delay_s = min(FIRST_RETRY_S * RETRY_GROWTH ** (row.attempts - 1), LONGEST_RETRY_S)
    return settle(row, run_after=Now() + timedelta(seconds=delay_s), last_error=storable(error), **results)


def bury(row: Claimable, error: str, **results: Any) -> bool:
    """Take the row out of work for good, with its reason, until an officer revives it."""
    return settle(row, dead_at=Now(), last_error=storable(error), **results)


def settle(row: Claimable, **changes: Any) -> bool:
    """Write the changes and end the lease, only while the row is still the caller's."""
    mine = type(row)._default_manager.filter(pk=row.pk, fence=row.fence)
    return bool(mine.update(lease_until=None, **changes))


def storable(error: str) -> str:
    """Return the start of the text without what PostgreSQL refuses: an error about bad input may quote it."""
    return error[:LONGEST_ERROR].replace("\0", "").encode(errors="replace").decode()
