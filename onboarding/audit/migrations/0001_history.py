import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.tenancy.scope
from onboarding.audit.operations import AppendOnly, QueueForSeal
from onboarding.tenancy.operations import ProtectBoardTable, ReachFunction, ReachSelect


class Migration(migrations.Migration):
    initial = True

    dependencies = [("boards", "__first__")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.CharField(max_length=64)),
                ("on_behalf_of", models.CharField(blank=True, max_length=75)),
                ("action", models.CharField(max_length=80)),
                ("object_type", models.CharField(max_length=80)),
                ("object_id", models.CharField(max_length=64)),
                ("before", models.CharField(blank=True, max_length=40)),
                ("after", models.CharField(blank=True, max_length=40)),
                ("fields", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("personal", models.BinaryField(null=True)),
                ("request_id", models.CharField(blank=True, max_length=64)),
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
                "db_table_comment": ("append-only: the history; what waits for a seal stands in audit_unsealedentry"),
                "indexes": [
                    models.Index(fields=["board", "object_type", "object_id", "id"], name="audit_entry_of_object")
                ],
            },
        ),
        ProtectBoardTable("AuditEntry"),
        AppendOnly("AuditEntry"),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveBigIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
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
                "db_table_comment": "append-only: the chain over the history",
                "constraints": [
                    models.UniqueConstraint(fields=("board", "seq"), name="audit_seal_seq_once"),
                    models.UniqueConstraint(fields=("board", "entry_id"), name="audit_seal_entry_once"),
                ],
            },
        ),
        ProtectBoardTable("AuditSeal"),
        AppendOnly("AuditSeal"),
        migrations.CreateModel(
            name="UnsealedEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
            options={"abstract": False},
        ),
        ProtectBoardTable("UnsealedEntry"),
        QueueForSeal("AuditEntry", "UnsealedEntry"),
        ReachSelect("UnsealedEntry"),
        ReachFunction(
            "audit_unsealed_boards",
            returns="SETOF bigint",
            body="SELECT DISTINCT board_id FROM audit_unsealedentry",
        ),
    ]
