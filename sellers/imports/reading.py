"""Any file that an office sends, as numbered rows of texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sellers.imports.encodings import Dialect, dialect_of
from sellers.imports.sheets import WRITTEN_AS, Sheet, is_workbook, unpack_sheet
from sellers.imports.texts import MAX_ROWS, Row, csv_rows

TOP_ROWS = 20


@dataclass(frozen=True)
class Table:
    """A file that can be read as often as one likes, from `path`. `sheet` is set when it came as a workbook."""

    path: Path
    dialect: Dialect
    sheet: Sheet | None = None

    def rows(self, *, max_rows: int = MAX_ROWS) -> Iterator[Row]:
        """Yield (number, cells) of each row that holds anything, as Excel numbers them. Raises BadTable."""
        return csv_rows(self.path, self.dialect, max_rows=max_rows)

    def top(self) -> list[Row]:
        """Return the first rows: titles, header, and what stands under it."""
        return [row for row, _count in zip(self.rows(), range(TOP_ROWS), strict=False)]


def open_table(source: Path, unpacked: Path) -> Table:
    """Return the file as a table. A workbook's rows are written to `unpacked` first. Raises BadTable."""
    if is_workbook(source):
        return Table(unpacked, WRITTEN_AS, unpack_sheet(source, unpacked))
    return Table(source, dialect_of(source))
