from django.db import migrations, models


class Migration(migrations.Migration):
    """The number of an upload is a form's own: that of another seller stands in nobody's way."""

    dependencies = [("sellers", "0009_pins_in_person")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_upload_once"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("board", "seller", "upload_id"), name="document_upload_once"),
        ),
    ]
