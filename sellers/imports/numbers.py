"""Numbers as spreadsheets leave them: with a point and a nought behind, in powers of ten, with an apostrophe before."""

import re
from decimal import Decimal

from sellers.identifiers.signs import western_digits
from sellers.imports.problems import DIGITS_LOST, refused

UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff")
TRAILING_NOUGHTS = re.compile(r"\d+\.0+").fullmatch
POWER_OF_TEN = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})").fullmatch


def whole_number(text: str) -> str:
    """Return the digits of a number that a spreadsheet wrote in another form, and any other text as it is.

    Raises CellRefused when the form holds fewer digits than the number had: 9.87E+09 may be any of millions of phones.
    """
    text = text.translate(UNSEEN).lstrip("'’‘`")
    if not text.isascii():
        western = western_digits(text)
        text = western if POWER_OF_TEN(western) or TRAILING_NOUGHTS(western) else text
    if TRAILING_NOUGHTS(text):
        return text.partition(".")[0]
    power = POWER_OF_TEN(text)
    if power is None:
        return text
    first, behind, exponent = power[1], power[2] or "", int(power[3])
    # Noughts at the end were filled in where Excel's fifteen digits ended, or rounded there for show.
    if len((first + behind).rstrip("0")) < exponent + 1 and len(first + behind) < exponent + 1:
        raise refused(DIGITS_LOST)
    return str(int(Decimal(f"{first}.{behind or 0}E{exponent}")))
