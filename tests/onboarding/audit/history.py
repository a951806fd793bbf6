"""Write a history through the front door, and tamper with it through the owner's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.apps import apps
from django.db import connection

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.tenancy.scope import board_scope

GUARDED = ("audit_auditentry", "audit_auditseal")
OFFICER = Actor(kind="officer", id="17", name="Asha Verma")


def make_board(slug: str) -> Any:
    return apps.get_model("boards.Board").objects.create(slug=slug, name={"en": slug})


def write_entries(board_id: int, number: int) -> None:
    board = apps.get_model("boards.Board").objects.get(pk=board_id)
    with board_scope(board_id):
        for turn in range(number):
            record("board.tested", board, by=OFFICER, reason=f"turn {turn}")


def owner_connection() -> Any:
    """A session of the owner on the test database, outside Django."""
    return psycopg2.connect(os.environ["OWNER_DATABASE_URL"], dbname=connection.settings_dict["NAME"])


@contextmanager
def guard_lifted(board_id: int) -> Iterator[Any]:
    """A cursor of the owner, inside the board, without the append-only triggers; back on and committed after."""
    session = owner_connection()
    try:
        with session, session.cursor() as cursor:
            cursor.execute("SELECT set_config('app.board', %s, true)", [str(board_id)])
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
            yield cursor
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")
    finally:
        session.close()
