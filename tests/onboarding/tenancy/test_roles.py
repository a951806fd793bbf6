"""Only the plain serving role may serve."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from environ import Env

from tests.conftest import OWNER, owner_connection

ADMIN = Env().db_url("ADMIN_DATABASE_URL", default="postgresql://postgres@/")


@contextmanager
def login_as(user: str, password: str = "", **options: Any) -> Iterator[Any]:
    """A second connection of Django's, under another name."""
    other = connection.copy()
    other.settings_dict = {**connection.settings_dict, "USER": user, "PASSWORD": password}
    other.settings_dict["OPTIONS"] = {**connection.settings_dict.get("OPTIONS", {}), **options}
    try:
        yield other
    finally:
        other.close()


@pytest.fixture
def superuser(db: None) -> Iterator[Any]:
    """A cursor of the superuser; on a server of somebody else's only where ADMIN_DATABASE_URL names one."""
    place = {key: value for key, value in connection.get_connection_params().items() if key in ("host", "port")}
    try:
        opened = psycopg2.connect(
            dbname=connection.settings_dict["NAME"], user=ADMIN["USER"], password=ADMIN["PASSWORD"] or None, **place
        )
    except psycopg2.OperationalError:
        pytest.skip("No superuser can sign in here: set ADMIN_DATABASE_URL.")
    opened.autocommit = True
    with opened.cursor() as cursor:
        yield cursor
    opened.close()


def refusal_of(user: str, password: str = "", **options: Any) -> str:
    with login_as(user, password, **options) as other:
        with pytest.raises(ImproperlyConfigured) as refused:
            other.connect()
        assert other.connection is None  # closed, so that nothing runs on it afterwards
    return str(refused.value)


def message(login: str, expected: str = "haat_app") -> str:
    return (
        f"The database login must be the role {expected}, without SUPERUSER and BYPASSRLS; it is {login}. "
        "See docs/tenancy.md and onboarding/tenancy/roles.sql."
    )


def test_the_serving_role_is_let_in(db: None) -> None:
    with login_as("haat_app", connection.settings_dict["PASSWORD"]) as other, other.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user, current_setting('app.board')")
        assert cursor.fetchone() == ("haat_app", "haat_app", "no_board_scope")


def test_the_owner_is_refused(db: None) -> None:
    assert refusal_of(OWNER["USER"], OWNER["PASSWORD"]) == message("haat_owner")


def test_a_superuser_is_refused(superuser: Any) -> None:
    assert refusal_of(ADMIN["USER"], ADMIN["PASSWORD"]) == message(ADMIN["USER"])


def test_a_superuser_in_the_serving_roles_clothes_is_refused(superuser: Any) -> None:
    """RESET ROLE would bring the superuser back."""
    assert refusal_of(ADMIN["USER"], ADMIN["PASSWORD"], options="-c role=haat_app") == message(ADMIN["USER"])


@pytest.mark.parametrize("attribute", ["BYPASSRLS", "SUPERUSER"])
def test_a_serving_role_that_was_given_too_much_is_refused(superuser: Any, attribute: str) -> None:
    superuser.execute(f"ALTER ROLE haat_app {attribute}")
    try:
        assert refusal_of("haat_app", connection.settings_dict["PASSWORD"]) == message("haat_app")
    finally:
        superuser.execute(f"ALTER ROLE haat_app NO{attribute}")


def test_a_role_that_passes_by_the_policies_is_refused_by_any_name(superuser: Any) -> None:
    assert refusal_of("haat_backup", os.environ.get("BACKUP_PASSWORD", "")) == message("haat_backup")


def test_the_reach_role_cannot_sign_in(db: None) -> None:
    with login_as("haat_reach") as other, pytest.raises(Exception, match=r"not permitted to log in|authentication"):
        other.connect()


def test_a_command_of_the_owners_lets_in_the_owner_and_not_the_serving_role(db: None, settings: Any) -> None:
    settings.OWNER_COMMAND = True

    with login_as(OWNER["USER"], OWNER["PASSWORD"]) as other, other.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("haat_owner",)
    assert refusal_of("haat_app", connection.settings_dict["PASSWORD"]) == message("haat_app", "haat_owner")


@pytest.mark.django_db(transaction=True)
def test_a_server_with_the_owners_login_serves_nobody() -> None:
    serving = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=OWNER["USER"], PASSWORD=OWNER["PASSWORD"])
    try:
        for path in ("/", "/readyz"):
            assert Client(raise_request_exception=False).get(path).status_code == 500
    finally:
        connection.settings_dict.update(serving)
        connection.close()


def test_the_backup_role_reads_every_board_and_writes_nothing(superuser: Any) -> None:
    superuser.execute("SET SESSION AUTHORIZATION haat_backup; SET default_transaction_read_only = off")
    superuser.execute("SELECT count(*) FROM sellers_seller")
    for statement in (
        "UPDATE boards_board SET colour = ''",
        "DELETE FROM sellers_seller",
        "CREATE TABLE mine (id int)",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            superuser.execute(statement)


def test_the_owner_is_bound_by_the_policies_too(db: None) -> None:
    owner = owner_connection()
    with owner.cursor() as cursor:
        for statement in ("SELECT * FROM sellers_seller", "DELETE FROM sellers_seller"):
            with pytest.raises(psycopg2.errors.InvalidTextRepresentation, match="no_board_scope"):
                cursor.execute(statement)
    owner.close()
