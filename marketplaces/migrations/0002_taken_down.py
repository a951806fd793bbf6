from typing import Any

from django.db import migrations, models

import onboarding.moves
from onboarding.tenancy.operations import ReachFunction, ReachSelect

DUE_ACCOUNTS = "SELECT DISTINCT p.board_id, p.account_id FROM marketplaces_publication p WHERE p.done_at IS NULL AND p.dead_at IS NULL AND p.run_after <= now() AND (p.lease_until IS NULL OR p.lease_until < now())"
# Without what PublicationQuerySet.may_be_called_for leaves out, which would be rung for without end. The LIMIT and the
# plain subquery keep the look at sellers to a row or two an account: joined, it would read all listings of all boards.
ALLOWED_ACCOUNTS = "SELECT d.board_id, d.account_id FROM (SELECT DISTINCT p.board_id, p.account_id FROM marketplaces_publication p WHERE p.done_at IS NULL AND p.dead_at IS NULL AND p.run_after <= now() AND (p.lease_until IS NULL OR p.lease_until < now())) d CROSS JOIN LATERAL (SELECT 1 FROM marketplaces_publication p WHERE p.account_id = d.account_id AND p.done_at IS NULL AND p.dead_at IS NULL AND p.run_after <= now() AND (p.lease_until IS NULL OR p.lease_until < now()) AND (p.desired_hash = 'down' OR (SELECT s.status FROM catalog_listing l JOIN sellers_seller s ON s.id = l.seller_id WHERE l.id = p.listing_id) = 'active') LIMIT 1) allowed"


class ReachSelectBelow(ReachSelect):
    """Let the functions of the reach role read a table of a room below."""

    def __init__(self, room: str, model_name: str) -> None:
        super().__init__(model_name)
        self.room = room

    def table(self, app_label: str, state: Any) -> str:
        return super().table(self.room, state)


class ReplaceReachFunction(ReachFunction):
    """Give the function another body, and the one it had on the way back."""

    def __init__(self, name: str, *, returns: str, body: str, instead_of: str) -> None:
        super().__init__(name, returns=returns, body=body)
        self.before = ReachFunction(name, returns=returns, body=instead_of)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # Only its owner could replace it, so it goes and comes again.
        self.before.database_backwards(app_label, schema_editor, from_state, to_state)
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        self.before.database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0001_publications"),
        ("catalog", "0002_listing_by_status"),
        ("sellers", "0005_files_at_boards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be sent"),
                    ("sent", "Under check"),
                    ("live", "Live"),
                    ("refused", "Needs a change"),
                    ("taken_down", "Taken down at the seller's wish"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        onboarding.moves.GuardStatus(
            model_name="Publication",
            initial=["waiting"],
            pairs=[
                ("live", "waiting"),
                ("refused", "waiting"),
                ("sent", "live"),
                ("sent", "refused"),
                ("sent", "taken_down"),
                ("sent", "waiting"),
                ("taken_down", "waiting"),
                ("waiting", "refused"),
                ("waiting", "sent"),
                ("waiting", "taken_down"),
            ],
            instead_of=(
                ["waiting"],
                [
                    ("live", "waiting"),
                    ("refused", "waiting"),
                    ("sent", "live"),
                    ("sent", "refused"),
                    ("sent", "waiting"),
                    ("waiting", "refused"),
                    ("waiting", "sent"),
                ],
            ),
        ),
        ReachSelectBelow("catalog", "Listing"),
        ReplaceReachFunction(
            "marketplaces_due_accounts",
            returns="TABLE (board_id bigint, account_id uuid)",
            body=ALLOWED_ACCOUNTS,
            instead_of=DUE_ACCOUNTS,
        ),
    ]
