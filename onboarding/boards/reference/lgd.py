"""A file of the Local Government Directory (lgdirectory.gov.in) to districts, with a sentence for each bad line."""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

REQUIRED = ("state_lgd_code", "district_lgd_code", "district_en")
HINDI = "district_hi"
MAX_STATE_CODE = 99
MAX_DISTRICT_CODE = 999_999
MAX_NAME_LETTERS = 120


class BadFile(ValueError):
    """The file says something that no directory says; `problems` holds a sentence for each place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class BadCell(ValueError):
    """One line says something impossible."""


def read_districts(opened: TextIO, state_of_known: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return the file's districts as fields of the model; columns that we do not know are passed over.

    `state_of_known` gives the state of each district that we have. Raises BadFile with all that is wrong.
    """
    reader = csv.DictReader(opened, strict=True)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadFile([f"line 1: the column {name} is missing" for name in missing])
    problems: list[str] = []
    first_lines: dict[int, int] = {}
    districts = []
    for line, row in numbered(reader):
        try:
            district = district_of(row)
            refuse_contradiction(district, state_of_known)
            first = first_lines.setdefault(district["lgd_code"], line)
            if first != line:
                raise BadCell(f"district {district['lgd_code']} stands on line {first} already")
            districts.append(district)
        except BadCell as problem:
            problems.append(f"line {line}: {problem}")
    if not districts and not problems:
        problems = ["the file holds no district"]
    if problems:
        raise BadFile(problems)
    return districts


def numbered(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as fault:
        # An open quote swallows the rest of the file: the line to mend is the one on which the row begins.
        raise BadFile([f"line {reader.line_num + 1}: {fault}"]) from fault


def district_of(row: Mapping[str, Any]) -> dict[str, Any]:
    if None in row or None in row.values():
        raise BadCell("the number of columns is not that of line 1")
    name = {"en": text(row, "district_en")}
    if not name["en"]:
        raise BadCell("district_en is empty")
    if row.get(HINDI, "").strip():
        name["hi"] = text(row, HINDI)
    return {
        "lgd_code": code(row, "district_lgd_code", MAX_DISTRICT_CODE),
        "state_lgd_code": code(row, "state_lgd_code", MAX_STATE_CODE),
        "name": name,
    }


def refuse_contradiction(district: Mapping[str, Any], state_of_known: Mapping[int, int]) -> None:
    known = state_of_known.get(district["lgd_code"], district["state_lgd_code"])
    if known != district["state_lgd_code"]:
        raise BadCell(f"district {district['lgd_code']} belongs to state {known}, not {district['state_lgd_code']}")


def code(row: Mapping[str, str], column: str, largest: int) -> int:
    typed = row[column].strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(largest)) and 0 < int(typed) <= largest):
        raise BadCell(f"{column} must be a number from 1 to {largest}, not {typed!r}")
    return int(typed)


def text(row: Mapping[str, str], column: str) -> str:
    typed = row[column].strip()
    if len(typed) > MAX_NAME_LETTERS or any(unicodedata.category(letter) == "Cc" for letter in typed):
        raise BadCell(f"{column} must be a name of at most {MAX_NAME_LETTERS} letters on one line")
    return typed
