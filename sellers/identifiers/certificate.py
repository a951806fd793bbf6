"""Numbers without a public format: cards, certificates, marks, the GST enrolment id. Kept as text, no pattern made."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.aadhaar import refuse_aadhaar
from sellers.identifiers.refusals import FOREIGN_LETTER, BadIdentifier, worded
from sellers.identifiers.signs import MINUS, western_digits

MIN_SIGNS = 3
MAX_SIGNS = 40
MAX_TYPED = 200
# The letters of the scripts that Indian offices print: Devanagari to Malayalam, one block after the other.
FIRST_INDIC, LAST_INDIC = "\u0900", "\u0d7f"
JOINERS = "\u200c\u200d"


class BadCertificateNumber(BadIdentifier):
    code = "certificate_number.invalid"
    field_name = "certificate_number"
    message = _(
        "Write the number as it is printed on the card or certificate: 3 to 40 letters and digits, with signs such as "
        "/ and - where they are printed."
    )


class BadEnrolmentId(BadIdentifier):
    code = "enrolment_id.invalid"
    field_name = "enrolment_id"
    message = _(
        "Write the enrolment id as the GST portal shows it: 3 to 40 letters and digits. It stands in the message that "
        "the portal sent after the enrolment."
    )


def normalise_certificate_number(typed: str) -> str:
    """Return the number as printed, spaces made single, digits western. Raises BadCertificateNumber or AadhaarGiven."""
    return _readable(typed, BadCertificateNumber)


def normalise_enrolment_id(typed: str) -> str:
    """Return the id as shown, spaces made single, digits western. Raises BadEnrolmentId or AadhaarGiven."""
    return _readable(typed, BadEnrolmentId)


def certificate_key(number: str) -> str:
    """Return what two spellings of one number have in common: letters, marks and digits, in upper case."""
    return "".join(sign for sign in number.upper() if unicodedata.category(sign)[0] in "LMN")


def _readable(typed: str, refusal: type[BadIdentifier]) -> str:
    if len(typed) > MAX_TYPED:
        raise refusal
    text = " ".join("".join(map(_as_printed, unicodedata.normalize("NFC", typed))).split())
    for place, sign in enumerate(text, start=1):
        if not _is_readable(sign):
            if sign.isalpha():
                raise refusal(worded(FOREIGN_LETTER, place=place, sign=sign), why="foreign_letter")
            raise refusal
    if not MIN_SIGNS <= len(text) <= MAX_SIGNS or not certificate_key(text):
        raise refusal
    refuse_aadhaar(text, field=refusal.field_name)
    return text


def _as_printed(sign: str) -> str:
    """Return the sign as paper shows it: western digits, plain hyphens and spaces, nothing invisible but joiners."""
    kind = unicodedata.category(sign)
    if kind == "Zs" or sign in "\t\r\n":
        return " "
    if kind == "Pd" or sign == MINUS:
        return "-"
    if kind == "Cf" and sign not in JOINERS:
        return ""
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    return western_digits(sign)


def _is_readable(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    return sign in JOINERS or (FIRST_INDIC <= sign <= LAST_INDIC and unicodedata.category(sign)[0] in "LMP")
