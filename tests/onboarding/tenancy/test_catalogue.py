"""Every table is protected or stands apart with a reason; each hole that we could think of is seen."""

from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from onboarding.boards.models import Board
from onboarding.tenancy.models import BoardOwned
from onboarding.tenancy.operations import BOARD_IS_OPEN
from onboarding.tenancy.third_party import REASONS
from tests.onboarding.tenancy.catalogue import BOARD_TABLES, rows, walk

# A table made as ProtectBoardTable makes it; each hole below takes one thing away or adds one.
TABLE = "CREATE TABLE probe (id uuid PRIMARY KEY, board_id bigint NOT NULL, word text, UNIQUE (board_id, id))"
ENABLED = "ALTER TABLE probe ENABLE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE probe FORCE ROW LEVEL SECURITY"
RULES = f"USING ({BOARD_IS_OPEN}) WITH CHECK ({BOARD_IS_OPEN})"
POLICY = f"CREATE POLICY board_rows ON probe TO haat_app, haat_owner {RULES}"
PROTECTED = [TABLE, ENABLED, FORCED, POLICY]
MISSING_OK = "board_id = current_setting('app.board', true)::bigint"

FUNCTION = "CREATE FUNCTION probe_ids() RETURNS {} LANGUAGE sql SECURITY DEFINER {} AS $$ SELECT 1::{} $$"
FIXED = "SET search_path = public, pg_temp"
TO_REACH = [
    "GRANT CREATE ON SCHEMA public TO haat_reach",
    "ALTER FUNCTION probe_ids() OWNER TO haat_reach",
    "REVOKE CREATE ON SCHEMA public FROM haat_reach",
]
NOT_PUBLIC = "REVOKE ALL ON FUNCTION probe_ids() FROM PUBLIC"

SOUND = {
    "a protected table": PROTECTED,
    "a table with a reason": ["CREATE TABLE probe (id int)", "COMMENT ON TABLE probe IS 'global: a test'"],
    "an append-only table": [
        *PROTECTED,
        "COMMENT ON TABLE probe IS 'append-only: a test'",
        "GRANT SELECT, INSERT ON probe TO haat_app",
    ],
    "a key inside the board": [
        *PROTECTED,
        "SET LOCAL app.board = '0'",  # the new key is validated through the policies
        "ALTER TABLE probe ADD seller_id uuid",
        "ALTER TABLE probe ADD FOREIGN KEY (board_id, seller_id) REFERENCES sellers_seller (board_id, id)",
    ],
    "a reach function": [FUNCTION.format("SETOF bigint", FIXED, "bigint"), NOT_PUBLIC, *TO_REACH],
}
HOLES = {
    "a bare table": (["CREATE TABLE probe (id uuid PRIMARY KEY)"], "probe has no row-level security"),
    "a table whose reason is empty": (
        ["CREATE TABLE probe (id int)", "COMMENT ON TABLE probe IS 'global: '"],
        "probe has no row-level security",
    ),
    "a partitioned table": (
        ["CREATE TABLE probe (id uuid) PARTITION BY HASH (id)"],
        "probe has no row-level security",
    ),
    "a board that may be missing": (
        [*PROTECTED, "ALTER TABLE probe ALTER board_id DROP NOT NULL"],
        "probe has no board_id, and no comment that begins with 'global: '",
    ),
    "policies that bind nobody": ([TABLE, FORCED, POLICY], "probe has no row-level security"),
    "policies that the owner passes": (
        [TABLE, ENABLED, POLICY],
        "probe does not force its policies on its owner",
    ),
    "no policy": ([TABLE, ENABLED, FORCED], "probe has other policies than board_rows and reach: []"),
    "a policy that reads nothing where it should fail": (
        [
            TABLE,
            ENABLED,
            FORCED,
            POLICY.replace(BOARD_IS_OPEN, MISSING_OK),
        ],
        "probe has other policies than board_rows and reach: [('board_rows', ",
    ),
    "a policy that lets everything be written": (
        [TABLE, ENABLED, FORCED, f"CREATE POLICY board_rows ON probe TO haat_app, haat_owner USING ({BOARD_IS_OPEN})"],
        "probe has other policies than board_rows and reach: [('board_rows', ",
    ),
    "a second policy": (
        [*PROTECTED, "CREATE POLICY wide ON probe TO haat_app USING (true)"],
        "probe has other policies than board_rows and reach: [('board_rows', ",
    ),
    "a reach that writes": (
        [*PROTECTED, "CREATE POLICY reach ON probe TO haat_reach USING (true)"],
        "probe has other policies than board_rows and reach: [('board_rows', ",
    ),
    "nothing for keys to point to": (
        [*PROTECTED, "ALTER TABLE probe DROP CONSTRAINT probe_board_id_id_key"],
        "probe lacks UNIQUE (board_id, id)",
    ),
    "a plain foreign key": (
        [*PROTECTED, "ALTER TABLE probe ADD seller_id uuid REFERENCES sellers_seller"],
        "probe.probe_seller_id_fkey can point to another board's row",
    ),
    "a key that was not validated": (
        [
            *PROTECTED,
            "ALTER TABLE probe ADD seller_id uuid",
            "ALTER TABLE probe ADD CONSTRAINT late FOREIGN KEY (board_id, seller_id) "
            "REFERENCES sellers_seller (board_id, id) NOT VALID",
        ],
        "probe.late was never validated",
    ),
    "a unique constraint over all boards": (
        [*PROTECTED, "ALTER TABLE probe ADD UNIQUE (word)"],
        "probe_word_key is unique over all boards",
    ),
    "a unique index on an expression": (
        [*PROTECTED, "CREATE UNIQUE INDEX probe_once ON probe (lower(word))"],
        "probe_once is unique over all boards",
    ),
    "a view": (
        ["CREATE VIEW probe AS SELECT 1 AS id"],
        "probe is neither a table, an index nor a sequence",
    ),
    "a materialised view": (
        ["CREATE MATERIALIZED VIEW probe AS SELECT 1 AS id"],
        "probe is neither a table, an index nor a sequence",
    ),
    "TRUNCATE, which asks no policy": (
        [*PROTECTED, "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON probe TO haat_app"],
        "haat_app may DELETE, INSERT, SELECT, TRUNCATE, UPDATE on probe",
    ),
    "a history that may be changed": (
        ["GRANT UPDATE ON audit_auditentry TO haat_app"],
        "haat_app may INSERT, SELECT, UPDATE on audit_auditentry",
    ),
    "a right for everyone": ([*PROTECTED, "GRANT SELECT ON probe TO PUBLIC"], "- may SELECT on probe"),
    "a reach without its policy": (
        [*PROTECTED, "GRANT SELECT ON probe TO haat_reach"],
        "haat_reach may SELECT on probe",
    ),
    "a schema open to the serving role": (
        ["GRANT CREATE ON SCHEMA public TO haat_app"],
        "haat_app may create in a schema",
    ),
    "a function with the owner's rights": (
        [FUNCTION.format("bigint", FIXED, "bigint"), NOT_PUBLIC],
        "probe_ids runs with the rights of haat_owner",
    ),
    "a function without a search path": (
        [FUNCTION.format("bigint", "", "bigint"), NOT_PUBLIC, *TO_REACH],
        "probe_ids has no fixed search_path",
    ),
    "a function for everyone": (
        [FUNCTION.format("bigint", FIXED, "bigint"), *TO_REACH],
        "probe_ids may be executed by everyone",
    ),
    "a function that tells more than ids": (
        [FUNCTION.format("text", FIXED, "text"), NOT_PUBLIC, *TO_REACH],
        "probe_ids returns more than ids: text",
    ),
    "a function that tells more in its columns": (
        [
            f"CREATE FUNCTION probe_ids() RETURNS TABLE (id bigint, phone text) LANGUAGE sql SECURITY DEFINER {FIXED} "
            "AS $$ SELECT 1::bigint, ''::text $$",
            NOT_PUBLIC,
            *TO_REACH,
        ],
        "probe_ids returns more than ids: bigint, text",
    ),
}


def test_every_table_is_protected_or_stands_apart_with_a_reason(owner: Any) -> None:
    assert walk(owner) == []


def test_the_walk_sees_every_board_model(owner: Any) -> None:
    owned = {model._meta.db_table for model in apps.get_models() if issubclass(model, BoardOwned)}

    assert {table for _oid, table, *_flags in rows(owner, BOARD_TABLES)} == owned
    assert len(owned) >= 18


def test_every_reason_of_a_packages_table_is_written_on_it(owner: Any) -> None:
    comments = dict(rows(owner, "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relkind = 'r'"))

    assert {table: comments[table] for table in REASONS if table in comments} == {
        table: f"global: {reason}" for table, reason in REASONS.items() if table in comments
    }


@pytest.mark.parametrize("statements", SOUND.values(), ids=SOUND.keys())
def test_the_walk_lets_a_sound_addition_pass(owner: Any, statements: list[str]) -> None:
    for statement in statements:
        owner.execute(statement)

    assert walk(owner) == []


@pytest.mark.parametrize(("statements", "finding"), HOLES.values(), ids=HOLES.keys())
def test_the_walk_finds_a_hole(owner: Any, statements: list[str], finding: str) -> None:
    for statement in statements:
        owner.execute(statement)

    assert any(found.startswith(finding) for found in walk(owner)), walk(owner)


def test_roles_may_no_more_than_their_work_asks(owner: Any) -> None:
    attributes = rows(
        owner,
        """SELECT rolname, rolcanlogin, rolbypassrls, rolsuper OR rolcreaterole OR rolreplication
        FROM pg_roles WHERE rolname LIKE 'haat%' ORDER BY rolname""",
    )
    settings = rows(
        owner,
        """SELECT rolname, setting FROM pg_db_role_setting, unnest(setconfig) AS setting, pg_roles
        WHERE setrole = pg_roles.oid AND setdatabase = 0 AND rolname LIKE 'haat%' ORDER BY rolname, setting""",
    )

    assert attributes == [
        ("haat_app", True, False, False),
        ("haat_backup", True, True, False),
        ("haat_owner", True, False, False),
        ("haat_reach", False, False, False),
    ]
    assert settings == [
        ("haat_app", "app.board=no_board_scope"),
        ("haat_app", "idle_in_transaction_session_timeout=120s"),
        ("haat_app", "lock_timeout=20s"),
        ("haat_app", "statement_timeout=60s"),
        ("haat_backup", "default_transaction_read_only=on"),
        ("haat_owner", "app.board=no_board_scope"),
        ("haat_reach", "app.board=no_board_scope"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE sellers_seller",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE sellers_seller NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE sellers_seller DISABLE TRIGGER ALL",
        "DROP POLICY board_rows ON sellers_seller",
        "UPDATE audit_auditentry SET reason = ''",
        "SET ROLE haat_owner",
        "SET ROLE haat_reach",
        "SET SESSION AUTHORIZATION haat_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_serving_role_is_refused(board: Board, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
