"""Files as offices save them become numbered rows of texts; anything else is refused at once, in a sentence."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from sellers.imports import encodings, texts
from sellers.imports.encodings import Dialect, dialect_of
from sellers.imports.errors import (
    BadTable,
    CellTooLong,
    DamagedSheet,
    EmptyTable,
    HoldsNul,
    LockedSheet,
    NotASheet,
    OldExcel,
    SheetExpands,
    TableTooLarge,
    TooManyColumns,
    TooManyRows,
)
from sellers.imports.reading import Table, open_table
from tests.sellers.imports.builders import (
    HEADER,
    RAM,
    SUNITA,
    bomb,
    cell,
    csv_text,
    lie_about_sizes,
    parts_of_workbook,
    write_csv,
    write_parts,
    write_workbook,
    zip_of,
)

HINDI = ("सुनीता देवी", "9876543210", "वाराणसी")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list"


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    return list(table_of(path).rows())


def table_of(path: Path) -> Table:
    return open_table(path, path.with_suffix(".unpacked"))


def refused(path: Path) -> BadTable:
    with pytest.raises(BadTable) as refusal:
        rows_of(path)
    return refusal.value


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_hindi_is_read_in_each_unicode_encoding(file: Path, encoding: str) -> None:
    write_csv(file, HEADER, HINDI, encoding=encoding)

    assert rows_of(file) == [(1, list(HEADER)), (2, list(HINDI))]


@pytest.mark.parametrize(("letter", "encoding"), [("é", "cp1252"), ("’", "cp1252"), ("\x81é", "iso-8859-1")])
def test_a_windows_file_is_read_in_its_code_page(file: Path, letter: str, encoding: str) -> None:
    write_csv(file, HEADER, (f"Ren{letter}", "9876543210", "Varanasi"), encoding=encoding)

    assert dialect_of(file).encoding == encoding
    assert rows_of(file)[1] == (2, [f"Ren{letter}", "9876543210", "Varanasi"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(file: Path, delimiter: str) -> None:
    write_csv(file, HEADER, SUNITA, delimiter=delimiter)

    assert rows_of(file) == [(1, list(HEADER)), (2, list(SUNITA))]


def test_commas_in_addresses_do_not_pass_for_the_delimiter(file: Path) -> None:
    write_csv(file, HEADER, ("Sunita", "9876543210", "Lanka, Varanasi, UP"), delimiter=";")

    assert rows_of(file)[1] == (2, ["Sunita", "9876543210", "Lanka, Varanasi, UP"])


def test_excels_own_separator_line_is_no_row(file: Path) -> None:
    file.write_text("sep=;\r\n" + csv_text(HEADER, SUNITA, delimiter=";"), encoding="utf-8")

    assert dialect_of(file) == Dialect("utf-8", ";", has_separator_line=True)
    assert rows_of(file) == [(2, list(HEADER)), (3, list(SUNITA))]


def test_rows_are_numbered_as_excel_shows_them(file: Path) -> None:
    file.write_text('List\r\n\r\nName,Mobile,District\r\n"Sunita\nDevi",9876543210,Varanasi\r\n,,\r\nRam,1,x\r\n')

    assert [number for number, _cells in rows_of(file)] == [1, 3, 4, 6]
    assert rows_of(file)[2] == (4, ["Sunita\nDevi", "9876543210", "Varanasi"])


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_the_line_endings_of_every_system_are_read(file: Path, ending: str) -> None:
    file.write_bytes(csv_text(HEADER, SUNITA).replace("\r\n", ending).encode())

    assert rows_of(file) == [(1, list(HEADER)), (2, list(SUNITA))]


def test_a_formula_is_only_a_text(file: Path) -> None:
    file.write_text('Name,Mobile,District\r\n"=HYPERLINK(""http://x.example"",""y"")",1,2\r\n')

    assert rows_of(file)[1] == (2, ['=HYPERLINK("http://x.example","y")', "1", "2"])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n,,,\r\n;;\r\n"])
def test_a_file_without_rows_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    assert type(refused(file)) is EmptyTable


@pytest.mark.parametrize("place", [3, 5000])
def test_a_nul_is_refused_wherever_it_stands(file: Path, place: int) -> None:
    whole = bytearray(csv_text(HEADER, *[SUNITA] * 400).encode())
    whole[place] = 0
    file.write_bytes(bytes(whole))

    assert type(refused(file)) is HoldsNul


def test_a_quotation_mark_that_never_closes_is_refused_with_its_row(file: Path) -> None:
    file.write_text(csv_text(HEADER, SUNITA) + '"Ram,1,2\r\n' + csv_text(*[RAM] * 40_000))

    refusal = refused(file)

    assert type(refusal) is CellTooLong
    assert "row 3" in str(refusal.message)


def test_a_cell_of_more_than_32000_letters_is_refused_and_one_of_32000_is_not(file: Path) -> None:
    write_csv(file, HEADER, ("x" * 32_000, "1", "2"))
    assert len(rows_of(file)[1][1][0]) == 32_000

    write_csv(file, HEADER, ("x" * 32_001, "1", "2"))
    assert type(refused(file)) is CellTooLong


def test_a_line_that_never_ends_is_refused_before_it_is_read(file: Path) -> None:
    file.write_text(csv_text(HEADER) + "x," * 2_000_000)

    assert type(refused(file)) is CellTooLong


def test_16000_columns_are_refused(file: Path) -> None:
    file.write_text(csv_text(HEADER) + ",".join("x" * 16_000))

    refusal = refused(file)

    assert type(refusal) is TooManyColumns
    assert "Row 2 has more than 200 columns" in str(refusal.message)


def test_empty_columns_that_excel_writes_behind_the_last_are_no_columns(file: Path) -> None:
    file.write_text(csv_text(HEADER) + ",".join(SUNITA) + "," * 5_000)

    assert rows_of(file)[1] == (2, list(SUNITA))


def test_more_rows_than_the_limit_are_refused_at_the_first_too_many(file: Path) -> None:
    write_csv(file, HEADER, SUNITA, RAM)
    rows = table_of(file).rows(max_rows=2)

    assert [next(rows)[0], next(rows)[0]] == [1, 2]
    with pytest.raises(TooManyRows):
        next(rows)


def test_a_gigabyte_is_refused_without_being_read(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1024**3)  # a hole in the disk: were it read, the NULs would be what is refused

    assert type(refused(file)) is TableTooLarge


def test_a_gigabyte_is_read_when_nothing_forbids_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: it is the size that refuses it, not what stands in it."""
    monkeypatch.setattr(encodings, "MAX_FILE_BYTES", 2 * 1024**3)
    with file.open("wb") as opened:
        opened.truncate(8 * 1024**2)

    assert type(refused(file)) is HoldsNul


def test_many_rows_cost_no_more_memory_than_few(file: Path) -> None:
    write_csv(file, HEADER, *[("Sunita Devi" * 20, "9876543210", "Varanasi")] * 60_000)
    program = (
        "import resource, sys; from pathlib import Path; from sellers.imports.texts import csv_rows; "
        "from sellers.imports.encodings import Dialect; "
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "rows = csv_rows(Path(sys.argv[1]), Dialect('utf-8', ',')); "
        "[next(rows) for _n in range(1000)]; before = peak(); "
        "count = sum(1 for _row in rows); print(count, peak() - before)"
    )

    said = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    ).stdout

    count, grown_kib = map(int, said.split())
    assert count == 60_001 - 1000
    assert file.stat().st_size > 13 * 1024**2
    assert grown_kib < 2 * 1024


# Excel


def test_a_workbook_is_read_as_texts(file: Path) -> None:
    write_workbook(file, ("List of artisans",), (), HEADER, ("Sunita Devi", 9876543210, "Varanasi"), (), RAM)

    assert rows_of(file) == [
        (1, ["List of artisans"]),
        (3, list(HEADER)),
        (4, ["Sunita Devi", "9876543210", "Varanasi"]),
        (6, list(RAM)),
    ]


def test_a_number_keeps_its_digits_or_says_that_some_are_lost(file: Path) -> None:
    write_workbook(file, ("Account", "PIN", "Yes", "Share"), (123456789012345678, 221001, True, 1.5))

    assert rows_of(file)[1] == (2, ["1.23456789012346E+17", "221001", "TRUE", "1.5"])


def test_a_formula_of_a_workbook_is_never_computed(file: Path) -> None:
    write_workbook(file, HEADER, ('{=HYPERLINK("http://x.example")}', "=1+1", "Varanasi"))

    assert rows_of(file)[1] == (2, ["computed", "=1+1", "Varanasi"])


def test_the_first_visible_sheet_with_rows_is_read_and_others_are_named(file: Path) -> None:
    write_workbook(file, HEADER, SUNITA, sheets=["Notes"], hidden="Old")

    table = table_of(file)

    assert table.sheet is not None
    assert (table.sheet.name, table.sheet.others) == ("List", ())
    assert list(table.rows()) == [(1, list(HEADER)), (2, list(SUNITA))]


def test_a_workbook_that_announces_more_than_its_bound_is_refused_before_it_is_opened(file: Path) -> None:
    bomb(file, 301)

    assert file.stat().st_size < 1024**2
    assert type(refused(file)) is SheetExpands


def test_a_workbook_below_the_bound_with_the_same_parts_is_read(file: Path) -> None:
    bomb(file, 1)

    assert rows_of(file) == [(1, ["Name"])]


def test_a_directory_that_lies_about_sizes_is_refused(file: Path) -> None:
    lie_about_sizes(bomb(file, 301))

    assert type(refused(file)) is DamagedSheet


def test_a_cell_in_the_last_corner_costs_no_memory_here(file: Path) -> None:
    far = f'<row r="1">{cell("A1", "Name")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'
    write_parts(file, dict(parts_of_workbook(far)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert type(refused(file)) is SheetExpands
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize("shared", ["x" * 30_000, " " * 30_000])
def test_a_text_that_every_cell_names_is_refused_once_the_sheet_is_too_long(file: Path, shared: str) -> None:
    write_workbook(file, *[[shared] * 30 for _row in range(50)])

    assert type(refused(file)) is SheetExpands


def test_a_sheet_that_names_it_less_often_is_read(file: Path) -> None:
    write_workbook(file, *[["x" * 30_000] * 30 for _row in range(40)])

    assert [len(cells) for _number, cells in rows_of(file)] == [30] * 40


def test_a_zip_within_a_zip_is_no_workbook(file: Path) -> None:
    file.write_bytes(zip_of(zip_of(zip_of(b"x" * 10_000))))

    assert type(refused(file)) is NotASheet


def test_a_workbook_of_16000_columns_is_refused(file: Path) -> None:
    write_workbook(file, HEADER, ("x",) * 16_000)

    assert type(refused(file)) is TooManyColumns


def test_more_rows_than_a_workbook_may_have_are_refused(file: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 50_023))
    write_parts(file, dict(parts_of_workbook(rows)))

    refusal = refused(file)

    assert type(refusal) is TooManyRows
    assert "50,000" in str(refusal.message)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le"), OldExcel),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), LockedSheet),
        (b"%PDF-1.7 ...", NotASheet),
        (b"\xef\xbb\xbf\n<html><table><tr><td>Name", NotASheet),
        (b"PK\x03\x04 and then nothing", DamagedSheet),
    ],
)
def test_other_files_are_refused_with_what_to_do(file: Path, content: bytes, expected: type[BadTable]) -> None:
    file.write_bytes(content)

    assert type(refused(file)) is expected


def test_half_of_a_workbook_is_refused(file: Path) -> None:
    write_workbook(file, HEADER, *[SUNITA] * 100)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    assert type(refused(file)) is DamagedSheet


def test_the_limits_of_both_kinds_agree() -> None:
    assert (texts.MAX_COLUMNS, texts.MAX_CELL_CHARS) == (200, 32_000)
