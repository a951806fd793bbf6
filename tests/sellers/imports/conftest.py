"""Boards with their reference data, and the command as an office's administrator runs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils.translation import override

from onboarding.boards.models import Board
from onboarding.boards.reference.actions import load_reference
from tests.factories import make_board


@dataclass(frozen=True)
class Said:
    """What a run printed, and its exit code."""

    text: str
    code: int

    @property
    def last_line(self) -> str:
        return self.text.strip().splitlines()[-1]


RunImport = Callable[..., Said]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in English, whichever language the site begins in."""
    with override("en"):
        yield


@pytest.fixture
def home_board(transactional_db: None) -> Board:
    """A board that really commits, with the districts and crafts that every board has."""
    load_reference()
    return make_board()


@pytest.fixture
def run_import(home_board: Board) -> RunImport:
    def run(file: Path, *options: str, board: Board = home_board) -> Said:
        out = StringIO()
        try:
            call_command("import_sellers", board.slug, str(file), *options, stdout=out)
        except CommandError as ended:
            return Said(f"{out.getvalue()}{ended}", ended.returncode)
        return Said(out.getvalue(), 0)

    return run


@pytest.fixture
def kept_files() -> Iterator[Callable[[], set[str]]]:
    """A way to list what lies in the storage."""
    root = Path(storages["uploads"].path(""))

    def names() -> set[str]:
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    yield names
