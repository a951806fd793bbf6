"""The database of the suite: made by the owner, used as the serving role, so that every test meets the policies."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.utils import setup_databases, teardown_databases

from onboarding.tenancy.roles import APPEND_ONLY
from onboarding.tenancy.scope import board_scope
from tests import factories

# A test's password guards nothing, and argon2 is slow on purpose: it would be half of the suite's time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]

OWNER = environ.Env().db_url("OWNER_DATABASE_URL")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let Django's own connection be the owner's."""
    serving = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    settings.OWNER_COMMAND = True
    connection.settings_dict.update(USER=OWNER["USER"], PASSWORD=OWNER["PASSWORD"])
    try:
        yield
    finally:
        connection.close()
        settings.OWNER_COMMAND = False
        connection.settings_dict.update(serving)


def owner_connection() -> "psycopg2.extensions.connection":
    """Return a connection of the owner's beside Django's, in autocommit."""
    parameters = {**connection.get_connection_params(), "user": OWNER["USER"], "password": OWNER["PASSWORD"]}
    parameters = {
        key: value for key, value in parameters.items() if key in ("dbname", "user", "password", "host", "port")
    }
    opened = psycopg2.connect(**{key: value for key, value in parameters.items() if value})
    opened.autocommit = True
    return opened


def flush_as_owner(operations: DatabaseOperations, sql_list: list[str]) -> None:
    """Empty the tables as the owner, with the guard of the append-only ones lifted: the serving role may not."""
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND obj_description(oid, 'pg_class') LIKE %s",
            [f"{APPEND_ONLY}%"],
        )
        guarded = [row[0] for row in cursor.fetchall()]
        script = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        script += sql_list
        script += [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        cursor.execute("BEGIN; " + "; ".join(statement.rstrip("; ") for statement in script) + "; COMMIT")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    DatabaseOperations.execute_sql_flush = flush_as_owner  # type: ignore[method-assign]
    call_command("collectstatic", interactive=False, verbosity=0)
    with django_db_blocker.unblock():
        with as_owner():
            created = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        yield
        with as_owner():
            teardown_databases(created, verbosity=0)


@pytest.fixture
def board(db: None) -> Iterator["factories.Board"]:
    """A board with its scope open."""
    made = factories.make_board()
    with board_scope(made.pk):
        yield made
