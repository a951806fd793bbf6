"""All that is held about one seller at one board, in clear, for her alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from sellers.models import Seller, Unmasking
from sellers.privacy.held import Held, Text, all_held
from sellers.privacy.labels import COLUMNS, ROLES
from sellers.privacy.words import label_of, text_in_line, text_of, why_text

HISTORY = "history"
READ_BY_HER = "my_data.read"
# What officers do with a file that counts as looking at it.
LOOKS = ("secret.shown",)
# What an officer wrote about these may name another person.
NAMING_OTHERS = frozenset({"sellers.repeat"})
ON_PAGE = 200  # rows of one kind; the data for another program holds all


@dataclass(frozen=True)
class Entry:
    """One value: as the data file has it, and as she reads it, which is worked out only when she does."""

    name: str
    label: Text
    value: Any
    say: Callable[[], str]

    @property
    def text(self) -> str:
        return self.say()


@dataclass(frozen=True)
class Row:
    entries: list[Entry]
    picture_url: str = ""


@dataclass(frozen=True)
class Section:
    code: str
    title: Text
    rows: list[Row]

    @property
    def is_history(self) -> bool:
        return self.code == HISTORY

    @property
    def on_page(self) -> list[Row]:
        """Return the rows that the page shows: of the history the newest, newest first."""
        return self.rows[: -ON_PAGE - 1 : -1] if self.is_history else self.rows[:ON_PAGE]


@dataclass(frozen=True)
class Look:
    """Somebody of the board looked at, or decided about, something of hers."""

    at: datetime
    who: Text
    what: str
    reason: str


def everything_about(seller: Seller, board: Board) -> Iterator[Section]:
    """Yield each kind of row with all of its rows, and at the end what the history holds of them."""
    ids: dict[str, list[str]] = {}
    for held in all_held():
        rows = list(held.rows_of(seller))
        ids[held.model._meta.label_lower] = [str(row.pk) for row in rows]
        if held.beforehand:
            held.beforehand(rows)
        if rows:
            yield Section(held.model._meta.label_lower, held.title, [row_of(held, row, board) for row in rows])
    yield Section(HISTORY, _("What was done, and by whom"), [line_of(entry) for entry in history_of(ids)])


def row_of(held: Held, row: Model, board: Board) -> Row:
    first, *rest = held.shown
    values = {first: getattr(row, first)}
    values |= {name: read(row) for name, read in held.read.items()}  # an answer stands beside its question
    values |= {name: getattr(row, name) for name in rest}
    entries = [
        Entry(name, COLUMNS[name], plain(value), partial(text_of, row, name, value))
        for name, value in values.items()
        if value not in (None, "", {}, [])
    ]
    return Row(entries, picture_of(held, row, board))


def picture_of(held: Held, row: Model, board: Board) -> str:
    if held.picture is None:
        return ""
    page, args = held.picture(row)
    return reverse(page, args=[board.slug, *args])


def history_of(ids: Mapping[str, Sequence[str]]) -> list[AuditEntry]:
    """Return all that the history holds about these rows, oldest first."""
    about = [Q(object_type=kind, object_id__in=keys) for kind, keys in ids.items() if keys]
    return list(AuditEntry.objects.filter(reduce(or_, about)).order_by("pk")) if about else []


def line_of(entry: AuditEntry) -> Row:
    values = (
        ("at", _("When"), entry.at),
        ("action", _("What"), entry.action),
        ("who", _("Who"), entry.actor_kind),
        ("from", _("Status before"), entry.before),
        ("to", _("Status after"), entry.after),
        ("columns", _("Which fields"), entry.fields),
        ("reason", _("Reason"), "" if entry.object_type in NAMING_OTHERS else entry.reason),
    )
    return Row(
        [
            Entry(name, label, plain(value), partial(text_in_line, entry, name, value))
            for name, label, value in values
            if value
        ]
    )


def looks_at(seller: Seller) -> list[Look]:
    """Return when an officer looked at a hidden number or decided about her file, newest first, by role."""
    shown = [
        Look(each.at, ROLES["officer"], str(label_of(each.code)), why_text(each.reason))
        for each in Unmasking.objects.filter(seller=seller)
    ]
    files = [str(pk) for pk in seller.applications.values_list("pk", flat=True)]
    about_file = AuditEntry.objects.filter(object_type="sellers.application", object_id__in=files)
    decided = [
        Look(entry.at, ROLES["officer"], _("Your application"), entry.reason)
        for entry in about_file.filter(actor_kind="officer").exclude(action__in=LOOKS)
    ]
    return sorted([*shown, *decided], key=lambda look: look.at, reverse=True)


def times_read(seller: Seller) -> int:
    """Return how often her whole file was opened."""
    about = AuditEntry.objects.filter(object_type=Seller._meta.label_lower, object_id=str(seller.pk))
    return int(about.filter(action=READ_BY_HER).count())


def as_data(sections: Iterator[Section]) -> dict[str, list[dict[str, Any]]]:
    """Return the sections as a machine reads them: one list for each kind of row, columns by their names."""
    found: dict[str, list[dict[str, Any]]] = {}
    for section in sections:
        found[section.code] = [
            {entry.name: entry.value for entry in row.entries}
            | ({"picture": row.picture_url} if row.picture_url else {})
            for row in section.rows
        ]
    return found


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
