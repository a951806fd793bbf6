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
        ("files", "0001_stored_files"),
        ("sellers", "0001_sellers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Sent to the board"),
                            ("needs_changes", "Needs changes"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("title", models.JSONField(default=dict)),
                ("description", models.JSONField(default=dict)),
                ("price_paise", models.BigIntegerField(null=True)),
                ("mrp_paise", models.BigIntegerField(null=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("attributes", models.JSONField(default=dict)),
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
                        related_name="listings",
                        to="sellers.seller",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                    "listing",
                    onboarding.tenancy.models.BoardKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="catalog.listing",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["board", "status", "submitted_at", "id"], name="listing_queue"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_paise__gt", 0)), name="listing_price_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_paise__lte", models.F("mrp_paise"))),
                name="listing_price_within_mrp",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(fields=("board", "listing", "position"), name="photo_position_once"),
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Listing",
        ),
        onboarding.tenancy.operations.ProtectBoardTable(
            model_name="Photo",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Listing",
            field_name="seller",
        ),
        onboarding.moves.GuardStatus(
            model_name="Listing",
            initial=["draft"],
            pairs=[
                ("draft", "submitted"),
                ("needs_changes", "submitted"),
                ("submitted", "approved"),
                ("submitted", "needs_changes"),
                ("approved", "needs_changes"),
            ],
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Photo",
            field_name="listing",
        ),
        onboarding.tenancy.operations.BoardForeignKey(
            model_name="Photo",
            field_name="file",
        ),
    ]
