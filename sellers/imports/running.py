"""Takes a file in, batch by batch. Each commits with how far it came, so that anybody can go on from there."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from onboarding.boards.models import Craft, District, Programme
from onboarding.tenancy.scope import board_scope, current_board_id
from sellers.imports.headers import Header
from sellers.imports.loading import Candidate, Loader
from sellers.imports.places import Crafts, Districts
from sellers.imports.problems import Problem, in_words
from sellers.imports.reading import Table
from sellers.imports.rows import Person, RowReader
from sellers.imports.texts import Row
from sellers.models import Import, RefusedRow
from sellers.states import ImportStatus

BATCH_ROWS = 2_000

Tell = Callable[[Import], None]


class PassedOn(Exception):
    """Another worker has taken this import over, or it has ended."""


@dataclass(frozen=True)
class Source:
    """The file of an import: its rows, and what its columns mean."""

    table: Table
    header: Header
    meanings: dict[str, str]

    def rows(self) -> Iterator[Row]:
        """Yield the rows under the header. Raises BadTable."""
        return (row for row in self.table.rows() if row[0] > self.header.row)

    def count(self) -> int:
        """Return how many rows stand under the header, having read them all. Raises BadTable before any is taken in."""
        return sum(1 for _row in self.rows())


def take_in(import_id: UUID, source: Source, *, board_id: int, until: float = 0, tell: Tell | None = None) -> bool:
    """Settle the rows of a running import that are not settled yet; True once none is left.

    Stops after the batch in which `until` (by time.monotonic) passes. No scope is open between batches. Raises
    PassedOn when somebody else goes on with it.
    """
    with board_scope(board_id):
        file = Import.objects.get(pk=import_id)
        reader = reader_of(file, source)
        loader = Loader(file.pk, board_id)
    rows = islice(source.rows(), file.rows_read, None)
    # The next batch is read, checked and sealed while the database takes this one in: that thread touches no table.
    with ThreadPoolExecutor(max_workers=1) as ahead:
        coming = ahead.submit(next_batch, rows, reader, loader)
        while batch := coming.result():
            coming = ahead.submit(next_batch, rows, reader, loader)
            with board_scope(board_id):
                file = still_ours(import_id, file.rows_read)
                settle(file, loader, batch)
            if tell:
                tell(file)
            if until and time.monotonic() >= until:
                return False
    return True


@dataclass(frozen=True)
class Batch:
    """Rows that were read, checked and sealed, and are in no table yet. `read` counts all of them."""

    read: int
    candidates: list[Candidate]
    refused: dict[int, list[Problem]]


def next_batch(rows: Iterator[Row], reader: RowReader, loader: Loader) -> Batch | None:
    """Return the next rows made ready, or None at the end. Raises BadTable."""
    read, people, refused = 0, [], {}
    for number, cells in islice(rows, BATCH_ROWS):
        read += 1
        found = reader.read(number, cells)
        if isinstance(found, Person):
            people.append(found)
        else:
            refused[number] = found
    return Batch(read, loader.prepare(people), refused) if read else None


def reader_of(file: Import, source: Source) -> RowReader:
    districts = Districts(District.objects.values_list("lgd_code", "name"), open_districts(file.programme))
    crafts = Crafts(Craft.objects.values_list("code", "name"))
    return RowReader(source.header.names, source.meanings, districts, crafts)


def open_districts(programme: Programme | None) -> frozenset[int] | None:
    """Return the districts that the programme names; None when there is no programme, or it is for all."""
    if programme is None:
        return None
    return frozenset(programme.districts.values_list("district_id", flat=True)) or None


def still_ours(import_id: UUID, settled: int) -> Import:
    """Return the import locked. Raises PassedOn unless it runs and stands where we left it."""
    file: Import = Import.objects.locked().get(pk=import_id)
    if file.status != ImportStatus.RUNNING or file.rows_read != settled:
        raise PassedOn
    return file


def settle(file: Import, loader: Loader, batch: Batch) -> None:
    """The people of one batch are in, its bad rows written down, and the import says so: all or nothing."""
    outcome = loader.load(batch.candidates)
    refused = {**batch.refused, **outcome.refused}
    board_id = current_board_id()
    RefusedRow.objects.bulk_create(
        RefusedRow(board_id=board_id, file_id=file.pk, row=row, reason_hi=hindi, reason_en=english)
        for row, (hindi, english) in ((row, in_words(problems)) for row, problems in refused.items())
    )
    file.rows_read += batch.read
    file.rows_added += outcome.added
    file.rows_known += outcome.known
    file.rows_refused += len(refused)
    file.save(update_fields=["rows_read", "rows_added", "rows_known", "rows_refused"])
