from django.db import migrations

import onboarding.tenancy.operations


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_events"),
    ]

    operations = [
        onboarding.tenancy.operations.ReachFunction(
            name="outbox_boards_done_before",
            arguments="moment timestamptz",
            returns="SETOF bigint",
            body="SELECT DISTINCT board_id FROM outbox_outboxevent WHERE done_at < moment",
        ),
    ]
