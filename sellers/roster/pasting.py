"""A list of members as people paste it: one line a member, name and phone, or how she is reached."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onboarding.accounts.phones import normalise_phone, western_digit
from onboarding.errors import DomainError
from sellers.actions.members import NewMember
from sellers.identifiers.aadhaar import refuse_aadhaar
from sellers.identifiers.names import clean_name

RUNNING_NUMBER = re.compile(r"^\d{1,4}[.)]\s*")
MAX_LINES = 500
MAX_LINE = 400
SHOWN_ERRORS = 20
HEADERS = {"name", "नाम", "member", "सदस्य", "member name", "name of member"}


class NoLines(DomainError):
    code = "members.no_lines"
    message = gettext_lazy("Write or paste at least one line.")


class TooManyLines(DomainError):
    code = "members.too_many_lines"
    message = gettext_lazy("At most 500 lines at once. Send the first 500, then the rest.")


@dataclass(frozen=True)
class LineError:
    """What is wrong with one line, by its number on the page."""

    line: int
    text: str
    reason: str


@dataclass
class Pasted:
    """The members of a list and what could not be read of it. Nothing is kept while there are errors."""

    members: list[NewMember] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def read_lines(text: str) -> Pasted:
    """Read the list. Raises NoLines, TooManyLines."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,;|")]
    if lines and is_header(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise NoLines
    if len(lines) > MAX_LINES:
        raise TooManyLines
    pasted = Pasted()
    for number, line in lines:
        try:
            pasted.members.append(read_line(line))
        except DomainError as refusal:
            pasted.errors.append(LineError(number, line.strip()[:60], str(refusal.message)))
    return pasted


def read_line(line: str) -> NewMember:
    """Return the member of one line. Raises a DomainError that says what to mend."""
    if len(line) > MAX_LINE:
        raise DomainError(_("This line is too long. Is there one member on each line?"), code="line.too_long")
    name, *others = cells_of(line)
    phones = [cell for cell in others if is_number(cell)]
    words = [cell for cell in others if cell not in phones and cell != "-"]
    if len(phones) > 1:
        raise DomainError(_("There are two numbers on this line. Write one."), code="line.two_numbers")
    reach = ", ".join(words)
    refuse_aadhaar(reach)
    phone = normalise_phone(phones[0]) if phones else ""
    if not phone and not reach:
        raise DomainError(
            _("The phone is missing. Has she none? Then write how she is reached, such as: through her sister Meena."),
            code="line.no_contact",
        )
    return NewMember(name=clean_name(RUNNING_NUMBER.sub("", name)), phone=phone, reach=reach)


def cells_of(line: str) -> list[str]:
    """Cut the line as its own sign says: a tab as from a sheet, a semicolon, a bar or a comma."""
    delimiter = next((sign for sign in "\t;|," if sign in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        cells = line.split(delimiter)
    return [cell.strip() for cell in without_number(cells)] or [""]


def without_number(cells: list[str]) -> Iterator[str]:
    """Leave out empty cells, and a running number before the name."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) > 1 and "".join(map(western_digit, filled[0].strip(" .)"))).isdecimal():
        filled = filled[1:]
    yield from filled


def is_number(cell: str) -> bool:
    """Tell whether this is meant as a phone: mostly digits."""
    digits = sum(western_digit(sign).isdecimal() for sign in cell)
    return digits >= 6 and digits * 2 > len(cell)


def is_header(line: str) -> bool:
    return cells_of(line)[0].casefold() in HEADERS
