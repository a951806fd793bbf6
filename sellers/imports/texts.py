"""The rows of a CSV file, one after the other: a million of them cost no more memory than ten."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sellers.imports.encodings import Dialect
from sellers.imports.errors import CellTooLong, TooManyColumns, TooManyRows

MAX_ROWS = 2_000_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 32_000  # Excel itself stops at 32,767
MAX_ROW_CHARS = 1_000_000

Row = tuple[int, list[str]]


def csv_rows(path: Path, dialect: Dialect, *, max_rows: int = MAX_ROWS) -> Iterator[Row]:
    """Yield (number, cells) of each row that holds anything; numbers are those that Excel shows.

    Raises TooManyRows, TooManyColumns or CellTooLong at the row that goes too far; nothing behind it is read.
    """
    with path.open(encoding=dialect.encoding, newline="") as opened:
        number = 0
        if dialect.has_separator_line:
            opened.readline(MAX_CELL_CHARS)
            number = 1
        lines = BoundedLines(opened)
        try:
            for cells in csv.reader(lines, delimiter=dialect.delimiter):
                number += 1
                if number > max_rows:
                    raise TooManyRows(max_rows)
                if lines.chars_of_row > MAX_CELL_CHARS:
                    refuse_long_cell(number, cells)
                lines.chars_of_row = 0
                if len(cells) > MAX_COLUMNS:
                    cells = within_limit(number, cells)
                if any(cells):
                    yield number, cells
        except csv.Error as fault:
            # An open quote swallows what follows until a bound is reached.
            raise CellTooLong(number + 1) from fault


def refuse_long_cell(number: int, cells: list[str]) -> None:
    if max(map(len, cells), default=0) > MAX_CELL_CHARS:
        raise CellTooLong(number)


def within_limit(number: int, cells: list[str]) -> list[str]:
    """Return the cells without empty ones at the end: Excel writes those of every column ever touched."""
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TooManyColumns(number, MAX_COLUMNS)
    return cells


class BoundedLines:
    """The lines of a text, none longer than a row may be; `chars_of_row` counts over the lines of one quoted row."""

    def __init__(self, opened: TextIO) -> None:
        self.opened = opened
        self.chars_of_row = 0

    def __iter__(self) -> "BoundedLines":
        return self

    def __next__(self) -> str:
        line = self.opened.readline(MAX_ROW_CHARS + 1)
        if not line:
            raise StopIteration
        self.chars_of_row += len(line)
        if self.chars_of_row > MAX_ROW_CHARS:
            raise csv.Error("the row never ends")
        return line
