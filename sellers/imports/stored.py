"""An import's files in the storage: the list while it is needed, and the rows to mend."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import storages

from onboarding.audit.actors import Actor
from onboarding.boards.models import Programme
from sellers.imports.actions import begin_import, reasons_of, remembered_meanings
from sellers.imports.encodings import dialect_of
from sellers.imports.errors import TableTooLarge
from sellers.imports.files import forget, keep
from sellers.imports.headers import find_header, guess
from sellers.imports.mending import suffix_for, write_errors
from sellers.imports.reading import Table, open_table
from sellers.imports.running import Source
from sellers.models import Import

MAX_UPLOAD_BYTES = 60 * 1024 * 1024


def receive(uploaded: Any, *, by: Actor, programme: Programme | None = None) -> Import:
    """Read a sent file (`name`, `size`, `chunks`) to its end and keep its rows; nothing is taken in yet.

    Raises BadTable or NotAllowed, and then nothing is kept. What a later rollback leaves behind is purged at night.
    """
    if uploaded.size > MAX_UPLOAD_BYTES:
        raise TableTooLarge
    with on_disk(uploaded) as (path, unpacked):
        table = open_table(path, unpacked)
        header = find_header(table.top())
        meanings = guess(header, remembered_meanings(header))
        total = Source(table, header, meanings).count()
        stored_name = keep(table.path, ".csv")
        try:
            return begin_import(
                Path(uploaded.name).name,
                meanings,
                rows_total=total,
                stored_name=stored_name,
                by=by,
                programme=programme,
            )
        except BaseException:
            forget(stored_name)
            raise


@contextmanager
def on_disk(uploaded: Any) -> Iterator[tuple[Path, Path]]:
    """Give the path of the sent file, and one beside it to write to; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "sent"
        with path.open("wb") as opened:
            for chunk in uploaded.chunks():
                opened.write(chunk)
        yield path, Path(folder) / "rows.csv"


def source_of(file: Import) -> Source:
    """Return the kept rows with the header found again, and what its columns mean by now. Raises BadTable."""
    path = Path(storages["uploads"].path(file.stored_name))
    table = Table(path, dialect_of(path))
    return Source(table, find_header(table.top()), file.mapping)


def keep_errors(file: Import, source: Source) -> str:
    """Write the refused rows into the storage and return their name; "" when there is none."""
    if not file.rows_refused:
        return ""
    suffix = suffix_for(file.rows_refused)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        target = Path(folder) / f"errors{suffix}"
        write_errors(target, source, reasons_of(file))
        return keep(target, suffix)
