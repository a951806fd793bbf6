"""Doors for the workers."""

from celery import shared_task

from onboarding.boards.models import Board
from onboarding.messages import actions
from onboarding.tenancy.purging import purge_boards


@shared_task
def wipe_recipients() -> None:
    purge_boards(Board.objects.values_list("pk", flat=True), actions.wipe_recipients)
