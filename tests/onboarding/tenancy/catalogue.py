"""A walk over PostgreSQL's own catalogue: every way for a table, key, index or function to pass a board by."""

from collections.abc import Callable
from typing import Any

from onboarding.tenancy.roles import APPEND_ONLY, GLOBAL

RULE = "(board_id = (current_setting('app.board'::text))::bigint)"
BOARD_ROWS = ("board_rows", "*", True, "{haat_app,haat_owner}", RULE, RULE)
REACH = ("reach", "r", True, "{haat_reach}", "true", None)
READ_AND_ADD = {"SELECT", "INSERT"}
ALL_BUT_TRUNCATE = READ_AND_ADD | {"UPDATE", "DELETE"}
ID_TYPES = {"bigint", "uuid", "boolean"}  # a yes or no tells nothing of another board but that it is so

Walk = Callable[[Any], list[str]]

# Tables of the schema that are not declared global: these must be protected.
BOARD_TABLES = f"""
    SELECT oid, relname, relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND coalesce(obj_description(oid, 'pg_class'), '') NOT LIKE '{GLOBAL}_%'
"""


def walk(cursor: Any) -> list[str]:
    """Return one sentence for each hole found, none when every table is protected or listed with a reason."""
    walks: list[Walk] = [
        tables_without_protection,
        tables_without_exact_policies,
        keys_that_leave_the_board,
        unique_indexes_over_all_boards,
        relations_that_are_no_tables,
        rights_too_wide,
        functions_that_reach_too_far,
        owners_other_than_the_owner,
    ]
    return [finding for one in walks for finding in one(cursor)]


def rows(cursor: Any, statement: str) -> list[Any]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def tables_without_protection(cursor: Any) -> list[str]:
    found = []
    for oid, table, enabled, forced in rows(cursor, BOARD_TABLES):
        columns = {name: (kind, required) for name, kind, required in rows(cursor, columns_of(oid))}
        if columns.get("board_id") != ("bigint", True):
            found.append(f"{table} has no board_id, and no comment that begins with '{GLOBAL}'")
        if not enabled:
            found.append(f"{table} has no row-level security")
        if not forced:
            found.append(f"{table} does not force its policies on its owner")
        if ["board_id", "id"] not in [names for _name, names in unique_columns(cursor, oid)]:
            found.append(f"{table} lacks UNIQUE (board_id, id)")
    return found


def columns_of(oid: int) -> str:
    return f"""SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
        WHERE attrelid = {oid} AND attnum > 0 AND NOT attisdropped"""


def unique_columns(cursor: Any, oid: int, *, primary: bool = False) -> list[tuple[str, list[str]]]:
    """Return the name and columns of each unique or excluding index; an expression counts as no column."""
    return rows(
        cursor,
        f"""SELECT indexrelid::regclass::text, ARRAY(
            SELECT attname::text FROM unnest(indkey::int2[]) WITH ORDINALITY AS key (number, place)
            JOIN pg_attribute ON attrelid = indrelid AND attnum = key.number ORDER BY place)
        FROM pg_index WHERE indrelid = {oid} AND (indisunique OR indisexclusion) AND indisprimary = {primary}""",
    )


def tables_without_exact_policies(cursor: Any) -> list[str]:
    found = []
    for oid, table, _enabled, _forced in rows(cursor, BOARD_TABLES):
        policies = rows(
            cursor,
            f"""SELECT polname, polcmd, polpermissive, polroles::regrole[]::text,
                pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
            FROM pg_policy WHERE polrelid = {oid} ORDER BY polname""",
        )
        if policies not in ([BOARD_ROWS], [BOARD_ROWS, REACH]):
            found.append(f"{table} has other policies than board_rows and reach: {policies}")
    return found


def keys_that_leave_the_board(cursor: Any) -> list[str]:
    """A plain foreign key accepts another board's row: it is checked past the policies."""
    keys = rows(
        cursor,
        f"""SELECT conrelid::regclass::text, conname, convalidated, EXISTS (
            SELECT FROM unnest(conkey, confkey) AS pair (here, there)
            JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = pair.here AND a.attname = 'board_id'
            JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = pair.there AND b.attname = 'board_id')
        FROM pg_constraint WHERE contype = 'f'
        AND conrelid IN (SELECT oid FROM ({BOARD_TABLES})) AND confrelid IN (SELECT oid FROM ({BOARD_TABLES}))""",
    )
    found = [f"{table}.{key} can point to another board's row" for table, key, _valid, bound in keys if not bound]
    return found + [f"{table}.{key} was never validated" for table, key, valid, _bound in keys if not valid]


def unique_indexes_over_all_boards(cursor: Any) -> list[str]:
    """Such an index would tell one board what another one has. Primary keys are random or never shown."""
    return [
        f"{index} is unique over all boards"
        for oid, *_table in rows(cursor, BOARD_TABLES)
        for index, names in unique_columns(cursor, oid)
        if "board_id" not in names
    ]


def relations_that_are_no_tables(cursor: Any) -> list[str]:
    """A view reads with its owner's rights, a materialised one copies, and neither has policies."""
    found = rows(
        cursor,
        """SELECT relname FROM pg_class WHERE relkind NOT IN ('r', 'p', 'i', 'I', 'S', 't', 'c')
        AND relnamespace = 'public'::regnamespace""",
    )
    return [f"{name} is neither a table, an index nor a sequence" for (name,) in found]


def rights_too_wide(cursor: Any) -> list[str]:
    found = []
    for role, table, comment, rights, reachable in rows(cursor, GRANTS):
        expected = {
            "haat_app": READ_AND_ADD if comment.startswith(APPEND_ONLY) else ALL_BUT_TRUNCATE,
            "haat_reach": {"SELECT"} if reachable else set(),
            "haat_backup": {"SELECT"},
        }.get(role, set())
        if set(rights) != expected:
            found.append(f"{role} may {', '.join(sorted(rights))} on {table}")
    if rows(cursor, "SELECT FROM pg_namespace WHERE has_schema_privilege('haat_app', oid, 'CREATE')"):
        found.append("haat_app may create in a schema")
    if rows(cursor, "SELECT FROM pg_auth_members WHERE member = 'haat_app'::regrole"):
        found.append("haat_app is a member of another role")
    return found


# Each role but the owner, with its rights on each table; PUBLIC is grantee 0 and shows as '-'.
GRANTS = """
    SELECT grantee::regrole::text, relname, coalesce(obj_description(c.oid, 'pg_class'), ''), array_agg(privilege_type),
        EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'reach')
    FROM pg_class c, aclexplode(relacl)
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND grantee <> relowner
    GROUP BY grantee, relname, c.oid
"""


def functions_that_reach_too_far(cursor: Any) -> list[str]:
    found = []
    for name, owner, settings, public, kinds in rows(cursor, DEFINER_FUNCTIONS):
        if owner != "haat_reach":
            found.append(f"{name} runs with the rights of {owner}")
        if settings != ["search_path=public, pg_temp"]:
            found.append(f"{name} has no fixed search_path")
        if public:
            found.append(f"{name} may be executed by everyone")
        if not set(kinds) <= ID_TYPES:
            found.append(f"{name} returns more than ids: {', '.join(kinds)}")
    return found


# OUT and TABLE columns where there are any, else the plain result type.
DEFINER_FUNCTIONS = """
    SELECT proname, pg_get_userbyid(proowner), proconfig,
        proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0),
        coalesce(
            (SELECT array_agg(format_type(kind, NULL)) FROM unnest(proallargtypes, proargmodes) AS argument (kind, mode)
            WHERE mode IN ('o', 'b', 't')), ARRAY[format_type(prorettype, NULL)])
    FROM pg_proc WHERE prosecdef
    AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
"""


def owners_other_than_the_owner(cursor: Any) -> list[str]:
    """An owner may switch the policies off, so the serving role owns nothing."""
    relations = rows(
        cursor,
        """SELECT relname, pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND pg_get_userbyid(relowner) <> 'haat_owner'""",
    )
    functions = rows(
        cursor,
        """SELECT proname, pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND pg_get_userbyid(proowner) <> CASE WHEN prosecdef THEN 'haat_reach' ELSE 'haat_owner' END""",
    )
    return [f"{name} belongs to {owner}" for name, owner in relations + functions]
