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

    @property
    def reviews(self) -> bool:
        """Tell whether she decides on anything; an operator does not."""
        return self.role != Membership.Role.OPERATOR

    @property
    def for_whole_board(self) -> bool:
        """Tell whether she decides for every district: administrators and state officers."""
        return self.reviews and self.district_id is None


def officer_of(membership: Membership) -> Officer:
    return Officer(
        kind="officer",
        id=str(membership.user_id),
        name=membership.user.name,
        role=membership.role,
        district_id=membership.district_id,
    )


def can_review_district(actor: Actor, district_id: int | None) -> bool:
    """Tell whether she reviews this district; None is a file that has none yet."""
    return isinstance(actor, Officer) and actor.reviews and actor.district_id in (None, district_id)


def require_whole_board(actor: Actor) -> None:
    """Raise NotAllowed for an officer of one district only."""
    if not isinstance(actor, Officer) or not actor.reviews or actor.district_id is not None:
        raise NotAllowed


def require_can_review_district(actor: Actor, district_id: int | None) -> None:
    if not can_review_district(actor, district_id):
        raise NotAllowed
