"""Budgets that guard people: so many in a window, counted in PostgreSQL and exact under concurrency."""

import hmac
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from onboarding.accounts.models import Allowance

SHARED_STRIPES = 16
BATCH = 5000

# The first use opens the window; a use after its end opens the next. A full budget updates no row, and returns none.
TAKE = """
    INSERT INTO accounts_allowance AS mine (kind, key_hash, stripe, window_started_at, window_ends_at, used)
    VALUES (%(kind)s, %(key)s, %(stripe)s, %(now)s, %(ends)s, 1)
    ON CONFLICT (kind, key_hash, stripe) DO UPDATE SET
        used = CASE WHEN mine.window_ends_at <= %(now)s THEN 1 ELSE mine.used + 1 END,
        window_started_at = CASE WHEN mine.window_ends_at <= %(now)s THEN %(now)s ELSE mine.window_started_at END,
        window_ends_at = CASE WHEN mine.window_ends_at <= %(now)s THEN %(ends)s ELSE mine.window_ends_at END
    WHERE mine.window_ends_at <= %(now)s OR mine.used < %(limit)s
    RETURNING used
"""


@dataclass(frozen=True)
class Budget:
    """At most `limit` uses in a window of that length. `stripes` above 1 are for budgets that many people share."""

    kind: str
    limit: int
    window: timedelta
    stripes: int = 1

    def stripe_limits(self) -> list[int]:
        """Return what each stripe may give; together exactly the limit."""
        stripes = max(1, min(self.stripes, self.limit))
        share, rest = divmod(self.limit, stripes)
        return [share + (stripe < rest) for stripe in range(stripes)]


def take(budget: Budget, key: str) -> bool:
    """Take one use for the key and return True, or return False and take nothing.

    The row stays locked until the caller's transaction ends, and a rollback gives the use back: whoever counts tries
    must commit the try also when it failed.
    """
    if budget.limit < 1:
        return False
    limits = budget.stripe_limits()
    if len(limits) == 1:
        return take_from(budget, key, 0, limits[0])
    return take_from_a_free_stripe(budget, key, limits)


def take_from_a_free_stripe(budget: Budget, key: str, limits: Sequence[int]) -> bool:
    """Take from a stripe that nobody holds; where all with something left are held, wait for one after the other."""
    held = []
    for stripe in random.sample(range(len(limits)), len(limits)):
        if not is_free(f"{budget.kind}:{key}:{stripe}"):
            held.append(stripe)
        elif take_from(budget, key, stripe, limits[stripe]):
            return True
    return any(take_from(budget, key, stripe, limits[stripe]) for stripe in sorted(held))


def is_free(name: str) -> bool:
    """Hold that name until the transaction ends, unless somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"allowance:{name}"])
        return bool(cursor.fetchone()[0])


def take_from(budget: Budget, key: str, stripe: int, limit: int) -> bool:
    now = timezone.now()
    values: dict[str, Any] = {
        "kind": budget.kind,
        "key": key_hash(budget.kind, key),
        "stripe": stripe,
        "limit": limit,
        "now": now,
        "ends": now + budget.window,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.fetchone() is not None


def key_hash(kind: str, key: str) -> bytes:
    """Return the keyed hash under which a budget's owner is counted.

    Under SECRET_KEY, not vault's blind index: a window lasts a day at most, so nothing has to be indexed anew when
    the field keys are rotated, and a plain hash of ten digits could be undone by trying them all.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), f"allowance:{kind}:{key}".encode(), "sha256")


@transaction.atomic
def purge_allowances(*, limit: int = BATCH) -> int:
    """Delete up to `limit` allowances whose window is over, which nobody will miss; return how many."""
    ended = Allowance.objects.filter(window_ends_at__lt=timezone.now()).order_by("window_ends_at")
    # One that somebody takes from at this moment begins a new window, and stays.
    free = list(ended.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
    return Allowance.objects.filter(pk__in=free).delete()[0]
