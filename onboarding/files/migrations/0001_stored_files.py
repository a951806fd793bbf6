import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onboarding.tenancy.scope
from onboarding.tenancy.operations import ProtectBoardTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("boards", "__first__")]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=[("photo", "photo")], default="photo", max_length=10)),
                ("content_type", models.CharField(max_length=40)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("bytes", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("original_name_ext", models.CharField(blank=True, max_length=6)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
        ProtectBoardTable("StoredFile"),
    ]
