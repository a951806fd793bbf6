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
    dependencies = [
        ("boards", "0003_operators"),
        ("files", "0002_documents"),
        ("sellers", "0001_sellers"),
        ("vault", "0001_data_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "Waiting for its columns"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("refused", "Not readable"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("stored_name", models.CharField(blank=True, max_length=200)),
                ("errors_name", models.CharField(blank=True, max_length=200)),
                ("mapping", models.JSONField(default=dict)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_added", models.PositiveIntegerField(default=0)),
                ("rows_known", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("sealed_phone", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(null=True)),
                ("share_percent", models.PositiveSmallIntegerField(null=True)),
                ("piece_wage_paise", models.BigIntegerField(null=True)),
                ("is_signatory", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("listed", "Listed"),
                            ("confirmed", "Said yes"),
                            ("disputed", "Said: not me"),
                            ("left", "Left the group"),
                        ],
                        default="listed",
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField(null=True)),
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
                    "craft",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.craft"
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assistance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("is_drawn", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "She says it is right"),
                            ("wrong", "She says it is not right"),
                            ("not_reached", "Not reached"),
                        ],
                        max_length=12,
                    ),
                ),
                ("outcome_note", models.CharField(blank=True, max_length=500)),
                ("outcome_by", models.CharField(blank=True, max_length=120)),
                ("outcome_at", models.DateTimeField(null=True)),
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
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assistances",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("gst", "GST register"),
                            ("udyam", "Udyam register"),
                            ("bank", "Bank"),
                            ("digilocker", "DigiLocker"),
                            ("officer", "Seen by an officer"),
                            ("call", "By phone"),
                            ("visit", "By a visit"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pending", "On its way"),
                            ("match", "Right"),
                            ("mismatch", "Does not agree"),
                            ("cancelled", "Cancelled there"),
                            ("not_found", "Not known there"),
                            ("unsure", "No clear answer"),
                            ("unreachable", "No answer came"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("sealed_evidence", models.BinaryField(null=True)),
                ("by", models.CharField(blank=True, max_length=120)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("stale_at", models.DateTimeField(null=True)),
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
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=40)),
                ("recipient", models.CharField(blank=True, max_length=60)),
                ("is_given", models.BooleanField()),
                ("wording", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=8)),
                ("means", models.CharField(choices=[("page", "Page"), ("code", "Code")], default="page", max_length=8)),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="sellers.seller",
                    ),
                ),
                (
                    "member",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="sellers.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("upload_id", models.UUIDField(default=uuid.uuid4)),
                ("sealed_name", models.BinaryField(null=True)),
                ("expires_on", models.DateField(null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("self", "the seller herself"),
                            ("operator", "an operator for her"),
                            ("import", "a list of the board"),
                            ("copy", "her file at another board"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("verified_elsewhere", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("due_on", models.DateField()),
                ("held_for", models.CharField(blank=True, max_length=40)),
                ("done_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
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
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("sealed_value", models.BinaryField()),
                ("board_index", models.BinaryField(null=True)),
                ("anywhere_index", models.BinaryField(null=True)),
                ("expires_on", models.DateField(null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("self", "the seller herself"),
                            ("operator", "an operator for her"),
                            ("import", "a list of the board"),
                            ("copy", "her file at another board"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("verified_elsewhere", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=40)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("mended_at", models.DateTimeField(null=True)),
                (
                    "application",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="sellers.application",
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="Helper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("relation", models.CharField(max_length=20)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpers",
                        to="sellers.seller",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NumberChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("proved", "New number proved"),
                            ("done", "Changed"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("sealed_phone", models.BinaryField()),
                ("is_old_lost", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(null=True)),
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
                    "first_officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="number_changes",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Repeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("relation", models.CharField(blank=True, max_length=20)),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("allowed", "Allowed"), ("refused", "Not allowed")], max_length=8
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
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
                    "other",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sellers.seller",
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="repeats",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("individual", "One artisan or weaver"),
                            ("shg", "Self-help group"),
                            ("cooperative", "Co-operative society"),
                            ("khadi", "Khadi institution"),
                            ("firm", "Firm or company"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "ask",
                    models.CharField(
                        choices=[("required", "Required"), ("optional", "Optional"), ("not_asked", "Not Asked")],
                        max_length=10,
                    ),
                ),
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="boards.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(auto_now_add=True)),
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
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seller",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmaskings",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="seller", name="seller_once"),
        migrations.RemoveField(model_name="application", name="address"),
        migrations.RemoveField(model_name="application", name="pan_index"),
        migrations.RemoveField(model_name="application", name="pin"),
        migrations.RemoveField(model_name="application", name="sealed_pan"),
        migrations.AddField(
            model_name="application",
            name="cluster",
            field=onboarding.tenancy.models.BoardKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="boards.cluster",
            ),
        ),
        migrations.AddField(
            model_name="application", name="other_craft", field=models.CharField(blank=True, max_length=120)
        ),
        migrations.AddField(
            model_name="application", name="rejected_for", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField(model_name="seller", name="bank_locked_until", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="seller",
            name="kind",
            field=models.CharField(
                choices=[
                    ("individual", "One artisan or weaver"),
                    ("shg", "Self-help group"),
                    ("cooperative", "Co-operative society"),
                    ("khadi", "Khadi institution"),
                    ("firm", "Firm or company"),
                ],
                default="individual",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="seller", name="name_key", field=models.CharField(blank=True, editable=False, max_length=120)
        ),
        migrations.AddField(
            model_name="seller",
            name="origin",
            field=models.CharField(
                choices=[
                    ("self", "the seller herself"),
                    ("operator", "an operator for her"),
                    ("import", "a list of the board"),
                    ("copy", "her file at another board"),
                ],
                default="self",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="seller", name="pin_hash", field=models.CharField(blank=True, max_length=128)),
        migrations.AddField(model_name="seller", name="pin_locked_until", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="seller", name="pin_tries", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name="seller", name="proved_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="seller",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("stopping", "Stopping"),
                    ("withdrawn", "Withdrawn"),
                    ("erased", "Erased"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="seller",
            name="status_since",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        # Django would drop and add the key anew, and its validation fails under the table's policy.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE sellers_application ALTER COLUMN craft_id DROP NOT NULL",
                    reverse_sql="ALTER TABLE sellers_application ALTER COLUMN craft_id SET NOT NULL",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="application",
                    name="craft",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.craft"
                    ),
                )
            ],
        ),
        # Django would drop and add the key anew, and its validation fails under the table's policy.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE sellers_application ALTER COLUMN district_id DROP NOT NULL",
                    reverse_sql="ALTER TABLE sellers_application ALTER COLUMN district_id SET NOT NULL",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="application",
                    name="district",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="boards.district"
                    ),
                )
            ],
        ),
        migrations.AlterField(
            model_name="application",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Sent to the board"),
                    ("in_review", "Being read"),
                    ("needs_changes", "Needs changes"),
                    ("approved", "Approved"),
                    ("rejected", "Not approved"),
                ],
                default="draft",
                max_length=16,
            ),
        ),
        migrations.AlterField(model_name="seller", name="name", field=models.CharField(blank=True, max_length=120)),
        migrations.AddField(
            model_name="seller",
            name="imported_by",
            field=onboarding.tenancy.models.BoardKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sellers",
                to="sellers.import",
            ),
        ),
        migrations.AddIndex(model_name="seller", index=models.Index(fields=["board", "user"], name="seller_of_phone")),
        migrations.AddConstraint(
            model_name="seller",
            constraint=models.UniqueConstraint(
                condition=models.Q(("name_key", ""), _negated=True),
                fields=("board", "user", "name_key"),
                name="seller_once_a_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="assistance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None)),
                fields=("board", "seller", "operator"),
                name="assistance_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="check", index=models.Index(fields=["board", "seller", "code", "asked_at"], name="check_of_fact")
        ),
        migrations.AddConstraint(
            model_name="columnmapping",
            constraint=models.UniqueConstraint(fields=("board", "fingerprint"), name="column_mapping_once"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("expires_on", None), _negated=True),
                fields=["board", "expires_on"],
                name="document_expiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("board", "seller", "code"),
                name="document_newest_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("board", "upload_id"), name="document_upload_once"),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("done_at", None)),
                fields=["board", "due_on"],
                name="erasure_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), ("done_at", None)),
                fields=("board", "seller"),
                name="erasure_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("board_index", None), _negated=True),
                fields=["board", "board_index"],
                name="fact_in_board",
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("anywhere_index", None), _negated=True),
                fields=["anywhere_index"],
                name="fact_anywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("expires_on", None), _negated=True),
                fields=["board", "expires_on"],
                name="fact_expiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact", constraint=models.UniqueConstraint(fields=("board", "seller", "code"), name="fact_once")
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mended_at", None)),
                fields=("board", "application", "code"),
                name="finding_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="helper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("board", "seller", "user"), name="helper_once"
            ),
        ),
        migrations.AddIndex(
            model_name="import", index=models.Index(fields=["board", "created_at", "id"], name="import_newest")
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("phone_index", None), _negated=True),
                fields=["board", "phone_index"],
                name="member_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_percent", None), ("piece_wage_paise", None), _connector="OR"),
                name="member_share_or_wage",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_percent", None), ("share_percent__lte", 100), _connector="OR"),
                name="member_share_at_most_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["board", "seller", "purpose", "answered_at"], name="consent_newest"),
        ),
        migrations.AddConstraint(
            model_name="numberchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_officer", None),
                    models.Q(("first_officer", models.F("second_officer")), _negated=True),
                    _connector="OR",
                ),
                name="number_change_two_officers",
            ),
        ),
        migrations.AddConstraint(
            model_name="repeat",
            constraint=models.UniqueConstraint(
                fields=("board", "code", "seller", "other"), name="repeat_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="repeat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other", None), models.Q(("seller", models.F("other")), _negated=True), _connector="OR"
                ),
                name="repeat_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("board", "programme", "kind", "code"), name="requirement_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="unmasking", index=models.Index(fields=["board", "officer", "at"], name="unmasking_of_officer")
        ),
        onboarding.tenancy.operations.ProtectBoardTable("Assistance"),
        onboarding.tenancy.operations.ProtectBoardTable("Check"),
        onboarding.tenancy.operations.ProtectBoardTable("ColumnMapping"),
        onboarding.tenancy.operations.ProtectBoardTable("Consent"),
        onboarding.tenancy.operations.ProtectBoardTable("Document"),
        onboarding.tenancy.operations.ProtectBoardTable("Erasure"),
        onboarding.tenancy.operations.ProtectBoardTable("Fact"),
        onboarding.tenancy.operations.ProtectBoardTable("Finding"),
        onboarding.tenancy.operations.ProtectBoardTable("Helper"),
        onboarding.tenancy.operations.ProtectBoardTable("Import"),
        onboarding.tenancy.operations.ProtectBoardTable("Member"),
        onboarding.tenancy.operations.ProtectBoardTable("NumberChange"),
        onboarding.tenancy.operations.ProtectBoardTable("Repeat"),
        onboarding.tenancy.operations.ProtectBoardTable("Requirement"),
        onboarding.tenancy.operations.ProtectBoardTable("Unmasking"),
        onboarding.tenancy.operations.BoardForeignKey("Application", "cluster"),
        onboarding.tenancy.operations.BoardForeignKey("Assistance", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Check", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Consent", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Consent", "member"),
        onboarding.tenancy.operations.BoardForeignKey("Document", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Document", "file"),
        onboarding.tenancy.operations.BoardForeignKey("Erasure", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Fact", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Finding", "application"),
        onboarding.tenancy.operations.BoardForeignKey("Helper", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Member", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("NumberChange", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Repeat", "seller"),
        onboarding.tenancy.operations.BoardForeignKey("Repeat", "other"),
        onboarding.tenancy.operations.BoardForeignKey("Requirement", "programme"),
        onboarding.tenancy.operations.BoardForeignKey("Seller", "imported_by"),
        onboarding.tenancy.operations.BoardForeignKey("Unmasking", "seller"),
        onboarding.moves.GuardStatus(
            "Application",
            initial=["draft"],
            pairs=[
                ("draft", "submitted"),
                ("in_review", "approved"),
                ("in_review", "needs_changes"),
                ("in_review", "rejected"),
                ("needs_changes", "submitted"),
                ("rejected", "in_review"),
                ("submitted", "approved"),
                ("submitted", "in_review"),
                ("submitted", "needs_changes"),
                ("submitted", "rejected"),
            ],
            instead_of=(
                ["draft"],
                [
                    ("draft", "submitted"),
                    ("needs_changes", "submitted"),
                    ("submitted", "approved"),
                    ("submitted", "needs_changes"),
                    ("submitted", "rejected"),
                ],
            ),
        ),
        onboarding.moves.GuardStatus(
            "Import",
            initial=["uploaded"],
            pairs=[("running", "done"), ("running", "refused"), ("uploaded", "refused"), ("uploaded", "running")],
        ),
        onboarding.moves.GuardStatus(
            "Member",
            initial=["listed"],
            pairs=[
                ("confirmed", "disputed"),
                ("confirmed", "left"),
                ("disputed", "confirmed"),
                ("disputed", "left"),
                ("listed", "confirmed"),
                ("listed", "disputed"),
                ("listed", "left"),
            ],
        ),
        onboarding.moves.GuardStatus(
            "NumberChange",
            initial=["asked"],
            pairs=[("asked", "proved"), ("asked", "refused"), ("proved", "done"), ("proved", "refused")],
        ),
        onboarding.moves.GuardStatus(
            "Seller",
            initial=["active"],
            pairs=[("active", "stopping"), ("stopping", "withdrawn"), ("withdrawn", "active"), ("withdrawn", "erased")],
        ),
        onboarding.tenancy.operations.ReachSelect("Fact"),
        onboarding.tenancy.operations.ReachFunction(
            "sellers_registered_elsewhere",
            arguments="marks bytea[], own_board bigint",
            returns="boolean",
            body="SELECT EXISTS (SELECT 1 FROM sellers_fact WHERE anywhere_index = ANY (marks) AND board_id <> own_board)",
        ),
    ]
