"""One row of a list to one person, or to what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onboarding.accounts.phones import normalise_phone
from onboarding.errors import DomainError
from onboarding.pages.fields import UNREADABLE as UNREADABLE_SIGNS
from sellers.identifiers import fast
from sellers.identifiers.aadhaar import refuse_aadhaar
from sellers.identifiers.bank_account import normalise_bank_account
from sellers.identifiers.certificate import normalise_certificate_number, normalise_enrolment_id
from sellers.identifiers.gstin import normalise_gstin, pan_agrees
from sellers.identifiers.ifsc import normalise_ifsc
from sellers.identifiers.names import clean_name, name_key
from sellers.identifiers.pan import normalise_pan
from sellers.identifiers.pin import normalise_pin
from sellers.identifiers.udyam import normalise_udyam
from sellers.imports.columns import COLUMNS, REQUIRED
from sellers.imports.numbers import whole_number
from sellers.imports.places import Crafts, Districts, kind_of, language_of
from sellers.imports.problems import (
    FORMULA,
    MISSING,
    PAN_DISAGREES,
    SEVERAL_NUMBERS,
    TOO_LONG,
    UNREADABLE,
    Problem,
    refused,
)
from sellers.models.seller import SellerKind

Read = Callable[[str], Any]

MAX_NAME_CHARS = 120  # columns of Seller and Application
MAX_OTHER_CRAFT_CHARS = 120
MAX_ADDRESS_CHARS = 300
# What people write where there is nothing; in a column that everybody needs it is as missing as an empty cell.
NOTHING = frozenset(["-", "--", "---", "—", "–", ".", "na", "n/a", "n.a.", "n.a", "nil", "none", "null", "no", "#n/a",
                     "x", "0", "नहीं", "नही", "शून्य", "लागू नहीं", "not applicable", "not available"])  # fmt: skip
LONGEST_NOTHING = max(map(len, NOTHING))
FORMULA_START = re.compile(r"[=@]|[+-]\s*[^\s\d]").match
TWELVE_DIGITS = re.compile(r"\d(?:\D{0,3}\d){11}").search
TWO_PHONES = re.compile(r"\d{10}\D+(?:\+?91|0)?\D?\d{10}").search
# What clean_name and normalise_certificate_number give back as it came; tests hold them to that.
PLAIN_WORD = "(?:[A-Za-z]+|(?:[\u0904-\u0939\u0960\u0961][\u0901-\u0903\u093c\u093e-\u094d]{0,4})+)"
PLAIN_NAME = re.compile(f"{PLAIN_WORD}(?: {PLAIN_WORD})*").fullmatch
PLAIN_NUMBER = re.compile(r"[A-Z]{2,6}[/-]?[0-9]{3,11}").fullmatch
ADDRESS_PARTS = ("address", "village", "block")
FACTS = ("pin", "pan", "gstin", "enrolment_id", "udyam", "bank_account", "ifsc", "artisan_card", "khadi_certificate")


@dataclass(slots=True)
class Person:
    """What a good row says, in canonical form. `facts` are by the codes of the questions."""

    row: int
    phone: str
    name: str
    name_key: str
    district_id: int
    craft_code: str | None
    other_craft: str
    kind: str
    language: str
    facts: dict[str, str]


class RowReader:
    """Reads rows under one header; who names no kind is an individual, who names no language reads Hindi."""

    def __init__(self, names: Sequence[str], meanings: Mapping[str, str], districts: Districts, crafts: Crafts) -> None:
        self.crafts = crafts
        readers: dict[str, Read] = {**READERS, "district": districts.find}
        self.columns = [
            (place, meanings[name], readers[meanings[name]])
            for place, name in enumerate(names)
            if meanings.get(name) in COLUMNS
        ]

    def read(self, row: int, cells: Sequence[str]) -> Person | list[Problem]:
        """Return the person of this row, or everything that is wrong with it."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        width = len(cells)
        for place, code, read in self.columns:
            text = cells[place].strip() if place < width else ""
            if not text or (len(text) <= LONGEST_NOTHING and text.casefold() in NOTHING):
                continue
            try:
                found[code] = read(text)
            except DomainError as refusal:
                problems.append(Problem(code, refusal.message))
        if len(found) < len(REQUIRED) or not all(map(found.__contains__, REQUIRED)):
            wrong = {problem.code for problem in problems}
            problems += [Problem(code, MISSING) for code in REQUIRED if code not in found and code not in wrong]
        if "pan" in found and "gstin" in found and not pan_agrees(found["pan"], found["gstin"]):
            problems.append(Problem("gstin", PAN_DISAGREES))
        if problems:
            return problems
        return self.person(row, found)

    def person(self, row: int, found: dict[str, Any]) -> Person | list[Problem]:
        craft = found.get("craft", "")
        craft_code = self.crafts.find(craft) if craft else None
        if craft and craft_code is None and len(craft) > MAX_OTHER_CRAFT_CHARS:
            return [Problem("craft", TOO_LONG)]
        facts = {code: found[code] for code in FACTS if code in found}
        address = ", ".join([found[part] for part in ADDRESS_PARTS if part in found])
        if address:
            if len(address) > MAX_ADDRESS_CHARS:
                return [Problem("address", TOO_LONG)]
            facts["address"] = address
        name = found["name"]
        return Person(
            row=row,
            phone=found["phone"],
            name=name,
            name_key=name_key(name),
            district_id=found["district"],
            craft_code=craft_code,
            other_craft="" if craft_code else craft,
            kind=found.get("kind", SellerKind.INDIVIDUAL.value),
            language=found.get("language", "hi"),
            facts=facts,
        )


def number_reader(quick: Callable[[str], str | None], slow: Callable[[str], str]) -> Read:
    """Return a reader that asks the fast validator, and the slow one only for what the fast one refused."""

    def read(text: str) -> str:
        found = quick(text)
        if found is None:
            found = quick(whole_number(text))
        return slow(text) if found is None else found

    return read


def read_phone(text: str) -> str:
    found = fast.mobile(text)
    if found is None:
        found = fast.mobile(whole_number(text))
    if found is None:
        if TWO_PHONES(text):
            raise refused(SEVERAL_NUMBERS)
        return normalise_phone(text)
    return found


def read_words(text: str) -> str:
    """Return free text on one line, as text and nothing else. Raises CellRefused, or AadhaarGiven."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    if text.startswith("'"):
        text = text[1:].lstrip()  # it marks a text in spreadsheets, and stands before whatever our error file defused
    if not text.isprintable() and UNREADABLE_SIGNS.search(text):
        raise refused(UNREADABLE)
    if FORMULA_START(text):
        raise refused(FORMULA)
    if TWELVE_DIGITS(text):
        refuse_aadhaar(text)
    return text


def read_name(text: str) -> str:
    text = read_words(text)
    return text if len(text) <= MAX_NAME_CHARS and PLAIN_NAME(text) else clean_name(text)


def certificate_reader(slow: Callable[[str], str]) -> Read:
    return lambda text: text if PLAIN_NUMBER(text) else slow(whole_number(text))


READERS: Mapping[str, Read] = {
    "name": read_name,
    "phone": read_phone,
    "craft": read_words,
    "address": read_words,
    "village": read_words,
    "block": read_words,
    "pin": number_reader(fast.pin, normalise_pin),
    "pan": number_reader(fast.pan, normalise_pan),
    "gstin": number_reader(fast.gstin, normalise_gstin),
    "udyam": number_reader(fast.udyam, normalise_udyam),
    "ifsc": number_reader(fast.ifsc, normalise_ifsc),
    "bank_account": number_reader(fast.bank_account, normalise_bank_account),
    "enrolment_id": certificate_reader(normalise_enrolment_id),
    "artisan_card": certificate_reader(normalise_certificate_number),
    "khadi_certificate": certificate_reader(normalise_certificate_number),
    "kind": kind_of,
    "language": language_of,
}
