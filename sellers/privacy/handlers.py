"""What privacy does when something happened."""

from uuid import UUID

from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.privacy.actions import drop_erasure


def keep_whoever_came_back(event: Event) -> None:
    """Take a seller who is active again off the schedule."""
    with board_scope(event.board_id):
        drop_erasure(UUID(event.object_id))
