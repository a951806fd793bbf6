"""The key of one person at one board; whoever owns values sealed under it points to it."""

from django.db import models
from django.utils import timezone

from onboarding.tenancy.models import BoardModel


class DataKey(BoardModel):
    """A key that seals one person's values, wrapped by the environment's. Destroying it erases them."""

    wrapped = models.BinaryField(null=True, editable=False)
    wrapped_with = models.CharField(max_length=16, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True) ^ models.Q(destroyed_at__isnull=True),
                name="data_key_wrapped_until_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
