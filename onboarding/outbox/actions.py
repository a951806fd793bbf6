"""Publishing an event inside the transaction that caused it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.outbox.doorbell import ring_after_commit
from onboarding.outbox.models import OutboxEvent

DONE_KEPT = timedelta(days=30)
BATCH = 1000


@dataclass(frozen=True)
class Event:
    """What a handler is given. It may come more than once, so handlers are idempotent."""

    id: int
    board_id: int
    name: str
    object_id: str
    payload: Mapping[str, Any]

    @property
    def source(self) -> str:
        """Return a name for what a handler makes of this event, the same each time it comes."""
        return f"event:{self.id}"


Handler = Callable[[Event], None]


def publish(name: str, obj: models.Model, **ids: str | int) -> None:
    """Queue the event for each handler that event_routes names; it leaves when the transaction commits.

    Raises KeyError for an event that event_routes does not know.
    """
    OutboxEvent.objects.bulk_create(
        # Due by the database's clock, as workers see it: were ours ahead, the bell would ring for nothing.
        OutboxEvent(name=name, handler=path_of(handler), object_id=str(obj.pk), payload=ids, run_after=Now())
        for handler in routes()[name]
    )
    ring_after_commit("onboarding.outbox.tasks.relay_events")


@transaction.atomic
def revive_event(event_id: int, *, by: Actor) -> OutboxEvent:
    """Let a dead event be tried from the start. Raises OutboxEvent.DoesNotExist for one that is not dead."""
    event: OutboxEvent = OutboxEvent.objects.dead().locked().get(pk=event_id)
    OutboxEvent.objects.filter(pk=event.pk).update(
        dead_at=None, attempts=0, run_after=Now(), lease_until=None, fence=F("fence") + 1
    )
    record("event.revived", event, by=by)
    ring_after_commit("onboarding.outbox.tasks.relay_events")
    return event


def boards_with_old_events() -> list[int]:
    """Return the boards that keep events which `purge_events` would delete."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outbox_boards_done_before(%s)", [timezone.now() - DONE_KEPT])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def purge_events(*, limit: int = BATCH) -> int:
    """Delete up to `limit` events of the open board that were done more than 30 days ago; return how many.

    What is due or dead stays. Done ones lie at the lower end of the ids, so that reading in their order finds them.
    """
    done = OutboxEvent.objects.filter(done_at__lt=timezone.now() - DONE_KEPT)
    return OutboxEvent.objects.filter(pk__in=done.order_by("pk").values("pk")[:limit]).delete()[0]


@cache
def routes() -> Mapping[str, Sequence[Handler]]:
    found: Mapping[str, Sequence[Handler]] = import_string(settings.OUTBOX_ROUTES)
    return found


def path_of(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"
