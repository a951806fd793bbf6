from django.db import migrations, models
from django.db.models import Q

import onboarding.moves


class Migration(migrations.Migration):
    """A seller may leave: places end and stay as history, and of each question of consent one answer counts."""

    dependencies = [("sellers", "0003_import_rows")]

    operations = [
        migrations.AlterField(
            model_name="enrolment",
            name="status",
            field=models.CharField(
                choices=[("enrolled", "Enrolled"), ("waitlisted", "On the waitlist"), ("ended", "Ended")], max_length=12
            ),
        ),
        onboarding.moves.GuardStatus(
            model_name="Enrolment",
            initial=["enrolled", "waitlisted"],
            pairs=[("enrolled", "ended"), ("waitlisted", "ended")],
            instead_of=(["enrolled", "waitlisted"], []),
        ),
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_once"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=~Q(("status", "ended")),
                fields=("board", "programme", "seller"),
                name="enrolment_standing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=Q(("withdrawn_at", None)),
                fields=("board", "seller", "purpose", "recipient", "member"),
                name="consent_standing_once",
                nulls_distinct=False,
            ),
        ),
    ]
