"""Approved files of which a registry says something else since, or whose seller has renewed a mark."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from sellers.models import Application, Check
from sellers.review.standing import ASKED, BAD
from sellers.states import ApplicationStatus


def needing_another_look() -> Any:
    """Return approved files in which something is to be looked at, and no officer has done so since."""
    changed = unconfirmed().filter(answered_at__gt=OuterRef("status_since"), seller=OuterRef("seller"))
    return Application.objects.filter(Exists(changed), status=ApplicationStatus.APPROVED)


def unconfirmed() -> Any:
    """Return what registries say against a fact as it stands, or an officer was asked, and none has looked at since."""
    looked = Check.objects.filter(
        seller=OuterRef("seller"), code=OuterRef("code"), method=Check.Method.OFFICER, stale_at=None
    ).filter(result=Check.Result.MATCH, answered_at__gt=OuterRef("answered_at"))
    denied = Q(method__in=list(ASKED), result__in=BAD)
    asked = Q(method=Check.Method.OFFICER, result=Check.Result.PENDING)
    against = Check.objects.filter(denied | asked, stale_at=None)
    return against.filter(~Exists(looked))
