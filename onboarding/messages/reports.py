"""The address at which a gateway tells what became of one message.

The path itself is the right to speak: signed, for one message of one board, and good for a few days. So no gateway
needs a secret of ours in its requests, and one that turns bad can lie about its own messages only.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from onboarding.messages.models import Message

SALT = "messages.report"
LIFETIME = timedelta(days=4)  # operators give up on a phone that is off after three


@dataclass(frozen=True)
class Reported:
    """Which message a report is about."""

    board_id: int
    message_id: UUID


def report_url(message: Message) -> str:
    """Return the address for reports about this message."""
    return settings.PUBLIC_URL + reverse("message_report", args=[report_token(message)])


def report_token(message: Message) -> str:
    return signing.dumps([message.board_id, message.pk.hex], salt=SALT)  # type: ignore[attr-defined]  # of the board


def read_token(token: str) -> Reported | None:
    """Return what the token names, or None for one that we did not sign, or so long ago."""
    try:
        board_id, message_id = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return Reported(board_id, UUID(message_id))
