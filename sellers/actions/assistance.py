"""An operator fills in for a seller, who confirms it by a code; a share of such files is looked at again."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.actions import user_of_phone
from onboarding.accounts.budgets import Budget, take
from onboarding.accounts.models import User
from onboarding.accounts.phones import normalise_phone
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, NotAllowed
from onboarding.outbox.actions import publish
from sellers.actions.answers import begin_application, save_answers
from sellers.identifiers.names import name_key
from sellers.models import Application, Assistance, Fact, Origin, Seller
from sellers.policies import can_assist, operator_actor, require_can_review_application, require_herself, seller_actor
from sellers.secrets import same_in_board, value_of

ONE_IN = 10  # so many confirmed files, drawn by chance, are called or visited
BEGUN_A_DAY = Budget("assisted.operator.day", 100, timedelta(days=1))


class NotConfirmed(DomainError):
    code = "assistance.not_confirmed"
    message = _("This file was filled in by somebody else. It is sent once it is confirmed by a code to her phone.")
    http_status = 409


class SaidToBeWrong(DomainError):
    """Somebody called or visited the seller, and she said that the file is not right."""

    code = "assistance.wrong"
    message = _("When she was asked, she said that this file is not right. It cannot be approved like this.")
    http_status = 409


class TooManyBegun(DomainError):
    code = "assistance.too_many"
    message = _("You began very many files today. Go on tomorrow, or ask an officer.")
    http_status = 429


class OutcomeStands(DomainError):
    code = "assistance.outcome_stands"
    message = _("Somebody has written down how it went already.")
    http_status = 409


class NeedsHerCode(DomainError):
    """A file of this name stands on this phone, and this operator does not work on it: only its owner opens it."""

    code = "assistance.needs_her_code"
    message = _("She has a file already. It is opened by a code to her phone.")

    def __init__(self, seller: Seller) -> None:
        self.seller = seller
        super().__init__(field="phone")


@transaction.atomic
def begin_assistance(typed_phone: str, name: str, *, language: str, operator: Officer) -> Assistance:
    """Open a file for somebody who sits beside the operator, or go on with one that this operator began.

    The seller is told by SMS who fills it in. Raises BadPhone, TooManyBegun, and NeedsHerCode for a file that is not
    this operator's work.
    """
    if not can_assist(operator):
        raise NotAllowed
    user = user_of_phone(normalise_phone(typed_phone))
    # The phone's row is locked, so that a form sent twice does not open two files.
    User.objects.select_for_update().get(pk=user.pk)
    known = Seller.objects.filter(user=user, name_key=name_key(name)).select_related("user").first()
    if known:
        going_on = Assistance.objects.filter(seller=known, operator_id=int(operator.id), confirmed_at=None).first()
        if going_on is None:
            raise NeedsHerCode(known)
        return going_on
    if not take(BEGUN_A_DAY, operator.id):
        raise TooManyBegun
    actor = operator_actor(User.objects.get(pk=operator.id))
    begun = begin_application(user, language=language, by=actor, origin=Origin.OPERATOR)
    assistance = open_assistance(begun.seller, actor)
    save_answers(begun.pk, {"name": name}, by=actor, on_behalf_of=seller_actor(user, begun.seller))
    return assistance


@transaction.atomic
def join_file(seller_id: UUID, *, operator: Officer) -> Assistance:
    """Let the operator work in a file that stands; the caller has checked a code that was sent to its phone."""
    if not can_assist(operator):
        raise NotAllowed
    seller: Seller = Seller.objects.locked().select_related("user").get(pk=seller_id)
    known = Assistance.objects.filter(seller=seller, operator_id=int(operator.id), confirmed_at=None).first()
    return known or open_assistance(seller, operator_actor(User.objects.get(pk=operator.id)))


def open_assistance(seller: Seller, actor: Actor) -> Assistance:
    assistance: Assistance = Assistance.objects.create(seller=seller, operator_id=int(actor.id))
    record("assistance.begun", assistance, by=actor, on_behalf_of=seller_actor(seller.user, seller))
    publish("assistance.begun", assistance)
    return assistance


@transaction.atomic
def confirm_file(seller_id: UUID, *, by: Actor) -> list[Assistance]:
    """Take what was filled in for her as her own word; the caller has checked a code that was sent to her phone.

    `by` is the seller. Some files are drawn for a call or a visit, by chance or because the operator's files are alike.
    """
    seller: Seller = Seller.objects.select_related("user").get(pk=seller_id)
    require_herself(by, seller)
    confirmed = list(Assistance.objects.locked().filter(seller=seller, confirmed_at=None))
    for assistance in confirmed:
        assistance.confirmed_at = timezone.now()
        assistance.is_drawn = secrets.randbelow(ONE_IN) == 0
        assistance.save(update_fields=["confirmed_at", "is_drawn"])
        draw_what_is_alike(assistance)
        record("assistance.confirmed", assistance, by=by)
    return confirmed


def draw_what_is_alike(assistance: Assistance) -> None:
    """Draw this file and the operator's others that share its phone or its bank account."""
    alike = Seller.objects.filter(pk__in=sellers_alike(assistance.seller)).values("pk")
    same = Assistance.objects.filter(operator_id=assistance.operator_id, seller__in=alike)
    if same.exclude(seller_id=assistance.seller_id).exists():
        same.filter(outcome="", confirmed_at__isnull=False).update(is_drawn=True)
        assistance.is_drawn = True


def sellers_alike(seller: Seller) -> set[UUID]:
    """Return the sellers of this board with the same phone or bank account, this one included."""
    on_phone = set(Seller.objects.filter(user_id=seller.user_id).values_list("pk", flat=True))
    account = Fact.objects.filter(seller=seller, code="bank_account").select_related("seller__data_key").first()
    if account is None:
        return on_phone
    indexes = same_in_board("bank_account", value_of(account))
    same_bank = Fact.objects.filter(code="bank_account", board_index__in=indexes)
    return on_phone | set(same_bank.values_list("seller_id", flat=True))


def is_confirmed(seller: Seller) -> bool:
    """Tell whether nothing that an operator filled in waits for the seller's word."""
    return not Assistance.objects.filter(seller=seller, confirmed_at=None).exists()


def require_confirmed(seller: Seller) -> None:
    """Raise NotConfirmed while an operator's work waits for the seller's word; whoever sends the file asks this."""
    if not is_confirmed(seller):
        raise NotConfirmed


def require_assistance_fine(seller: Seller) -> None:
    """Raise SaidToBeWrong when a call or a visit found the file wrong, and nothing later found it right."""
    asked = Assistance.objects.filter(seller=seller).exclude(outcome__in=("", Assistance.Outcome.NOT_REACHED))
    newest = asked.order_by("-outcome_at").first()
    if newest and newest.outcome == Assistance.Outcome.WRONG:
        raise SaidToBeWrong


@dataclass(frozen=True)
class Found:
    """How a call or a visit went."""

    outcome: str
    note: str = ""


@transaction.atomic
def write_outcome(assistance_id: UUID, found: Found, *, officer: Officer) -> Assistance:
    """Write down what the seller said when she was called or visited. Not reached may be written again and again.

    Raises OutcomeStands, or NotAllowed for another district's officer and for who filled the file in herself.
    """
    assistance: Assistance = Assistance.objects.locked().select_related("seller").get(pk=assistance_id, is_drawn=True)
    require_can_review_application(officer, Application.objects.get(seller=assistance.seller))
    if str(assistance.operator_id) == officer.id:
        raise NotAllowed(_("You filled in this file yourself. Another officer must ask her."))
    if assistance.outcome not in ("", Assistance.Outcome.NOT_REACHED):
        raise OutcomeStands
    assistance.outcome = Assistance.Outcome(found.outcome)
    assistance.outcome_note = found.note.strip()
    assistance.outcome_by = officer.name
    assistance.outcome_at = timezone.now()
    assistance.save(update_fields=["outcome", "outcome_note", "outcome_by", "outcome_at"])
    record(f"assistance.{assistance.outcome}", assistance, by=officer, reason=assistance.outcome_note)
    return assistance
