"""Proving a phone by a code."""

import hmac
import secrets
from datetime import timedelta
from enum import Enum
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import MAX_TRIES, PhoneChallenge, User
from onboarding.accounts.phones import normalise_phone, western_digit
from onboarding.errors import DomainError
from onboarding.outbox.actions import publish
from onboarding.vault.crypto import decrypt_env, encrypt_env

CODE_LIFETIME = timedelta(minutes=5)
MAX_CODES_AN_HOUR = 5  # for one number at one board
CODE_AAD = "accounts.PhoneChallenge:sealed_code"


class TooManyCodes(DomainError):
    code = "phone.too_many_codes"
    message = _("Several codes were sent to this number already. Wait an hour, or call us and we will help.")
    http_status = 429

    def __init__(self) -> None:
        super().__init__(field="phone")


class Verdict(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    USED_UP = "used_up"


@transaction.atomic
def request_code(typed_phone: str, *, language: str) -> PhoneChallenge:
    """Queue a fresh code to the number; it works for five minutes and five tries.

    Raises BadPhone, or TooManyCodes when the number had its share this hour.
    """
    phone = normalise_phone(typed_phone)
    wait_for_others_asking(phone)
    recent = PhoneChallenge.objects.filter(phone=phone, created_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MAX_CODES_AN_HOUR:
        raise TooManyCodes
    code = f"{secrets.randbelow(10**6):06d}"
    challenge = PhoneChallenge.objects.create(
        phone=phone,
        language=language,
        code_hash=code_hash(phone, code),
        sealed_code=encrypt_env(code, CODE_AAD),
        expires_at=timezone.now() + CODE_LIFETIME,
    )
    publish("code.requested", challenge)
    return challenge


def wait_for_others_asking(phone: str) -> None:
    """Return once nobody else is asking for a code to this number; before the first code there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"phone-code:{phone}"])


@transaction.atomic
def take_code_for_sending(challenge_id: UUID) -> tuple[PhoneChallenge, str | None]:
    """Return the challenge and its code, and forget the code; None when it was taken before."""
    challenge = PhoneChallenge.objects.locked().get(pk=challenge_id)
    sealed, challenge.sealed_code = challenge.sealed_code, None
    challenge.save(update_fields=["sealed_code"])
    return challenge, decrypt_env(bytes(sealed), CODE_AAD) if sealed else None


@transaction.atomic
def try_code(challenge_id: UUID, typed_code: str) -> Verdict:
    """Count one try and say whether the code was right; a right one works once."""
    challenge = PhoneChallenge.objects.locked().get(pk=challenge_id)
    if challenge.used_at or challenge.expires_at <= timezone.now():
        return Verdict.EXPIRED
    if challenge.tries >= MAX_TRIES:
        return Verdict.USED_UP
    challenge.tries += 1
    code = "".join(western_digit(letter) for letter in typed_code if not letter.isspace())
    is_right = hmac.compare_digest(code_hash(challenge.phone, code), bytes(challenge.code_hash))
    if is_right:
        challenge.used_at = timezone.now()
    challenge.save(update_fields=["tries", "used_at"])
    return Verdict.RIGHT if is_right else Verdict.WRONG


@transaction.atomic
def user_of_phone(phone: str) -> User:
    """Return the person of a proven number, creating her on the first visit."""
    user, is_new = User.objects.get_or_create(phone=phone)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def code_hash(phone: str, code: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"phone-code:{phone}:{code}".encode(errors="replace"), "sha256")
