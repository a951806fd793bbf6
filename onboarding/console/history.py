"""The history of one object, for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils.functional import Promise

from onboarding.audit.models import AuditEntry
from onboarding.tenancy.models import BoardOwned

LAST_ENTRIES = 50


@dataclass(frozen=True)
class HistoryLine:
    text: str | Promise
    at: datetime
    by: str
    reason: str


def history_of(obj: BoardOwned, labels: Mapping[str, str | Promise]) -> list[HistoryLine]:
    """Return what was done to the object, newest first, in the words of `labels`; unnamed actions are left out."""
    entries = list(
        AuditEntry.objects.filter(
            object_type=obj._meta.label_lower, object_id=str(obj.pk), action__in=list(labels)
        ).order_by("-id")[:LAST_ENTRIES]
    )
    officers = {entry.actor_id for entry in entries if entry.actor_kind == "officer"}
    names = {str(user.pk): user.name for user in get_user_model().objects.filter(pk__in=officers)}
    return [
        HistoryLine(labels[entry.action], entry.at, names.get(entry.actor_id, ""), entry.reason) for entry in entries
    ]
