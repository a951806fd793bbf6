"""The rows of an XLSX file as the text of a CSV, only ever inside a limited child (onboarding/files/limits.py)."""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from onboarding.files.limits import Answer

SPARE_ROWS = 20  # titles and the header above the rows
MAX_PARTS = 1_000
MAX_NAMES = 10
CHUNK_BYTES = 1024 * 1024
EXACT_BELOW = 10**15  # Excel keeps 15 digits of a number and writes zeros for the rest
UNSTORABLE = re.compile("[\0\ud800-\udfff]")

# zipfile reads the names of its parts in this one, and would open a file for it when the doors are shut.
"".encode("cp437")


class _Refused(Exception):
    def __init__(self, word: str, row: int = 0) -> None:
        self.word = word
        self.row = row
        super().__init__(word)


def unpack_workbook(
    content: bytes, *, max_rows: int, max_columns: int, max_chars: int, max_sheet_chars: int, max_unzipped: int
) -> Answer:
    """Answer with the rows of the first sheet that holds any, or with the word of its refusal."""
    try:
        refuse_bomb(content, max_unzipped)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [sheet for sheet in visible_sheets(book) if sheet.height]
        if not sheets:
            raise _Refused("empty")
        text = io.StringIO(newline="")
        rows = bounded_rows(sheets[0], max_sheet_chars)
        write_rows(rows, csv.writer(text), max_rows=max_rows, max_columns=max_columns, max_chars=max_chars)
    except MemoryError:
        raise
    except _Refused as refused:
        return Answer({"refused": refused.word, "row": refused.row}, [])
    except PasswordError:
        return Answer({"refused": "locked"}, [])
    except Exception:
        # Not narrow on purpose: on hostile bytes a reader raises whatever it trips over.
        return Answer({"refused": "damaged"}, [])
    return Answer(
        {"sheet": sheets[0].name, "others": [sheet.name for sheet in sheets[1:MAX_NAMES]]}, [text.getvalue().encode()]
    )


def refuse_bomb(content: bytes, max_unzipped: int) -> None:
    """Refuse by the directory of the ZIP before anything is unpacked, then by what it truly unpacks to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > max_unzipped:
            raise _Refused("expands")
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
            raise _Refused("not_a_sheet")
        # A directory may lie. zipfile reads no further than it says, and then misses the checksum.
        for part in parts:
            with archive.open(part) as opened:
                while opened.read(CHUNK_BYTES):
                    pass


def visible_sheets(book: CalamineWorkbook) -> Iterable[CalamineSheet]:
    for number, facts in enumerate(book.sheets_metadata):
        if facts.typ == SheetTypeEnum.WorkSheet and facts.visible == SheetVisibleEnum.Visible:
            yield book.get_sheet_by_index(number)


def bounded_rows(sheet: CalamineSheet, max_sheet_chars: int) -> Iterator[list[str]]:
    """Yield the texts of each row. A few bytes of XML can name a long shared text again and again."""
    chars = 0
    for row in sheet.iter_rows():
        cells = [value if type(value) is str else text_of(value) for value in row]
        chars += sum(map(len, cells))
        if chars > max_sheet_chars:
            raise _Refused("expands")
        yield cells


def write_rows(rows: Iterable[list[str]], writer: Any, *, max_rows: int, max_columns: int, max_chars: int) -> None:
    filled = 0
    for number, cells in enumerate(rows, 1):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            filled += 1
            if filled > max_rows + SPARE_ROWS:
                raise _Refused("too_many_rows")
            if len(cells) > max_columns:
                raise _Refused("too_many_columns", number)
            whole = "".join(cells)
            if len(whole) > max_chars and max(map(len, cells)) > max_chars:
                raise _Refused("cell_too_long", number)
            if UNSTORABLE.search(whole):
                raise _Refused("nul")
        writer.writerow(cells)  # an empty row too: people count the rows as Excel does


def text_of(value: Any) -> str:
    """Return the cell as a text. A number with more digits than Excel keeps stays in the form that says so."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        if abs(value) >= EXACT_BELOW:
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return "" if value is None else str(value)
