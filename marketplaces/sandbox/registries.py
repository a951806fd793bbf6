"""Registers of taxes, firms, banks and documents behind one aggregator, as `sellers/registries/http.py` asks it.

What is answered is chosen by the last four digits that the asker sends, so that a demonstration or a test picks it by
picking the number: for a GSTIN the four digits of the PAN in it, else the last four digits of the Udyam number, of the
bank account or of the DigiLocker token.

    4040  not found
    4090  known under another name (mismatch)
    4100  cancelled
    4220  the register cannot tell (unsure)
    4200  matches at first, and is cancelled 30 days of the sandbox's clock after it was first asked for
    4080  matches, after 2 seconds
    5030  down: 503, come back in 30 seconds
    4030  DigiLocker: the consent behind the token has ended; elsewhere an ordinary match
    all others match

A match gives the name that was asked about, or Sunita Devi where none was. Beyond that, `POST /_control/registries`
with {"number": ..., "result": ...} changes one number's answer from then on ("changed later" at once; null undoes it),
and the faults of `/_control` fall on the operations lookUpGst, lookUpUdyam, checkBankAccount and fetchDigilocker, their
`sku` being the number. All people and firms here are invented.
"""

import hashlib
import json
import re
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.faults import carry_out
from marketplaces.sandbox.wire import BadJson, Reply, Request, json_reply
from marketplaces.sandbox.world import World

RESULTS = frozenset({"match", "mismatch", "cancelled", "not_found", "unsure"})
CHOSEN_BY = {"4040": "not_found", "4090": "mismatch", "4100": "cancelled", "4220": "unsure"}
CHANGES_LATER, SLOW, DOWN, CONSENT_ENDED = "4200", "4080", "5030", "4030"
CHANGES_AFTER = timedelta(days=30)
SLOW_S = 2.0
KNOWN_AS = "Sunita Devi"
KNOWN_AS_ANOTHER = "Kamla Prajapati"
NAME = re.compile(r"[^\x00-\x1f\x7f]{0,200}")
DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Register:
    """One door: its fields, the first of which is the number, and what it knows of a number beyond the name."""

    operation: str
    fields: Mapping[str, re.Pattern[str]]
    facts: Callable[[Mapping[str, str]], dict[str, str]]

    @property
    def number_field(self) -> str:
        return next(iter(self.fields))


REGISTERS = {
    "gst": Register(
        "lookUpGst",
        {"gstin": re.compile(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]"), "name": NAME},
        lambda asked: {"state_code": asked["gstin"][:2], "registered_on": "2021-04-01"},
    ),
    "udyam": Register(
        "lookUpUdyam",
        {"udyam": re.compile(r"UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}"), "name": NAME},
        lambda asked: {"enterprise_kind": "micro", "registered_on": "2022-08-15"},
    ),
    "bank-account": Register(
        "checkBankAccount",
        {"account": re.compile(r"[0-9]{9,18}"), "ifsc": re.compile(r"[A-Z]{4}0[A-Z0-9]{6}"), "name": NAME},
        lambda asked: {"bank": asked["ifsc"][:4]},
    ),
    "digilocker": Register(
        "fetchDigilocker",
        {"token": re.compile(r"[\x21-\x7e]{8,200}"), "document": re.compile(r"[a-z_]{2,40}")},
        lambda asked: {"document": asked["document"], "last_four": _last_four(asked["token"]) or "0000"},
    ),
}


class Registries:
    """The mount `/registries`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, request: Request) -> Reply:
        """Answer one question, `POST /registries/<door>`."""
        register = REGISTERS.get("/".join(request.segments))
        if register is None:
            return _error(404, "no_such_register", "There is no such register.")
        reply = self._authorised(request, register)
        self._world.counts.count(register.operation, "hung up" if reply.hang_up else str(reply.status))
        return reply

    def _authorised(self, request: Request, register: Register) -> Reply:
        given = request.headers.get("authorization", "").encode()
        if not secrets.compare_digest(given, f"Bearer {self._world.registry_token}".encode()):
            return _error(401, "unauthorized", "The bearer token is wrong.")
        if request.method != "POST":
            return _error(405, "method_not_allowed", "POST.")
        try:
            asked = request.json_object()
        except BadJson as error:
            return _error(400, "bad_json", str(error))
        if wrong := _wrong_fields(asked, register):
            return _error(400, "bad_question", f"Missing, unknown or malformed: {', '.join(wrong)}.")
        number = asked[register.number_field]
        fault = self._world.faults.draw(register.operation, sku=number)
        return carry_out(fault, lambda: self._looked_up(register, asked, number), _spoilt)

    def _looked_up(self, register: Register, asked: Mapping[str, str], number: str) -> Reply:
        chosen = choice_of(register, number)
        if chosen == DOWN:
            return _spoilt("503")
        if chosen == CONSENT_ENDED and register.operation == "fetchDigilocker":
            return _error(403, "consent_ended", "The consent has ended.")
        if chosen == SLOW:
            time.sleep(SLOW_S)
        result = self._result(number, chosen)
        body: dict[str, object] = {
            "result": result,
            "legal_name": _legal_name(result, asked.get("name", "")),
            "facts": {} if result in ("not_found", "unsure") else register.facts(asked),
            "as_of": iso(self._world.clock.now()),
            "reference": uuid.uuid4().hex,
        }
        return json_reply(200, body)

    def _result(self, number: str, chosen: str) -> str:
        ordered = json.loads(self._world.store.setting(setting_of(number), "{}"))
        if "result" in ordered:
            return str(ordered["result"])
        if chosen != CHANGES_LATER:
            return CHOSEN_BY.get(chosen, "match")
        now = self._world.clock.now()
        if "first_asked" not in ordered:
            self._world.store.keep_setting(setting_of(number), json.dumps({"first_asked": now}))
        changes_at = ordered.get("first_asked", now) + CHANGES_AFTER.total_seconds()
        return "cancelled" if now >= changes_at else "match"


def order_result(world: World, number: str, result: str | None) -> None:
    """Let the number be answered so from now on, and over restarts; None lets it choose for itself again."""
    world.store.keep_setting(setting_of(number), json.dumps({} if result is None else {"result": result}))


def choice_of(register: Register, number: str) -> str:
    """Return the four digits that choose the answer, or fewer if the number has not as many."""
    return number[7:11] if register.operation == "lookUpGst" else _last_four(number)


def setting_of(number: str) -> str:
    """Return the name under which the number's course is kept: not the number itself, which may be a person's."""
    return f"registry:{hashlib.sha256(number.encode()).hexdigest()}"


def _last_four(number: str) -> str:
    return "".join(DIGITS.findall(number)[-4:])


def _legal_name(result: str, asked_about: str) -> str:
    match result:
        case "not_found" | "unsure":
            return ""
        case "mismatch":
            return KNOWN_AS_ANOTHER
        case _:
            return asked_about or KNOWN_AS


def _wrong_fields(asked: Mapping[str, object], register: Register) -> list[str]:
    wrong = [name for name in asked if name not in register.fields]
    for name, form in register.fields.items():
        value = asked.get(name, "" if name == "name" else None)
        if (
            not isinstance(value, str)
            or not form.fullmatch(value)
            or any("\ud800" <= sign <= "\udfff" for sign in value)
        ):
            wrong.append(name)
    return sorted(wrong)


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Reply:
    return json_reply(status, {"error": {"code": code, "message": message}}, headers)


def _spoilt(kind: str) -> Reply:
    if kind in ("unauthorized", "invalid_grant"):
        return _error(401, "unauthorized", "The bearer token is wrong.")
    return _error(int(kind), "unavailable", "The register is not available.", {"Retry-After": "30"})
