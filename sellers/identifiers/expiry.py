"""The day until which a card or certificate is valid, as it is printed."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.signs import western_digits

MAX_TYPED = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_FIRST = re.compile(r"([0-9]{1,2})[ /.-]+([^ /.,0-9-]+|[0-9]{1,2})[ /.,-]+([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[ /.-]+([0-9]{1,2})[ /.-]+([0-9]{1,2})")
MONTHS = (
    ("jan", "january", "जनवरी"),
    ("feb", "february", "फरवरी", "फ़रवरी"),
    ("mar", "march", "मार्च"),
    ("apr", "april", "अप्रैल"),
    ("may", "मई"),
    ("jun", "june", "जून"),
    ("jul", "july", "जुलाई"),
    ("aug", "august", "अगस्त"),
    ("sep", "sept", "september", "सितंबर", "सितम्बर"),
    ("oct", "october", "अक्टूबर", "अक्तूबर"),
    ("nov", "november", "नवंबर", "नवम्बर"),
    ("dec", "december", "दिसंबर", "दिसम्बर"),
)
MONTH_OF = {name: str(number) for number, names in enumerate(MONTHS, start=1) for name in names}


class BadExpiry(BadIdentifier):
    code = "expires_on.invalid"
    field_name = "expires_on"
    message = _(
        "Write the last day on which the card is valid: day, month, and the year in four digits, for example "
        "31/03/2029. It stands on the card after “Valid up to”."
    )


def normalise_expiry(typed: str) -> str:
    """Return the day as YYYY-MM-DD. Raises BadExpiry; whether that day is past is for the caller to judge.

    A day before a month, as India writes it, unless the year comes first; months also by name, English or Hindi.
    """
    if len(typed) > MAX_TYPED:
        raise BadExpiry
    text = " ".join(western_digits("".join(map(_plain, typed))).casefold().split())
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise BadExpiry
    month = MONTH_OF.get(month, month)
    try:
        valid_until = date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadExpiry from error
    if not FIRST_YEAR <= valid_until.year <= LAST_YEAR:
        raise BadExpiry
    return valid_until.isoformat()


def _plain(sign: str) -> str:
    """Return the sign with every kind of space and hyphen as the plain one, since here they part the numbers."""
    kind = unicodedata.category(sign)
    if kind == "Pd":
        return "-"
    return "" if kind == "Cf" else sign
