from django.db import migrations, models


class Migration(migrations.Migration):
    """What registries deny, and what they confirmed long ago, is found without reading every check."""

    dependencies = [("sellers", "0005_files_at_boards")]

    operations = [
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("result__in", ("mismatch", "cancelled", "not_found")), ("stale_at", None)),
                fields=["board", "seller", "code"],
                name="check_against",
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("method__in", ("gst", "udyam", "bank")), ("result", "match"), ("stale_at", None)),
                fields=["board", "answered_at", "id"],
                name="check_confirmed",
            ),
        ),
    ]
