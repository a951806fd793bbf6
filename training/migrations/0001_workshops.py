import uuid

import django.db.models.deletion
from django.db import migrations, models

import onboarding.tenancy.models
import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("topic", models.JSONField()),
                ("held_on", models.DateField(blank=True, null=True)),
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
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.district"
                    ),
                ),
                (
                    "programme",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops",
                        to="boards.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "id"],
            },
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Workshop",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Workshop",
            field_name="programme",
        ),
    ]
