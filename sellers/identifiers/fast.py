"""The same answers as the slow ones, many times faster and without sentences: canonical text, or None. For imports.

A text that is canonical already costs one compiled match; any other is translated once and matched again. Tests hold
each function to its slow counterpart and to the libraries. `mobile` agrees with phonenumbers on the shape ([6-9] and
nine digits) and not on the ranges given out to carriers, which change from month to month.
"""

import re
from collections.abc import Callable, Iterable
from unicodedata import is_normalized

from onboarding.accounts.phones import SEPARATORS, western_digit
from onboarding.errors import DomainError
from sellers.identifiers.gstin import ALPHABET, STATE_CODES
from sellers.identifiers.names import clean_name
from sellers.identifiers.names.cleaning import MAX_LENGTH as MAX_NAME
from sellers.identifiers.pan import HOLDER_KINDS
from sellers.identifiers.signs import MAX_TYPED, canonical_sign

# The blocks that people type from; any other sign is looked up when it comes.
USUAL_BLOCKS = (range(0x180), range(0x900, 0xE00), range(0x2000, 0x2070), range(0xFF00, 0xFF60))


class _Table(dict[int, str]):
    """A table for str.translate that asks for what it does not hold, and keeps nothing: input cannot make it grow."""

    def __init__(self, of_sign: Callable[[str], str], blocks: Iterable[range]) -> None:
        super().__init__({number: of_sign(chr(number)) for block in blocks for number in block})
        self._of_sign = of_sign

    def __missing__(self, number: int) -> str:
        return self._of_sign(chr(number))


def _of_phone(sign: str) -> str:
    return sign.translate(SEPARATORS) and western_digit(sign)


SIGNS = _Table(canonical_sign, USUAL_BLOCKS)
PHONE_SIGNS = _Table(_of_phone, USUAL_BLOCKS)

_HOLDERS = "".join(HOLDER_KINDS)
_PAN = f"[A-Z]{{3}}[{_HOLDERS}][A-Z](?!0000)[0-9]{{4}}[A-Z]"
PAN = re.compile(_PAN).fullmatch
GSTIN = re.compile(f"(?:{'|'.join(sorted(STATE_CODES))}){_PAN}[1-9A-Z]Z[0-9A-Z]").fullmatch
UDYAM = re.compile("UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}").fullmatch
UDYAM_COMPACT = re.compile("UDYAM([A-Z]{2})([0-9]{2})([0-9]{7})").fullmatch
IFSC = re.compile("[A-Z]{4}0[A-Z0-9]{6}").fullmatch
BANK_ACCOUNT = re.compile("(?!0+$)[0-9]{9,18}").fullmatch
PIN = re.compile("[1-9][0-9]{5}").fullmatch
# Names in plain English or Hindi letters, as nearly all are; only the others need to be read sign by sign. A dot stands
# at the end of a word: inside one it may make a web address.
_WORD = r"(?:(?![Ww]{3}\.)[A-Za-z][A-Za-z'-]*\.?|(?:[\u0905-\u0939][\u0901-\u0903\u093c\u093e-\u094d]{0,4})+)"
PLAIN_NAME = re.compile(f"{_WORD}(?: {_WORD})*").fullmatch
MOBILE = re.compile(r"(?:\+91|0091|91|0)?([6-9][0-9]{9})").fullmatch

# What each letter or digit adds to the checksum (Luhn modulo 36), by its code: as it is, and doubled.
_PLAIN = [0] * 128
_DOUBLED = [0] * 128
for _value, _sign in enumerate(ALPHABET):
    _PLAIN[ord(_sign)] = _value
    _DOUBLED[ord(_sign)] = sum(divmod(2 * _value, 36))


def pan(typed: str) -> str | None:
    """The answer of normalise_pan."""
    return _matched(PAN, typed)


def gstin(typed: str) -> str | None:
    """The answer of normalise_gstin."""
    text = typed if GSTIN(typed) else _matched(GSTIN, typed)
    if text is None:
        return None
    a, b, c, d, e, f, g, h, i, j, k, l, m, n, o = text.encode()  # noqa: E741
    plain, doubled = _PLAIN, _DOUBLED
    checksum = (
        plain[a] + plain[c] + plain[e] + plain[g] + plain[i] + plain[k] + plain[m] + plain[o]
        + doubled[b] + doubled[d] + doubled[f] + doubled[h] + doubled[j] + doubled[l] + doubled[n]
    )  # fmt: skip
    return None if checksum % 36 else text


def udyam(typed: str) -> str | None:
    """The answer of normalise_udyam."""
    if UDYAM(typed):
        return typed
    if len(typed) > MAX_TYPED:
        return None
    found = UDYAM_COMPACT(typed.translate(SIGNS))
    return f"UDYAM-{found[1]}-{found[2]}-{found[3]}" if found else None


def ifsc(typed: str) -> str | None:
    """The answer of normalise_ifsc."""
    return _matched(IFSC, typed)


def bank_account(typed: str) -> str | None:
    """The answer of normalise_bank_account."""
    return _matched(BANK_ACCOUNT, typed)


def pin(typed: str) -> str | None:
    """The answer of normalise_pin."""
    return _matched(PIN, typed)


def mobile(typed: str) -> str | None:
    """The answer of onboarding.accounts.phones.normalise_phone."""
    found = MOBILE(typed) or MOBILE(typed.translate(PHONE_SIGNS))
    return f"+91{found[1]}" if found else None


def name(typed: str) -> str | None:
    """The answer of clean_name."""
    if len(typed) <= MAX_NAME and PLAIN_NAME(typed) and is_normalized("NFC", typed):
        return typed
    try:
        return clean_name(typed)
    except DomainError:
        return None


def _matched(shape: Callable[[str], object], typed: str) -> str | None:
    if shape(typed):
        return typed
    if len(typed) > MAX_TYPED:
        return None
    text = typed.translate(SIGNS)
    return text if shape(text) else None
