"""Queueing a message in the transaction that caused it, and recording that it left."""

import string
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from onboarding.boards.models import Board
from onboarding.errors import DomainError
from onboarding.messages.models import Message, SmsTemplate
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.tenancy.scope import current_board_id
from onboarding.vault.crypto import decrypt_env, encrypt_env

TO_AAD = "messages.Message:sealed_to"
BODY_AAD = "messages.Message:sealed_body"
FALLBACK_LANGUAGE = "en"


class NoRegisteredText(DomainError):
    """The board has registered no text for this purpose, or the variables do not fill it exactly."""

    code = "sms.no_registered_text"


@transaction.atomic
def send_sms(to: str, purpose: str, language: str, variables: Mapping[str, str], *, source: str = "") -> Message:
    """Queue the board's registered text for this purpose and language, filled with the variables.

    A second call for the same `source` queues nothing and returns the first message.

    Raises NoRegisteredText when there is none in the language or in English, or a variable is missing or too many.
    """
    texts = {text.language: text for text in SmsTemplate.objects.filter(purpose=purpose)}
    text = texts.get(language) or texts.get(FALLBACK_LANGUAGE)
    if text is None or variable_names(text.text) != set(variables):
        raise NoRegisteredText
    board = Board.objects.get(pk=current_board_id())
    return queue(
        channel=Message.Channel.SMS,
        purpose=purpose,
        to=to,
        body=text.text.format_map(variables),
        source=source,
        template={"entity": board.sms_entity_id, "header": text.header, "template": text.dlt_template_id},
    )


def queue(
    *,
    channel: Message.Channel,
    purpose: str,
    to: str,
    body: str,
    source: str = "",
    template: Mapping[str, str] | None = None,
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
    )
    publish("message.queued", message)
    return message


def contents_of(message: Message) -> tuple[str, str]:
    """Return recipient and text of a message that has not left yet."""
    return decrypt_env(bytes(message.sealed_to), TO_AAD), decrypt_env(bytes(message.sealed_body or b""), BODY_AAD)


@transaction.atomic
def record_sent(message_id: UUID, gateway_id: str) -> None:
    """Mark the message as handed over and wipe its text. Nothing changes when that was recorded before."""
    close(message_id, "send", gateway_id)


@transaction.atomic
def record_refused(message_id: UUID) -> None:
    """Mark the message as refused for good by its sender and wipe its text."""
    close(message_id, "refuse", "")


def close(message_id: UUID, step: str, gateway_id: str) -> None:
    message = Message.objects.locked().get(pk=message_id)
    if step not in message.MOVES.leading_from(message.status):
        return
    message.sealed_body = None
    message.gateway_id = gateway_id
    message.save(update_fields=["sealed_body", "gateway_id"])
    move(message, step)


def variable_names(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}
