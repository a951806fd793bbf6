from django.db import migrations

from onboarding.tenancy.operations import ReachFunction, ReachSelect


class Migration(migrations.Migration):
    """Of some people, those are found who have a file, help or fill in at no board: their ids, and nothing of them."""

    dependencies = [("sellers", "0007_member_reach")]

    operations = [
        ReachSelect("Helper"),
        ReachSelect("Assistance"),
        ReachFunction(
            "sellers_people_without_file",
            arguments="people bigint[]",
            returns="SETOF bigint",
            body=(
                "SELECT person FROM unnest(people) AS person"
                " WHERE NOT EXISTS (SELECT FROM sellers_seller s WHERE s.user_id = person)"
                " AND NOT EXISTS (SELECT FROM sellers_helper h WHERE h.user_id = person)"
                " AND NOT EXISTS (SELECT FROM sellers_assistance a WHERE a.operator_id = person)"
                " ORDER BY person"
            ),
        ),
    ]
