"""Whose file a request under /seller/ is about, and who acts in it: the seller, a named helper, or an operator.

The choice lies in the session, one for each board. It only ever picks among what the database allows this person now,
so that a forged or outdated choice is no choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.utils import timezone

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.errors import DomainError
from sellers.models import Assistance, Helper, Seller
from sellers.policies import (
    FILLING_PAGES,
    ConfirmedAlready,
    HelperMayNot,
    OperatorMayNot,
    helper_actor,
    is_open_to,
    operator_actor,
    seller_actor,
)
from sellers.requests import SellerRequest
from sellers.states import SellerStatus

ASSISTING_LASTS = timedelta(hours=4)  # an operator who walks away does not stay in somebody's file over night
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Choice:
    """One file that this person may open, and as whom."""

    seller: Seller
    helper: Helper | None = None


def choice_key(board: Board) -> str:
    return f"whose:{board.pk}"


def assisting_key(board: Board) -> str:
    return f"assisting:{board.pk}"


def choices_of(user: User) -> list[Choice]:
    """Return the files that hang on this person's phone, then those that she helps with; oldest first."""
    own = Seller.objects.filter(user=user).exclude(status=SellerStatus.ERASED).select_related("user")
    helped = Helper.objects.filter(user=user, ended_at=None).exclude(
        Q(seller__status=SellerStatus.ERASED) | Q(seller__user=user)
    )
    return [
        *(Choice(seller) for seller in own.order_by("created_at", "id")),
        *(Choice(helper.seller, helper) for helper in helped.select_related("seller__user").order_by("added_at", "id")),
    ]


def choose(session: SessionBase, board: Board, seller: Seller) -> None:
    """Let this browser go on with that file at this board. Whether it may is asked anew at each request."""
    session[choice_key(board)] = str(seller.pk)


def chosen(choices: Sequence[Choice], seller_id: object) -> Choice | None:
    return next((choice for choice in choices if str(choice.seller.pk) == seller_id), None)


def only_one(choices: Sequence[Choice]) -> Choice | None:
    """Return the one file there can be a doubt about; an empty file that nobody has put a name to raises none."""
    named = [choice for choice in choices if choice.seller.name]
    if len(named) == 1 and named[0].helper is None:
        return named[0]
    return choices[0] if len(choices) == 1 and choices[0].helper is None else None


def place_seller(request: SellerRequest) -> bool:
    """Say whose file this is and who acts; False where the person has to be asked first."""
    choices = choices_of(request.user)
    choice = chosen(choices, request.session.get(choice_key(request.board))) or only_one(choices)
    place_choice(request, choice)
    return choice is not None or not choices


def place_choice(request: SellerRequest, choice: Choice | None) -> None:
    request.assistance = None
    request.on_behalf_of = None
    if choice is None:
        request.seller, request.actor = None, seller_actor(request.user, None)
        return
    request.seller = choice.seller
    request.actor = herself = seller_actor(choice.seller.user, choice.seller)
    if choice.helper:
        request.actor, request.on_behalf_of = helper_actor(choice.helper), herself


def assist(session: SessionBase, board: Board, assistance: Assistance) -> None:
    """Let this operator's browser work in that file for some hours."""
    session[assisting_key(board)] = {"id": str(assistance.pk), "at": timezone.now().isoformat()}


def stop_assisting(session: SessionBase, board: Board) -> None:
    session.pop(assisting_key(board), None)


def assistance_of(session: SessionBase, board: Board, operator: User) -> Assistance | None:
    """Return the assistance in which this operator works now, or None. Needs the board's scope."""
    known = session.get(assisting_key(board))
    if not isinstance(known, dict) or not is_recent(known.get("at"), ASSISTING_LASTS) or not is_uuid(known.get("id")):
        return None
    mine = Assistance.objects.filter(pk=known["id"], operator=operator).exclude(seller__status=SellerStatus.ERASED)
    return mine.select_related("seller__user").first()


def is_recent(moment: object, within: timedelta) -> bool:
    """Tell whether the moment, as a session keeps it, is past and no longer ago than that."""
    try:
        age = timezone.now() - datetime.fromisoformat(str(moment))
    except (ValueError, TypeError):  # no moment, or one without its time zone
        return False
    return timedelta(0) <= age <= within


def place_assistance(request: SellerRequest, assistance: Assistance) -> None:
    request.assistance = assistance
    request.seller = assistance.seller
    request.actor = operator_actor(request.user)
    request.on_behalf_of = seller_actor(assistance.seller.user, assistance.seller)


def is_uuid(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def refusal_of(request: SellerRequest, page: str) -> DomainError | None:
    """Return why this page stays shut to who acts for the seller, or None. What nobody has opened stays shut."""
    if request.on_behalf_of is None:
        return None
    if not is_open_to(request.actor, page):
        return refusal_for(request.actor, request.seller)
    is_settled = request.assistance is not None and request.assistance.confirmed_at is not None
    if is_settled and request.method in UNSAFE and page in FILLING_PAGES:
        return ConfirmedAlready()
    return None


def refusal_for(actor: Actor, seller: Seller | None) -> DomainError:
    refusal = HelperMayNot if actor.kind == "helper" else OperatorMayNot
    return refusal(seller.name if seller else "")
