"""Aadhaar: the last four digits and never more, wherever somebody types the whole number."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from stdnum import verhoeff

from onboarding.errors import DomainError
from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.signs import compact, western_digits

LAST_FOUR = re.compile(r"[0-9]{4}")
WHOLE_LENGTH = 12
# Twelve or more digits of any script with at most three spaces, hyphens, dots, slashes or invisible signs between two.
LONG_RUN = re.compile(
    r"(?<!\d)\d(?:[\s\-./_\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]{0,3}\d){11,}"
)
GROUP = re.compile(r"\d+")
SHOWN_DIGITS = 4
HIDDEN = "●"


class AadhaarGiven(DomainError):
    code = "aadhaar.whole_number"
    message = _(
        "Never give us the whole Aadhaar number: we do not need it and may not keep it. Take it out. Where we ask for "
        "it, the last four digits are enough."
    )


class BadAadhaarLastFour(BadIdentifier):
    code = "aadhaar_last_four.invalid"
    field_name = "aadhaar_last_four"
    message = _(
        "Write only the last four digits of the Aadhaar number. They stand at the end of the long number on the card."
    )


def normalise_aadhaar_last_four(typed: str) -> str:
    """Return the four digits. Raises AadhaarGiven for any twelve, BadAadhaarLastFour for all else."""
    text = compact(typed)
    if len(text) == WHOLE_LENGTH and text.isascii() and text.isdigit():
        raise AadhaarGiven(field=BadAadhaarLastFour.field_name)
    if not LAST_FOUR.fullmatch(text):
        raise BadAadhaarLastFour
    return text


def refuse_aadhaar(text: str, *, field: str = "") -> None:
    """Raise AadhaarGiven if a whole Aadhaar number stands anywhere in the text.

    Caught: twelve digits of any script with the check digit right, written together or in fours, twos, threes or one
    by one. A number after a plus sign is a phone's. One in ten other numbers of twelve digits that begin with 2 to 9
    fits the check digit by chance and is refused too: never call this on bank accounts.
    """
    if any(_whole_numbers(text)):
        raise AadhaarGiven(field=field)


def cut_aadhaar(text: str) -> str:
    """Return the text with ● for all but the last four digits of each number that `refuse_aadhaar` would refuse."""
    hidden = {place for places in _whole_numbers(text) for place in places[:-SHOWN_DIGITS]}
    return "".join(HIDDEN if place in hidden else sign for place, sign in enumerate(text)) if hidden else text


def is_whole_aadhaar(digits: str) -> bool:
    """Return whether these western digits can be an Aadhaar number: twelve, the first 2 to 9, check digit right."""
    return len(digits) == WHOLE_LENGTH and digits[0] in "23456789" and verhoeff.is_valid(digits)


def _whole_numbers(text: str) -> Iterator[list[int]]:
    """Yield the places of the digits of each whole Aadhaar number in the text; two may overlap."""
    for run in LONG_RUN.finditer(text):
        if text[max(run.start() - 2, 0) : run.start()].rstrip().endswith("+"):
            continue
        groups = [list(range(*group.span())) for group in GROUP.finditer(text, *run.span())]
        for places in _written_together(groups):
            if is_whole_aadhaar(western_digits("".join(text[place] for place in places))):
                yield places


def _written_together(groups: list[list[int]]) -> Iterator[list[int]]:
    """Yield the stretches of groups that a reader takes for one number of twelve digits."""
    for first in range(len(groups)):
        number: list[int] = []
        # Three fours make twelve: no stretch is longer.
        for group in groups[first : first + 3]:
            if len(group) % 4:
                break
            number += group
            if len(number) >= WHOLE_LENGTH:
                break
        if len(number) == WHOLE_LENGTH:
            yield number
    if len({len(group) for group in groups}) == 1 and len(groups[0]) <= 3 and len(groups) <= WHOLE_LENGTH:
        yield [place for group in groups for place in group]
