import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onboarding.moves
import onboarding.tenancy.models
import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boards", "0001_boards"),
        ("vault", "0001_data_keys"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE sellers_application_number START 100001",
            reverse_sql="DROP SEQUENCE sellers_application_number",
        ),
        migrations.CreateModel(
            name="Seller",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(max_length=8)),
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
                (
                    "data_key",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.datakey",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("enrolled", "Enrolled"), ("waitlisted", "On the waitlist")], max_length=12
                    ),
                ),
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
                (
                    "programme",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="boards.programme",
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "number",
                    models.BigIntegerField(
                        db_default=models.Func(models.Value("sellers_application_number"), function="nextval"),
                        editable=False,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Sent to the board"),
                            ("needs_changes", "Needs changes"),
                            ("approved", "Approved"),
                            ("rejected", "Not approved"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(max_length=300)),
                ("pin", models.CharField(max_length=6)),
                ("sealed_pan", models.BinaryField(null=True)),
                ("pan_index", models.BinaryField(null=True)),
                ("officer_note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_at", models.DateTimeField(null=True)),
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
                    "craft",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.craft"),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.district"
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="seller",
            constraint=models.UniqueConstraint(fields=("board", "user"), name="seller_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("board", "programme", "seller"), name="enrolment_once"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["board", "status", "submitted_at", "id"], name="application_queue"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(fields=("board", "seller"), name="application_once"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(fields=("board", "number"), name="application_number_once"),
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Seller",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Enrolment",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Application",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Seller",
            field_name="data_key",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Enrolment",
            field_name="programme",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Enrolment",
            field_name="seller",
        ),
        onboarding.moves.GuardStatus(
            model_name="Enrolment",
            initial=["enrolled", "waitlisted"],
            pairs=[],
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Application",
            field_name="seller",
        ),
        onboarding.moves.GuardStatus(
            model_name="Application",
            initial=["draft"],
            pairs=[
                ("draft", "submitted"),
                ("needs_changes", "submitted"),
                ("submitted", "approved"),
                ("submitted", "needs_changes"),
                ("submitted", "rejected"),
            ],
        ),
    ]
