import django.db.models.deletion
from django.db import migrations, models

import onboarding.tenancy.models
import onboarding.tenancy.scope
from onboarding.tenancy.operations import BoardForeignKey, ProtectBoardTable


class Migration(migrations.Migration):
    dependencies = [("sellers", "0002_facts_and_consents")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="programme",
            field=onboarding.tenancy.models.BoardKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="boards.programme",
            ),
        ),
        BoardForeignKey("Import", "programme"),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("reason_hi", models.TextField()),
                ("reason_en", models.TextField()),
                (
                    "board",
                    models.ForeignKey(
                        db_index=False,
                        default=onboarding.tenancy.scope.current_board_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="boards.board",
                    ),
                ),
                (
                    "file",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_rows",
                        to="sellers.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("board", "file", "row"), name="refused_row_once"),
                ],
            },
        ),
        ProtectBoardTable("RefusedRow"),
        BoardForeignKey("RefusedRow", "file"),
    ]
