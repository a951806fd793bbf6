"""Rows that wait to be worked on, and the events among them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from onboarding.outbox.querysets import OutboxEventQuerySet
from onboarding.tenancy.models import BoardLogModel


class Claimable(models.Model):
    """Work that stays due until it is done or dead. A worker owns it until its lease ends or its fence is passed."""

    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        abstract = True


class OutboxEvent(Claimable, BoardLogModel):
    """One event on its way to one handler. Holds ids, never personal data."""

    name = models.CharField(max_length=80)
    handler = models.CharField(max_length=160)
    object_id = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OutboxEventQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(
                fields=["board", "run_after", "id"],
                name="outbox_due",
                condition=Q(done_at=None, dead_at=None),
            )
        ]
