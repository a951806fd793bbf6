"""When a person was here, when she came back after a long silence, and when she is forgotten."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onboarding.accounts.actions import forget_users, note_seen, take_code_for_sending
from onboarding.accounts.models import PhoneChallenge, User
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from tests.factories import make_application, make_board, make_officer, make_user
from tests.sessions import browser_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHONE = "+919876543210"


def ago(days: float) -> datetime:
    return timezone.now() - days * DAY


def sign_in(board: Board) -> Client:
    browser = Client()
    browser.post(f"/join/{board.slug}/", {"phone": PHONE})
    with board_scope(board.pk):
        code = take_code_for_sending(PhoneChallenge.objects.latest("created_at").pk)[1]
    assert browser.post(f"/join/{board.slug}/code/", {"code": code}).status_code == 302
    return browser


@pytest.mark.parametrize(("silent_days", "is_back"), [(0, False), (89.9, False), (90, True), (400, True)])
def test_who_signs_in_after_ninety_silent_days_is_back_after_silence(silent_days: float, is_back: bool) -> None:
    make_user(PHONE, last_seen_at=ago(silent_days))

    sign_in(make_board())

    user = User.objects.get(phone=PHONE)
    assert (user.back_after_silence_at is not None) is is_back
    assert user.last_seen_at is not None
    assert user.last_seen_at > ago(1)


@pytest.mark.parametrize(("joined_days", "is_back"), [(10, False), (100, True)])
def test_who_never_came_is_silent_since_she_was_written_down(joined_days: float, is_back: bool) -> None:
    user = make_user(PHONE, last_seen_at=None)
    User.objects.update(joined_at=ago(joined_days))

    sign_in(make_board())

    user.refresh_from_db()
    assert (user.back_after_silence_at is not None) is is_back


def test_a_new_person_is_seen_and_not_back_from_anywhere() -> None:
    sign_in(make_board())

    user = User.objects.get()
    assert (user.last_seen_at is not None, user.back_after_silence_at) == (True, None)


def test_a_visit_is_noted_once_a_day() -> None:
    board, user = make_board(), make_user(PHONE, last_seen_at=ago(2))
    browser = browser_of(user)
    path = f"/seller/{board.slug}/"

    with CaptureQueriesContext(connection) as first:
        browser.get(path)
    with CaptureQueriesContext(connection) as second:
        browser.get(path)

    assert [len([q for q in queries if "last_seen_at\" =" in q["sql"] and q["sql"].startswith("UPDATE")])
            for queries in (first, second)] == [1, 0]  # fmt: skip
    user.refresh_from_db()
    assert user.last_seen_at is not None
    assert user.last_seen_at > ago(1)


def test_a_note_that_another_request_has_written_is_not_written_again() -> None:
    user = make_user(PHONE, last_seen_at=ago(100))
    stale = User.objects.get(pk=user.pk)
    note_seen(user)
    back = User.objects.get().back_after_silence_at

    note_seen(stale)

    assert User.objects.get().back_after_silence_at == back is not None


# Forgotten


def test_only_those_who_left_nothing_and_were_silent_are_forgotten() -> None:
    board = make_board()
    silent = make_user(last_seen_at=ago(91))
    recent = make_user(last_seen_at=ago(89))
    officer = User.objects.get(pk=make_officer(board).id)
    both = make_user("+919876543211", email="both@example.org", last_seen_at=ago(91))
    with board_scope(board.pk):
        seller = make_application(user=make_user(last_seen_at=ago(91))).seller.user
    User.objects.filter(pk=officer.pk).update(last_seen_at=ago(91))
    everybody = [silent, recent, officer, both, seller]

    forgotten = forget_users([user.pk for user in everybody])

    assert forgotten == [silent.pk]
    assert not User.objects.filter(pk=silent.pk).exists()
    assert User.objects.filter(pk__in=[user.pk for user in everybody]).count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_file_at_any_board_keeps_its_person_also_when_all_is_committed() -> None:
    """The keys of other tables refuse at once, though they are deferred, and though no scope is open."""
    board = make_board()
    with board_scope(board.pk):
        seller = make_application(user=make_user(last_seen_at=ago(91))).seller

    assert forget_users([seller.user.pk]) == []

    assert User.objects.filter(pk=seller.user.pk).exists()


def test_the_session_of_a_forgotten_person_is_nobodys() -> None:
    board, user = make_board(), make_user(last_seen_at=ago(91))
    browser = browser_of(user)

    forget_users([user.pk])
    answer = browser.get(f"/seller/{board.slug}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/join/{board.slug}/")
