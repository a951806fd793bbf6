from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_listings")]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["board", "status", "status_since", "id"], name="listing_by_status"),
        )
    ]
