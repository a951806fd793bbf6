"""People at the pages, through Django's test client and a real database."""

from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from onboarding.tenancy.scope import board_scope
from tests import factories
from tests.sessions import browser_of, browser_of_officer
from tests.walkthrough.pages import Page, read_page

# Written by every visit, whatever was typed.
VISITS = "sessions.Session"


class Visitor:
    """Somebody's browser without JavaScript, in one language, at one board."""

    def __init__(self, http: Client, language: str, board_slug: str) -> None:
        self.http, self.board_slug = http, board_slug
        self.http.cookies["django_language"] = language
        self.status = 0
        self.location = ""

    def get(self, path: str) -> Page:
        return self.read(self.http.get(path))

    def post(self, path: str, data: Any, **options: Any) -> Page:
        return self.read(self.http.post(path, data, **options))

    def post_raw(self, path: str, body: bytes) -> Page:
        """Send a form whose bytes no browser would write."""
        return self.post(path, body, content_type="application/x-www-form-urlencoded")

    def read(self, answer: HttpResponse) -> Page:
        self.status, self.location = answer.status_code, answer.headers.get("Location", "")
        return read_page(answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else "")

    def join(self, rest: str = "") -> str:
        return f"/join/{self.board_slug}/{rest}"

    def seller(self, rest: str = "") -> str:
        return f"/seller/{self.board_slug}/{rest}"

    def officer(self, rest: str = "") -> str:
        return f"/board/{self.board_slug}/{rest}"


class Place:
    """A board with one programme, its visitors, and all that is stored for it."""

    def __init__(self) -> None:
        self.board = factories.make_board(help_phone="+911800000000")
        with self.scope():
            self.programme = factories.make_programme()
            factories.make_district()
            factories.make_craft()

    def scope(self) -> Any:
        return board_scope(self.board.pk)

    def anyone(self, language: str) -> Visitor:
        return Visitor(Client(), language, self.board.slug)

    def newcomer(self, language: str) -> Visitor:
        """A person who has just proved her phone."""
        return Visitor(browser_of(factories.make_user()), language, self.board.slug)

    def seller(self, language: str) -> Visitor:
        """A person whose application is approved."""
        return self.owner(language, factories.make_seller)

    def owner(self, language: str, make: Any, **fields: Any) -> Visitor:
        """The seller of what the factory makes; what it made is at `made`."""
        with self.scope():
            made = make(**fields)
            seller = getattr(made, "seller", made)
            visitor = Visitor(browser_of(seller.user), language, self.board.slug)
        visitor.made = made  # type: ignore[attr-defined]
        return visitor

    def officer(self, language: str) -> Visitor:
        with self.scope():
            officer = factories.make_officer(self.board)
        return Visitor(browser_of_officer(officer), language, self.board.slug)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return everything that is stored, of the board and globally, model by model."""
        with self.scope():
            return {
                model._meta.label: list(model._default_manager.order_by("pk").values_list())
                for model in apps.get_models()
                if model._meta.label != VISITS
            }

    def counts(self, *labels: str) -> list[int]:
        rows = self.rows()
        return [len(rows[label]) for label in labels]


@pytest.fixture
def place(db: None) -> Place:
    return Place()
