from typing import Any

from django.db import migrations

SLUG = "platform"
NAME = {"en": "Haat Setu", "hi": "हाट सेतु"}


def create_platform_board(apps: Any, schema_editor: Any) -> None:
    # Closed, since nobody applies to it.
    apps.get_model("boards", "Board").objects.create(slug=SLUG, name=NAME, is_open=False)


def delete_platform_board(apps: Any, schema_editor: Any) -> None:
    """Delete the row alone: Django would look for dependent rows in tables that refuse to be read outside a scope.

    The database refuses while the platform owns anything.
    """
    schema_editor.execute("DELETE FROM boards_board WHERE slug = %s", [SLUG])


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.RunPython(create_platform_board, delete_platform_board),
    ]
