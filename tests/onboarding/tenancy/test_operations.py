"""The migration operations go both ways, and a violated key is not passed over."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.state import ProjectState

from onboarding.boards.models import Board
from onboarding.moves import GuardStatus
from onboarding.tenancy.operations import BoardForeignKey, ProtectBoardTable, ReachFunction, ReachSelect
from tests.conftest import as_owner
from tests.onboarding.tenancy.catalogue import rows, walk

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = ("board", models.BigIntegerField(db_column="board_id"))
UUID_KEY = ("id", models.UUIDField(primary_key=True))
PARENT = migrations.CreateModel("ProbeParent", [UUID_KEY, BOARD])
CHILD = migrations.CreateModel(
    "ProbeChild",
    [
        UUID_KEY,
        BOARD,
        ("status", models.CharField(max_length=10)),
        ("parent", models.ForeignKey("tenancy.ProbeParent", models.PROTECT, db_constraint=False, db_index=False)),
    ],
)
TABLES = [PARENT, CHILD, ProtectBoardTable("ProbeParent"), ProtectBoardTable("ProbeChild")]


@pytest.fixture
def owner() -> Iterator[Any]:
    """Django's own connection as the owner's, in a transaction that is rolled back."""
    with as_owner():
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            yield cursor
        connection.rollback()
        connection.set_autocommit(True)


def state_after(operations: list[Any]) -> ProjectState:
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("tenancy", state)
    return state


def forwards(operations: list[Any], *, after: list[Any] | None = None) -> None:
    done = list(after or [])
    with connection.schema_editor(atomic=False) as editor:
        for operation in operations:
            operation.database_forwards("tenancy", editor, state_after(done), state_after([*done, operation]))
            done.append(operation)


def backwards(operations: list[Any], *, after: list[Any]) -> None:
    with connection.schema_editor(atomic=False) as editor:
        for place in reversed(range(len(operations))):
            before = [*after, *operations[:place]]
            state = state_after([*before, operations[place]])
            operations[place].database_backwards("tenancy", editor, state, state_after(before))


def shape(cursor: Any) -> list[Any]:
    """All that the probes consist of, by name."""
    return rows(
        cursor,
        """SELECT 'constraint', conname::text FROM pg_constraint WHERE conrelid::regclass::text LIKE 'tenancy_probe%%'
        UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE tablename LIKE 'tenancy_probe%%'
        UNION ALL SELECT 'policy', polname FROM pg_policy WHERE polrelid::regclass::text LIKE 'tenancy_probe%%'
        UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'tenancy_probe%%'
            AND NOT tgisinternal
        UNION ALL SELECT 'function', proname FROM pg_proc WHERE proname LIKE '%%probe%%'
        UNION ALL SELECT 'security', relname || relrowsecurity || relforcerowsecurity FROM pg_class
            WHERE relname LIKE 'tenancy_probe%%' AND relkind = 'r'
        UNION ALL SELECT 'right', relname || privilege_type FROM pg_class, aclexplode(relacl)
            WHERE relname LIKE 'tenancy_probe%%' AND grantee = 'haat_reach'::regrole
        ORDER BY 1, 2""",
    )


PROTECT = [ProtectBoardTable("ProbeParent"), ProtectBoardTable("ProbeChild")]
ADDITIONS = {
    "protection": (PROTECT, [PARENT, CHILD]),
    "a key": ([BoardForeignKey("ProbeChild", "parent")], TABLES),
    "a guard": ([GuardStatus("ProbeChild", initial=["draft"], pairs=[("draft", "sent")])], TABLES),
    "a reach": (
        [
            ReachSelect("ProbeChild"),
            ReachFunction("probe_boards", returns="SETOF bigint", body="SELECT board_id FROM tenancy_probechild"),
        ],
        TABLES,
    ),
}


@pytest.mark.parametrize(("operations", "after"), ADDITIONS.values(), ids=ADDITIONS.keys())
def test_an_operation_goes_forwards_and_leaves_nothing_when_it_goes_back(
    owner: Any, operations: list[Any], after: list[Any]
) -> None:
    forwards(after)
    before = shape(owner)

    forwards(operations, after=after)
    between = shape(owner)
    backwards(operations, after=after)

    assert shape(owner) == before
    assert between != before
    forwards(operations, after=after)
    assert shape(owner) == between


def test_what_the_operations_make_is_sound(owner: Any) -> None:
    forwards(
        [
            *TABLES,
            *(operation for operations, after in ADDITIONS.values() if after == TABLES for operation in operations),
        ]
    )

    assert walk(owner) == []


def test_a_key_that_rows_violate_already_is_refused(owner: Any) -> None:
    Board.objects.get_or_create(slug="probe", defaults={"name": {}})
    forwards(TABLES)
    fill_with_a_foreign_child(owner)

    with pytest.raises(IntegrityError, match="tenancy_probechild_parent_id_board_fk"):
        forwards([BoardForeignKey("ProbeChild", "parent")], after=TABLES)


def test_postgresql_would_pass_over_such_a_row_under_force(owner: Any) -> None:
    """The negative control: why BoardForeignKey lifts FORCE while the key is validated."""
    forwards(TABLES)
    fill_with_a_foreign_child(owner)

    owner.execute("SET LOCAL app.board = '3'")
    owner.execute(
        "ALTER TABLE tenancy_probechild ADD CONSTRAINT naive FOREIGN KEY (board_id, parent_id) "
        "REFERENCES tenancy_probeparent (board_id, id)"
    )

    assert rows(owner, "SELECT convalidated FROM pg_constraint WHERE conname = 'naive'") == [(True,)]


def fill_with_a_foreign_child(owner: Any) -> None:
    """A child of board 2 whose parent belongs to board 1."""
    for board_id, statement in (
        (1, "INSERT INTO tenancy_probeparent (id, board_id) VALUES ('00000000-0000-0000-0000-000000000001', 1)"),
        (
            2,
            "INSERT INTO tenancy_probechild (id, board_id, status, parent_id) VALUES "
            "('00000000-0000-0000-0000-000000000002', 2, 'draft', '00000000-0000-0000-0000-000000000001')",
        ),
    ):
        owner.execute("SELECT set_config('app.board', %s, true)", [str(board_id)])
        owner.execute(statement)
