import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.tenancy.scope
from onboarding.tenancy.operations import ProtectBoardTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("boards", "__first__")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("wrapped", models.BinaryField(null=True)),
                ("wrapped_with", models.CharField(editable=False, max_length=16)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("destroyed_at", models.DateTimeField(editable=False, null=True)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wrapped__isnull", True), ("destroyed_at__isnull", True), _connector="XOR"),
                        name="data_key_wrapped_until_destroyed",
                    )
                ],
            },
        ),
        ProtectBoardTable("DataKey"),
    ]
