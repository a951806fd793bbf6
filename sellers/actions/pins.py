"""A person's PIN: what tells people apart who share a phone, and a seller from whoever got her number after her."""

import re
from datetime import timedelta
from enum import Enum
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.budgets import Budget, take
from onboarding.accounts.phones import western_digit
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, ReasonMissing
from onboarding.outbox.actions import publish
from sellers.guards import MAX_MISSES, is_back_after_silence, is_for_officer, is_shared, is_worn_out
from sellers.models import Application, Seller
from sellers.policies import require_can_review_application, require_herself

MAX_WRONG = 5
LOCKED_FOR = timedelta(hours=1)
BANK_WAITS = timedelta(days=7)
TRIES_A_DAY = Budget("tries.pin.day", 20, timedelta(days=1))
ROWS = ("0123456789", "9876543210", "1234567890", "0987654321", "2580", "0852", "147258", "147369")
BIRTH_YEARS = range(1920, 2030)
PIN_COLUMNS = ("pin_hash", "pin_tries", "pin_locked_until", "pin_misses")


class BadPin(DomainError):
    code = "pin.shape"
    message: str | Promise = _("A PIN has 4 to 6 digits.")

    def __init__(self, field: str = "pin") -> None:
        super().__init__(field=field)


class WeakPin(BadPin):
    code = "pin.weak"
    message = _("Others guess this one first. Take digits that are not in a row, not all the same, and no year.")


class PinStands(DomainError):
    """Somebody chose a PIN for this file a moment ago; it is changed only by who knows it."""

    code = "pin.stands"
    message = _("This file has a PIN already. To change it, write the old one.")
    http_status = 409


class NotProved(DomainError):
    """Holding the phone proves nothing: others had it, it was silent for long, or her PIN was guessed at too often."""

    code = "person.not_proved"
    message = _("This phone alone does not show who you are. Come to the office once, then choose a PIN.")
    http_status = 403


class PinVerdict(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@transaction.atomic
def set_pin(seller_id: UUID, typed: str, *, by: Actor) -> Seller:
    """Give a person without a PIN her first one. Raises BadPin, WeakPin, PinStands, NotProved."""
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    pin = good_pin(typed, seller)
    if seller.pin_hash:
        raise PinStands
    if is_back_after_silence(seller):
        raise NotProved
    return save_pin(seller, pin, "pin.set", by=by)


@transaction.atomic
def change_pin(seller_id: UUID, old: str, new: str, *, by: Actor) -> PinVerdict:
    """Replace the PIN when the old one is right; a wrong one counts as a try, see prove_pin. Raises BadPin, WeakPin."""
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    pin = good_pin(new, seller)
    verdict = try_pin(seller, old)
    if verdict is PinVerdict.RIGHT:
        save_pin(seller, pin, "pin.changed", by=by)
    return verdict


@transaction.atomic
def prove_pin(seller_id: UUID, typed: str, *, by: Actor) -> PinVerdict:
    """Count one try and say whether the PIN was right; five wrong ones lock it for an hour.

    The verdict is returned, not raised: the try must be committed also when it was wrong, so no caller may roll it
    back.
    """
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    return try_pin(seller, typed)


def try_pin(seller: Seller, typed: str) -> PinVerdict:
    now = timezone.now()
    if seller.pin_locked_until and seller.pin_locked_until > now:
        return PinVerdict.LOCKED
    if not seller.pin_hash or is_worn_out(seller) or not take(TRIES_A_DAY, str(seller.pk)):
        return PinVerdict.LOCKED
    if check_password(digits_of(typed), seller.pin_hash):
        seller.pin_tries, seller.pin_locked_until, seller.pin_misses, seller.proved_at = 0, None, 0, now
        seller.save(update_fields=["pin_tries", "pin_locked_until", "pin_misses", "proved_at"])
        return PinVerdict.RIGHT
    seller.pin_tries += 1
    seller.pin_misses = min(seller.pin_misses + 1, MAX_MISSES)
    if seller.pin_tries >= MAX_WRONG:
        seller.pin_tries, seller.pin_locked_until = 0, now + LOCKED_FOR
    seller.save(update_fields=["pin_tries", "pin_locked_until", "pin_misses"])
    return PinVerdict.LOCKED if seller.pin_locked_until and seller.pin_locked_until > now else PinVerdict.WRONG


@transaction.atomic
def clear_pin_by_code(seller_id: UUID, *, by: Actor) -> Seller:
    """Take away a forgotten PIN. The caller has proved the phone by a fresh code, and the phone is hers alone.

    The bank account stays as it is for a week, and an SMS tells the number. Raises NotProved where a code proves
    nothing, see is_for_officer.
    """
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    if is_for_officer(seller):
        raise NotProved
    seller.bank_locked_until = timezone.now() + BANK_WAITS
    drop_pin(seller, "pin.cleared_by_code", by=by)
    publish("pin.cleared", seller)
    return seller


def keep_pins_of_phone(leaving: Seller) -> None:
    """Write down, before a file leaves its phone, that the PINs of the others there are cleared in person only.

    Else whoever moved his own file away could let a code to the phone he holds take her PIN away.
    """
    if leaving.name:
        others = Seller.objects.filter(user_id=leaving.user_id).exclude(pk=leaving.pk).exclude(pin_hash="")
        others.update(pin_in_person=True)


@transaction.atomic
def clear_pin_in_person(seller_id: UUID, *, officer: Officer, reason: str) -> Seller:
    """Take away a forgotten PIN of somebody whom the officer sees before her; an SMS tells the number.

    Raises ReasonMissing, or NotAllowed for another district's officer.
    """
    seller = seller_before_officer(seller_id, officer, reason)
    seller.proved_at = timezone.now()
    drop_pin(seller, "pin.cleared_in_person", by=officer, reason=reason.strip())
    publish("pin.cleared", seller)
    return seller


@transaction.atomic
def confirm_in_person(seller_id: UUID, *, officer: Officer, reason: str) -> Seller:
    """Say that the officer saw this person and the number is hers, as after a silence; an SMS tells the number."""
    seller = seller_before_officer(seller_id, officer, reason)
    seller.proved_at = timezone.now()
    seller.save(update_fields=["proved_at"])
    record("seller.confirmed_in_person", seller, by=officer, reason=reason.strip())
    publish("seller.confirmed_in_person", seller)
    return seller


def seller_before_officer(seller_id: UUID, officer: Officer, reason: str) -> Seller:
    if not reason.strip():
        raise ReasonMissing
    seller = locked_seller(seller_id)
    require_can_review_application(officer, Application.objects.get(seller=seller))
    return seller


def locked_seller(seller_id: UUID) -> Seller:
    seller: Seller = Seller.objects.locked().select_related("user").get(pk=seller_id)
    return seller


def save_pin(seller: Seller, pin: str, action: str, *, by: Actor) -> Seller:
    seller.pin_hash = make_password(pin)
    seller.pin_tries, seller.pin_locked_until, seller.pin_misses = 0, None, 0
    seller.pin_in_person = seller.pin_in_person or is_shared(seller)
    seller.save(update_fields=[*PIN_COLUMNS, "pin_in_person"])
    record(action, seller, by=by)
    return seller


def drop_pin(seller: Seller, action: str, *, by: Actor, reason: str = "") -> Seller:
    seller.pin_hash, seller.pin_tries, seller.pin_locked_until, seller.pin_misses = "", 0, None, 0
    seller.pin_in_person = False
    seller.save(update_fields=[*PIN_COLUMNS, "pin_in_person", "proved_at", "bank_locked_until"])
    record(action, seller, by=by, reason=reason)
    return seller


def digits_of(typed: str) -> str:
    return "".join(western_digit(letter) for letter in typed if not letter.isspace())


def good_pin(typed: str, seller: Seller) -> str:
    """Return the PIN in western digits. Raises BadPin, or WeakPin for one that others try first."""
    pin = digits_of(typed)
    if not re.fullmatch(r"[0-9]{4,6}", pin):
        raise BadPin
    if is_weak(pin, seller.user.phone or ""):
        raise WeakPin
    return pin


def is_weak(pin: str, phone: str) -> bool:
    """Tell whether it is a row, a repetition, a year, or a part of her own number."""
    if any(pin in row for row in ROWS) or pin in phone:
        return True
    if any(pin == pin[:size] * (len(pin) // size) for size in (1, 2, 3)):
        return True
    return len(pin) == 4 and int(pin) in BIRTH_YEARS
