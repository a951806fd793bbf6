"""Saving a seller's answers, one step at a time. What was saved stays, on whatever phone she goes on."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.errors import DomainError
from onboarding.vault.actions import new_data_key
from sellers.actions.active import require_active
from sellers.identifiers.gstin import pan_agrees
from sellers.identifiers.names import name_key
from sellers.models import Application, Check, Fact, Finding, Origin, Seller
from sellers.policies import origin_of, require_may_change, require_may_fill_in
from sellers.questions.catalogue import QUESTIONS, Kept
from sellers.secrets import index_of, seal, value_of

Answers = Mapping[str, Any]
EXPIRY = "__expires"  # the date beside an answer: artisan_card__expires
BANK = ("bank_account", "ifsc")


class PanDisagrees(DomainError):
    code = "pan.not_in_gstin"
    message = _("The PAN inside the GST number is another one. Look at both cards again.")


class SamePersonAgain(DomainError):
    code = "seller.same_person_again"
    message = _("This name is registered with this phone already.")

    def __init__(self) -> None:
        super().__init__(field="name")


class BankLocked(DomainError):
    code = "bank.locked"
    message = _(
        "Your number changed a few days ago. For your safety the bank account can be changed a week after that."
    )


@transaction.atomic
def begin_application(user: User, *, language: str, by: Actor, origin: str = Origin.SELF) -> Application:
    """Open a file for a person at this board, with an application that is a draft and still empty."""
    # The phone's row is locked, so that a form sent twice does not open two files.
    User.objects.select_for_update().get(pk=user.pk)
    empty = Application.objects.filter(seller__user=user, seller__name="").select_related("seller__data_key").first()
    if empty:
        return empty
    seller = Seller.objects.create(user=user, language=language, data_key=new_data_key(), origin=origin)
    application: Application = Application.objects.create(seller=seller)
    record("application.begun", application, by=by)
    return application


@transaction.atomic
def save_answers(
    application_id: UUID, answers: Answers, *, by: Actor, on_behalf_of: Actor | None = None
) -> Application:
    """Save these answers by the codes of their questions; an empty one is taken back.

    A changed answer makes its checks stale and mends what was found wrong with it. Raises NotAllowed where the
    application is not open for this answer, PanDisagrees, SamePersonAgain, BankLocked.
    """
    application = locked_application(application_id)
    seller = application.seller
    require_may_fill_in(by, seller)
    codes = [code for code in answers if code in QUESTIONS]
    require_may_change(application, codes)
    for code in codes:
        match QUESTIONS[code].kept:
            case Kept.SELLER:
                setattr(seller, code, answers[code])
            case Kept.APPLICATION:
                setattr(application, code, answers[code])
            case Kept.FACT:
                put_fact(seller, code, answers[code], answers.get(code + EXPIRY), origin=origin_of(by, on_behalf_of))
    save_columns(seller, application)
    require_pan_agrees(seller)
    mend(application, codes)
    record("application.saved", application, by=by, fields=tuple(codes), on_behalf_of=on_behalf_of)
    return application


def locked_application(application_id: UUID) -> Application:
    files = Application.objects.locked().select_related("seller__data_key", "seller__user")
    application: Application = files.get(pk=application_id)
    require_active(application.seller)
    return application


def save_columns(seller: Seller, application: Application) -> None:
    seller.name_key = name_key(seller.name)
    if application.craft_id:
        application.other_craft = ""
    try:
        with transaction.atomic():
            seller.save(update_fields=["name", "name_key", "kind", "language"])
    except IntegrityError as twice:
        raise SamePersonAgain from twice
    application.save(update_fields=["district", "cluster", "craft", "other_craft"])


def put_fact(seller: Seller, code: str, text: str, expires_on: date | None = None, *, origin: str) -> None:
    """Keep this answer sealed; the same answer again changes nothing but its expiry."""
    known = Fact.objects.filter(seller=seller, code=code).select_related("seller__data_key").first()
    before = value_of(known) if known else ""
    if code in BANK and text != before:
        require_bank_open(seller)
    if text == before:
        if known:
            Fact.objects.filter(pk=known.pk).update(expires_on=expires_on)
        return
    Check.objects.filter(seller=seller, code=code, stale_at=None).update(stale_at=timezone.now())
    if not text:
        Fact.objects.filter(seller=seller, code=code).delete()
        return
    board_index, anywhere_index = index_of(code, text)
    Fact.objects.update_or_create(
        seller=seller,
        code=code,
        defaults={
            "sealed_value": seal(seller, code, text),
            "board_index": board_index,
            "anywhere_index": anywhere_index,
            "expires_on": expires_on,
            "origin": origin,
            "verified_elsewhere": {},
            "saved_at": timezone.now(),
        },
    )


def require_bank_open(seller: Seller) -> None:
    if seller.bank_locked_until and seller.bank_locked_until > timezone.now():
        raise BankLocked


def require_pan_agrees(seller: Seller) -> None:
    """Raise PanDisagrees when a GST number and a PAN both stand and the one does not contain the other."""
    both = Fact.objects.filter(seller=seller, code__in=("pan", "gstin")).select_related("seller__data_key")
    values = {fact.code: value_of(fact) for fact in both}
    if len(values) == 2 and not pan_agrees(values["pan"], values["gstin"]):
        raise PanDisagrees


def mend(application: Application, codes: list[str]) -> None:
    """What was found wrong with these answers counts as mended; the officer looks at it again."""
    Finding.objects.filter(application=application, code__in=codes, mended_at=None).update(mended_at=timezone.now())
