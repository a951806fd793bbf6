"""What every request passes: bounded bodies, one transaction, refusals as pages, an id."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from tests.conftest import owner_connection
from tests.factories import make_application, make_board, make_district, make_officer, make_programme
from tests.onboarding.tenancy.snapshot import snapshot
from tests.sessions import browser_of_officer

pytestmark = pytest.mark.urls("tests.onboarding.probes")

FORM = "application/x-www-form-urlencoded"
LIMIT = 1024 * 1024


@pytest.fixture
def browser() -> Client:
    """A browser that shows a failing server as the 500 that people see."""
    return Client(raise_request_exception=False)


def colours_seen_by_others() -> set[str]:
    """What a second connection reads: only what has been committed."""
    other = owner_connection()
    with other.cursor() as cursor:
        cursor.execute("SELECT colour FROM boards_board")
        colours = {row[0] for row in cursor.fetchall()}
    other.close()
    return colours


# One transaction


@pytest.mark.django_db(transaction=True)
def test_an_answer_below_500_has_committed_and_one_from_500_on_has_not(browser: Client) -> None:
    outcomes = {}
    make_board()
    for status in (200, 204, 302, 400, 404, 422, 500, 503):
        Board.objects.update(colour="indigo")
        browser.get(f"/probe/answer/{status}/")
        outcomes[status] = colours_seen_by_others().pop()

    assert outcomes == {
        **dict.fromkeys((200, 204, 302, 400, 404, 422), "saffron"),
        **dict.fromkeys((500, 503), "indigo"),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["/probe", "/join/up-odop/probe"])
@pytest.mark.parametrize("what", ["swallow", "fail", "fail-sql"])
def test_a_failing_view_answers_500_and_leaves_nothing(browser: Client, where: str, what: str) -> None:
    make_board("up-odop", colour="indigo")

    answer = browser.get(f"{where}/{what}/")

    assert answer.status_code == 500
    assert b"all went well" not in answer.content
    assert colours_seen_by_others() == {"indigo"}
    assert not connection.in_atomic_block
    assert browser.get("/join/up-odop/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_is_a_500_and_leaves_nothing(browser: Client) -> None:
    board = make_board("up-odop")
    make_district(187)
    with board_scope(board.pk):
        make_programme()
    before = snapshot([board.pk])

    answer = browser.get("/join/up-odop/probe/fail-at-commit/")

    assert answer.status_code == 500
    assert snapshot([board.pk]) == before


@pytest.mark.django_db(transaction=True)
def test_one_connection_serves_two_boards_by_turns_over_200_requests() -> None:
    officers, applications = [], []
    for board in (make_board("first"), make_board("second")):
        with board_scope(board.pk):
            applications.append(make_application(status="submitted").pk)
            officers.append(browser_of_officer(make_officer(board)))
    sessions = set()

    for turn in range(200):
        officer, slug = officers[turn % 2], ("first", "second")[turn % 2]
        rows = officer.get(f"/board/{slug}/applications/").context["rows"]
        assert [row.pk for row in rows] == [applications[turn % 2]]
        sessions.add(connection.connection.info.backend_pid)

    assert len(sessions) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_middleware_a_swallowed_error_would_answer_200(browser: Client, settings: Any) -> None:
    """The negative control."""
    make_board(colour="indigo")
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("TransactionMiddleware")]

    answer = browser.get("/probe/swallow/")

    assert (answer.status_code, answer.content) == (200, b"all went well")


# Refusals


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("NotAllowed", 403, "Your role does not allow this."),
        ("IllegalMove", 409, "Someone has already decided this."),
        ("DomainError", 400, "Not like this."),
        ("Odd", 422, "A sentence for the person."),
        ("DoesNotExist", 404, "We did not find this page"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(
    db: None, browser: Client, name: str, status: int, sentence: str
) -> None:
    answer = browser.get(f"/probe/refuse/{name}/", HTTP_ACCEPT_LANGUAGE="en")

    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_closed_board_and_the_platforms_own_are_as_absent_as_none(db: None, browser: Client) -> None:
    make_board("closed", is_open=False)
    Board.objects.filter(slug="platform").exists() or make_board("platform")

    for path in ("/join/{}/", "/join/{}/code/", "/seller/{}/", "/board/{}/"):
        answers = {slug: browser.get(path.format(slug)) for slug in ("closed", "platform", "never-was")}
        assert {slug: answer.status_code for slug, answer in answers.items()} == dict.fromkeys(answers, 404)


# Ids, health


@pytest.mark.django_db(transaction=True)
def test_the_answers_request_id_is_the_historys(browser: Client) -> None:
    board = make_board("up-odop")
    with board_scope(board.pk):
        make_programme()

    ids = [browser.get("/join/up-odop/probe/remember/", HTTP_X_REQUEST_ID="mine")["X-Request-Id"] for _turn in range(2)]

    with board_scope(board.pk):
        entries = AuditEntry.objects.filter(action="board.probed").order_by("pk")
        assert list(entries.values_list("request_id", flat=True)) == ids
    assert len(set(ids)) == 2
    assert all(len(request_id) == 32 for request_id in ids)


@pytest.mark.parametrize("path", ["/probe/fail/", "/never-was/", "/probe/refuse/NotAllowed/", "/healthz"])
def test_every_answer_has_a_request_id(db: None, browser: Client, path: str) -> None:
    assert len(browser.get(path)["X-Request-Id"]) == 32


def test_healthz_needs_no_database(browser: Client) -> None:
    """No database fixture: pytest-django refuses every query here."""
    browser.cookies["sessionid"] = "a" * 32

    answer = browser.get("/healthz")

    assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "ok"})


def test_readyz_opens_no_transaction(db: None, browser: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get("/readyz")

    assert answer.status_code == 200
    assert [query["sql"] for query in queries] == ["SELECT 1"]


@contextmanager
def database_gone() -> Iterator[None]:
    """Nobody listens where the database was."""
    there = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(HOST="/nonexistent", OPTIONS={})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(there)


@pytest.mark.django_db(transaction=True)
def test_readyz_is_503_while_the_database_is_gone(browser: Client) -> None:
    with database_gone():
        assert browser.get("/readyz").status_code == 503
        assert browser.get("/healthz").status_code == 200
        assert browser.get("/").status_code == 500

    assert browser.get("/readyz").status_code == 200
