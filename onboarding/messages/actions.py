"""Queueing a message in the transaction that caused it, and recording that it left."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.accounts.actions import record_code_lost
from onboarding.accounts.models import PhoneChallenge
from onboarding.boards.models import Board
from onboarding.errors import DomainError
from onboarding.messages.models import Message, SmsTemplate
from onboarding.messages.spoken import spoken_code
from onboarding.messages.texts import UnfitText, filled
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.outbox.claims import storable
from onboarding.tenancy.scope import current_board_id
from onboarding.vault.crypto import decrypt_env, encrypt_env

TO_AAD = "messages.Message:sealed_to"
BODY_AAD = "messages.Message:sealed_body"
FALLBACK_LANGUAGE = "en"
RECIPIENTS_KEPT = timedelta(days=90)  # long enough to answer "did you ever write to me?"
LONGEST_FAILURE = 200
BATCH = 1000


class NoRegisteredText(DomainError):
    """The board has registered no text for this purpose, or the variables do not fill it exactly."""

    code = "sms.no_registered_text"


class Wiped(Exception):
    """The message waited so long that its recipient was forgotten."""


@transaction.atomic
def send_sms(
    to: str,
    purpose: str,
    language: str,
    variables: Mapping[str, str],
    *,
    source: str = "",
    channel: Message.Channel = Message.Channel.SMS,
    code_of: UUID | None = None,
) -> Message:
    """Queue the board's registered text for this purpose and language, filled with the variables.

    A second call for the same `source` queues nothing and returns the first message. WhatsApp carries the same text.
    A value longer than a registered variable may be is cut, see `texts.filled`.

    Raises NoRegisteredText when there is none in the language or in English, or a variable is missing or too many.
    """
    texts = {text.language: text for text in SmsTemplate.objects.filter(purpose=purpose)}
    text = texts.get(language) or texts.get(FALLBACK_LANGUAGE)
    if text is None:
        raise NoRegisteredText
    try:
        body = filled(text.text, variables)
    except UnfitText as unfit:
        raise NoRegisteredText from unfit
    board = Board.objects.get(pk=current_board_id())
    return queue(
        channel=channel,
        purpose=purpose,
        to=to,
        body=body,
        source=source,
        template={"entity": board.sms_entity_id, "header": text.header, "template": text.dlt_template_id},
        language=text.language,
        code_of=code_of,
    )


@transaction.atomic
def call_with_code(challenge: PhoneChallenge, code: str) -> Message:
    """Queue a call that says the code digit by digit, in the person's language."""
    return queue(
        channel=Message.Channel.VOICE,
        purpose=f"{challenge.purpose}_code",
        to=challenge.phone,
        body=spoken_code(code, purpose=challenge.purpose, language=challenge.language),
        language=challenge.language,
        code_of=challenge.pk,
    )


def queue(
    *,
    channel: Message.Channel,
    purpose: str,
    to: str,
    body: str,
    source: str = "",
    template: Mapping[str, str] | None = None,
    language: str = "",
    code_of: UUID | None = None,
) -> Message:
    known = Message.objects.filter(source=source).first() if source else None
    if known:
        return known
    message = Message.objects.create(
        channel=channel,
        purpose=purpose,
        sealed_to=encrypt_env(to, TO_AAD),
        sealed_body=encrypt_env(body, BODY_AAD),
        source=source,
        template=dict(template or {}),
        language=language,
        code_of=code_of,
    )
    publish("message.queued", message)
    return message


def contents_of(message: Message) -> tuple[str, str]:
    """Return recipient and text of a message that has not left yet. Raises Wiped for one that waited too long."""
    if message.sealed_to is None or message.sealed_body is None:
        raise Wiped
    return decrypt_env(bytes(message.sealed_to), TO_AAD), decrypt_env(bytes(message.sealed_body), BODY_AAD)


@transaction.atomic
def record_sent(message_id: UUID, gateway_id: str) -> None:
    """Mark the message as handed over and wipe its text. Nothing changes when that was recorded before."""
    close(message_id, "send", gateway_id=gateway_id)


@transaction.atomic
def record_refused(message_id: UUID) -> None:
    """Mark the message as refused for good by its sender and wipe its text."""
    if message := close(message_id, "refuse"):
        tell_of_lost_code(message)


@transaction.atomic
def record_delivered(message_id: UUID) -> None:
    """Mark the message as arrived. Harmless when that is known, and when the report overtook our own record."""
    close(message_id, "deliver")


@transaction.atomic
def record_undelivered(message_id: UUID, reason: str) -> None:
    """Mark the message as lost, and let the page of the code that it carried say so. Harmless once it arrived."""
    if message := close(message_id, "lose", failure=storable(reason)[:LONGEST_FAILURE]):
        tell_of_lost_code(message)


def close(message_id: UUID, step: str, **known: str) -> Message | None:
    """Take the step and wipe the text, or return None where the step leads nowhere any more."""
    message: Message = Message.objects.locked().get(pk=message_id)
    if step not in message.MOVES.leading_from(message.status):
        return None
    message.sealed_body = None
    for name, value in known.items():
        setattr(message, name, value)
    message.save(update_fields=["sealed_body", *known])
    move(message, step)
    return message


def tell_of_lost_code(message: Message) -> None:
    if message.code_of:
        record_code_lost(message.code_of)


@transaction.atomic
def wipe_recipients(*, limit: int = BATCH) -> int:
    """Forget to whom up to `limit` messages of the open board went that are older than 90 days; return how many."""
    old = Message.objects.filter(created_at__lt=timezone.now() - RECIPIENTS_KEPT, sealed_to__isnull=False)
    batch = old.order_by("created_at").values("pk")[:limit]
    return Message.objects.filter(pk__in=batch).update(sealed_to=None, sealed_body=None)
