"""Statuses of a publication and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from onboarding.moves import Move, Moves


class PublicationStatus(TextChoices):
    WAITING = "waiting", pgettext_lazy("publication", "Waiting to be sent")
    SENT = "sent", pgettext_lazy("publication", "Under check")
    LIVE = "live", pgettext_lazy("publication", "Live")
    REFUSED = "refused", pgettext_lazy("publication", "Needs a change")


_S = PublicationStatus
PUBLICATION_MOVES = Moves(
    initial=(_S.WAITING,),
    steps=(
        Move("queue", (_S.WAITING, _S.SENT, _S.LIVE, _S.REFUSED), _S.WAITING),
        Move("send", (_S.WAITING,), _S.SENT),
        Move("go_live", (_S.SENT,), _S.LIVE),
        Move("refuse", (_S.WAITING, _S.SENT), _S.REFUSED),
    ),
)
