from django.db import migrations, models

import onboarding.tenancy.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_cache"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=30)),
                ("key_hash", models.BinaryField()),
                ("stripe", models.PositiveSmallIntegerField(default=0)),
                ("window_started_at", models.DateTimeField()),
                ("window_ends_at", models.DateTimeField()),
                ("used", models.PositiveIntegerField()),
            ],
            options={
                "db_table_comment": "global: what guards one phone or network counts over all boards; keys are hashes",
                "constraints": [models.UniqueConstraint(fields=("kind", "key_hash", "stripe"), name="allowance_once")],
                "indexes": [models.Index(fields=["window_ends_at"], name="allowance_ended")],
            },
        ),
        migrations.AddField("user", "last_seen_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("user", "back_after_silence_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
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
                ],
                default="sign_in",
                max_length=20,
            ),
        ),
        migrations.AddField(
            "phonechallenge", "subject", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
        migrations.AddField(
            "phonechallenge",
            "channel",
            models.CharField(
                choices=[("sms", "Sms"), ("voice", "Voice"), ("whatsapp", "Whatsapp")], default="sms", max_length=10
            ),
        ),
        migrations.AddField("phonechallenge", "lost_at", models.DateTimeField(null=True)),
        onboarding.tenancy.operations.ReachSelect(model_name="PhoneChallenge"),
        onboarding.tenancy.operations.ReachFunction(
            name="accounts_boards_with_codes_before",
            arguments="moment timestamptz",
            returns="SETOF bigint",
            body="SELECT DISTINCT board_id FROM accounts_phonechallenge WHERE created_at < moment",
        ),
    ]
