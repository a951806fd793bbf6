import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.moves
import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("channel", models.CharField(choices=[("sms", "Sms"), ("mail", "Mail")], max_length=8)),
                ("purpose", models.CharField(max_length=40)),
                ("template", models.JSONField(default=dict)),
                ("sealed_to", models.BinaryField()),
                ("sealed_body", models.BinaryField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("refused", "Refused")],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("source", models.CharField(blank=True, max_length=40)),
                ("gateway_id", models.CharField(blank=True, max_length=80)),
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
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("board", "source"),
                        name="message_source_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SmsTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("header", models.CharField(max_length=6)),
                ("dlt_template_id", models.CharField(max_length=20)),
                ("text", models.TextField()),
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
                    models.UniqueConstraint(fields=("board", "purpose", "language"), name="sms_template_once")
                ],
            },
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Message",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="SmsTemplate",
        ),
        onboarding.moves.GuardStatus(
            model_name="Message",
            initial=["queued"],
            pairs=[("queued", "refused"), ("queued", "sent")],
        ),
    ]
