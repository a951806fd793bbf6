"""Statuses of a message on its way out."""

from django.db.models import TextChoices

from onboarding.moves import Move, Moves


class MessageStatus(TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"


MESSAGE_MOVES = Moves(
    initial=(MessageStatus.QUEUED,),
    steps=(
        Move("send", (MessageStatus.QUEUED,), MessageStatus.SENT),
        Move("refuse", (MessageStatus.QUEUED,), MessageStatus.REFUSED),
    ),
)
