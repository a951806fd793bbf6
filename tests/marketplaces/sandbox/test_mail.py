"""The mail server and what it shows."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.marketplaces.conftest import Sandbox


def send(sandbox: Sandbox, to: str, subject: str = "नमस्ते", text: str = "Your code is 123456.\n") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "haat@example.org", to, subject
    mail.set_content(text)
    with smtplib.SMTP(sandbox.host, sandbox.smtp_port, timeout=5) as server:
        server.send_message(mail)


def test_a_mail_is_listed_for_its_recipient_newest_first_and_for_no_other(sandbox: Sandbox) -> None:
    send(sandbox, "one@example.org", text="first\n")
    send(sandbox, "one@example.org", text="second हिन्दी\n")

    mine = sandbox.http.get(sandbox.mail_url, params={"to": "one@example.org"}).json()["messages"]
    other = sandbox.http.get(sandbox.mail_url, params={"to": "two@example.org"}).json()["messages"]

    assert [mail["text"] for mail in mine] == ["second हिन्दी\n", "first\n"]
    assert (mine[0]["subject"], mine[0]["from"]) == ("नमस्ते", "haat@example.org")
    assert other == []


def test_a_fault_makes_the_server_ask_to_try_again_and_keeps_nothing(sandbox: Sandbox) -> None:
    sandbox.fault("sendMail", "503", count=1)

    with pytest.raises(smtplib.SMTPDataError) as caught:
        send(sandbox, "three@example.org")

    assert caught.value.smtp_code == 451
    found = sandbox.http.get(sandbox.mail_url, params={"to": "three@example.org"}).json()
    assert found == {"messages": []}


def test_the_page_escapes_what_was_sent(sandbox: Sandbox) -> None:
    send(sandbox, "four@example.org", subject="<b>x</b>")

    page = sandbox.http.get(sandbox.mail_url, params={"to": "four@example.org"}, headers={"accept": "text/html"})

    assert "&lt;b&gt;x&lt;/b&gt;" in page.text
    assert "<b>" not in page.text
