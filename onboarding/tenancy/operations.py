"""Migration operations that put a table under its board. Each migration that creates a board table carries them."""

from typing import Any

from django.db.migrations.operations.base import Operation

SERVING_ROLE = "haat_app"
OWNER_ROLE = "haat_owner"
REACH_ROLE = "haat_reach"
BOARD_IS_OPEN = "board_id = current_setting('app.board')::bigint"


class BoardOperation(Operation):
    """An operation that changes the database only."""

    reversible = True
    model_name = ""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Policies, functions and composite keys are no part of a model's state."""

    def table(self, app_label: str, state: Any) -> str:
        return str(state.apps.get_model(app_label, self.model_name)._meta.db_table)


class ProtectBoardTable(BoardOperation):
    """Give a board-owned table its row-level security, forced on its owner too, and UNIQUE (board_id, id)."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, to_state)
        add_deferred_constraints(schema_editor, table)
        schema_editor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_board_id_id_key UNIQUE (board_id, id)")
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY board_rows ON {table} TO {SERVING_ROLE}, {OWNER_ROLE} "
            f"USING ({BOARD_IS_OPEN}) WITH CHECK ({BOARD_IS_OPEN})"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, from_state)
        schema_editor.execute(f"DROP POLICY board_rows ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_board_id_id_key")

    def describe(self) -> str:
        return f"Protect {self.model_name} by board"


def add_deferred_constraints(schema_editor: Any, table: str) -> None:
    """Add the table's plain foreign keys now: at the end of the migration its policy would refuse their validation."""
    for statement in list(schema_editor.deferred_sql):
        if not isinstance(statement, str) and statement.references_table(table):
            schema_editor.execute(statement)
            schema_editor.deferred_sql.remove(statement)


class BoardForeignKey(BoardOperation):
    """Bind a BoardKey to a row of the same board: (board_id, x_id) REFERENCES other (board_id, id), indexed."""

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, column, target = self._columns(app_label, to_state)
        with_force_lifted = (table, target) if table != target else (table,)
        # PostgreSQL validates a new key through the policies, sees no row, and marks a violated key as valid.
        for name in with_force_lifted:
            schema_editor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_board_fk FOREIGN KEY (board_id, {column}) "
            f"REFERENCES {target} (board_id, id) DEFERRABLE INITIALLY DEFERRED"
        )
        for name in with_force_lifted:
            schema_editor.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE INDEX {table}_{column}_board_idx ON {table} (board_id, {column})")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, column, _target = self._columns(app_label, from_state)
        schema_editor.execute(f"DROP INDEX {table}_{column}_board_idx")
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_board_fk")

    def describe(self) -> str:
        return f"Bind {self.model_name}.{self.field_name} inside its board"

    def _columns(self, app_label: str, state: Any) -> tuple[str, str, str]:
        field = state.apps.get_model(app_label, self.model_name)._meta.get_field(self.field_name)
        return field.model._meta.db_table, field.column, field.related_model._meta.db_table


class ReachSelect(BoardOperation):
    """Let the functions of the reach role read this table over all boards."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, to_state)
        schema_editor.execute(f"GRANT SELECT ON {table} TO {REACH_ROLE}")
        schema_editor.execute(f"CREATE POLICY reach ON {table} FOR SELECT TO {REACH_ROLE} USING (true)")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, from_state)
        schema_editor.execute(f"DROP POLICY reach ON {table}")
        schema_editor.execute(f"REVOKE SELECT ON {table} FROM {REACH_ROLE}")

    def describe(self) -> str:
        return f"Let reach functions read {self.model_name}"


class ReachFunction(BoardOperation):
    """Create a function that looks over all boards and returns ids or a yes or no, owned by the reach role.

    `arguments` and `returns` are SQL; `body` is one SELECT.
    """

    def __init__(self, name: str, *, arguments: str = "", returns: str, body: str) -> None:
        self.name = name
        self.arguments = arguments
        self.returns = returns
        self.body = body

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        signature = f"{self.name}({self.arguments})"
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {signature} RETURNS {self.returns} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = public, pg_temp AS $reach$ {self.body} $reach$"
        )
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {SERVING_ROLE}, {OWNER_ROLE}")
        # A new owner must be able to create in the schema at that moment, and at no other.
        schema_editor.execute(f"GRANT CREATE ON SCHEMA public TO {REACH_ROLE}")
        schema_editor.execute(f"ALTER FUNCTION {signature} OWNER TO {REACH_ROLE}")
        schema_editor.execute(f"REVOKE CREATE ON SCHEMA public FROM {REACH_ROLE}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(f"SET LOCAL ROLE {REACH_ROLE}")
        schema_editor.execute(f"DROP FUNCTION {self.name}({self.arguments})")
        schema_editor.execute("RESET ROLE")

    def describe(self) -> str:
        return f"Create reach function {self.name}"
