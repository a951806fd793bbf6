"""Statuses of a programme."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onboarding.moves import Move, Moves


class ProgrammeStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")


PROGRAMME_MOVES = Moves(
    initial=(ProgrammeStatus.DRAFT,),
    steps=(Move("activate", (ProgrammeStatus.DRAFT,), ProgrammeStatus.ACTIVE),),
)
