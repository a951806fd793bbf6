"""HTTP gateways for SMS and for calls: they take messages as an Indian operator would, and show them as a phone would.

A sender may name a `report_url`, where the gateway tells soon afterwards whether the message arrived. The fault
`undelivered` lets a message be accepted and get lost: no phone shows it, and its report says `failed`.
"""

import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.faults import carry_out
from marketplaces.sandbox.pages import Message, messages_page
from marketplaces.sandbox.reports import Reporter
from marketplaces.sandbox.wire import BadJson, Reply, Request, html_reply, json_reply
from marketplaces.sandbox.world import World

TO = re.compile(r"\+91[6-9][0-9]{9}")
TEXT = re.compile(r"(?s).{1,1000}")
REFERENCE = re.compile(r"[\x21-\x7e]{1,64}")
REPORT_URL = re.compile(r"https?://[\x21-\x7e]{1,500}")
SHOWN = 100


@dataclass(frozen=True)
class Kind:
    """What one gateway takes: the form of each field beside `to`, and where it keeps the messages."""

    operation: str
    table: str
    title: str
    own_fields: Mapping[str, re.Pattern[str]]

    @property
    def forms(self) -> dict[str, re.Pattern[str]]:
        return {"to": TO, "text": TEXT, "reference": REFERENCE, **self.own_fields}


SMS = Kind(
    "sendSms",
    "sms",
    "Phone",
    {
        "header": re.compile(r"[A-Za-z]{6}"),
        "entity_id": re.compile(r"[0-9]{1,19}"),
        "template_id": re.compile(r"[0-9]{1,19}"),
    },
)
VOICE = Kind("callPhone", "voice_call", "Calls", {"language": re.compile(r"[a-z]{2}")})


class Gateway:
    """The mounts `/sms` and `/voice`."""

    def __init__(self, world: World, kind: Kind, token: str, reporter: Reporter) -> None:
        self._world = world
        self._kind = kind
        self._token = token
        self._reporter = reporter

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
        if not secrets.compare_digest(given, f"Bearer {self._token}".encode()):
            reply = _error(401, "unauthorized", "The bearer token is wrong.")
        else:
            fault = self._world.faults.draw(self._kind.operation)
            is_delivered = fault is None or fault.kind != "undelivered"
            reply = carry_out(fault, lambda: self._sent(request, is_delivered=is_delivered), _spoilt)
        self._world.counts.count(self._kind.operation, "hung up" if reply.hang_up else str(reply.status))
        return reply

    def _sent(self, request: Request, *, is_delivered: bool) -> Reply:
        """Take the message; a reference sent before gives the first message's id, and sends nothing."""
        try:
            message = request.json_object()
        except BadJson as error:
            return _error(400, "bad_json", str(error))
        wrong = _wrong_fields(message, self._kind.forms)
        if wrong:
            return _error(400, "bad_message", f"Missing, unknown or malformed: {', '.join(wrong)}.")
        with self._world.store.transaction():
            before = self._world.store.row(
                f"SELECT * FROM {self._kind.table} WHERE reference = ?",  # noqa: S608 names of ours
                (message["reference"],),
            )
            if before and (before["phone"], before["text"]) != (message["to"], message["text"]):
                return _error(409, "reference_used", "The reference stands for another message.")
            message_id = before["message_id"] if before else self._keep(message, is_delivered=is_delivered)
        return json_reply(200, {"message_id": message_id, "status": "accepted"})

    def _keep(self, message: dict[str, Any], *, is_delivered: bool) -> str:
        message_id = uuid.uuid4().hex
        own = tuple(self._kind.own_fields)
        columns = ("message_id", "reference", "phone", "text", *own, "at")
        places = ", ".join("?" for _ in columns)
        self._world.store.execute(
            f"INSERT INTO {self._kind.table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 names of ours
            (
                message_id,
                *(message[name] for name in ("reference", "to", "text", *own)),
                self._world.clock.now(),
            ),
        )
        self._reporter.keep(message_id, is_delivered=is_delivered, report_url=message.get("report_url", ""))
        return message_id

    def _listed(self, request: Request) -> Reply:
        # A "+" that was not encoded arrives as a space, and people type it so.
        phone = request.first("to").replace(" ", "+")
        rows = self._world.store.rows(
            f"SELECT * FROM {self._kind.table} WHERE ? IN ('', phone) AND message_id NOT IN"  # noqa: S608 names of ours
            " (SELECT message_id FROM delivery WHERE status = 'failed') ORDER BY seq DESC LIMIT ?",
            (phone, SHOWN),
        )
        own = tuple(self._kind.own_fields)
        if request.wants_html():
            # The first own field tells who wrote: an SMS's header. A call has none, and shows its language.
            messages = [Message(row["phone"], row[own[0]], row["text"], iso(row["at"])) for row in rows]
            return html_reply(messages_page(self._kind.title, "to", phone, messages))
        names = ("message_id", "reference", "text", *own)
        return json_reply(
            200,
            {
                "messages": [
                    {"to": row["phone"], "at": iso(row["at"])} | {name: row[name] for name in names} for row in rows
                ]
            },
        )


def _wrong_fields(message: dict[str, Any], forms: dict[str, re.Pattern[str]]) -> list[str]:
    wrong = [name for name in message if name not in forms and name != "report_url"]
    for name, form in (forms | {"report_url": REPORT_URL} if "report_url" in message else forms).items():
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
