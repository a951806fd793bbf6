"""Bringing districts and crafts up to date, without touching those that are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from onboarding.boards.models import Craft, District
from onboarding.boards.reference.fixtures import crafts, districts_of_uttar_pradesh


@dataclass(frozen=True)
class Counts:
    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} as they were"


@transaction.atomic
def load_reference() -> tuple[Counts, Counts]:
    """The districts and crafts of the fixtures stand as the fixtures have them; return the counts of each."""
    return save_districts(districts_of_uttar_pradesh()), save_entries(Craft, crafts())


@transaction.atomic
def save_districts(entries: Iterable[Mapping[str, Any]], *, source: str = "") -> Counts:
    """The districts stand with what their entries say; what an entry leaves out stays as it was.

    `source` is noted on districts that are new, unless their entry names its sources.
    """
    noted = {"sources": {"lgd_code": {"source": source}}} if source else {}
    return save_entries(District, entries, for_new=noted)


def save_entries(
    model: type[models.Model], entries: Iterable[Mapping[str, Any]], for_new: Mapping[str, Any] | None = None
) -> Counts:
    key = model._meta.pk.attname if model._meta.pk else "pk"
    known = {row.pk: row for row in model._default_manager.all()}
    came = Counter(save_entry(model, known.get(entry[key]), entry, for_new or {}) for entry in entries)
    return Counts(came["added"], came["changed"], came["unchanged"])


def save_entry(model: type[models.Model], row: Any, entry: Mapping[str, Any], for_new: Mapping[str, Any]) -> str:
    if row is None:
        model._default_manager.create(**for_new, **entry)
        return "added"
    # A name in a language that the entry lacks was given here, and is kept.
    wanted = {**entry, "name": {**row.name, **entry["name"]}}
    differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not differing:
        return "unchanged"
    for name, value in differing.items():
        setattr(row, name, value)
    row.save(update_fields=list(differing))
    return "changed"
