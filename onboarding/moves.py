"""The one place where a status changes: moves as data, the step itself, and the trigger that backs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation
from django.utils import timezone

from onboarding.errors import IllegalMove


@dataclass(frozen=True)
class Move:
    name: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Moves:
    """All statuses a row may be born with, and all steps between statuses."""

    initial: tuple[str, ...]
    steps: tuple[Move, ...]

    def named(self, name: str) -> Move:
        return next(step for step in self.steps if step.name == name)

    def leading_from(self, status: str) -> tuple[str, ...]:
        return tuple(step.name for step in self.steps if status in step.sources)

    def require(self, status: str, name: str) -> None:
        """Raise IllegalMove unless the named step leads from this status."""
        if status not in self.named(name).sources:
            raise IllegalMove

    def pairs(self) -> set[tuple[str, str]]:
        return {(source, step.target) for step in self.steps for source in step.sources if source != step.target}


class HasStatus(models.Model):
    """A row whose status changes only through `move`; subclasses set MOVES and declare `status` themselves."""

    MOVES: Moves
    status: Any
    status_since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def move(obj: HasStatus, name: str) -> str:
    """Take the named step, save it, and return the status before it. Raises IllegalMove from any other status.

    The caller holds the row's lock.
    """
    step = obj.MOVES.named(name)
    before = obj.status
    obj.MOVES.require(before, name)
    obj.status = step.target
    obj.status_since = timezone.now()
    obj.save(update_fields=["status", "status_since"])  # type: ignore[misc]  # subclasses declare it
    return str(before)


def require_unmoved(obj: HasStatus, seen: str) -> None:
    """Raise IllegalMove when the object has moved since the page that showed it; `seen` is what `mark_of` gave there.

    An empty `seen` asks nothing, for callers that showed nobody anything.
    """
    if seen and seen != mark_of(obj):
        raise IllegalMove


def mark_of(obj: HasStatus) -> str:
    """Return a text that changes with each move."""
    return obj.status_since.isoformat()


class GuardStatus(Operation):
    """Make the database refuse steps that are not listed, so that neither update() nor SQL can take one.

    Pairs are written out in the migration: a migration that read MOVES would change its past. A later migration that
    lists other steps names those before it in `instead_of`, so that it can be taken back.
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        initial: Iterable[str],
        pairs: Iterable[Sequence[str]],
        instead_of: tuple[Iterable[str], Iterable[Sequence[str]]] | None = None,
    ) -> None:
        self.model_name = model_name
        self.initial = tuple(initial)
        self.pairs = tuple((source, target) for source, target in pairs)
        self.instead_of = instead_of

    def state_forwards(self, app_label: str, state: Any) -> None:
        """A trigger is no part of the model's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in guard_statements(table, self.initial, self.pairs):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if self.instead_of:
            initial, pairs = self.instead_of
            for statement in guard_statements(table, list(initial), [tuple(pair) for pair in pairs]):
                schema_editor.execute(statement, params=None)
            return
        schema_editor.execute(f"DROP TRIGGER {table}_status_born ON {table}")
        schema_editor.execute(f"DROP TRIGGER {table}_status_moved ON {table}")
        schema_editor.execute(f"DROP FUNCTION {table}_refuse_move()")
        schema_editor.execute(f"DROP FUNCTION {table}_may_move(text, text)")

    def describe(self) -> str:
        return f"Guard the status of {self.model_name}"


def guard_statements(table: str, initial: Sequence[str], pairs: Sequence[Sequence[str]]) -> list[str]:
    born = ", ".join(f"'>{status}'" for status in initial)
    moved = "".join(f", '{source}>{target}'" for source, target in pairs)
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_may_move(before text, after text) RETURNS boolean
        LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(before, '') || '>' || after IN ({born}{moved}) $$""",
        f"""CREATE OR REPLACE FUNCTION {table}_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'illegal status of {table}: %', NEW.status USING ERRCODE = 'check_violation';
        END $$""",
        f"""CREATE OR REPLACE TRIGGER {table}_status_born BEFORE INSERT ON {table} FOR EACH ROW
        WHEN (NOT {table}_may_move(NULL, NEW.status)) EXECUTE FUNCTION {table}_refuse_move()""",
        f"""CREATE OR REPLACE TRIGGER {table}_status_moved BEFORE UPDATE OF status ON {table} FOR EACH ROW
        WHEN (OLD.status IS DISTINCT FROM NEW.status AND NOT {table}_may_move(OLD.status, NEW.status))
        EXECUTE FUNCTION {table}_refuse_move()""",
    ]
