import uuid

import django.db.models.deletion
from django.db import migrations, models

import onboarding.tenancy.models
import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
        ("boards", "0001_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "db_table_comment": "global: read to find out who calls, before any board is known",
            },
        ),
        migrations.CreateModel(
            name="PartnerClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "oauth_client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_client",
                        to="allauth_idp_oidc.client",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clients",
                        to="partners.partner",
                    ),
                ),
            ],
            options={
                "db_table_comment": "global: read to find out who calls, before any board is known",
            },
        ),
        migrations.CreateModel(
            name="ProgrammePartner",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner"
                    ),
                ),
                (
                    "programme",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="boards.programme",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="programmepartner",
            constraint=models.UniqueConstraint(fields=("board", "programme", "partner"), name="programme_partner_once"),
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="ProgrammePartner",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="ProgrammePartner",
            field_name="programme",
        ),
    ]
