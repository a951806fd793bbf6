"""Statuses of a publication and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from onboarding.moves import Move, Moves

DOWN = "down"  # the desired hash of a listing that shall stand nowhere: no hash of contents reads so


class PublicationStatus(TextChoices):
    WAITING = "waiting", pgettext_lazy("publication", "Waiting to be sent")
    SENT = "sent", pgettext_lazy("publication", "Under check")
    LIVE = "live", pgettext_lazy("publication", "Live")
    REFUSED = "refused", pgettext_lazy("publication", "Needs a change")
    TAKEN_DOWN = "taken_down", pgettext_lazy("publication", "Taken down at the seller's wish")


_S = PublicationStatus
PUBLICATION_MOVES = Moves(
    initial=(_S.WAITING,),
    steps=(
        Move("queue", (_S.WAITING, _S.SENT, _S.LIVE, _S.REFUSED, _S.TAKEN_DOWN), _S.WAITING),
        Move("send", (_S.WAITING,), _S.SENT),
        Move("go_live", (_S.SENT,), _S.LIVE),
        Move("refuse", (_S.WAITING, _S.SENT), _S.REFUSED),
        Move("take_down", (_S.WAITING, _S.SENT), _S.TAKEN_DOWN),
    ),
)
