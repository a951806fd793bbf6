"""Who an officer is, and what follows from the role."""

from dataclasses import dataclass

from onboarding.audit.actors import Actor
from onboarding.boards.models import Membership
from onboarding.errors import NotAllowed


@dataclass(frozen=True)
class Officer(Actor):
    """A person acting for a board; `district_id` bounds a district officer."""

    role: str = ""
    district_id: int | None = None


def officer_of(membership: Membership) -> Officer:
    return Officer(
        kind="officer",
        id=str(membership.user_id),
        name=membership.user.name,
        role=membership.role,
        district_id=membership.district_id,
    )


def can_review_district(actor: Actor, district_id: int) -> bool:
    return isinstance(actor, Officer) and actor.district_id in (None, district_id)


def require_whole_board(actor: Actor) -> None:
    """Raise NotAllowed for an officer of one district only."""
    if not isinstance(actor, Officer) or actor.district_id is not None:
        raise NotAllowed


def require_can_review_district(actor: Actor, district_id: int) -> None:
    if not can_review_district(actor, district_id):
        raise NotAllowed
