from django.db import migrations, models


class Migration(migrations.Migration):
    """A code may open all that is held about a person."""

    dependencies = [("accounts", "0004_budgets_and_purposes")]

    operations = [
        migrations.AlterField(
            "phonechallenge",
            "purpose",
            models.CharField(
                choices=[
                    ("sign_in", "Sign In"),
                    ("confirm_file", "Confirm File"),
                    ("withdraw", "Withdraw"),
                    ("change_number", "Change Number"),
                    ("member_consent", "Member Consent"),
                    ("copy_file", "Copy File"),
                    ("reset_pin", "Reset Pin"),
                    ("help", "Help"),
                    ("my_data", "My Data"),
                ],
                default="sign_in",
                max_length=20,
            ),
        ),
    ]
