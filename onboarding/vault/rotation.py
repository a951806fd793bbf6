"""After a new key was put in front of FIELD_KEYS: everything that hangs on an older one is renewed.

In small transactions, each with its own locks, so that writers never wait for long; what somebody holds at that moment
is left to the next pass. Whoever is killed begins anew: what is renewed already is not looked at twice.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from onboarding.audit.querysets import all_boards
from onboarding.tenancy.models import BoardOwned
from onboarding.tenancy.scope import board_scope
from onboarding.vault.errors import VaultFault
from onboarding.vault.keys import field_keys
from onboarding.vault.places import Place, places

BATCH = 500
PASSES = 5
PAUSE_S = 1.0  # what a request holds is free again long before


@dataclass
class Rotation:
    """What was renewed, by column, and what still hangs on which older key, by its id and column."""

    current: str
    older: tuple[str, ...]
    renewed: Counter[str] = field(default_factory=Counter)
    left: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def removable(self) -> list[str]:
        """Return the listed keys that nothing needs any more."""
        return [key_id for key_id in self.older if key_id not in self.left]


def rotate(*, batch: int = BATCH, passes: int = PASSES, pause_s: float = PAUSE_S) -> Rotation:
    """Renew all that hangs on another key than the current one; another pass takes what was locked in the first."""
    keys = field_keys()
    rotation = Rotation(keys.current_id, tuple(key_id for key_id in keys.by_id if key_id != keys.current_id))
    for number in range(passes):
        if number:
            time.sleep(pause_s)
        for place in places():
            for board_id in boards_of(place):
                rotation.renewed[name_of(place)] += renew_all(place, board_id, batch)
        rotation.left = what_is_left()
        if not rotation.left:
            break
    rotation.renewed += Counter()  # drops the zeros
    return rotation


def renew_all(place: Place, board_id: int | None, batch: int) -> int:
    """Renew what is free in this place of one board, a transaction a batch, and return how many rows."""
    renewed, after = 0, None
    while True:
        with scope_for(board_id):
            rows = stale_rows(place, after, batch)
            renewed += renew_rows(place, rows)
        if len(rows) < batch:
            return renewed
        after = rows[-1].pk


def stale_rows(place: Place, after: Any, batch: int) -> list[Any]:
    rows = place.model._base_manager.filter(place.is_stale(field_keys().current_id))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    locked = rows.select_related(*place.related).select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("pk")[:batch])


def renew_rows(place: Place, rows: list[Any]) -> int:
    """Renew these rows, and return how many could be. What does not open is left, and is reported as left."""
    current, done = {field_keys().current_id}, []
    for row in rows:
        if place.keys_in(row) <= current:
            continue
        try:
            place.renew(row)
        except VaultFault:
            continue
        done.append(row)
    place.model._base_manager.bulk_update(done, place.fields)
    return len(done)


def what_is_left() -> dict[str, Counter[str]]:
    """Return how many rows hang on each key but the current one, by column."""
    current = field_keys().current_id
    left: dict[str, Counter[str]] = {}
    for place in places():
        for board_id in boards_of(place):
            with scope_for(board_id):
                for row in place.model._base_manager.filter(place.is_stale(current)).iterator(BATCH):
                    for key_id in place.keys_in(row) - {current}:
                        left.setdefault(key_id, Counter())[name_of(place)] += 1
    return left


def boards_of(place: Place) -> Iterator[int | None]:
    """Yield the boards to go through; None for a table that belongs to no board."""
    if issubclass(place.model, BoardOwned):
        yield from (board_id for board_id, _slug in all_boards())
    else:
        yield None


def scope_for(board_id: int | None) -> AbstractContextManager[None]:
    return transaction.atomic() if board_id is None else board_scope(board_id)


def name_of(place: Place) -> str:
    model: type[models.Model] = place.model
    return f"{model._meta.label}.{','.join(place.fields)}"
