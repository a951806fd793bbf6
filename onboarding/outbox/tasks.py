"""Doors for the workers."""

from celery import shared_task

from onboarding.outbox.relay import relay_due


@shared_task
def relay_events() -> None:
    relay_due()
