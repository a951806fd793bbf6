"""Files of offices, and files that no office would send, built in code."""

import struct
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from python_calamine import load_workbook

HEADER = ("Name", "Mobile", "District")
SUNITA = ("Sunita Devi", "9876543210", "Varanasi")
RAM = ("Ram Lal", "9123456780", "Varanasi")


def csv_text(*rows: Sequence[str], delimiter: str = ",") -> str:
    return "".join(delimiter.join(cells) + "\r\n" for cells in rows)


def write_csv(path: Path, *rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_text(*rows, delimiter=delimiter).encode(encoding))
    return path


def write_workbook(path: Path, *rows: Sequence[object], sheets: Iterable[str] = (), hidden: str = "") -> Path:
    """A workbook whose last sheet holds the rows. `sheets` before it are empty; `hidden` comes first with others."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
    if hidden:
        first = book.add_worksheet(hidden)
        first.write_row(0, 0, ["old", "list"])
    for name in sheets:
        book.add_worksheet(name)
    sheet = book.add_worksheet("List")
    if hidden:
        sheet.activate()
        sheet.set_first_sheet()
        first.hide()
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("{=") and cell.endswith("}"):
                sheet.write_formula(row, place, cell[1:-1], None, "computed")
            elif cell is not None:
                sheet.write(row, place, cell)
    book.close()
    return path


def read_workbook(path: Path) -> list[list[object]]:
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


def parts_of_workbook(sheet_xml: str) -> dict[str, str]:
    """The few parts without which a workbook is none, with this text as its only sheet."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet_xml}</sheetData></worksheet>',
    }


def write_parts(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def bomb(path: Path, mebibytes: int) -> Path:
    """A workbook of a few kilobytes whose sheet unpacks to so many MiB of spaces."""
    parts: dict[str, str | bytes] = dict(parts_of_workbook(f'<row r="1">{cell("A1", "Name")}</row>'))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/media/spaces.xml", "w", force_zip64=True) as opened:
            for _chunk in range(mebibytes):
                opened.write(b" " * 1024 * 1024)
    return path


def lie_about_sizes(path: Path) -> Path:
    """The same bomb, with a directory and headers that say that each of its parts unpacks to 100 bytes."""
    whole = bytearray(path.read_bytes())
    for signature, size_at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = whole.find(signature)
        while at >= 0:
            whole[at + size_at : at + size_at + 4] = struct.pack("<I", 100)
            at = whole.find(signature, at + 4)
    path.write_bytes(bytes(whole))
    return path


def zip_of(content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.zip", content)
    return packed.getvalue()
