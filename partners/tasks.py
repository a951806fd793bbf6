"""Doors for the workers."""

from celery import shared_task

from partners import actions


@shared_task
def drop_expired_tokens() -> None:
    actions.drop_expired_tokens()
