"""Imports as an officer makes them in the console."""

from django.core.files.uploadedfile import SimpleUploadedFile

from onboarding.boards.policies import Officer
from onboarding.outbox.actions import Event
from sellers.imports.actions import start_import
from sellers.imports.handlers import go_on_with_import
from sellers.imports.stored import receive, source_of
from sellers.models import Import
from tests.sellers.imports.builders import HEADER, SUNITA, csv_text

BAD = ("Ram Lal", "12345", "Varanasi")


def upload(*rows: tuple[str, ...], name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, csv_text(*rows).encode(), "text/csv")


def make_import(officer: Officer, *rows: tuple[str, ...]) -> Import:
    """A list that waits for its columns: one good row and one to mend, unless others are given."""
    return receive(upload(HEADER, *(rows or (SUNITA, BAD))), by=officer)


def make_started_import(officer: Officer, *rows: tuple[str, ...]) -> Import:
    file = make_import(officer, *rows)
    return start_import(file.pk, source_of(file).header, file.mapping, by=officer)


def make_done_import(officer: Officer, *rows: tuple[str, ...]) -> Import:
    file = make_started_import(officer, *rows)
    go_on_with_import(event_of(file))
    file.refresh_from_db()
    return file


def event_of(file: Import) -> Event:
    return Event(1, file.board_id, "import.due", str(file.pk), {})  # type: ignore[arg-type]  # never null
