"""What a refused action must not do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import models

from catalog.models import Listing, Photo
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Programme
from onboarding.outbox.models import OutboxEvent
from sellers.models import (
    Application,
    Assistance,
    Check,
    Consent,
    Enrolment,
    Finding,
    Helper,
    NumberChange,
    Repeat,
    Seller,
    Unmasking,
)

WATCHED: tuple[type[models.Model], ...] = (
    AuditEntry,
    OutboxEvent,
    Programme,
    Seller,
    Application,
    Enrolment,
    Assistance,
    Helper,
    NumberChange,
    Repeat,
    Check,
    Consent,
    Finding,
    Unmasking,
    Listing,
    Photo,
)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every value of every watched row of the open board."""
    return {
        model.__name__: [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in WATCHED
    }


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """The block raises exactly this error and leaves every watched row as it was."""
    before = rows()
    with pytest.raises(error) as caught:
        yield
    assert caught.type is error
    assert rows() == before


def history(obj: models.Model) -> list[tuple[str, str, str, str]]:
    """What the audit holds on the row, oldest first: action, kind of actor, status before, status after."""
    entries = AuditEntry.objects.filter(object_id=str(obj.pk)).order_by("pk")
    return list(entries.values_list("action", "actor_kind", "before", "after"))


def events_of(obj: models.Model) -> list[str]:
    """The names of the events that wait for the relay, oldest first."""
    return list(OutboxEvent.objects.filter(object_id=str(obj.pk)).order_by("pk").values_list("name", flat=True))
