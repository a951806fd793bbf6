import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.BigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                ("name", models.CharField(max_length=80)),
                ("handler", models.CharField(max_length=160)),
                ("object_id", models.CharField(max_length=40)),
                ("payload", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at", None), ("done_at", None)),
                        fields=["board", "run_after", "id"],
                        name="outbox_due",
                    )
                ],
            },
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="OutboxEvent",
        ),
        onboarding.tenancy.operations.ReachSelect(
            model_name="OutboxEvent",
        ),
        onboarding.tenancy.operations.ReachFunction(
            name="outbox_due_boards",
            returns="SETOF bigint",
            body="SELECT DISTINCT board_id FROM outbox_outboxevent WHERE done_at IS NULL AND dead_at IS NULL AND run_after <= now() AND (lease_until IS NULL OR lease_until < now())",
        ),
    ]
