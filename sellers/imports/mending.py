"""The file of bad rows: as they came, with the reason in both languages, ready to be mended and sent again."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

from sellers.identifiers import fast
from sellers.identifiers.aadhaar import cut_aadhaar
from sellers.imports.columns import LEFT_OUT, REASON, REASON_HEADERS
from sellers.imports.running import Source

MAX_WORKBOOK_ROWS = 20_000  # written in a few seconds, and still workable in Excel
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDE, NARROW = 60, 18

Reason = tuple[int, str, str]  # row, in Hindi, in English


class Sheet(Protocol):
    def add(self, cells: Sequence[str]) -> None: ...


def suffix_for(refused: int) -> str:
    """Return the form in which so many rows are given back: Excel's own, as long as Excel people can work in it."""
    return ".xlsx" if refused <= MAX_WORKBOOK_ROWS else ".csv"


def write_errors(target: Path, source: Source, reasons: Iterable[Reason]) -> None:
    """Write the rows that have reasons, which come in the order of the rows, as the suffix of `target` says."""
    codes = [source.meanings.get(name, LEFT_OUT) for name in source.header.names]
    kept = [place for place, code in enumerate(codes) if code != REASON]
    opened = workbook if target.suffix == ".xlsx" else text
    with opened(target) as sheet:
        sheet.add([*(source.header.names[place] for place in kept), *REASON_HEADERS])
        rows = source.rows()
        for number, hindi, english in reasons:
            cells = next(cells for row, cells in rows if row == number)
            sheet.add([*(as_it_came(cells, place, codes[place]) for place in kept), hindi, english])


def as_it_came(cells: Sequence[str], place: int, code: str) -> str:
    """Return the cell, of an Aadhaar number in it only the last four digits: it is not kept, not even here.

    A bank account stays whole, and so does a mobile number that we take: one in ten fits the check digit by chance.
    """
    cell = cells[place] if place < len(cells) else ""
    if code == "bank_account" or (code == "phone" and fast.mobile(cell)):
        return cell
    # Between the fours may stand more spaces than a reader notices.
    text = " ".join(cell.split())
    cut = cut_aadhaar(text)
    return cell if cut == text else cut


class _Workbook:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.sheet = book.add_worksheet()
        self.plain = book.add_format({"num_format": "@"})
        self.row = 0

    def add(self, cells: Sequence[str]) -> None:
        if self.row == 0:
            self.sheet.set_column(0, len(cells) - 3, NARROW, self.plain)
            self.sheet.set_column(len(cells) - 2, len(cells) - 1, WIDE, self.plain)
            self.sheet.freeze_panes(1, 0)
        for place, cell in enumerate(cells):
            if cell:
                self.sheet.write_string(self.row, place, cell, self.plain)
        self.row += 1


class _Text:
    def __init__(self, writer: "csv._writer") -> None:  # type: ignore[name-defined]
        self.writer = writer

    def add(self, cells: Sequence[str]) -> None:
        self.writer.writerow([defused(cell) for cell in cells])


def defused(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it; our own reader takes the apostrophe away again."""
    return f"'{cell}" if cell.startswith(RISKY_STARTS) else cell


@contextmanager
def workbook(target: Path) -> Iterator[Sheet]:
    # Nothing is a formula, a link or a number here but what somebody makes of it in Excel: all cells are text.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(target), options)
    try:
        yield _Workbook(book)
    finally:
        book.close()


@contextmanager
def text(target: Path) -> Iterator[Sheet]:
    with target.open("w", encoding="utf-8-sig", newline="") as opened:
        yield _Text(csv.writer(opened))
