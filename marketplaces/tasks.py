"""Doors for the workers."""

from uuid import UUID

from celery import shared_task

from marketplaces import pump
from onboarding.outbox.doorbell import ring


@shared_task
def pump_account(board_id: int, account_id: str) -> None:
    pump.pump_account(board_id, UUID(account_id))


@shared_task
def sweep_accounts() -> None:
    """Ring for each account that has work due: the guarantee behind rings that were lost."""
    for board_id, account_id in pump.accounts_with_due_work():
        ring("marketplaces.tasks.pump_account", board_id, str(account_id))
