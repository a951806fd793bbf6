"""A masked number is shown for a reason, counted, and not beyond the day's allowance."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from onboarding.audit.models import AuditEntry
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import board_scope
from sellers.actions import unmasking
from sellers.actions.unmasking import A_DAY, AllowanceUsed, WhyMissing, show_secret
from sellers.models import Application, Fact, Unmasking
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.files import make_file
from tests.watching import refused

ACCOUNT = "123456781234"


@pytest.fixture
def officer(board: Any) -> Any:
    return factories.make_officer(board)


def look(application: Application, officer: Any, code: str = "bank_account", **why: str) -> str:
    return show_secret(application.pk, code, officer=officer, **{"why": "compare", **why})


def looked(application: Application, officer: Any, times: int, days_ago: int = 0) -> None:
    rows = [
        Unmasking(seller=application.seller, code="pan", officer_id=int(officer.id), reason="compare")
        for _each in range(times)
    ]
    Unmasking.objects.bulk_create(rows)
    Unmasking.objects.filter(pk__in=[row.pk for row in rows]).update(at=timezone.now() - timedelta(days=days_ago))


def test_an_officer_sees_the_number_and_that_she_looked_is_kept(board: Any, officer: Any) -> None:
    application = make_file(bank_account=ACCOUNT)

    value = look(application, officer, why="other", words=" The bank called me. ")

    assert value == ACCOUNT
    row = Unmasking.objects.get()
    assert (row.seller, row.code, str(row.officer_id)) == (application.seller, "bank_account", officer.id)
    assert row.reason == "other: The bank called me."
    entry = AuditEntry.objects.get(action="secret.shown")
    assert (entry.actor_id, entry.fields, entry.reason) == (officer.id, ["bank_account"], row.reason)
    assert entry.object_id == str(application.pk)


@pytest.mark.parametrize(
    "why", [{"why": ""}, {"why": "curious"}, {"why": "other"}, {"why": "other", "words": "  "}], ids=str
)
def test_without_a_reason_nothing_is_shown(board: Any, officer: Any, why: dict[str, str]) -> None:
    application = make_file(bank_account=ACCOUNT)

    with refused(WhyMissing):
        look(application, officer, **why)


@pytest.mark.parametrize("code", ["pan", "gstin", "name", "pan_photo", "shoe", ""])
def test_what_is_no_secret_or_not_there_is_not_shown(board: Any, officer: Any, code: str) -> None:
    application = make_file(bank_account=ACCOUNT, gstin="09ABCPE1234F1Z4")

    with refused(Fact.DoesNotExist):
        look(application, officer, code)


def test_beyond_the_days_allowance_nothing_is_shown(board: Any, officer: Any) -> None:
    application = make_file(bank_account=ACCOUNT)
    looked(application, officer, A_DAY)

    with refused(AllowanceUsed):
        look(application, officer)


def test_the_last_look_of_the_day_is_still_hers(board: Any, officer: Any) -> None:
    """The negative control: yesterday's looks and a colleague's do not count."""
    application = make_file(bank_account=ACCOUNT)
    looked(application, officer, A_DAY - 1)
    looked(application, officer, A_DAY, days_ago=1)
    looked(application, factories.make_officer(board), A_DAY)

    assert look(application, officer) == ACCOUNT


def many_look_at_once() -> tuple[list[str], int]:
    """Four looks at the same moment, with one left: what came of each, and how many were counted."""
    board = factories.make_board()
    with board_scope(board.pk):
        application, officer = make_file(bank_account=ACCOUNT), factories.make_officer(board)
        looked(application, officer, A_DAY - 1)

    def act(_place: int) -> str:
        with board_scope(board.pk):
            return look(application, officer)

    outcomes = [each if isinstance(each, str) else type(each).__name__ for each in at_once(4, act)]
    with board_scope(board.pk):
        return sorted(outcomes), Unmasking.objects.count()


@pytest.mark.django_db(transaction=True)
def test_looks_at_the_same_moment_do_not_pass_the_allowance() -> None:
    outcomes, counted = many_look_at_once()

    assert outcomes == [ACCOUNT, "AllowanceUsed", "AllowanceUsed", "AllowanceUsed"]
    assert counted == A_DAY


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""

    def count_without_lock(officer: Any) -> None:
        left = A_DAY - unmasking.looks_today(officer)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        if left < 1:
            raise AllowanceUsed

    monkeypatch.setattr(unmasking, "count_one", count_without_lock)

    _outcomes, counted = many_look_at_once()

    assert counted > A_DAY


@pytest.mark.parametrize("role", ["district_officer", "operator"])
def test_who_does_not_review_the_file_sees_nothing(board: Any, role: str) -> None:
    application = make_file(bank_account=ACCOUNT)
    district = factories.make_district(154) if role == "district_officer" else None

    with refused(NotAllowed):
        look(application, factories.make_officer(board, role=role, district=district))


def test_a_draft_is_shown_to_nobody(board: Any, officer: Any) -> None:
    application = factories.make_application(bank_account=ACCOUNT)

    with refused(Application.DoesNotExist):
        look(application, officer)


@pytest.mark.django_db
def test_another_board_sees_nothing() -> None:
    with board_scope(factories.make_board().pk):
        application = make_file(bank_account=ACCOUNT)
    other = factories.make_board()

    with board_scope(other.pk), refused(Application.DoesNotExist):
        look(application, factories.make_officer(other))
