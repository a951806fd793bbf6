from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry, UnsealedEntry
from onboarding.audit.request_id import current_request_id
from onboarding.tenancy.scope import NoBoardScope, board_scope
from tests.onboarding.audit.history import GUARDED, OFFICER, owner_connection, write_entries

pytestmark = pytest.mark.django_db

SELLER = Actor(kind="seller", id="5a1c", name="Meena Devi")


def with_status(board_object: Any, status: str) -> Any:
    return SimpleNamespace(pk=board_object.pk, _meta=board_object._meta, status=status)


def test_an_entry_holds_all_that_was_said_and_nobodys_name(board_id: int, board_object: Any) -> None:
    token = current_request_id.set("req-1")
    with board_scope(board_id):
        record(
            "listing.approved",
            with_status(board_object, "approved"),
            by=OFFICER,
            before="submitted",
            fields=("title", "price_paise"),
            on_behalf_of=SELLER,
            reason="photos are clear",
            personal=b"\x01sealed",
        )
        entry = AuditEntry.objects.get()
    current_request_id.reset(token)

    assert (entry.board_id, entry.actor_kind, entry.actor_id) == (board_id, "officer", "17")
    assert entry.on_behalf_of == "seller:5a1c"
    assert (entry.action, entry.object_type, entry.object_id) == (
        "listing.approved",
        "boards.board",
        str(board_id),
    )
    assert (entry.before, entry.after) == ("submitted", "approved")
    assert entry.fields == ["title", "price_paise"]
    assert entry.reason == "photos are clear"
    assert bytes(entry.personal or b"") == b"\x01sealed"
    assert entry.request_id == "req-1"
    assert abs(entry.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert "Asha" not in repr(entry.__dict__)
    assert "Meena" not in repr(entry.__dict__)


def test_an_object_without_status_leaves_after_empty(board_id: int, board_object: Any) -> None:
    with board_scope(board_id):
        record("board.created", board_object, by=Actor.system("create_board"))
        entry = AuditEntry.objects.get()

    assert (entry.actor_kind, entry.actor_id, entry.before, entry.after) == ("system", "create_board", "", "")
    assert (entry.personal, entry.on_behalf_of, entry.request_id) == (None, "", "")


def test_each_new_entry_waits_for_its_seal(board_id: int) -> None:
    write_entries(board_id, 3)

    with board_scope(board_id):
        entries = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))
        assert list(UnsealedEntry.objects.order_by("pk").values_list("pk", flat=True)) == entries


def test_an_action_that_is_rolled_back_leaves_no_entry(board_id: int, board_object: Any) -> None:
    with board_scope(board_id):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("board.tested", board_object, by=OFFICER)
            raise ZeroDivisionError

        assert not AuditEntry.objects.exists()
        assert not UnsealedEntry.objects.exists()


def test_nothing_is_recorded_outside_a_scope(board_object: Any) -> None:
    with pytest.raises(NoBoardScope):
        record("board.tested", board_object, by=OFFICER)


def test_another_board_sees_no_history(board_id: int, other_board_id: int) -> None:
    write_entries(board_id, 2)

    with board_scope(other_board_id):
        assert AuditEntry.objects.count() == 0
        assert UnsealedEntry.objects.count() == 0
    with board_scope(board_id):
        assert AuditEntry.objects.count() == 2


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET board_id = board_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_serving_role_has_no_right_to_change_history(board_id: int, table: str, statement: str) -> None:
    write_entries(board_id, 1)

    with (
        board_scope(board_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))

    with board_scope(board_id):
        assert AuditEntry.objects.get().reason == "turn 0"


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET board_id = board_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_is_refused_by_the_trigger(board_id: int, table: str, statement: str) -> None:
    session = owner_connection()

    with (
        session,
        session.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege, match=f"of {table}: it is append-only"),
    ):
        cursor.execute("SELECT set_config('app.board', %s, true)", [str(board_id)])
        cursor.execute(statement.format(table))

    session.close()


def test_an_actor_is_of_a_known_kind_and_has_an_id() -> None:
    assert Actor.system("relay") == Actor(kind="system", id="relay", name="relay")
    assert SELLER.reference == "seller:5a1c"
    for kind, actor_id in (("robot", "1"), ("seller", "")):
        with pytest.raises(ValueError, match="known kinds"):
            Actor(kind=kind, id=actor_id)  # type: ignore[arg-type]
