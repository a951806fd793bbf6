"""An Excel workbook to the same CSV of texts that everything else reads, unpacked where it can do no harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onboarding.files.limits import Limits, NoTurn, Stopped, run_limited
from sellers.imports.encodings import Dialect
from sellers.imports.errors import (
    BadTable,
    CellTooLong,
    DamagedSheet,
    EmptyTable,
    HoldsNul,
    LockedSheet,
    NotASheet,
    OldExcel,
    SheetBusy,
    SheetExpands,
    TableTooLarge,
    TooManyColumns,
    TooManyRows,
)
from sellers.imports.texts import MAX_CELL_CHARS, MAX_COLUMNS

MAX_SHEET_BYTES = 60 * 1024 * 1024
MAX_SHEET_ROWS = 50_000
MAX_UNZIPPED_BYTES = 300 * 1024 * 1024  # 50,000 rows of 30 columns unpack to about 90 MB
MAX_SHEET_CHARS = 40_000_000  # those rows hold about 20 million; a long text may be named by every cell
LIMITS = Limits(memory_bytes=1536 * 1024 * 1024, cpu_s=10, wall_s=20, answer_bytes=256 * 1024 * 1024)
WRITTEN_AS = Dialect("utf-8", ",")

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
# What many portals call Excel is a page of HTML.
PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<style", b"<head", b"<meta", b"<div", b"mime-version:")


@dataclass(frozen=True)
class Sheet:
    """Which sheet was read; `others` are sheets with rows that were not."""

    name: str
    others: tuple[str, ...] = ()


def is_workbook(path: Path) -> bool:
    """Tell whether this is a workbook by its first bytes. Raises BadTable for what is neither workbook nor text."""
    with path.open("rb") as opened:
        start = opened.read(1024)
        if start.startswith(OLE):
            opened.seek(0)
            raise LockedSheet if ENCRYPTED in opened.read(MAX_SHEET_BYTES) else OldExcel
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(OTHER_KINDS) or words.startswith(PAGE_STARTS):
        raise NotASheet
    return start.startswith(ZIP)


def unpack_sheet(source: Path, target: Path) -> Sheet:
    """Write the rows of the first sheet that holds any to `target`, as `WRITTEN_AS` says. Raises BadTable."""
    if source.stat().st_size > MAX_SHEET_BYTES:
        raise TableTooLarge
    try:
        answer = run_limited(
            "sellers.imports.unpacking:unpack_workbook",
            source.read_bytes(),
            limits=LIMITS,
            max_rows=MAX_SHEET_ROWS,
            max_columns=MAX_COLUMNS,
            max_chars=MAX_CELL_CHARS,
            max_sheet_chars=MAX_SHEET_CHARS,
            max_unzipped=MAX_UNZIPPED_BYTES,
        )
    except NoTurn:
        raise SheetBusy from None
    except Stopped as stopped:
        # A single cell in the last corner of a sheet asks for more memory than there is, and the reader aborts.
        raise SheetExpands from stopped
    if "refused" in answer.notes or len(answer.parts) != 1:
        raise refusal(answer.notes)
    target.write_bytes(answer.parts[0])
    return Sheet(str(answer.notes.get("sheet", "")), tuple(map(str, answer.notes.get("others", ()))))


def refusal(notes: Mapping[str, Any]) -> BadTable:
    row = notes.get("row", 0)
    match notes.get("refused"):
        case "too_many_rows":
            return TooManyRows(MAX_SHEET_ROWS)
        case "too_many_columns":
            return TooManyColumns(row, MAX_COLUMNS)
        case "cell_too_long":
            return CellTooLong(row)
        case word:
            return REFUSALS.get(str(word), DamagedSheet)()


REFUSALS: dict[str, type[BadTable]] = {
    "empty": EmptyTable,
    "expands": SheetExpands,
    "locked": LockedSheet,
    "not_a_sheet": NotASheet,
    "nul": HoldsNul,
}
