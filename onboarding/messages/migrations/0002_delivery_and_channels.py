from typing import Any

from django.db import migrations, models

from onboarding.moves import GuardStatus

BEFORE = [("queued", "refused"), ("queued", "sent")]
ADDED = [
    ("queued", "delivered"),
    ("queued", "undelivered"),
    ("sent", "delivered"),
    ("sent", "undelivered"),
    ("undelivered", "delivered"),
]


class LiftGuard(GuardStatus):
    """Take the triggers off: PostgreSQL changes no column that a trigger watches."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Lift the guard of {self.model_name}"


class Migration(migrations.Migration):
    dependencies = [
        ("board_messages", "0001_messages"),
    ]

    operations = [
        LiftGuard("Message", initial=["queued"], pairs=BEFORE),
        migrations.AlterField(
            "message",
            "status",
            models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sent", "Sent"),
                    ("refused", "Refused"),
                    ("delivered", "Delivered"),
                    ("undelivered", "Undelivered"),
                ],
                default="queued",
                max_length=12,
            ),
        ),
        GuardStatus("Message", initial=["queued"], pairs=[*BEFORE, *ADDED]),
        migrations.AlterField(
            "message",
            "channel",
            models.CharField(
                choices=[("sms", "Sms"), ("mail", "Mail"), ("voice", "Voice"), ("whatsapp", "Whatsapp")], max_length=8
            ),
        ),
        migrations.AddField(
            "message", "language", models.CharField(blank=True, default="", max_length=8), preserve_default=False
        ),
        migrations.AlterField("message", "sealed_to", models.BinaryField(null=True)),
        migrations.AddField("message", "code_of", models.UUIDField(null=True)),
        migrations.AddField(
            "message", "failure", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("sealed_to", None), _negated=True),
                fields=["board", "created_at"],
                name="message_recipient_kept",
            ),
        ),
    ]
