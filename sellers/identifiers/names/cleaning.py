"""Names as people type and paste them, made readable or refused."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError
from sellers.identifiers.aadhaar import refuse_aadhaar
from sellers.identifiers.names.addresses import (
    AT_SIGN,
    DIGITS,
    LONG_NUMBER,
    MARKED_ADDRESS,
    SLASH,
    WEB_ADDRESS,
    has_strange_slash,
    is_web_address,
)

MAX_LENGTH = 120
# A letter of Hindi takes a dot, a vowel, a nasal and a joined half; more is a trick on the reader's screen.
MAX_MARKS = 4
JOINERS = "\u200c\u200d"
DROPPED = "\u00ad\u200b\u2060\ufeff"
PUNCTUATION = " .,'’-&/()"
INDIC_AND_URDU = (range(0x0900, 0x0D80), range(0x0600, 0x0700), range(0x0750, 0x0780), range(0xA8E0, 0xA900))
LATIN = (range(0x41, 0x250), range(0x1E00, 0x1F00))
VIRAMA_CLASS = 9


class BadName(DomainError):
    code = "name.invalid"
    message = _("Write the name in Hindi or English letters, as it stands on the card or the bank book.")


TOO_LONG = _("This name is too long. Write the name only, at most 120 letters.")
HIDDEN_SIGN = _("This name holds a sign that cannot be seen. Type it again instead of pasting it.")
TOO_MANY_MARKS = _("One letter of this name carries too many marks. Type it again.")


def clean_name(typed: str, *, field: str = "name") -> str:
    """Return the name in NFC with single spaces and with joiners only where a script needs them.

    Raises BadName for what no reader could check (no letter, hidden signs, heaped marks, scripts that only look like
    ours, over 120 signs), for links and long numbers, which would stand in SMS to strangers, and AadhaarGiven.
    """
    if len(typed) > 2 * MAX_LENGTH:
        raise BadName(TOO_LONG, code="name.too_long", field=field)
    signs = _plain_signs(unicodedata.normalize("NFC", typed), field)
    text = " ".join("".join(_without_idle_joiners(signs)).split())
    _require_unlinked(text, field)
    _require_readable(text, field)
    if len(text) > MAX_LENGTH:
        raise BadName(TOO_LONG, code="name.too_long", field=field)
    refuse_aadhaar(text, field=field)
    if has_strange_slash(text):
        raise BadName(SLASH, code="name.slash", field=field)
    if DIGITS(text):
        raise BadName(LONG_NUMBER, code="name.long_number", field=field)
    return text


def _require_unlinked(text: str, field: str) -> None:
    if "@" in text:
        raise BadName(AT_SIGN, code="name.at_sign", field=field)
    if MARKED_ADDRESS(text) or is_web_address(text):
        raise BadName(WEB_ADDRESS, code="name.web_address", field=field)


def _plain_signs(text: str, field: str) -> str:
    """Return the text with plain spaces, full-width letters as usual ones, and without soft signs."""
    found = []
    for sign in text:
        kind = unicodedata.category(sign)
        if kind == "Zs" or sign in "\t\r\n":
            found.append(" ")
        elif "\uff01" <= sign <= "\uff5e":
            found.append(chr(ord(sign) - 0xFEE0))
        elif kind[0] == "C" and sign not in JOINERS + DROPPED:
            raise BadName(HIDDEN_SIGN, code="name.hidden_sign", field=field)
        elif sign not in DROPPED:
            found.append(sign)
    return "".join(found)


def _without_idle_joiners(text: str) -> Iterator[str]:
    """Yield the signs; a joiner only after a virama, where it decides how the letter is drawn."""
    before = ""
    for sign in text:
        if sign in JOINERS and not (before and unicodedata.combining(before) == VIRAMA_CLASS):
            continue
        before = sign
        yield sign


def _require_readable(text: str, field: str) -> None:
    marks, based, letters = 0, False, 0
    for sign in text:
        kind = unicodedata.category(sign)
        if kind in ("Mn", "Mc"):
            marks += 1
            if not based or not _within(ord(sign), INDIC_AND_URDU):
                # A mark of Latin that NFC could not join to its letter is no part of a name here.
                raise BadName(field=field)
            if marks > MAX_MARKS:
                raise BadName(TOO_MANY_MARKS, code="name.marks", field=field)
            continue
        if sign in JOINERS:
            continue
        marks, based = 0, kind[0] == "L"
        letters += based
        readable = (based and _within(ord(sign), (*LATIN, *INDIC_AND_URDU))) or kind == "Nd" or sign in PUNCTUATION
        if not readable:
            raise BadName(field=field)
    if not letters:
        raise BadName(field=field)


def _within(number: int, blocks: tuple[range, ...]) -> bool:
    return any(number in block for block in blocks)
