from django.db import models

from onboarding.boards.models import District, Programme
from onboarding.tenancy.models import BoardKey, BoardModel


class Workshop(BoardModel):
    """A workshop that a programme holds in a district; its topic is `{language: text}`."""

    programme = BoardKey(Programme, related_name="workshops")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    topic = models.JSONField()
    held_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["held_on", "id"]
