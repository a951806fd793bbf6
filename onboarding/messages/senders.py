"""How a message leaves: an HTTP SMS gateway, and SMTP."""

import ssl
from email import message_from_string
from email.policy import SMTP as SMTP_POLICY
from smtplib import SMTP, SMTP_SSL
from urllib.parse import SplitResult, urlsplit

import httpx
from django.conf import settings

from onboarding.messages.models import Message

TIMEOUT_S = 4.0  # a relay batch of twenty must end inside its lease


def send_by_gateway(message: Message, to: str, body: str) -> str:
    """Hand an SMS to the gateway and return the gateway's id. Raises httpx.HTTPError when it does not take it.

    `reference` makes a repeated hand-over harmless: the gateway sends one SMS for it.
    """
    answer = httpx.post(
        settings.SMS_GATEWAY_URL,
        json={
            "to": to,
            "text": body,
            "reference": str(message.pk),
            "header": message.template["header"],
            "entity_id": message.template["entity"],
            "template_id": message.template["template"],
        },
        headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
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


SENDERS = {Message.Channel.SMS: send_by_gateway, Message.Channel.MAIL: send_by_smtp}
