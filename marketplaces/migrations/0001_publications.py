import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.moves
import onboarding.tenancy.models
import onboarding.tenancy.operations
import onboarding.tenancy.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_listings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "marketplace",
                    models.CharField(choices=[("amazon", "Amazon"), ("flipkart", "Flipkart")], max_length=20),
                ),
                ("holder_name", models.CharField(max_length=120)),
                ("merchant_id", models.CharField(max_length=40)),
                ("sealed_refresh_token", models.BinaryField()),
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
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("run_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.BigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sent", "Under check"),
                            ("live", "Live"),
                            ("refused", "Needs a change"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("sku", models.CharField(max_length=40)),
                ("desired", models.JSONField()),
                ("desired_hash", models.CharField(max_length=64)),
                ("sent_hash", models.CharField(blank=True, max_length=64)),
                ("confirmed_hash", models.CharField(blank=True, max_length=64)),
                ("marketplace_id", models.CharField(blank=True, max_length=40)),
                ("issues", models.JSONField(default=list)),
                ("live_at", models.DateTimeField(null=True)),
                (
                    "account",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="marketplaces.account",
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
                    "listing",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="catalog.listing",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("board", "marketplace", "merchant_id"), name="account_once"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("dead_at", None), ("done_at", None)),
                fields=["account", "run_after", "id"],
                name="publication_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("board", "account", "listing"), name="publication_once"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("board", "account", "sku"), name="publication_sku_once"),
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Account",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Publication",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Publication",
            field_name="listing",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Publication",
            field_name="account",
        ),
        onboarding.moves.GuardStatus(
            model_name="Publication",
            initial=["waiting"],
            pairs=[
                ("live", "waiting"),
                ("refused", "waiting"),
                ("sent", "live"),
                ("sent", "refused"),
                ("sent", "waiting"),
                ("waiting", "refused"),
                ("waiting", "sent"),
            ],
        ),
        onboarding.tenancy.operations.ReachSelect(
            model_name="Publication",
        ),
        onboarding.tenancy.operations.ReachFunction(
            name="marketplaces_due_accounts",
            returns="TABLE (board_id bigint, account_id uuid)",
            body="SELECT DISTINCT p.board_id, p.account_id FROM marketplaces_publication p WHERE p.done_at IS NULL AND p.dead_at IS NULL AND p.run_after <= now() AND (p.lease_until IS NULL OR p.lease_until < now())",
        ),
    ]
