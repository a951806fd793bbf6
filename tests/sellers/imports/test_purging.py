"""Lists in clear go once nobody works on them; what somebody may still need stays."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.boards.policies import Officer
from onboarding.boards.reference.actions import load_reference
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import board_scope
from sellers.imports.actions import begin_import, refuse_import
from sellers.imports.purging import forget_closed, purge_lists
from sellers.imports.stored import receive
from sellers.models import Import, RefusedRow
from sellers.tasks import purge_lists as purge_lists_of_boards
from tests.factories import make_board, make_officer
from tests.sellers.imports.builders import HEADER, SUNITA
from tests.sellers.imports.factories import BAD, make_done_import, make_import, make_started_import, upload

FileNames = Callable[[], set[str]]


@pytest.fixture
def officer(board: Board) -> Officer:
    load_reference()
    return make_officer(board)


@pytest.fixture
def purge(django_capture_on_commit_callbacks: Any) -> Callable[[], None]:
    """The nightly round over the open board, committed."""

    def run() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            while purge_lists():
                pass

    return run


def aged(file: Import, days: float, field: str) -> Import:
    Import.objects.filter(pk=file.pk).update(**{field: timezone.now() - timedelta(days=days)})
    file.refresh_from_db()
    return file


def make_file_older(name: str, days: float) -> None:
    moment = time.time() - days * 86_400
    os.utime(storages["uploads"].path(name), (moment, moment))


def refused_row(file: Import) -> RefusedRow:
    row: RefusedRow = RefusedRow.objects.create(file=file, row=3, reason_hi="क", reason_en="x")
    return row


def test_a_refused_list_goes_at_once_and_so_do_its_rows(
    officer: Officer, kept_files: FileNames, django_capture_on_commit_callbacks: Any
) -> None:
    file, other = make_started_import(officer), make_started_import(officer)
    refused_row(file)
    stays = refused_row(other)

    with django_capture_on_commit_callbacks(execute=True):
        refuse_import(file.pk, "Damaged")

    assert file.stored_name not in kept_files()
    assert other.stored_name in kept_files()
    assert list(RefusedRow.objects.all()) == [stays]


def test_a_list_that_nobody_started_goes_after_a_week(
    officer: Officer, kept_files: FileNames, purge: Callable[[], None]
) -> None:
    old = aged(make_import(officer), 7.1, "created_at")
    young = aged(make_import(officer), 6.9, "created_at")
    started = aged(make_started_import(officer), 7.1, "created_at")
    name = old.stored_name

    purge()

    old.refresh_from_db()
    assert (old.status, old.stored_name) == ("refused", "")
    assert "Nobody brought this list in within 7 days, so we deleted it. Send it again." in old.refusal
    assert name not in kept_files()
    assert {young.stored_name, started.stored_name} <= kept_files()
    assert set(Import.objects.exclude(pk=old.pk).values_list("status", flat=True)) == {"uploaded", "running"}


def test_a_list_that_stands_still_goes_after_a_month(
    officer: Officer, kept_files: FileNames, purge: Callable[[], None]
) -> None:
    stuck = aged(make_started_import(officer), 30.1, "status_since")
    running = aged(make_started_import(officer), 29.9, "status_since")
    refused_row(stuck)
    name = stuck.stored_name

    purge()

    stuck.refresh_from_db()
    running.refresh_from_db()
    assert (stuck.status, running.status) == ("refused", "running")
    assert name not in kept_files()
    assert running.stored_name in kept_files()
    assert not RefusedRow.objects.exists()


def test_an_error_file_goes_thirty_days_after_the_end(
    officer: Officer, kept_files: FileNames, purge: Callable[[], None]
) -> None:
    old = aged(make_done_import(officer), 30.1, "finished_at")
    young = aged(make_done_import(officer, SUNITA, BAD), 29.9, "finished_at")
    name = old.errors_name

    purge()

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.errors_name, old.status, old.rows_refused) == ("", "done", 1)
    assert name not in kept_files()
    assert young.errors_name in kept_files()


def test_what_a_worker_left_that_died_behind_its_commit_goes(
    officer: Officer, kept_files: FileNames, purge: Callable[[], None]
) -> None:
    file = make_done_import(officer)  # its commit, and with it the forgetting, never comes in this test
    name = file.stored_name
    assert name in kept_files()

    purge()

    file.refresh_from_db()
    assert (file.status, file.stored_name) == ("done", "")
    assert name not in kept_files()
    assert file.errors_name in kept_files()


def test_a_batch_is_bounded(officer: Officer) -> None:
    for _number in range(3):
        make_done_import(officer)

    assert [forget_closed(2), forget_closed(2), forget_closed(2)] == [2, 1, 0]


def test_a_list_that_a_rollback_left_goes_the_next_night_and_named_ones_stay(
    home_board: Board, kept_files: FileNames
) -> None:
    with board_scope(home_board.pk):
        named = receive(upload(HEADER, SUNITA), by=make_officer(home_board)).stored_name
    before = kept_files()
    with pytest.raises(ZeroDivisionError), board_scope(home_board.pk):
        receive(upload(HEADER, SUNITA), by=make_officer(home_board))
        raise ZeroDivisionError
    (stray,) = kept_files() - before
    make_file_older(named, 2)
    purge_lists_of_boards()
    assert {stray, named} <= kept_files()  # young: its transaction may still be open

    make_file_older(stray, 1.1)
    purge_lists_of_boards()

    assert stray not in kept_files()
    assert named in kept_files()


def test_a_list_of_somebody_who_may_not_import_is_not_kept(board: Board, kept_files: FileNames) -> None:
    before = kept_files()

    with pytest.raises(NotAllowed):
        receive(upload(HEADER, SUNITA), by=make_officer(board, role="operator"))

    assert kept_files() == before
    assert not Import.objects.exists()


def test_the_stored_name_is_written_when_the_import_begins(board: Board) -> None:
    file = begin_import("list.csv", {}, rows_total=1, by=Actor.system("test"), stored_name="1/imports/x.csv")

    file.refresh_from_db()
    assert file.stored_name == "1/imports/x.csv"


def test_every_board_is_purged_and_each_only_of_its_own(home_board: Board, kept_files: FileNames) -> None:
    other = make_board()
    old, young = (make_old_list(board, days) for board, days in ((home_board, 8), (other, 1)))

    purge_lists_of_boards()

    assert old not in kept_files()
    assert young in kept_files()
    with board_scope(other.pk):
        assert Import.objects.get().status == "uploaded"


def make_old_list(board: Board, days: float) -> str:
    with board_scope(board.pk):
        return aged(make_import(make_officer(board)), days, "created_at").stored_name
