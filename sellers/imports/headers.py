"""Which row names the columns, and what each of those names means."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sellers.identifiers.aadhaar import cut_aadhaar
from sellers.imports.columns import ALL, COLUMNS, LEFT_OUT, REASON, REASON_HEADERS, REQUIRED
from sellers.imports.errors import ColumnsMissing, ColumnTwice, NoHeader
from sellers.imports.texts import Row
from sellers.imports.words import compared

# Words that say nothing about what stands below; the stars and "(10 digits)" of many forms fall away with the signs.
FILLERS = frozenset([
    "of", "the", "no", "number", "num", "nos", "sr", "wise", "in", "ka", "ki", "ke", "mandatory", "optional", "digit",
    "digits", "का", "की", "के", "न", "नं", "नं०", "नं0", "नंबर", "संख्या", "सं", "सं०", "सं0", "क्रमांक", "अनिवार्य", "ऐच्छिक", "अंक",
])  # fmt: skip
DIGITS_ALONE = re.compile(r"\d{2,}")
PARTS = re.compile(r"[/|(),\n\r:–—]|\s-\s")
MIN_KNOWN = 2
MIN_FILLED = 2


@dataclass(frozen=True)
class Header:
    """The row that names the columns. `names` tells every column apart, also blank and repeated ones."""

    row: int
    names: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Return the digest by which the same header is known again."""
        return hashlib.sha256("\n".join(compared(name) for name in self.names).encode()).hexdigest()


def find_header(top: Sequence[Row]) -> Header:
    """Return the row among the first that names most columns, else the first that is as wide as a table.

    Raises NoHeader when no row can be one.
    """
    known = [(sum(bool(meaning_of(cell)) for cell in cells), number, cells) for number, cells in top]
    count, number, cells = max(known, key=lambda row: (row[0], -row[1]), default=(0, 0, []))
    if count >= MIN_KNOWN:
        return Header(number, tuple(told_apart(cells)))
    filled = [(sum(bool(cell.strip()) for cell in cells), number, cells) for number, cells in top]
    widest = max((count for count, _number, _cells in filled), default=0)
    for count, number, cells in filled:
        if count >= MIN_FILLED and count * 2 > widest:
            return Header(number, tuple(told_apart(cells)))
    raise NoHeader


def told_apart(cells: Sequence[str]) -> list[str]:
    """Return a name for each column: its header, "C" for a blank third one, "Name (2)" for a second "Name".

    A row of people taken for the header brings no Aadhaar number in: names are stored and shown.
    """
    names: list[str] = []
    for place, cell in enumerate(cells):
        name = cut_aadhaar(" ".join(cell.split()))[:120] or letter_of(place)
        again, number = name, 1
        while again in names:
            number += 1
            again = f"{name} ({number})"
        names.append(again)
    return names


def letter_of(place: int) -> str:
    """Return the letter that Excel shows above a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def guess(header: Header, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what each column means, by name; what an officer has given before wins over our guess.

    A meaning is guessed once: a second column for the same thing is left out until somebody chooses it.
    """
    given = given or {}
    taken = {code for name, code in given.items() if name in header.names}
    meanings = {}
    for name in header.names:
        code = given[name] if name in given else meaning_of(name)
        if name not in given and code in taken:
            code = LEFT_OUT
        if code and code != REASON:
            taken.add(code)
        meanings[name] = code
    return meanings


def require_complete(meanings: Mapping[str, str]) -> None:
    """Raise ColumnsMissing unless what every seller needs has its column, ColumnTwice if two say the same."""
    codes = [code for code in meanings.values() if code in COLUMNS]
    missing = [str(COLUMNS[code].label) for code in REQUIRED if code not in codes]
    if missing:
        raise ColumnsMissing(missing)
    for code in codes:
        if codes.count(code) > 1:
            raise ColumnTwice(str(COLUMNS[code].label))


def left_out(meanings: Mapping[str, str]) -> list[str]:
    """Return the columns that nobody reads, so that a page can name them."""
    return [name for name, code in meanings.items() if code == LEFT_OUT]


def meaning_of(header: str) -> str:
    """Return the code of the column with this header, or "" for one that we do not know."""
    if len(header) > 120:
        return LEFT_OUT
    if compared(header) in reasons():
        return REASON
    table = synonyms()
    found = table.get(significant(header))
    if found:
        return found
    # "नाम / Name", "Mobile No. (10 digits)": each part is asked, and those that we know must agree.
    parts = {table[words] for part in PARTS.split(header) if (words := significant(part)) in table}
    return parts.pop() if len(parts) == 1 else LEFT_OUT


def significant(header: str) -> frozenset[str]:
    words = compared(header).split()
    return frozenset(word for word in words if word not in fillers() and not DIGITS_ALONE.fullmatch(word))


@cache
def fillers() -> frozenset[str]:
    return frozenset(compared(word) for word in FILLERS)


@cache
def reasons() -> frozenset[str]:
    return frozenset(compared(header) for header in REASON_HEADERS)


@cache
def synonyms() -> dict[frozenset[str], str]:
    return {significant(words): column.code for column in ALL for words in column.headers}
