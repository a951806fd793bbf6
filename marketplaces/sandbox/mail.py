"""A mail server that keeps what it is given, and a mount that shows it."""

import asyncio
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.faults import Fault
from marketplaces.sandbox.pages import Message, messages_page
from marketplaces.sandbox.wire import Reply, Request, html_reply, json_reply
from marketplaces.sandbox.world import World

OPERATION = "sendMail"
MAX_BYTES = 5 * 1024 * 1024
SHOWN = 100


class Mail:
    """The mount `/mail`: what arrived, newest first."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, request: Request) -> Reply:
        """List the mails, all or those to one address."""
        if request.method != "GET":
            return json_reply(405, {"error": {"code": "method_not_allowed", "message": "GET only."}})
        recipient = request.first("to")
        rows = self._world.store.rows(
            "SELECT * FROM mail WHERE ? IN ('', recipient) ORDER BY seq DESC LIMIT ?", (recipient, SHOWN)
        )
        if request.wants_html():
            mails = [
                Message(row["recipient"], row["sender"], f"{row['subject']}\n\n{row['text']}", iso(row["at"]))
                for row in rows
            ]
            return html_reply(messages_page("Mail", "to", recipient, mails))
        mails_json = [
            {"to": row["recipient"], "from": row["sender"], "at": iso(row["at"])}
            | {name: row[name] for name in ("subject", "text")}
            for row in rows
        ]
        return json_reply(200, {"messages": mails_json})


class Inbox:
    """Takes mail over SMTP; a mail is on disk before the server says 250."""

    def __init__(self, world: World) -> None:
        self._world = world

    # The name is aiosmtpd's.
    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep one row a recipient, unless a fault is ordered."""
        fault = self._world.faults.draw(OPERATION)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.hold_s())
        elif fault is not None:
            return self._counted(_refusal(fault))
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
        with self._world.store.transaction():
            for recipient in envelope.rcpt_tos:
                self._world.store.execute(
                    "INSERT INTO mail (sender, recipient, subject, text, at) VALUES (?, ?, ?, ?, ?)",
                    (
                        _storable(envelope.mail_from or ""),
                        _storable(recipient),
                        _storable(str(mail.get("subject", ""))),
                        _storable(_text_of(mail)),
                        self._world.clock.now(),
                    ),
                )
        return self._counted("250 OK")

    def _counted(self, status: str) -> str:
        self._world.counts.count(OPERATION, status[:3])
        return status


class MailServer:
    """The SMTP listener, in a thread of its own that ends with the process."""

    def __init__(self, world: World, host: str, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        inbox = Inbox(world)
        self._server = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: SMTP(inbox, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, hostname="sandbox"),
                host,
                port,
            )
        )
        self.port: int = self._server.sockets[0].getsockname()[1]

    def start(self) -> None:
        """Begin to take mail."""
        threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True).start()


def _refusal(fault: Fault) -> str:
    # 4xx asks the sender to try again, which is what all our HTTP faults but one mean.
    return "550 Refused" if fault.kind == "unauthorized" else "451 Try again later"


def _text_of(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    try:
        return str(part.get_content()).replace("\r\n", "\n") if part else ""
    except LookupError:
        # A charset that Python does not know.
        return ""


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode()
