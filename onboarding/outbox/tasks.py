"""Doors for the workers."""

from celery import shared_task

from onboarding.outbox.actions import boards_with_old_events, purge_events
from onboarding.outbox.relay import relay_due
from onboarding.tenancy.purging import purge_boards


@shared_task
def relay_events() -> None:
    relay_due()


@shared_task
def purge_done_events() -> None:
    purge_boards(boards_with_old_events(), purge_events)
