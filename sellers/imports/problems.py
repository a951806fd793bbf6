"""What is wrong in one row, said so that the person who keeps the list can mend it there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onboarding.errors import DomainError
from sellers.identifiers.refusals import worded
from sellers.imports.columns import COLUMNS

LANGUAGES = ("hi", "en")


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `code` is the column it stands in. The sentence says nothing that the row does not."""

    code: str
    sentence: str | Promise


class CellRefused(DomainError):
    """A cell cannot be taken; the message says why."""

    code = "import.cell"


def in_words(problems: Iterable[Problem]) -> tuple[str, str]:
    """Return all problems of a row in Hindi and in English."""
    problems = list(problems)
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(" ".join(f"{COLUMNS[problem.code].label}: {problem.sentence}" for problem in problems))
    hindi, english = said
    return hindi, english


MISSING = _("This is empty, and we need it for everybody.")
DIGITS_LOST = _(
    "Excel shortened this number, and some of its digits are lost. Format the column as text, write the whole number "
    "again, and save."
)
SEVERAL_NUMBERS = _("Several numbers stand here. Keep the one to which we may send codes.")
FORMULA = _("This looks like a formula. Write it as plain text.")
TOO_LONG = _("This is too long. Shorten it.")
UNREADABLE = _("There are signs in this that we cannot read. Delete them, or write it again.")
UNKNOWN_DISTRICT = _("We know no district of this name. Write it as the state does, or write its LGD code.")
DISTRICT_MEANT = _("We know no district of this name. Do you mean %(name)s?")
DISTRICT_TWICE = _("There are several districts of this name. Write the LGD code of the right one.")
DISTRICT_CLOSED = _("The programme that you chose is not for this district.")
UNKNOWN_KIND = _("Write one of these: individual, self-help group, co-operative, Khadi institution, firm.")
UNKNOWN_LANGUAGE = _("Write Hindi or English: we have no texts in another language yet.")
PAN_DISAGREES = _("The PAN inside the GST number is another one. Look at both cards again.")
IN_FILE = _("The same one stands in row %(row)s already, with another person. Whose is it?")
IN_BOARD = _("Another seller of this board has the same one already. Whose is it?")


def refused(sentence: str | Promise, **values: object) -> CellRefused:
    return CellRefused(worded(sentence, **values) if values else sentence)


def both_languages(sentence: str | Promise) -> str:
    """Return the sentence in Hindi and in English, for a row that people of both read."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(sentence))
    return " / ".join(dict.fromkeys(said))
