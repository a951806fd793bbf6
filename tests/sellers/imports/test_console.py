"""Bringing in a list in the console: the file, its columns, its progress, and the rows to mend."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.boards.policies import Officer
from onboarding.boards.reference.actions import load_reference
from onboarding.errors import IllegalMove
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from sellers.imports import handlers, running
from sellers.imports.actions import start_console_import
from sellers.imports.handlers import go_on_with_import
from sellers.imports.stored import receive, source_of
from sellers.models import ColumnMapping, Import, RefusedRow, Seller
from tests.factories import make_board, make_district, make_officer, make_programme
from tests.queries import queries_of
from tests.sellers.imports.builders import HEADER, RAM, SUNITA, read_workbook, write_workbook
from tests.sellers.imports.factories import (
    BAD,
    event_of,
    make_done_import,
    make_import,
    make_started_import,
    upload,
)
from tests.sessions import browser_of_officer

FileNames = Callable[[], set[str]]


@pytest.fixture
def officer(board: Board) -> Officer:
    load_reference()
    return make_officer(board)


@pytest.fixture
def browser(officer: Officer) -> Client:
    browser = browser_of_officer(officer)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def send(browser: Client, board: Board, file: Any, **fields: Any) -> Any:
    return browser.post(reverse("imports", args=[board.slug]), {"file": file, **fields})


def page(browser: Client, board: Board, file: Import) -> Any:
    return browser.get(reverse("import", args=[board.slug, file.pk]))


def due_events() -> int:
    return OutboxEvent.objects.filter(name="import.due", done_at=None).count()


# The file


def test_a_list_is_kept_and_its_columns_are_asked_for(browser: Client, board: Board) -> None:
    answer = send(browser, board, upload(("A title",), (*HEADER, "PAN", "Caste"), (*SUNITA, "ABCPD1234E", "x")))

    file = Import.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("import", args=[board.slug, file.pk])
    assert (file.status, file.rows_total, file.file_name) == ("uploaded", 1, "list.csv")
    asked = page(browser, board, file)
    choices = {choice.name: (choice.chosen, choice.samples) for choice in asked.context["choices"]}
    assert choices == {
        "Name": ("name", ["Sunita Devi"]),
        "Mobile": ("phone", ["●●●●●●3210"]),
        "District": ("district", ["Varanasi"]),
        "PAN": ("pan", ["●●●●●●234E"]),
        "Caste": ("", ["x"]),
    }
    assert "We do not know these columns and leave them out: Caste" in asked.content.decode()
    assert "9876543210" not in asked.content.decode()
    assert not Seller.objects.exists()
    assert due_events() == 0


def test_no_aadhaar_number_is_shown_among_the_first_values(browser: Client, board: Board) -> None:
    late = "x" * 50 + " 2341 2341 2346"  # the last four would stand behind what a page shows
    send(browser, board, upload((*HEADER, "Note"), ("Bina 2341 2341 2346", "9876543210", "Varanasi", late)))

    asked = page(browser, board, Import.objects.get())

    samples = [choice.samples[0] for choice in asked.context["choices"]]
    assert (samples[0], samples[3]) == ("Bina ●●●● ●●●● 2346", "x" * 50 + " ●●●● ●●●●")
    assert "2341" not in asked.content.decode()


def test_a_header_that_is_an_aadhaar_number_is_neither_kept_nor_shown(browser: Client, board: Board) -> None:
    send(browser, board, upload((*HEADER, "2341 2341 2346", "234123412346"), (*SUNITA, "x", "y")))
    file = Import.objects.get()
    uploaded = dict(file.mapping)

    asked = page(browser, board, file)
    browser.post(reverse("import", args=[board.slug, file.pk]), {})

    file.refresh_from_db()
    known = {"Name": "name", "Mobile": "phone", "District": "district"}
    assert uploaded == file.mapping == {**known, "●●●● ●●●● 2346": "", "●●●●●●●●2346": ""}
    assert file.status == "running"
    assert "2341" not in asked.content.decode() + str(ColumnMapping.objects.get().mapping)


def test_a_workbook_is_kept_as_its_rows(browser: Client, board: Board, tmp_path: Path) -> None:
    content = write_workbook(tmp_path / "list.xlsx", HEADER, SUNITA, RAM).read_bytes()

    send(browser, board, SimpleUploadedFile("list.xlsx", content))

    assert Import.objects.get().rows_total == 2


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "This file holds no rows."),
        (b"%PDF-1.7", 400, "This is no Excel workbook and no CSV."),
        (b"Sunita\r\nRam\r\n", 400, "We found no header row."),
        (b"Name,Mobile,District\r\n" + b"x," * 300 + b"x", 400, "Row 2 has more than 200 columns."),
        (b"Name,Mobile,District\r\nSu\0nita,1,2", 400, "There are signs in this file that no text has"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(
    browser: Client, board: Board, kept_files: FileNames, content: bytes, status: int, sentence: str
) -> None:
    before = kept_files()

    answer = send(browser, board, SimpleUploadedFile("list.csv", content))

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()
    assert kept_files() == before


def test_without_a_file_the_form_asks_for_one(browser: Client, board: Board) -> None:
    answer = browser.post(reverse("imports", args=[board.slug]), {})

    assert answer.status_code == 422
    assert "Choose the file with your sellers." in answer.content.decode()


def test_a_body_above_the_routes_limit_is_refused_and_a_smaller_one_reaches_the_form(
    browser: Client, board: Board
) -> None:
    url = reverse("imports", args=[board.slug])

    too_large = browser.generic("POST", url, b"", CONTENT_LENGTH=str(80 * 1024 * 1024), content_type="text/plain")
    above_the_usual = send(browser, board, SimpleUploadedFile("list.csv", b"x" * 2 * 1024 * 1024))

    assert too_large.status_code == 413
    assert above_the_usual.status_code == 400
    assert "never ends" in above_the_usual.content.decode()


# Its columns


def test_starting_remembers_the_columns_and_puts_the_work_in_line(browser: Client, board: Board) -> None:
    file = make_import(make_officer(board), SUNITA)

    answer = browser.post(
        reverse("import", args=[board.slug, file.pk]),
        {"column-0": "name", "column-1": "phone", "column-2": "district"},
    )

    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.status, file.mapping) == ("running", {"Name": "name", "Mobile": "phone", "District": "district"})
    assert ColumnMapping.objects.get().mapping == {"name": "name", "mobile": "phone", "district": "district"}
    assert AuditEntry.objects.filter(action="sellers.imported", object_id=str(file.pk)).count() == 1
    assert due_events() == 1
    assert not Seller.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"column-1": ""}, "Say which columns hold these: Mobile number."),
        ({"column-2": "phone"}, "Say which columns hold these: District."),
        ({"column-2": "robot"}, "Say which columns hold these: District."),
        ({"column-3": "phone"}, "Two columns are both said to hold “Mobile number”."),
    ],
)
def test_columns_that_do_not_suffice_are_asked_for_again_as_they_were_said(
    browser: Client, board: Board, said: dict[str, str], sentence: str
) -> None:
    file = make_import(make_officer(board))
    if "column-3" in said:
        file = receive_wide(board)

    answer = browser.post(reverse("import", args=[board.slug, file.pk]), said)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    (field, code), *_rest = said.items()
    assert {choice.field: choice.chosen for choice in answer.context["choices"]}[field] == code
    file.refresh_from_db()
    assert file.status == "uploaded"
    assert due_events() == 0
    assert not AuditEntry.objects.filter(action="sellers.imported").exists()


def receive_wide(board: Board) -> Import:
    return receive(upload((*HEADER, "Other"), (*SUNITA, "x")), by=make_officer(board))


def test_a_list_starts_once(browser: Client, board: Board) -> None:
    file = make_import(make_officer(board))
    url = reverse("import", args=[board.slug, file.pk])

    first, second = browser.post(url, {}), browser.post(url, {})

    assert (first.status_code, second.status_code) == (302, 200)
    assert due_events() == 1


def test_starting_and_the_work_in_line_are_one_action(board: Board, officer: Officer) -> None:
    file = make_import(officer)
    source = source_of(file)

    start_console_import(file.pk, source.header, file.mapping, by=officer)
    with pytest.raises(IllegalMove):
        start_console_import(file.pk, source.header, file.mapping, by=officer)

    file.refresh_from_db()
    assert file.status == "running"
    assert due_events() == 1


# Its progress


def test_a_worker_takes_the_rows_in_and_the_officer_fetches_what_is_to_mend(
    browser: Client, board: Board, officer: Officer, tmp_path: Path
) -> None:
    file = make_done_import(officer)

    shown = page(browser, board, file).content.decode()
    fetched = browser.get(reverse("import_errors", args=[board.slug, file.pk]))

    assert (file.status, file.rows_read, file.rows_added, file.rows_refused) == ("done", 2, 1, 1)
    assert 'Added: <b class="number">1</b>' in shown
    assert 'To mend: <b class="number">1</b>' in shown
    assert "hx-get" not in shown
    assert fetched["Content-Disposition"] == 'attachment; filename="list-to mend.xlsx"'
    mended = tmp_path / "fetched.xlsx"
    mended.write_bytes(b"".join(fetched.streaming_content))
    assert read_workbook(mended)[1][:3] == list(BAD)
    assert not RefusedRow.objects.exists()


def test_a_page_of_a_running_list_refreshes_itself(browser: Client, board: Board, officer: Officer) -> None:
    file = make_started_import(officer)
    url = reverse("import", args=[board.slug, file.pk])

    whole = browser.get(url).content.decode()
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{url}"' in whole
    assert "0 of 2 rows" in whole
    assert part.lstrip().startswith("<section")
    assert "0 of 2 rows" in part


def test_a_slice_ends_in_time_and_the_next_goes_on_behind_it(
    board: Board, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 2)
    monkeypatch.setattr(handlers, "SLICE_S", -1.0)
    people = [(f"Sunita {'abcde'[n]}", f"987654321{n}", "Varanasi") for n in range(5)]
    file = make_started_import(officer, *people)
    read = []

    for _slice in range(4):
        go_on_with_import(event_of(file))
        file.refresh_from_db()
        read.append((file.rows_read, file.status))

    assert read == [(2, "running"), (4, "running"), (5, "running"), (5, "done")]
    assert due_events() == 3
    assert sorted(Seller.objects.values_list("name", flat=True)) == [person[0] for person in people]


def test_an_event_that_comes_twice_or_late_changes_nothing(board: Board, officer: Officer) -> None:
    file = make_done_import(officer)
    before = list(Import.objects.values())

    go_on_with_import(event_of(file))

    assert list(Import.objects.values()) == before
    assert due_events() == 0
    assert Seller.objects.count() == 1


def test_a_slower_worker_leaves_a_list_that_another_goes_on_with(
    board: Board, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 1)
    file = make_started_import(officer, SUNITA, RAM)
    still_ours = running.still_ours

    def overtaken(import_id: Any, settled: int) -> Import:
        Import.objects.filter(pk=import_id).update(rows_read=settled + 1)
        return still_ours(import_id, settled)

    monkeypatch.setattr(running, "still_ours", overtaken)
    go_on_with_import(event_of(file))

    assert not Seller.objects.exists()
    assert due_events() == 0


def test_a_list_that_cannot_be_read_any_more_is_closed_with_its_reason(
    browser: Client, board: Board, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_started_import(officer)
    path = Path(running_path(file))
    path.write_bytes(path.read_bytes() + b"x," * 300)

    go_on_with_import(event_of(file))

    file.refresh_from_db()
    assert file.status == "refused"
    assert "Row 4 has more than 200 columns." in file.refusal
    assert "This list could not be read to its end" in page(browser, board, file).content.decode()


def running_path(file: Import) -> str:
    return storages["uploads"].path(file.stored_name)


def test_the_list_itself_is_forgotten_once_it_is_in(
    board: Board, officer: Officer, kept_files: FileNames, django_capture_on_commit_callbacks: Any
) -> None:
    file = make_started_import(officer)
    assert file.stored_name in kept_files()

    with django_capture_on_commit_callbacks(execute=True):
        go_on_with_import(event_of(file))

    file.refresh_from_db()
    assert file.stored_name not in kept_files()
    assert file.errors_name in kept_files()


def test_a_page_whose_error_file_is_gone_does_not_say_that_every_row_is_in(
    browser: Client, board: Board, officer: Officer
) -> None:
    gone, whole = make_done_import(officer), make_done_import(officer, RAM)
    Import.objects.filter(pk=gone.pk).update(errors_name="")

    shown, clean = page(browser, board, gone).content.decode(), page(browser, board, whole).content.decode()

    assert "The rows to mend are not kept here." in shown
    assert "Every row is in." not in shown
    assert "Every row is in." in clean
    assert browser.get(reverse("import_errors", args=[board.slug, gone.pk])).status_code == 404


# Who may


@pytest.mark.parametrize(("role", "may"), [("administrator", True), ("state_officer", True), ("operator", False)])
def test_only_who_acts_for_the_whole_board_brings_in_lists(board: Board, role: str, may: bool) -> None:
    load_reference()
    browser = browser_of_officer(make_officer(board, role=role))

    shown = browser.get(reverse("imports", args=[board.slug]))
    sent = send(browser, board, upload(HEADER, SUNITA))

    assert (shown.status_code, sent.status_code) == ((200, 302) if may else (403, 403))
    assert Import.objects.exists() is may


def test_an_officer_of_a_district_is_refused_at_every_page(board: Board, officer: Officer) -> None:
    browser = browser_of_officer(make_officer(board, role="district_officer", district=make_district(187)))
    waiting, done = make_import(officer), make_done_import(officer, RAM, BAD)

    answers = [
        browser.get(reverse("imports", args=[board.slug])),
        send(browser, board, upload(HEADER, SUNITA)),
        page(browser, board, waiting),
        browser.post(reverse("import", args=[board.slug, waiting.pk]), {}),
        browser.get(reverse("import_errors", args=[board.slug, done.pk])),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert Import.objects.count() == 2
    assert Import.objects.get(pk=waiting.pk).status == "uploaded"
    assert (
        reverse("imports", args=[board.slug]) not in browser.get(reverse("today", args=[board.slug])).content.decode()
    )


def test_a_list_of_another_board_is_as_absent_as_none(transactional_db: None) -> None:
    load_reference()
    mine, theirs = make_board(), make_board()
    with board_scope(theirs.pk):
        file = make_done_import(make_officer(theirs))
    with board_scope(mine.pk):
        browser = browser_of_officer(make_officer(mine))

    answers = [
        browser.get(reverse(name, args=[mine.slug, import_id]))
        for name in ("import", "import_errors")
        for import_id in (file.pk, uuid4())
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "list.csv" not in browser.get(reverse("imports", args=[mine.slug])).content.decode()


# The pages


def test_the_lists_cost_the_same_whatever_their_number(browser: Client, board: Board, officer: Officer) -> None:
    url = reverse("imports", args=[board.slug])
    make_import(officer)
    make_import(officer)
    counted = queries_of(browser, url)

    for _number in range(8):
        make_import(officer)

    assert queries_of(browser, url) == counted


def test_a_programme_bounds_the_districts(browser: Client, board: Board, officer: Officer) -> None:
    programme = make_programme(districts=(make_district(179),))

    send(browser, board, upload(HEADER, SUNITA), programme=str(programme.pk))

    file = Import.objects.get()
    assert file.programme == programme
    browser.post(reverse("import", args=[board.slug, file.pk]), {})
    go_on_with_import(event_of(file))
    file.refresh_from_db()
    assert (file.rows_added, file.rows_refused) == (0, 1)
