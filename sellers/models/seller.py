from django.conf import settings
from django.db import models

from onboarding.tenancy.models import BoardKey, BoardModel
from onboarding.vault.models import DataKey


class Seller(BoardModel):
    """A person's file at one board. What is secret in it is sealed under her own data key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    data_key = BoardKey(DataKey, related_name="+")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="seller_once")]

    def __str__(self) -> str:
        return str(self.pk)
