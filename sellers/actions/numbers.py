"""Moving a seller's file to another phone number: confirmed from the old one, or by two officers who see her."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.actions import user_of_phone
from onboarding.accounts.models import User
from onboarding.accounts.phones import normalise_phone
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, NotAllowed, ReasonMissing
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.vault.crypto import decrypt, encrypt
from sellers.actions.pins import BANK_WAITS, keep_pins_of_phone, locked_seller, seller_before_officer
from sellers.actions.repeats import find_repeats
from sellers.models import Application, Fact, NumberChange, Seller
from sellers.policies import require_can_review_application, require_herself
from sellers.states import ApplicationStatus, NumberChangeStatus

OPEN = (NumberChangeStatus.ASKED, NumberChangeStatus.PROVED)


class SameNumber(DomainError):
    code = "number.same"
    message: str | Promise = _("This is the number that the file has already.")

    def __init__(self) -> None:
        super().__init__(field="phone")


class KnownThere(SameNumber):
    code = "number.same_person_there"
    message = _("A file in this name hangs on that number already.")


class SecondOfficerNeeded(NotAllowed):
    code = "number.second_officer"
    message = _("You confirmed this already. A second officer must do it too.")


@transaction.atomic
def ask_for_number(seller_id: UUID, typed_phone: str, *, by: Actor) -> NumberChange:
    """Begin a change that the seller confirms from her old number. Raises BadPhone, SameNumber, KnownThere."""
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    return begin(seller, typed_phone, by=by, action="number.asked")


@transaction.atomic
def begin_lost_number(seller_id: UUID, typed_phone: str, *, officer: Officer, reason: str) -> NumberChange:
    """Begin a change for somebody who stands before the officer and has lost her old number.

    Raises ReasonMissing, BadPhone, SameNumber, KnownThere, or NotAllowed for another district's officer.
    """
    seller = seller_before_officer(seller_id, officer, reason)
    return begin(seller, typed_phone, by=officer, action="number.begun_in_person", is_old_lost=True, reason=reason)


def begin(
    seller: Seller, typed_phone: str, *, by: Actor, action: str, is_old_lost: bool = False, reason: str = ""
) -> NumberChange:
    phone = normalise_phone(typed_phone)
    if phone == seller.user.phone:
        raise SameNumber
    if Seller.objects.filter(user__phone=phone, name_key=seller.name_key).exclude(name_key="").exists():
        raise KnownThere
    for earlier in NumberChange.objects.locked().filter(seller=seller, status__in=OPEN):
        before = move(earlier, "refuse")
        record("number.given_up", earlier, by=by, before=before)
    change = NumberChange(seller=seller, is_old_lost=is_old_lost, reason=reason.strip()[:500])
    change.sealed_phone = encrypt(phone, seller.data_key, place_of_phone(change))
    change.save(force_insert=True)
    record(action, change, by=by, reason=reason.strip())
    return change


@transaction.atomic
def prove_new_number(change_id: UUID, *, by: Actor) -> NumberChange:
    """Say that the new number is proved; the caller has checked a code that was sent to it.

    For a lost number both numbers are told by SMS now, while the old one can still stop it.
    """
    change = locked_change(change_id)
    require_actor_of(change, by)
    before = move(change, "prove")
    record("number.proved", change, by=by, before=before)
    if change.is_old_lost:
        publish("number.proved", change)
    return change


@transaction.atomic
def change_number(change_id: UUID, *, by: Actor) -> NumberChange:
    """Move the file to the new number; the caller has checked a code that was sent to the old one.

    Raises IllegalMove unless the new number is proved, KnownThere, NotAllowed for a change that officers began.
    """
    change = locked_change(change_id)
    require_actor_of(change, by)
    if change.is_old_lost:
        raise NotAllowed
    # Whoever holds the phone for two minutes can confirm from it. A bank account that stands is worth waiting for.
    has_bank = Fact.objects.filter(seller=change.seller, code="bank_account").exists()
    return finish(change, by=by, locks_bank=has_bank)


@transaction.atomic
def confirm_lost_number(change_id: UUID, *, officer: Officer, reason: str) -> NumberChange:
    """Confirm as one of two officers that this person stood before her; with the second one the number is changed.

    Raises ReasonMissing, SecondOfficerNeeded for the first one again, NotAllowed for another district's officer,
    IllegalMove once it is done or stopped.
    """
    if not reason.strip():
        raise ReasonMissing
    change = locked_change(change_id)
    require_can_review_application(officer, Application.objects.get(seller=change.seller))
    change.MOVES.require(change.status, "change")
    if not change.is_old_lost:
        raise NotAllowed
    if change.first_officer_id is None:
        change.first_officer_id = int(officer.id)
        change.save(update_fields=["first_officer"])
        record("number.confirmed_by_first", change, by=officer, reason=reason.strip())
        return change
    if str(change.first_officer_id) == officer.id:
        raise SecondOfficerNeeded
    change.second_officer_id = int(officer.id)
    change.save(update_fields=["second_officer"])
    return finish(change, by=officer, locks_bank=True, reason=reason)


@transaction.atomic
def stop_number_change(change_id: UUID, *, by: Actor) -> NumberChange:
    """Stop a change from the old number, at any time before it is done. Raises IllegalMove afterwards."""
    change = locked_change(change_id)
    require_herself(by, change.seller)
    before = move(change, "refuse")
    record("number.stopped_from_old", change, by=by, before=before)
    return change


def finish(change: NumberChange, *, by: Actor, locks_bank: bool, reason: str = "") -> NumberChange:
    seller, old = change.seller, change.seller.user
    before = move(change, "change")
    change.done_at = now = timezone.now()
    change.save(update_fields=["done_at"])
    keep_pins_of_phone(seller)
    seller.user = user_of_phone(new_phone_of(change))
    seller.proved_at = now
    if locks_bank:
        seller.bank_locked_until = now + BANK_WAITS
    try:
        with transaction.atomic():
            seller.save(update_fields=["user", "proved_at", "bank_locked_until"])
    except IntegrityError as twice:
        raise KnownThere from twice
    if Application.objects.filter(seller=seller).exclude(status=ApplicationStatus.DRAFT).exists():
        find_repeats(seller)
    record("number.changed", change, by=by, before=before, reason=reason.strip())
    publish("number.changed", change, old_user=old.pk)
    return change


def locked_change(change_id: UUID) -> NumberChange:
    """Return the change, its seller and it locked: two confirmations at once come one after the other.

    The phone is locked before them, for other files on it are written to as this one leaves it. Then the seller is
    locked, as where a change is begun. Her key stays free: a file that is sent meanwhile, and for
    whose line this one may wait, points to her in its repeats. Her user is read afterwards: joined to a row that has
    moved to another user meanwhile, neither would be found.
    """
    seller_id = NumberChange.objects.values_list("seller_id", flat=True).get(pk=change_id)
    phone = User.objects.filter(pk__in=Seller.objects.filter(pk=seller_id).values("user"))
    phone.select_for_update(no_key=True).first()
    seller = Seller.objects.select_for_update(no_key=True).get(pk=seller_id)
    change: NumberChange = NumberChange.objects.locked().get(pk=change_id)
    change.seller = seller
    return change


def require_actor_of(change: NumberChange, actor: Actor) -> None:
    """Raise NotAllowed unless this is who may carry the change on: the seller, or for a lost number an officer."""
    if change.is_old_lost:
        require_can_review_application(actor, Application.objects.get(seller=change.seller))
    else:
        require_herself(actor, change.seller)


def open_lost_changes(user: User) -> QuerySet[NumberChange]:
    """Return the changes that officers began for files of this phone, and that it may still stop."""
    changes = NumberChange.objects.filter(is_old_lost=True, status__in=OPEN, seller__user=user)
    return changes.select_related("seller")


def new_phone_of(change: NumberChange) -> str:
    return decrypt(bytes(change.sealed_phone), change.seller.data_key, place_of_phone(change))


def phone_masked(phone: str) -> str:
    return f"{phone[:3]} ●●●●● ●{phone[-4:]}"


def place_of_phone(change: NumberChange) -> str:
    return f"{change.seller.board_id}:sellers.numberchange:{change.pk}:phone"
