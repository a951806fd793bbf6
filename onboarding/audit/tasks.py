"""Doors for the workers."""

import time

from celery import shared_task

from onboarding.audit.heads import export_heads
from onboarding.audit.querysets import boards_with_unsealed_entries
from onboarding.audit.seal import seal_board
from onboarding.tenancy.scope import board_scope

BUDGET_S = 20.0  # what is left then waits for the next beat; a task that ran into its time limit would look broken


@shared_task
def seal_all() -> None:
    """Seal what every board has written, a batch of each in turn, so that none waits behind a large one."""
    deadline = time.monotonic() + BUDGET_S
    while time.monotonic() < deadline:
        sealed = 0
        for board_id in boards_with_unsealed_entries():
            with board_scope(board_id):
                sealed += seal_board()
        if not sealed:
            return


@shared_task
def export_heads_daily() -> None:
    """Tell the newest heads to the file that verify_audit compares with."""
    export_heads()
