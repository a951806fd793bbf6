"""How a message leaves: HTTP gateways for SMS, calls and WhatsApp, and SMTP. A new channel is one more function."""

import ssl
from collections.abc import Callable, Mapping
from email import message_from_string
from email.policy import SMTP as SMTP_POLICY
from smtplib import SMTP, SMTP_SSL
from urllib.parse import SplitResult, urlsplit

import httpx
from django.conf import settings

from onboarding.messages.models import Message
from onboarding.messages.reports import report_url

TIMEOUT_S = 4.0  # a relay batch of twenty must end inside its lease


def send_sms_by_gateway(message: Message, to: str, body: str) -> str:
    """Hand an SMS to its gateway and return the gateway's id. Raises httpx.HTTPError when it does not take it."""
    return post(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN, message, text_for_gateway(message, to, body))


def send_by_whatsapp(message: Message, to: str, body: str) -> str:
    """Hand a text to the WhatsApp gateway, which speaks like the one for SMS."""
    url, token = settings.WHATSAPP_GATEWAY_URL, settings.WHATSAPP_GATEWAY_TOKEN
    return post(url, token, message, text_for_gateway(message, to, body))


def call_by_gateway(message: Message, to: str, body: str) -> str:
    """Let the voice gateway call the phone and read the text out in the message's language."""
    spoken = {"to": to, "text": body, "language": message.language}
    return post(settings.VOICE_GATEWAY_URL, settings.VOICE_GATEWAY_TOKEN, message, spoken)


def text_for_gateway(message: Message, to: str, body: str) -> dict[str, str]:
    return {
        "to": to,
        "text": body,
        "header": message.template["header"],
        "entity_id": message.template["entity"],
        "template_id": message.template["template"],
    }


def post(url: str, token: str, message: Message, contents: Mapping[str, str]) -> str:
    """Hand the message over and return the gateway's id.

    `reference` makes a repeated hand-over harmless: the gateway sends once for it. `report_url` is where it tells
    what became of the message.
    """
    answer = httpx.post(
        url,
        json={**contents, "reference": str(message.pk), "report_url": report_url(message)},
        headers={"Authorization": f"Bearer {token}"},
        timeout=TIMEOUT_S,
    )
    answer.raise_for_status()
    return str(answer.json()["message_id"])


def send_by_smtp(message: Message, to: str, body: str) -> str:
    """Hand a mail to the SMTP server of EMAIL_URL and return its Message-ID. Raises OSError when it is not taken."""
    server = urlsplit(settings.EMAIL_URL)
    mail = message_from_string(body, policy=SMTP_POLICY)
    with connected_to(server) as connection:
        if server.username:
            connection.login(server.username, server.password or "")
        connection.send_message(mail, to_addrs=[to])
    return str(mail["Message-ID"])


def connected_to(server: SplitResult) -> SMTP:
    """Return a connection: smtps from the first byte, smtp with a login by STARTTLS; both check the certificate."""
    host = server.hostname or ""
    verified = ssl.create_default_context()
    if server.scheme == "smtps":
        return SMTP_SSL(host, server.port or 465, timeout=TIMEOUT_S, context=verified)
    connection = SMTP(host, server.port or 25, timeout=TIMEOUT_S)
    if server.username:  # a relay without a login stands on our own machine or network
        connection.starttls(context=verified)
    return connection


Sender = Callable[[Message, str, str], str]
SENDERS: Mapping[Message.Channel, Sender] = {
    Message.Channel.SMS: send_sms_by_gateway,
    Message.Channel.VOICE: call_by_gateway,
    Message.Channel.WHATSAPP: send_by_whatsapp,
    Message.Channel.MAIL: send_by_smtp,
}
