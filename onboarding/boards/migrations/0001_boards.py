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
        ("accounts", "0001_users"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.JSONField()),
                ("colour", models.CharField(default="indigo", max_length=20)),
                ("help_phone", models.CharField(blank=True, max_length=16)),
                ("sms_entity_id", models.CharField(blank=True, max_length=20)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "db_table_comment": "global: the boards themselves, read before any scope is open",
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("lgd_code", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("state_lgd_code", models.PositiveIntegerField(db_index=True)),
                ("name", models.JSONField()),
                ("division", models.CharField(blank=True, max_length=80)),
                ("products", models.JSONField(default=list)),
                ("sources", models.JSONField(default=dict)),
            ],
            options={
                "db_table_comment": "global: public reference data, the same for every board",
            },
        ),
        migrations.CreateModel(
            name="Craft",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.JSONField()),
                ("hsn", models.CharField(blank=True, max_length=8)),
                ("amazon_product_type", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField(default=dict)),
                (
                    "home_district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="crafts",
                        to="boards.district",
                    ),
                ),
            ],
            options={
                "db_table_comment": "global: public reference data, the same for every board",
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.JSONField()),
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
                ("craft", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="boards.craft")),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="boards.district"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.JSONField()),
                (
                    "marketplace",
                    models.CharField(choices=[("amazon", "Amazon"), ("flipkart", "Flipkart")], max_length=20),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "Active")], default="draft", max_length=12
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("seller_cap", models.PositiveIntegerField(blank=True, null=True)),
                ("enrolled_count", models.PositiveIntegerField(default=0)),
                ("trainee_target", models.PositiveIntegerField(blank=True, null=True)),
                ("trainee_target_on", models.DateField(blank=True, null=True)),
                ("sells", models.BooleanField(default=True)),
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
            name="Benefit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=60)),
                ("name", models.JSONField()),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benefits",
                        to="boards.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammeDistrict",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="boards.district"),
                ),
                (
                    "programme",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="districts",
                        to="boards.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Board administrator"),
                            ("state_officer", "State officer"),
                            ("district_officer", "District officer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="boards.board",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="boards.district",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table_comment": "global: read to decide which board's scope a person may enter",
                "constraints": [
                    models.UniqueConstraint(fields=("board", "user"), name="membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("district__isnull", False),
                            models.Q(("role", "district_officer"), _negated=True),
                            _connector="XOR",
                        ),
                        name="membership_district_iff_district_officer",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(fields=("board", "slug"), name="programme_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.UniqueConstraint(fields=("board", "programme", "code"), name="benefit_once"),
        ),
        migrations.AddConstraint(
            model_name="programmedistrict",
            constraint=models.UniqueConstraint(
                fields=("board", "programme", "district"), name="programme_district_once"
            ),
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Cluster",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Programme",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Benefit",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="ProgrammeDistrict",
        ),
        onboarding.moves.GuardStatus(
            model_name="Programme",
            initial=["draft"],
            pairs=[("draft", "active")],
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Benefit",
            field_name="programme",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="ProgrammeDistrict",
            field_name="programme",
        ),
    ]
