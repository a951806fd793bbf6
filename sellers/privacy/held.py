"""Which rows are about a seller, as each room declares its own: what her file shows of them, and how they end.

settings.HELD_ROWS names the list of all, for sellers knows no room above it. A model with a way to Seller that nobody
declared fails the test that walks over all models, and so does a column of which nothing is said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from sellers.models import Seller

Text = str | Promise
Read = Callable[[Any], Any]
TECHNICAL = frozenset({"id", "board"})  # numbers that say nothing about anybody


class End(StrEnum):
    """What erasure does with the rows."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # some columns are, the rest counts people and says of nobody who she is
    KEPT = "kept"


@dataclass(frozen=True)
class Held:
    """The rows of one model that are about a seller.

    `path` leads from a row to its seller. `shown` are columns as they stand; `read` are values that must first be
    opened or put into words; `left_out` are columns that she is not shown, each with its reason. `picture` is the name
    of a page that shows the row's picture, with what it takes. `beforehand` puts onto the rows what is read once for
    all of them. `emptied` are the columns that erasure overwrites.
    """

    model: type[models.Model]
    path: str
    title: Text
    shown: tuple[str, ...] = ()
    read: Mapping[str, Read] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    picture: Callable[[Any], tuple[str, Sequence[Any]]] | None = None
    related: tuple[str, ...] = ()
    beforehand: Callable[[Sequence[Any]], None] | None = None
    newest: str = "pk"
    end: End = End.DELETED
    emptied: Mapping[str, Any] = field(default_factory=dict)

    def rows_of(self, seller: Seller) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(**{self.path: seller.pk})
        return rows.select_related(*self.related).order_by(self.newest, "pk")


@cache
def all_held() -> Sequence[Held]:
    """Return what the rooms declare, in the order of the file."""
    found: Sequence[Held] = import_string(settings.HELD_ROWS)
    return found


def end_rows(seller: Seller, helds: Iterable[Held]) -> None:
    """Delete or empty the rows of this seller as they declare it, those that point to others first."""
    for held in reversed(list(helds)):
        if held.end is End.DELETED:
            held.rows_of(seller).delete()
        elif held.end is End.EMPTIED:
            held.rows_of(seller).order_by().update(**held.emptied)


def models_about_sellers(candidates: Iterable[type[models.Model]]) -> set[type[models.Model]]:
    """Return the models from whose rows a chain of keys leads to a seller."""
    waiting = list(candidates)
    found: set[type[models.Model]] = {Seller}
    while more := [model for model in waiting if model not in found and found.intersection(targets_of(model))]:
        found.update(more)
    return found


def targets_of(model: type[models.Model]) -> Iterator[Any]:
    return (column.related_model for column in model._meta.concrete_fields if isinstance(column, models.ForeignKey))


def unsaid_columns(held: Held) -> set[str]:
    """Return the columns of which the declaration says neither that they are shown nor why they are not."""
    columns = {column.name for column in held.model._meta.concrete_fields}
    way = held.path.split("__")[0]
    return columns - TECHNICAL - {way} - {*held.shown, *held.read, *held.left_out}
