"""The error file: the rows as they came, harmless in Excel, and free of what we never asked for."""

import csv
import zipfile
from pathlib import Path

import pytest

from sellers.identifiers.aadhaar import is_whole_aadhaar
from sellers.imports.columns import REASON_HEADERS
from sellers.imports.headers import find_header, guess
from sellers.imports.mending import MAX_WORKBOOK_ROWS, defused, suffix_for, write_errors
from sellers.imports.reading import open_table
from sellers.imports.running import Source
from tests.sellers.imports.builders import HEADER, read_workbook, write_csv

DANGEROUS = ('=HYPERLINK("http://x.example","y")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0")
REASONS = [(2, "कारण", "Reason")]


def source_of(tmp_path: Path, *rows: tuple[str, ...]) -> Source:
    table = open_table(write_csv(tmp_path / "list.csv", *rows), tmp_path / "rows.csv")
    header = find_header(table.top())
    return Source(table, header, guess(header))


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_formula_stays_a_text_in_the_workbook(tmp_path: Path, cell: str) -> None:
    text = f'"{cell}"' if not cell.startswith("=H") else '"' + cell.replace('"', '""') + '"'
    source = source_of(tmp_path, HEADER, (text, "1", "x"))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, REASONS)

    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert read_workbook(target)[1][0] == cell


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_formula_is_defused_in_csv(tmp_path: Path, cell: str) -> None:
    source = source_of(tmp_path, HEADER, ('"' + cell.replace('"', '""') + '"', "1", "x"))
    target = tmp_path / "errors.csv"

    write_errors(target, source, REASONS)

    with target.open(encoding="utf-8-sig", newline="") as opened:
        row = list(csv.reader(opened))[1]
    assert row == [f"'{cell}", "1", "x", "कारण", "Reason"]


def test_harmless_cells_are_left_alone_in_csv() -> None:
    assert [defused(cell) for cell in ("Sunita", "9876543210", "", "a=b")] == ["Sunita", "9876543210", "", "a=b"]


def test_only_the_refused_rows_come_back_in_their_order(tmp_path: Path) -> None:
    source = source_of(tmp_path, ("A title",), HEADER, ("a", "1", "x"), ("b", "2", "x"), (), ("c", "3", "x", "spare"))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, [(3, "क", "one"), (6, "ख", "two")])

    assert read_workbook(target) == [
        [*HEADER, *REASON_HEADERS],
        ["a", "1", "x", "क", "one"],
        ["c", "3", "x", "ख", "two"],
    ]


def test_the_reasons_of_last_time_give_way_to_those_of_now(tmp_path: Path) -> None:
    source = source_of(tmp_path, (*HEADER, *REASON_HEADERS), ("a", "1", "x", "पुराना", "old"))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, REASONS)

    assert read_workbook(target) == [[*HEADER, *REASON_HEADERS], ["a", "1", "x", "कारण", "Reason"]]


def test_an_aadhaar_number_that_nobody_asked_for_is_not_kept(tmp_path: Path) -> None:
    header = (*HEADER, "Aadhaar No", "Account No")
    source = source_of(tmp_path, header, ("a", "1", "x", "2341 2341 2346", "234123412346"))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, REASONS)

    assert read_workbook(target)[1][3:5] == ["●●●● ●●●● 2346", "234123412346"]


def test_no_column_but_the_bank_account_gives_an_aadhaar_number_back(tmp_path: Path) -> None:
    header = (*HEADER, "PAN", "Account No")
    whole = "234123412346"
    source = source_of(tmp_path, header, (f"Bina {whole}", "2341  2341    2346", "२३४१-२३४१-२३४६", whole, whole))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, REASONS)

    cut = "●●●●●●●●2346"
    assert read_workbook(target)[1][:5] == [f"Bina {cut}", "●●●● ●●●● 2346", "●●●●-●●●●-२३४६", cut, whole]


def test_a_mobile_number_that_fits_the_check_digit_by_chance_comes_back_whole(tmp_path: Path) -> None:
    mobile = "919876543200"
    assert is_whole_aadhaar(mobile)
    source = source_of(tmp_path, HEADER, (mobile, mobile, "x"))
    target = tmp_path / "errors.xlsx"

    write_errors(target, source, REASONS)

    assert read_workbook(target)[1][:2] == ["●●●●●●●●" + mobile[-4:], mobile]


def test_long_lists_come_back_as_csv() -> None:
    assert (suffix_for(1), suffix_for(MAX_WORKBOOK_ROWS), suffix_for(MAX_WORKBOOK_ROWS + 1)) == (
        ".xlsx",
        ".xlsx",
        ".csv",
    )
