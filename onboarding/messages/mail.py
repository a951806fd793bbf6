"""Mail that Django and allauth write goes into the outbox like everything else that leaves."""

from collections.abc import Sequence
from contextlib import nullcontext

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.messages.actions import queue
from onboarding.messages.models import Message
from onboarding.tenancy.scope import NoBoardScope, board_scope, current_board_id


class OutboxEmailBackend(BaseEmailBackend):
    """Queues each mail in the open board's scope, or for the platform's own board where there is none."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with scope_for_mail():
            for mail in email_messages:
                for to in mail.recipients():
                    queue(
                        channel=Message.Channel.MAIL,
                        purpose="mail",
                        to=to,
                        body=mail.message().as_string(),
                    )
        return len(email_messages)


def scope_for_mail() -> "nullcontext[None]":
    try:
        current_board_id()
    except NoBoardScope:
        return board_scope(Board.objects.get(slug=PLATFORM_SLUG).pk)  # type: ignore[return-value]
    return nullcontext()
