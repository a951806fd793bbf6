"""An HTTP SMS gateway: takes messages as an Indian operator would, and shows them as a phone would."""

import re
import secrets
import uuid
from typing import Any

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.faults import carry_out
from marketplaces.sandbox.pages import Message, messages_page
from marketplaces.sandbox.wire import BadJson, Reply, Request, html_reply, json_reply
from marketplaces.sandbox.world import World

OPERATION = "sendSms"
FORMS = {
    "to": re.compile(r"\+91[6-9][0-9]{9}"),
    "header": re.compile(r"[A-Za-z]{6}"),
    "entity_id": re.compile(r"[0-9]{1,19}"),
    "template_id": re.compile(r"[0-9]{1,19}"),
    "text": re.compile(r"(?s).{1,1000}"),
    "reference": re.compile(r"[\x21-\x7e]{1,64}"),
}
SHOWN = 100


class Sms:
    """The mount `/sms`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, request: Request) -> Reply:
        """Send on POST, list on GET."""
        match request.method:
            case "POST":
                return self._authorised(request)
            case "GET":
                return self._listed(request)
            case _:
                return _error(405, "method_not_allowed", "GET or POST.")

    def _authorised(self, request: Request) -> Reply:
        given = request.headers.get("authorization", "").encode()
        if not secrets.compare_digest(given, f"Bearer {self._world.sms_token}".encode()):
            reply = _error(401, "unauthorized", "The bearer token is wrong.")
        else:
            fault = self._world.faults.draw(OPERATION)
            reply = carry_out(fault, lambda: self._sent(request), _spoilt)
        self._world.counts.count(OPERATION, "hung up" if reply.hang_up else str(reply.status))
        return reply

    def _sent(self, request: Request) -> Reply:
        """Take the message; a reference sent before gives the first message's id, and sends nothing."""
        try:
            message = request.json_object()
        except BadJson as error:
            return _error(400, "bad_json", str(error))
        wrong = _wrong_fields(message)
        if wrong:
            return _error(400, "bad_message", f"Missing, unknown or malformed: {', '.join(wrong)}.")
        with self._world.store.transaction():
            before = self._world.store.row("SELECT * FROM sms WHERE reference = ?", (message["reference"],))
            if before and (before["phone"], before["text"]) != (message["to"], message["text"]):
                return _error(409, "reference_used", "The reference stands for another message.")
            message_id = before["message_id"] if before else self._keep(message)
        return json_reply(200, {"message_id": message_id, "status": "accepted"})

    def _keep(self, message: dict[str, Any]) -> str:
        message_id = uuid.uuid4().hex
        self._world.store.execute(
            "INSERT INTO sms (message_id, reference, phone, header, entity_id, template_id, text, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                message_id,
                *(message[name] for name in ("reference", "to", "header", "entity_id", "template_id", "text")),
                self._world.clock.now(),
            ),
        )
        return message_id

    def _listed(self, request: Request) -> Reply:
        # A "+" that was not encoded arrives as a space, and people type it so.
        phone = request.first("to").replace(" ", "+")
        rows = self._world.store.rows(
            "SELECT * FROM sms WHERE ? IN ('', phone) ORDER BY seq DESC LIMIT ?", (phone, SHOWN)
        )
        if request.wants_html():
            messages = [Message(row["phone"], row["header"], row["text"], iso(row["at"])) for row in rows]
            return html_reply(messages_page("Phone", "to", phone, messages))
        names = ("message_id", "reference", "header", "entity_id", "template_id", "text")
        return json_reply(
            200,
            {
                "messages": [
                    {"to": row["phone"], "at": iso(row["at"])} | {name: row[name] for name in names} for row in rows
                ]
            },
        )


def _wrong_fields(message: dict[str, Any]) -> list[str]:
    wrong = [name for name in message if name not in FORMS]
    for name, form in FORMS.items():
        value = message.get(name)
        if not isinstance(value, str) or not form.fullmatch(value) or not _storable(value):
            wrong.append(name)
    return sorted(wrong)


def _storable(text: str) -> bool:
    """Return whether the text is real Unicode: JSON can carry half a character, which nothing can store."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _error(status: int, code: str, message: str) -> Reply:
    return json_reply(status, {"error": {"code": code, "message": message}})


def _spoilt(kind: str) -> Reply:
    if kind in ("unauthorized", "invalid_grant"):
        return _error(401, "unauthorized", "The bearer token is wrong.")
    return _error(int(kind), "unavailable", "The gateway is not available.")
