"""`import_sellers`: good rows become drafts, bad ones come back to be mended, and nothing is ever added twice."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from onboarding.accounts.models import User
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from onboarding.vault.models import DataKey
from sellers.actions.repeats import find_repeats
from sellers.imports import running
from sellers.imports.columns import REASON_HEADERS
from sellers.models import Application, ColumnMapping, Fact, Import, RefusedRow, Repeat, Seller
from sellers.secrets import index_of, value_of
from tests.factories import make_application, make_board, make_district, make_officer, make_programme, make_user
from tests.sellers.imports.builders import HEADER, RAM, SUNITA, read_workbook, write_csv, write_workbook
from tests.sellers.imports.conftest import RunImport

WIDE = ("नाम", "मोबाइल नं०", "जनपद", "PAN", "खाता संख्या", "शिल्प", "Remarks")
GOOD = ("सुनीता देवी", "+91-98765 43210", "वाराणसी", "ABCPD1234E", "001234567890", "Bamboo baskets", "brought by hand")
BAD = ("Ram Lal", "12345", "Varansi", "", "", "", "=1+1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def counts(board: Board) -> dict[str, int]:
    with board_scope(board.pk):
        return {
            "users": User.objects.exclude(phone=None).count(),
            "keys": DataKey.objects.count(),
            "sellers": Seller.objects.count(),
            "applications": Application.objects.count(),
            "facts": Fact.objects.count(),
        }


def newest_import(board: Board) -> Import:
    with board_scope(board.pk):
        return Import.objects.order_by("-created_at")[0]


NOBODY = {"users": 0, "keys": 0, "sellers": 0, "applications": 0, "facts": 0}


def test_a_good_row_becomes_a_draft_that_waits_for_its_person(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, ("List of artisans",), (), WIDE, GOOD)

    said = run_import(file)

    assert said.code == 0
    assert said.last_line == "1 rows read: 1 sellers added, 0 already there, 0 refused."
    with board_scope(home_board.pk):
        application = Application.objects.select_related("seller__user", "seller__data_key").get()
        seller = application.seller
        assert (application.status, application.district_id, application.craft_id, application.other_craft) == (
            "draft",
            187,
            None,
            "Bamboo baskets",
        )
        assert (seller.name, seller.name_key, seller.kind, seller.language, seller.status, seller.origin) == (
            "सुनीता देवी",
            "सुनीता देवी",
            "individual",
            "hi",
            "active",
            "import",
        )
        assert (seller.user.phone, seller.user.has_usable_password(), seller.proved_at) == (
            "+919876543210",
            False,
            None,
        )
        assert seller.imported_by_id == Import.objects.get().pk


def test_facts_are_sealed_and_indexed_as_if_she_had_typed_them(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, WIDE, GOOD)

    run_import(file)

    with board_scope(home_board.pk):
        facts = {fact.code: fact for fact in Fact.objects.select_related("seller__data_key")}
        assert {code: value_of(fact) for code, fact in facts.items()} == {
            "pan": "ABCPD1234E",
            "bank_account": "001234567890",
        }
        for code, fact in facts.items():
            indexes = tuple(bytes(index) for index in (fact.board_index, fact.anywhere_index))
            assert indexes == index_of(code, value_of(fact))
            assert (fact.origin, fact.expires_on, fact.verified_elsewhere) == ("import", None, {})
            assert value_of(fact).encode() not in bytes(fact.sealed_value)


def test_a_bad_row_comes_back_and_the_good_ones_go_in(home_board: Board, run_import: RunImport, file: Path) -> None:
    write_csv(file, WIDE, BAD, GOOD)

    said = run_import(file)

    assert said.code == 3
    assert "2 rows read: 1 sellers added, 0 already there, 1 refused." in said.text
    assert counts(home_board)["sellers"] == 1
    header, row = read_workbook(file.with_name("list-errors.xlsx"))
    assert tuple(header) == (*WIDE, *REASON_HEADERS)
    assert tuple(row[: len(WIDE)]) == BAD
    hindi, english = row[len(WIDE) :]
    assert "Mobile number: This is not an Indian mobile number." in str(english)
    assert "District: We know no district of this name. Do you mean Varanasi?" in str(english)
    assert "यह भारत का मोबाइल नंबर नहीं लगता" in str(hindi)


def test_the_mended_file_adds_only_what_was_missing(home_board: Board, run_import: RunImport, file: Path) -> None:
    write_csv(file, WIDE, BAD, GOOD)
    run_import(file)
    errors = file.with_name("list-errors.xlsx")
    header, row = read_workbook(errors)
    row[1], row[2] = "9123456780", "Varanasi"
    write_workbook(errors, header, row)

    said = run_import(errors)

    assert said.last_line == "1 rows read: 1 sellers added, 0 already there, 0 refused."
    assert "Left out, since we do not know these columns: Remarks\n" in said.text
    assert counts(home_board)["sellers"] == 2
    again = run_import(errors)
    assert again.last_line == "1 rows read: 0 sellers added, 1 already there, 0 refused."


def test_an_error_file_that_nobody_mended_can_be_sent_again(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, WIDE, BAD)
    run_import(file)

    run_import(file.with_name("list-errors.xlsx"))

    header, row = read_workbook(file.with_name("list-errors-errors.xlsx"))
    assert tuple(header) == (*WIDE, *REASON_HEADERS)
    assert tuple(row[: len(WIDE)]) == BAD


def test_a_second_run_adds_nothing(home_board: Board, run_import: RunImport, file: Path) -> None:
    write_csv(file, WIDE, GOOD, (*RAM, "", "", "", ""))
    run_import(file)
    before = counts(home_board)

    said = run_import(file)

    assert said.last_line == "2 rows read: 0 sellers added, 2 already there, 0 refused."
    assert counts(home_board) == before == {"users": 2, "keys": 2, "sellers": 2, "applications": 2, "facts": 2}


def test_repeated_rows_of_one_file_count_once(home_board: Board, run_import: RunImport, file: Path) -> None:
    write_csv(file, HEADER, SUNITA, RAM, SUNITA, ("SMT. SUNITA  DEVI", "09876543210", "187"))

    said = run_import(file)

    assert said.last_line == "4 rows read: 2 sellers added, 2 already there, 0 refused."


def test_several_people_may_share_a_phone(home_board: Board, run_import: RunImport, file: Path) -> None:
    write_csv(file, HEADER, SUNITA, ("Rekha Devi", SUNITA[1], "Varanasi"))

    run_import(file)

    assert counts(home_board) == {"users": 1, "keys": 2, "sellers": 2, "applications": 2, "facts": 0}


def test_who_signed_up_herself_is_already_there(home_board: Board, run_import: RunImport, file: Path) -> None:
    with board_scope(home_board.pk):
        hers = make_application(user=make_user("+919876543210"), name="Sunita Devi", district=make_district())
    before = counts(home_board)
    write_csv(file, HEADER, SUNITA)

    said = run_import(file)

    assert said.last_line == "1 rows read: 0 sellers added, 1 already there, 0 refused."
    assert counts(home_board) == before
    with board_scope(home_board.pk):
        assert Seller.objects.get().pk == hers.seller_id


@pytest.mark.parametrize("column", ["PAN", "GSTIN"])
def test_what_only_one_person_has_is_refused_for_another(
    home_board: Board, run_import: RunImport, file: Path, column: str
) -> None:
    value = {"PAN": "ABCPD1234E", "GSTIN": "09ABCPD1234E1ZC"}[column]
    write_csv(file, (*HEADER, column), (*SUNITA, value), (*RAM, value))

    first = run_import(file)

    assert "2 rows read: 1 sellers added, 0 already there, 1 refused." in first.text
    assert f"{column}: The same one stands in row 2 already" in str(read_workbook(errors_of(file))[1][-1])
    second = run_import(file)
    assert "2 rows read: 0 sellers added, 1 already there, 1 refused." in second.text
    assert f"{column}: Another seller of this board has the same one" in str(read_workbook(errors_of(file))[1][-1])
    with board_scope(home_board.pk):
        assert [seller.name for seller in Seller.objects.all()] == [SUNITA[0]]


def test_a_family_may_share_a_bank_account_and_an_officer_is_asked_about_it(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, (*HEADER, "Bank account"), (*SUNITA, "001234567890"))
    run_import(file)
    write_csv(
        file, (*HEADER, "Bank account"), (*RAM, "001234567890"), ("Rekha Devi", "9123456781", "Varanasi", "1234567890")
    )

    said = run_import(file)

    assert said.last_line == "2 rows read: 2 sellers added, 0 already there, 0 refused."
    with board_scope(home_board.pk):
        sunita, ram = (Seller.objects.get(name=name) for name in (SUNITA[0], RAM[0]))
        Application.objects.filter(seller=sunita).update(status="submitted")
        assert Fact.objects.filter(code="bank_account").count() == 3
        find_repeats(ram)
        assert list(Repeat.objects.values_list("seller", "code", "other")) == [(ram.pk, "bank_account", sunita.pk)]


def errors_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}-errors.xlsx")


def test_a_pan_of_another_board_is_no_matter_of_this_one(home_board: Board, run_import: RunImport, file: Path) -> None:
    other = make_board()
    write_csv(file, WIDE, GOOD)
    run_import(file, board=other)

    said = run_import(file)

    assert said.last_line == "1 rows read: 1 sellers added, 0 already there, 0 refused."
    assert counts(home_board) == {"users": 1, "keys": 1, "sellers": 1, "applications": 1, "facts": 2}
    assert counts(other) == counts(home_board)
    with board_scope(home_board.pk):
        mine = set(Seller.objects.values_list("pk", "imported_by_id"))
        assert Import.objects.count() == 1
    with board_scope(other.pk):
        assert not mine & set(Seller.objects.values_list("pk", "imported_by_id"))


def test_one_entry_of_the_history_tells_of_the_whole_file(home_board: Board, run_import: RunImport, file: Path) -> None:
    with board_scope(home_board.pk):
        officer = make_officer(home_board)
    email = User.objects.get(pk=officer.id).email or ""
    write_csv(file, WIDE, GOOD, BAD)

    run_import(file, "--by", email)

    done = newest_import(home_board)
    with board_scope(home_board.pk):
        entry = AuditEntry.objects.get(action="sellers.imported")
        assert AuditEntry.objects.count() == 1
        assert not RefusedRow.objects.exists()
    assert (entry.actor_kind, entry.actor_id, entry.object_id) == ("officer", officer.id, str(done.pk))
    assert entry.fields == ["name", "phone", "district", "pan", "bank_account", "craft"]
    assert (done.status, done.rows_read, done.rows_total, done.by_id) == ("done", 2, 2, int(officer.id))
    assert done.finished_at is not None


def test_what_a_column_means_is_said_once_and_remembered_by_this_board(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, ("Whose", "Ring up", "Where"), SUNITA)

    refused = run_import(file)
    told = run_import(file, "--map", "Whose=name", "--map", "Ring up=phone", "--map", "Where=district")
    later = run_import(write_csv(file.with_name("later.csv"), ("whose", "RING UP", "Where"), RAM))
    elsewhere = run_import(file, board=make_board())

    assert refused.code == elsewhere.code == 1
    assert "Say which columns hold these: Name, Mobile number, District." in refused.text
    assert told.last_line == "1 rows read: 1 sellers added, 0 already there, 0 refused."
    assert later.last_line == "1 rows read: 1 sellers added, 0 already there, 0 refused."
    with board_scope(home_board.pk):
        assert ColumnMapping.objects.count() == 1


def test_a_programme_refuses_rows_of_other_districts(home_board: Board, run_import: RunImport, file: Path) -> None:
    with board_scope(home_board.pk):
        programme = make_programme(districts=(make_district(179),))
    write_csv(file, HEADER, SUNITA, ("Ram Lal", "9123456780", "Bhadohi"))

    said = run_import(file, "--programme", programme.slug)

    assert "2 rows read: 1 sellers added, 0 already there, 1 refused." in said.text
    assert "The programme that you chose is not for this district." in str(read_workbook(errors_of(file))[1][-1])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "nobody@example.org"), "nobody@example.org is no officer of"),
        (("--programme", "no-such"), "This board has no programme no-such."),
        (("--map", "Name"), "--map Name: write HEADER=COLUMN"),
        (("--map", "Name=secret"), "--map Name=secret: write HEADER=COLUMN"),
        (("--map", "Nme=name"), "No column is named Nme."),
    ],
)
def test_a_wrong_option_leaves_nothing(
    home_board: Board, run_import: RunImport, file: Path, options: tuple[str, ...], sentence: str
) -> None:
    write_csv(file, HEADER, SUNITA)

    said = run_import(file, *options)

    assert said.code == 1
    assert sentence in said.text
    assert counts(home_board) == NOBODY
    with board_scope(home_board.pk):
        assert not Import.objects.exists()


def test_an_officer_of_a_district_may_not_bring_in_a_list(home_board: Board, run_import: RunImport, file: Path) -> None:
    with board_scope(home_board.pk):
        officer = make_officer(home_board, role="district_officer", district=make_district(187))
    write_csv(file, HEADER, SUNITA)

    said = run_import(file, "--by", User.objects.get(pk=officer.id).email or "")

    assert said.code == 1
    assert "Your role does not allow this." in said.text
    assert counts(home_board) == NOBODY


def test_a_pipe_and_a_missing_file_are_refused(home_board: Board, run_import: RunImport, file: Path) -> None:
    assert "Name a file" in run_import(Path("-")).text
    assert "is no file that can be read" in run_import(file).text
    assert counts(home_board) == NOBODY


def test_a_row_that_goes_too_far_is_found_before_any_is_taken_in(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, HEADER, SUNITA, RAM, ("x",) * 201)

    said = run_import(file)

    assert said.code == 1
    assert "Row 4 has more than 200 columns." in said.text
    assert counts(home_board) == NOBODY


class Killed(BaseException):
    """What no handler catches."""


def test_a_run_killed_between_batches_is_finished_by_the_next_without_doubles(
    home_board: Board, run_import: RunImport, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 10)
    people = [(f"Sunita {'abcdefghijklmnopqrstuvwxyz'[n]}", f"98765432{n:02d}", "Varanasi") for n in range(25)]
    write_csv(file, HEADER, *people, ("Ram", "1", "x"))
    kill_after(monkeypatch, batches=2)

    with pytest.raises(Killed):
        run_import(file)
    assert counts(home_board)["sellers"] == 20
    broken_off = newest_import(home_board)
    monkeypatch.undo()
    said = run_import(file)

    assert (broken_off.status, broken_off.rows_read, broken_off.rows_added) == ("running", 20, 20)
    assert "26 rows read: 5 sellers added, 20 already there, 1 refused." in said.text
    assert counts(home_board) == {"users": 25, "keys": 25, "sellers": 25, "applications": 25, "facts": 0}


def test_a_run_killed_inside_a_batch_leaves_nothing_of_that_batch(
    home_board: Board, run_import: RunImport, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 1)
    write_csv(file, HEADER, SUNITA, RAM)
    monkeypatch.setattr(running.RefusedRow.objects, "bulk_create", strike_on_second_call())

    with pytest.raises(Killed):
        run_import(file)

    assert counts(home_board) == {"users": 1, "keys": 1, "sellers": 1, "applications": 1, "facts": 0}
    assert newest_import(home_board).rows_read == 1


def kill_after(monkeypatch: pytest.MonkeyPatch, *, batches: int) -> None:
    calls = Counter[str]()
    still_ours = running.still_ours

    def ours_until(*arguments: Any) -> Import:
        calls["batches"] += 1
        if calls["batches"] > batches:
            raise Killed
        return still_ours(*arguments)

    monkeypatch.setattr(running, "still_ours", ours_until)


def strike_on_second_call() -> Any:
    calls = Counter[str]()

    def strike(_rows: Any) -> None:
        calls["batches"] += 1
        if calls["batches"] == 2:
            raise Killed

    return strike


def test_a_file_of_bad_rows_only_adds_nobody_and_returns_all(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, WIDE, *[BAD] * 7)

    said = run_import(file)

    assert "7 rows read: 0 sellers added, 0 already there, 7 refused." in said.text
    assert len(read_workbook(errors_of(file))) == 8
    assert counts(home_board) == NOBODY


@pytest.mark.parametrize(("options", "events"), [((), 0), (("--tell",), 1)])
def test_the_people_are_invited_only_where_that_was_asked_for(
    home_board: Board, run_import: RunImport, file: Path, options: tuple[str, ...], events: int
) -> None:
    write_csv(file, HEADER, SUNITA)

    run_import(file, *options)

    with board_scope(home_board.pk):
        assert OutboxEvent.objects.filter(name="import.finished").count() == events
        assert Seller.objects.count() == 1


def test_the_error_file_goes_where_it_was_asked_for_as_csv_too(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    write_csv(file, WIDE, BAD)

    run_import(file, "--errors", str(file.with_name("mend.csv")))

    content = file.with_name("mend.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    _header, row = csv.reader(content.decode("utf-8-sig").splitlines())
    assert row[:7] == ["Ram Lal", "12345", "Varansi", "", "", "", "'=1+1"]


def test_the_serving_role_still_meets_its_policies_after_an_import(
    home_board: Board, run_import: RunImport, file: Path
) -> None:
    """COPY goes into tables that are gone with the transaction; nothing of a person stays outside every board."""
    write_csv(file, WIDE, GOOD)

    run_import(file)

    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM importing_person), (SELECT count(*) FROM importing_fact)")
        assert cursor.fetchone() == (0, 0)
