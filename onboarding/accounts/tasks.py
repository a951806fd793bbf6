"""Doors for the workers."""

from celery import shared_task

from onboarding.accounts.actions import boards_with_old_codes, purge_codes
from onboarding.accounts.budgets import purge_allowances
from onboarding.tenancy.purging import purge_boards


@shared_task
def purge_old_codes() -> None:
    purge_boards(boards_with_old_codes(), purge_codes)


@shared_task
def purge_budgets() -> None:
    while purge_allowances():
        pass
