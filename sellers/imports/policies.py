"""Who may bring in a list of sellers."""

from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import NotAllowed


def can_import(actor: Actor) -> bool:
    """Tell whether this actor acts for the whole board. The command line is trusted, as its owner is."""
    return actor.for_whole_board if isinstance(actor, Officer) else actor.kind == "system"


def require_can_import(actor: Actor) -> None:
    if not can_import(actor):
        raise NotAllowed
