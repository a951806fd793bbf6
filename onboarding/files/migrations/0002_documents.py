from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_stored_files")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(
                choices=[("photo", "photo"), ("document", "document")], default="photo", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="pages",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(fields=["board", "sha256"], name="stored_file_content"),
        ),
    ]
