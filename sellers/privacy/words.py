"""What stands in a person's file in the words of the reader. Data for another program keeps the codes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onboarding.audit.models import AuditEntry
from onboarding.pages.templatetags.pages import ist_date, ist_time, localtext, rupees
from sellers.actions.helpers import Relation
from sellers.actions.repeats import RELATIONS
from sellers.actions.unmasking import WHY
from sellers.consents.purposes import PURPOSES
from sellers.consents.reading import name_of
from sellers.models import Check, Consent, Helper, Unmasking
from sellers.privacy.held import Text
from sellers.privacy.labels import ACTIONS, COLUMNS, PARTS, ROLES
from sellers.privacy.retention import HOLD_TEXTS
from sellers.questions.catalogue import QUESTIONS

# Columns that hold a code and no choices of their own.
CODES: Mapping[str, Mapping[str, Text]] = {
    "language": {"hi": gettext_lazy("Hindi"), "en": gettext_lazy("English")},
    "means": {
        Consent.Means.PAGE: pgettext_lazy("consent", "On the page"),
        Consent.Means.CODE: pgettext_lazy("consent", "By a code"),
    },
    "relation": RELATIONS,
    "held_for": HOLD_TEXTS,
}
SAID: Mapping[str, Callable[[Model, Any], str]] = {
    "code": lambda _row, value: str(label_of(value)),
    "recipient": lambda row, value: recipient_text(row, value),
    "reason": lambda row, value: why_text(value) if isinstance(row, Unmasking) else str(value),
}


def text_of(row: Model, name: str, value: Any) -> str:
    """Return the value of this column as a person reads it."""
    if name == "relation" and isinstance(row, Helper):
        return str(dict(Relation.choices).get(value, value))
    if name in CODES:
        return str(CODES[name].get(value, value))
    show = getattr(row, f"get_{name}_display", None)
    if show is not None:
        return str(show())
    if name in SAID:
        return SAID[name](row, value)
    if name.endswith("_paise"):
        return rupees(value)
    return text_of_value(value)


def text_of_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return ist_time(value)
    if isinstance(value, date):
        return ist_date(value)
    if isinstance(value, Mapping):
        if set(value) <= {"hi", "en"}:
            return localtext(value)
        return "; ".join(
            f"{label_of(key)}: {text_of_part(key, each)}" for key, each in value.items() if each not in ("", None)
        )
    if isinstance(value, (list, tuple)):
        return ", ".join(text_of_value(each) for each in value)
    return str(value)


def text_of_part(name: str, value: Any) -> str:
    """Return what stands under this name within a value."""
    if name.endswith("_paise") and isinstance(value, int):
        return rupees(value)
    if name == "result":
        return str(dict(Check.Result.choices).get(value, value))
    return text_of_value(value)


def text_in_line(entry: AuditEntry, name: str, value: Any) -> str:
    """Return one column of a line of the history as a person reads it."""
    match name:
        case "who":
            return str(ROLES.get(value, value))
        case "action":
            return str(ACTIONS.get(value, value))
        case "from" | "to":
            return str(statuses_of(entry.object_type).get(value, value))
        case "columns":
            return ", ".join(str(label_of(code)) for code in value)
        case "reason":
            return reason_in_line(entry)
        case _other:
            return text_of_value(value)


def reason_in_line(entry: AuditEntry) -> str:
    if entry.action == "secret.shown":
        return why_text(entry.reason)
    if entry.action == "erasure.postponed":
        held_for, _until, day = entry.reason.partition(" until ")
        if held_for in HOLD_TEXTS and day:
            told = {"reason": HOLD_TEXTS[held_for], "day": ist_date(date.fromisoformat(day))}
            return _("%(reason)s Until %(day)s.") % told
    return entry.reason


@cache
def statuses_of(object_type: str) -> Mapping[str, Text]:
    """Return the words for the statuses of this kind of row; none for a kind that has no status."""
    columns = {column.name: column for column in apps.get_model(object_type)._meta.concrete_fields}
    return dict(columns["status"].choices or ()) if "status" in columns else {}


def why_text(reason: str) -> str:
    """Return why an officer looked at a hidden number: the choice in words, and what she wrote besides."""
    why, _colon, words = reason.partition(": ")
    return ": ".join(filter(None, (str(WHY.get(why, why)), words)))


def recipient_text(row: Model, recipient: str) -> str:
    purpose = PURPOSES.get(getattr(row, "purpose", ""))
    return name_of(purpose, recipient) if purpose else recipient


def label_of(code: str) -> Text:
    """Return what this code stands for: a question, a part of a value, a column; others are what they say."""
    if code in QUESTIONS:
        return QUESTIONS[code].label
    return PARTS.get(code) or COLUMNS.get(code) or code
