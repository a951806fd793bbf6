import uuid

import django.db.models.deletion
from django.db import migrations, models

import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_users"),
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneChallenge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("phone", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=8)),
                ("code_hash", models.BinaryField()),
                ("sealed_code", models.BinaryField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["board", "phone", "created_at"], name="challenge_recent")],
            },
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="PhoneChallenge",
        ),
    ]
