"""Proving a phone by a code."""

import hmac
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.budgets import SHARED_STRIPES, Budget, take
from onboarding.accounts.models import MAX_TRIES, Channel, PhoneChallenge, Purpose, User
from onboarding.accounts.phones import normalise_phone, western_digit
from onboarding.errors import DomainError
from onboarding.outbox.actions import publish
from onboarding.tenancy.scope import current_board_id
from onboarding.vault.crypto import decrypt_env, encrypt_env

CODE_LIFETIME = timedelta(minutes=5)
CODES_OF_NUMBER_AN_HOUR = Budget("codes.number.hour", 5, timedelta(hours=1))
CODES_OF_NUMBER_A_DAY = Budget("codes.number.day", 10, timedelta(days=1))
TRIES_OF_NUMBER_A_DAY = Budget("tries.number.day", 25, timedelta(days=1))
SILENCE = timedelta(days=90)  # after which operators give a number to somebody else
SEEN_AGAIN_AFTER = timedelta(days=1)
CHALLENGES_KEPT = timedelta(days=2)
BATCH = 1000
CODE_AAD = "accounts.PhoneChallenge:sealed_code"


class TooManyCodes(DomainError):
    code = "phone.too_many_codes"
    message = _("Several codes were sent to this number already. Wait an hour, or call us and we will help.")
    http_status = 429

    def __init__(self) -> None:
        super().__init__(field="phone")


class TooManyCodesToday(TooManyCodes):
    code = "phone.too_many_codes_today"
    message = _("Many codes were sent to this number today. Try again tomorrow, or call us and we will help.")


class TooManyPeopleAsking(TooManyCodes):
    """The board's or the network's budget is used up: not this person's doing."""

    code = "phone.too_many_people"
    message = _("Very many people are asking for a code just now. Wait a few minutes, or call us and we will help.")


class Verdict(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    USED_UP = "used_up"
    TOO_MANY_TODAY = "too_many_today"


@transaction.atomic
def request_code(
    typed_phone: str,
    *,
    language: str,
    purpose: str = Purpose.SIGN_IN,
    subject: str = "",
    network: str = "",
    channel: str = Channel.SMS,
) -> PhoneChallenge:
    """Queue a fresh code to the number; it works for five minutes and five tries, for this purpose and subject only.

    `subject` names the row that the code is about, `network` is what `network_of` gave for the request.
    Raises BadPhone, or TooManyCodes or one of its kinds when a budget is used up.
    """
    phone = normalise_phone(typed_phone)
    take_from_budgets(phone, network)
    code = f"{secrets.randbelow(10**6):06d}"
    challenge = PhoneChallenge(
        phone=phone,
        language=language,
        purpose=Purpose(purpose),
        subject=subject,
        channel=Channel(channel),
        sealed_code=encrypt_env(code, CODE_AAD),
        expires_at=timezone.now() + CODE_LIFETIME,
    )
    challenge.code_hash = code_hash(challenge, code)
    challenge.save(force_insert=True)
    publish("code.requested", challenge)
    return challenge


def take_from_budgets(phone: str, network: str) -> None:
    """Take one code from each budget, shared ones first and the number's last: only askers for one number wait."""
    hour = timedelta(hours=1)
    of_board = Budget("codes.board.hour", settings.CODES_OF_BOARD_AN_HOUR, hour, SHARED_STRIPES)
    of_network = Budget("codes.network.hour", settings.CODES_OF_NETWORK_AN_HOUR, hour, SHARED_STRIPES)
    if not take(of_board, str(current_board_id())) or (network and not take(of_network, network)):
        raise TooManyPeopleAsking
    if not take(CODES_OF_NUMBER_AN_HOUR, phone):
        raise TooManyCodes
    if not take(CODES_OF_NUMBER_A_DAY, phone):
        raise TooManyCodesToday


@transaction.atomic
def take_code_for_sending(challenge_id: UUID) -> tuple[PhoneChallenge, str | None]:
    """Return the challenge and its code, and forget the code; None when it was taken before."""
    challenge = PhoneChallenge.objects.locked().get(pk=challenge_id)
    sealed, challenge.sealed_code = challenge.sealed_code, None
    challenge.save(update_fields=["sealed_code"])
    return challenge, decrypt_env(bytes(sealed), CODE_AAD) if sealed else None


@transaction.atomic
def record_code_lost(challenge_id: UUID) -> None:
    """Remember that the code's message did not arrive, so that the page can offer another way at once."""
    PhoneChallenge.objects.filter(pk=challenge_id, lost_at=None).update(lost_at=timezone.now())


@transaction.atomic
def try_code(challenge_id: UUID, typed_code: str, *, purpose: str = Purpose.SIGN_IN, subject: str = "") -> Verdict:
    """Count one try and say whether the code was right; a right one works once.

    The verdict is returned, not raised: the try must be committed also when it was wrong, so no caller may roll it
    back. A challenge for another purpose or subject does not exist here. Raises PhoneChallenge.DoesNotExist.
    """
    challenge = PhoneChallenge.objects.locked().get(pk=challenge_id, purpose=purpose, subject=subject)
    if challenge.used_at or challenge.expires_at <= timezone.now():
        return Verdict.EXPIRED
    if challenge.tries >= MAX_TRIES:
        return Verdict.USED_UP
    code = "".join(western_digit(letter) for letter in typed_code if not letter.isspace())
    is_right = hmac.compare_digest(code_hash(challenge, code), bytes(challenge.code_hash))
    if not take(TRIES_OF_NUMBER_A_DAY, challenge.phone):
        return Verdict.TOO_MANY_TODAY
    challenge.tries += 1
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


def note_seen(user: User) -> None:
    """Remember that the person was here, true to the day, and when she came back after a long silence.

    One UPDATE a day for each person, and nothing else: cheap enough for every request.
    """
    now = timezone.now()
    if user.last_seen_at and now - user.last_seen_at < SEEN_AGAIN_AFTER:
        return
    changes = {"last_seen_at": now}
    if now - user.silent_since >= SILENCE:
        changes["back_after_silence_at"] = now
    unseen = Q(last_seen_at=None) | Q(last_seen_at__lte=now - SEEN_AGAIN_AFTER)
    if User.objects.filter(unseen, pk=user.pk).update(**changes):
        for name, value in changes.items():
            setattr(user, name, value)


@transaction.atomic
def forget_users(user_ids: Iterable[int]) -> list[int]:
    """Delete those of these people who proved a phone and were silent for 90 days; return whom.

    Officers stay, and so does whoever was here meanwhile or has a file at any board: the keys of other tables refuse.
    """
    silent_before = timezone.now() - SILENCE
    return [user_id for user_id in user_ids if forget_user(user_id, silent_before)]


def forget_user(user_id: int, silent_before: datetime) -> bool:
    # Django's delete() would read every board-owned table that points here, and may not outside a scope.
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "DELETE FROM accounts_user WHERE id = %s AND phone IS NOT NULL AND email IS NULL "
            "AND NOT is_staff AND NOT is_superuser AND coalesce(last_seen_at, last_login, joined_at) < %s",
            [user_id, silent_before],
        )
        is_gone = cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return is_gone
    return False


def boards_with_old_codes() -> list[int]:
    """Return the boards that keep challenges which `purge_codes` would delete."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_boards_with_codes_before(%s)", [timezone.now() - CHALLENGES_KEPT])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def purge_codes(*, limit: int = BATCH) -> int:
    """Delete up to `limit` challenges of the open board that are older than two days; return how many."""
    old = PhoneChallenge.objects.filter(created_at__lt=timezone.now() - CHALLENGES_KEPT)
    return PhoneChallenge.objects.filter(pk__in=old.order_by("created_at").values("pk")[:limit]).delete()[0]


def code_hash(challenge: PhoneChallenge, code: str) -> bytes:
    """Return the keyed hash of the code for this phone, purpose and subject: copied elsewhere it fits nothing."""
    bound = f"phone-code:{challenge.phone}:{challenge.purpose}:{challenge.subject}:{code}"
    return hmac.digest(settings.SECRET_KEY.encode(), bound.encode(errors="replace"), "sha256")
