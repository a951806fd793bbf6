"""Who may touch a seller's file."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer, can_review_district, require_can_review_district
from onboarding.errors import NotAllowed
from sellers.models import Application, Assistance, Helper, Origin, Seller
from sellers.questions.catalogue import STEP_OF
from sellers.questions.progress import progress_of


def seller_actor(user: User, seller: Seller | None) -> Actor:
    """Return who acts on a seller's page: her file here, or the person before she has one."""
    return Actor(kind="seller", id=str(seller.pk) if seller else f"user:{user.pk}", name=seller.name if seller else "")


def helper_actor(helper: Helper) -> Actor:
    """Return the named helper as who acts; her row names the seller she acts for."""
    return Actor(kind="helper", id=str(helper.pk), name=helper.name)


def operator_actor(user: User) -> Actor:
    """Return who fills in for a seller, be it an operator or an officer."""
    return Actor(kind="operator", id=str(user.pk), name=user.name)


class HelperMayNot(NotAllowed):
    """What a seller keeps for herself whoever helps her: consent, bank, PIN, number, withdrawal, her answers."""

    code = "helper.not_allowed"

    def __init__(self, name: str = "") -> None:
        super().__init__(_("Only %(name)s can do this. You may list, price and pack for her.") % {"name": name or "…"})


class OperatorMayNot(NotAllowed):
    code = "operator.not_allowed"

    def __init__(self, name: str = "") -> None:
        super().__init__(
            _("Only %(name)s can do this, on her own phone. You may fill in facts and pictures for her.")
            % {"name": name or "…"}
        )


class ConfirmedAlready(NotAllowed):
    code = "assistance.confirmed_already"
    message = _("She has confirmed this file. To change something, begin again from the page where you fill in.")
    http_status = 409


class OwnWork(NotAllowed):
    code = "officer.own_work"
    message = _("This file is your own, or you filled it in. Please let another officer decide.")


LISTING_PAGES = frozenset(
    {"road", "listing_new", "listing", "listing_photo", "listing_details", "listing_check", "seller_photo"}
)
# Pages by the names of their routes. What stands in none of these is open to the seller alone.
HELPER_PAGES = LISTING_PAGES | {"whose"}
FILLING_PAGES = frozenset(
    {"application_step", "application_picture", "members", "members_list", "member", "member_left"}
)
OPERATOR_PAGES = (
    LISTING_PAGES
    | FILLING_PAGES
    | {"application", "application_check", "application_sent", "seller_document", "file_confirm"}
)

# What a person may open who has not said yet whose file it is about.
OPEN_BEFORE_CHOICE = frozenset({"whose", "number_stop"})
# All of the console that an operator sees.
ASSIST_PAGES = frozenset({"assist", "assist_open", "assist_go_on", "assist_stop"})


def is_open_to(actor: Actor, page: str) -> bool:
    """Tell whether this page of a seller is open to who acts for her."""
    match actor.kind:
        case "seller":
            return True
        case "operator":
            return page in OPERATOR_PAGES
        case "helper":
            return page in HELPER_PAGES
    return False


def require_herself(actor: Actor, seller: Seller) -> None:
    """Raise HelperMayNot or OperatorMayNot, unless it is the seller who acts: for consent, PIN, bank and the like."""
    if actor.kind == "seller" and actor.id == str(seller.pk):
        return
    if actor.kind == "helper":
        raise HelperMayNot(seller.name)
    raise OperatorMayNot(seller.name)


def require_may_fill_in(actor: Actor, seller: Seller) -> None:
    """Raise NotAllowed unless she may answer in this file: its owner, or an operator before it is confirmed.

    The operator's assistance is locked, so that nothing is added at the moment in which the seller confirms.
    """
    if actor.kind == "helper":
        raise HelperMayNot(seller.name)
    if actor.kind != "operator":
        return
    known = Assistance.objects.locked().filter(seller=seller, operator_id=actor.id, confirmed_at=None).first()
    if known is None:
        raise ConfirmedAlready


def can_assist(actor: Actor) -> bool:
    """Tell whether she fills in for sellers: operators do, and officers of any role."""
    return isinstance(actor, Officer)


def can_review_application(actor: Actor, application: Application) -> bool:
    return can_review_district(actor, application.district_id)


def require_can_review_application(actor: Actor, application: Application) -> None:
    require_can_review_district(actor, application.district_id)


def require_not_own_work(officer: Officer, seller: Seller) -> None:
    """Raise OwnWork for an officer on whose phone this file hangs, or who ever filled in for this seller.

    One phone is one user's, so that the user says whose phone it is.
    """
    filled_in = Assistance.objects.filter(seller=seller, operator_id=int(officer.id))
    if str(seller.user_id) == officer.id or filled_in.exists():
        raise OwnWork


def require_may_change(application: Application, codes: Iterable[str]) -> None:
    """Raise NotAllowed unless the seller may answer each of these questions now."""
    progress = progress_of(application.seller)
    if not all(progress.may_change(STEP_OF[code]) for code in codes):
        raise NotAllowed(_("This part is fixed now. Call us if it must change."))


def origin_of(by: Actor, on_behalf_of: Actor | None) -> Origin:
    """Return who an answer comes from: the seller herself, or somebody who fills in for her."""
    return Origin.OPERATOR if on_behalf_of else Origin.SELF


OFFICER_MOVES = ("take", "approve", "send_back", "reject", "reconsider")


def available_moves(actor: Actor, application: Application) -> list[str]:
    """Return the steps this officer may take now, in the order the page shows them."""
    if not can_review_application(actor, application):
        return []
    return [name for name in OFFICER_MOVES if name in application.MOVES.leading_from(application.status)]
