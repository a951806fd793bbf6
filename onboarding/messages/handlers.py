"""What messages does when something happened."""

from uuid import UUID

import httpx

from onboarding.accounts.actions import take_code_for_sending
from onboarding.messages.actions import Wiped, call_with_code, contents_of, record_refused, record_sent, send_sms
from onboarding.messages.models import Message
from onboarding.messages.senders import SENDERS
from onboarding.messages.states import MessageStatus
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Final
from onboarding.tenancy.scope import board_scope


def send_code(event: Event) -> None:
    """Queue the message of a requested code; the code leaves the challenge in the same transaction."""
    with board_scope(event.board_id):
        challenge, code = take_code_for_sending(UUID(event.object_id))
        if not code:
            return
        if challenge.channel == Message.Channel.VOICE:
            call_with_code(challenge, code)
            return
        send_sms(
            challenge.phone,
            f"{challenge.purpose}_code",
            challenge.language,
            {"code": code},
            channel=Message.Channel(challenge.channel),
            code_of=challenge.pk,
        )


def hand_over(event: Event) -> None:
    """Hand the message to its sender, outside any transaction, and record that it left."""
    with board_scope(event.board_id):
        message = Message.objects.get(pk=event.object_id)
        if message.status != MessageStatus.QUEUED:
            return
        try:
            to, body = contents_of(message)
        except Wiped as wiped:
            raise Final("The message waited so long that its recipient was forgotten.") from wiped
    try:
        gateway_id = SENDERS[Message.Channel(message.channel)](message, to, body)
    except httpx.HTTPStatusError as refusal:
        if refusal.response.status_code in (408, 429) or refusal.response.status_code >= 500:
            raise
        with board_scope(event.board_id):
            record_refused(message.pk)
        raise Final(f"The gateway refused the message: HTTP {refusal.response.status_code}") from refusal
    with board_scope(event.board_id):
        record_sent(message.pk, gateway_id)
