"""The page after sending says what happens next, and only while it is next."""

import pytest
from django.test import Client

from tests import factories
from tests.sessions import browser_of


def opened(status: str) -> tuple[int, str]:
    application = factories.make_application(status=status)
    browser: Client = browser_of(application.seller.user)
    answer = browser.get(f"/seller/{application.board.slug}/application/sent/")
    return answer.status_code, answer.get("Location", "")


def test_while_it_is_read_the_page_says_what_happens_next(board: factories.Board) -> None:
    assert opened("submitted") == (200, "")


@pytest.mark.parametrize("status", ["approved"])
def test_once_it_is_decided_her_road_says_how(board: factories.Board, status: str) -> None:
    assert opened(status) == (302, f"/seller/{board.slug}/")


def test_before_it_is_sent_there_is_nothing_to_say(board: factories.Board) -> None:
    assert opened("draft") == (302, f"/seller/{board.slug}/application/")
