"""A decision as a page offers it: the moves an officer may take, and the filters of a queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onboarding.pages.fields import TextField


@dataclass(frozen=True)
class OfferedMove:
    name: str
    label: str | Promise
    needs_reason: bool = False
    tone: str = ""
    form: forms.Form | None = None


@dataclass(frozen=True)
class StatusFilter:
    value: str
    label: str | Promise
    active: bool
    count: int | None = None


class DecisionForm(forms.Form):
    """The shape of any decision: which move, and the reason where one is asked."""

    move = TextField(max_length=20)
    seen = TextField(required=False, max_length=40)  # moves.mark_of what the page showed
    reason = TextField(required=False, max_length=1000, label=_("Your reason; the seller reads it"))


def chosen_status(asked: str | None, offered: Iterable[Any], *, default: str) -> str:
    """Return the status that the address asks for if the queue offers it, else the default."""
    return asked if asked is not None and asked in [str(status) for status in offered] else default


def status_filters(statuses: Iterable[Any], chosen: str) -> list[StatusFilter]:
    return [StatusFilter(status.value, status.label, active=status.value == chosen) for status in statuses]
