from django.db import migrations, models


class Migration(migrations.Migration):
    """How a maker without a phone is reached; rosters in pages; what an officer is asked to look at."""

    dependencies = [("sellers", "0006_checks_to_look_at")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="sealed_reach",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["board", "seller", "created_at", "id"], name="member_of_seller"),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("method", "officer"), ("result", "pending"), ("stale_at", None)),
                fields=["board", "seller", "code"],
                name="check_asked_of_officer",
            ),
        ),
    ]
