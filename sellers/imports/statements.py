"""INSERT ... SELECT for a model: what the caller does not give has the model's own default, as `save()` would."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models


def insert_select(
    model: type[models.Model], source: str, given: Mapping[str, str], *, on_conflict: str = ""
) -> tuple[str, dict[str, Any]]:
    """Return the statement and its values. `given` has an SQL expression for a column, `source` what follows FROM.

    A field that came to the model later needs no change here unless it has no default.
    """
    columns: list[str] = []
    expressions: list[str] = []
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column in given:
            expression = given[column]
        elif field.has_db_default() or (field.primary_key and not field.has_default()):
            continue
        elif getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            expression = "now()"
        else:
            values[f"default_{column}"] = field.get_db_prep_save(field.get_default(), connection)
            expression = f"%(default_{column})s"
        columns.append(column)
        expressions.append(expression)
    # Names of tables, columns and expressions come from code, values are parameters.
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
        f"SELECT {', '.join(expressions)} FROM {source} {on_conflict}"
    )
    return statement, values
