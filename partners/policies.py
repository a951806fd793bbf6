"""Who lets a partner in."""

from onboarding.audit.actors import Actor
from onboarding.boards.models import Membership
from onboarding.boards.policies import Officer
from onboarding.errors import NotAllowed


def can_grant_programme(actor: Actor) -> bool:
    """A board administrator, or the part of the system that sets up demo data."""
    return actor.kind == "system" or (isinstance(actor, Officer) and actor.role == Membership.Role.ADMINISTRATOR)


def can_manage_clients(actor: Actor) -> bool:
    """Clients are made and stopped by us, the maintainers, from commands."""
    return actor.kind == "system"


def require_can_manage_clients(actor: Actor) -> None:
    if not can_manage_clients(actor):
        raise NotAllowed


def require_can_grant_programme(actor: Actor) -> None:
    if not can_grant_programme(actor):
        raise NotAllowed
