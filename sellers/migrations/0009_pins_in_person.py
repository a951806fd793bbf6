from django.db import migrations, models


class Migration(migrations.Migration):
    """A PIN may be one that no code takes away, and wrong tries are counted in all."""

    dependencies = [("sellers", "0008_people_without_file")]

    operations = [
        migrations.AddField("seller", "pin_misses", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("seller", "pin_in_person", models.BooleanField(default=False)),
    ]
