"""Who may touch a seller's file."""

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.policies import can_review_district, require_can_review_district
from sellers.models import Application, Seller


def seller_actor(user: User, seller: Seller | None) -> Actor:
    """Return who acts on a seller's page: her file here, or the person before she has one."""
    return Actor(kind="seller", id=str(seller.pk) if seller else f"user:{user.pk}", name=seller.name if seller else "")


def can_review_application(actor: Actor, application: Application) -> bool:
    return can_review_district(actor, application.district_id)


def require_can_review_application(actor: Actor, application: Application) -> None:
    require_can_review_district(actor, application.district_id)


OFFICER_MOVES = ("approve", "send_back", "reject")


def available_moves(actor: Actor, application: Application) -> list[str]:
    """Return the steps this officer may take now, in the order the page shows them."""
    if not can_review_application(actor, application):
        return []
    return [name for name in OFFICER_MOVES if name in application.MOVES.leading_from(application.status)]
