from django.db import migrations

from onboarding.tenancy.operations import ReachFunction, ReachSelect


class Migration(migrations.Migration):
    """At one board a person may be told at which others she has an approved file: their ids, and nothing of it."""

    dependencies = [("sellers", "0004_leaving")]

    operations = [
        ReachSelect("Seller"),
        ReachSelect("Application"),
        ReachFunction(
            "sellers_boards_with_file",
            arguments="person bigint",
            returns="SETOF bigint",
            body=(
                "SELECT DISTINCT s.board_id FROM sellers_seller s"
                " JOIN sellers_application a ON a.seller_id = s.id AND a.board_id = s.board_id"
                " WHERE s.user_id = person AND s.status = 'active' AND a.status = 'approved'"
            ),
        ),
    ]
