"""The nightly round: whose day has come, board by board, each file in a transaction of its own."""

import logging
import time

from django.db import connection
from django.utils import timezone

from onboarding.accounts.actions import forget_users
from onboarding.accounts.forgetting import end_sessions_of, silent_people
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.models import Erasure
from sellers.privacy.actions import erase_if_due

logger = logging.getLogger(__name__)
BUDGET_S = 35.0  # below the soft limit of a task; whoever got no turn has one tomorrow
AT_ONCE = 200  # people in one question to the database


def erase_due() -> int:
    """Erase every file whose day has come and which nothing keeps; return how many. Postponed ones have a new day.

    What fails for one person is logged and tried again tomorrow; the others have their turn.
    """
    stop_at, done, gone = time.monotonic() + BUDGET_S, 0, []
    for board_id in Board.objects.order_by("pk").values_list("pk", flat=True):
        with board_scope(board_id):
            due = Erasure.objects.filter(done_at=None, cancelled_at=None, due_on__lte=timezone.localdate())
            waiting = list(due.order_by("due_on", "pk").values_list("pk", flat=True))
        for erasure_id in waiting:
            if time.monotonic() > stop_at:
                break
            try:
                with board_scope(board_id):
                    outcome = erase_if_due(erasure_id)
            except Exception:
                logger.exception("erasure %s of board %s failed", erasure_id, board_id)
                continue
            done += outcome.is_done
            gone += [outcome.gone_user] if outcome.gone_user else []
    end_sessions_of(gone)
    return done


def forget_people_without_file(*, at_once: int = AT_ONCE) -> int:
    """Forget everybody who proved a phone, has no file at any board, and was silent for 90 days; return how many."""
    stop_at, forgotten, after = time.monotonic() + BUDGET_S, 0, 0
    while time.monotonic() < stop_at:
        silent = silent_people(after=after, most=at_once)
        if not silent:
            break
        forgotten += len(forget_users(without_file(silent)))
        after = silent[-1]
    return forgotten


def without_file(user_ids: list[int]) -> list[int]:
    """Return those of these people who hang on nothing at any board; that is all that is learnt of the boards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sellers_people_without_file(%s::bigint[])", [user_ids])
        return [row[0] for row in cursor.fetchall()]
