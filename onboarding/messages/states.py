"""Statuses of a message on its way out."""

from django.db.models import TextChoices

from onboarding.moves import Move, Moves


class MessageStatus(TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


MESSAGE_MOVES = Moves(
    initial=(MessageStatus.QUEUED,),
    steps=(
        Move("send", (MessageStatus.QUEUED,), MessageStatus.SENT),
        Move("refuse", (MessageStatus.QUEUED,), MessageStatus.REFUSED),
        # A report can overtake our own note that the message left; a phone that was off gets its SMS after all.
        Move(
            "deliver",
            (MessageStatus.QUEUED, MessageStatus.SENT, MessageStatus.UNDELIVERED),
            MessageStatus.DELIVERED,
        ),
        Move("lose", (MessageStatus.QUEUED, MessageStatus.SENT), MessageStatus.UNDELIVERED),
    ),
)
