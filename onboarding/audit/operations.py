"""Migration operations that keep a history a history."""

from typing import Any

from onboarding.tenancy.operations import BoardOperation


class AppendOnly(BoardOperation):
    """Refuse every UPDATE, DELETE and TRUNCATE of the table, its owner's too, even one that meets no row.

    The owner can lift it, ALTER TABLE ... DISABLE TRIGGER append_only; verify_audit then names what changed.
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, to_state)
        schema_editor.execute(
            f"CREATE FUNCTION {table}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE insufficient_privilege USING MESSAGE = TG_OP || ' of {table}: it is append-only'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change()"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, from_state)
        schema_editor.execute(f"DROP TRIGGER append_only ON {table}")
        schema_editor.execute(f"DROP FUNCTION {table}_refuse_change()")

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"


class QueueForSeal(BoardOperation):
    """Put each new entry into the queue of unsealed ones, whoever writes it and however."""

    def __init__(self, model_name: str, queue_name: str) -> None:
        self.model_name = model_name
        self.queue_name = queue_name

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, to_state)
        queue = to_state.apps.get_model(app_label, self.queue_name)._meta.db_table
        schema_editor.execute(
            f"CREATE FUNCTION {table}_queue_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {queue} (board_id, id) VALUES (NEW.board_id, NEW.id); RETURN NULL; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER queue_for_seal AFTER INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_queue_for_seal()"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = self.table(app_label, from_state)
        schema_editor.execute(f"DROP TRIGGER queue_for_seal ON {table}")
        schema_editor.execute(f"DROP FUNCTION {table}_queue_for_seal()")

    def describe(self) -> str:
        return f"Queue each {self.model_name} for its seal"
