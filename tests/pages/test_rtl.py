"""A language that is written from right to left is a translation file, and nothing else."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Route

from onboarding.outbox.models import OutboxEvent
from sellers.states import ApplicationStatus
from tests import factories
from tests.browser.chromium import DESK, PHONE, chromium, sticks_out
from tests.pages.conftest import Place
from tests.pages.test_weights import visits

LANGUAGES = [("hi", "Hindi"), ("en", "English"), ("ar", "Arabic")]

Rendered = dict[str, tuple[str, bytes]]  # by address: content type and body


@pytest.fixture
def with_arabic() -> Iterator[None]:
    with override_settings(LANGUAGES=LANGUAGES):
        yield


def render(place: Place, language: str) -> Rendered:
    """Return every page, of artisans and officers, as the server renders it in this language."""
    with place.scope():
        file = factories.make_application(status=ApplicationStatus.SUBMITTED)
        make_dead_event()
    officer = place.officer(language)
    desks = ["", "applications/", f"applications/{file.pk}/", "listings/", "marketplaces/", "stuck/"]
    opened = [*visits(place, language), *((officer, officer.officer(desk)) for desk in desks)]
    rendered: Rendered = {}
    for number, (visitor, path) in enumerate(opened):
        answer = visitor.http.get(path)
        assert answer.status_code == 200, path
        rendered[f"{path}?{number}"] = ("text/html; charset=utf-8", answer.content)
    return rendered


def make_dead_event() -> None:
    """Something that failed too often, with a reason that has no place to break."""
    OutboxEvent.objects.create(
        name="listing.approved",
        handler="marketplaces.handlers.publish_listing",
        object_id="1",
        attempts=8,
        dead_at=timezone.now(),
        last_error="ConnectTimeout" * 30,
    )


def test_a_page_in_arabic_runs_from_right_to_left(place: Place, with_arabic: None) -> None:
    for address, (_kind, content) in render(place, "ar").items():
        assert b'<html lang="ar"' in content, address
        assert b'dir="rtl">' in content, address


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_page_in_hindi_or_english_runs_from_left_to_right(place: Place, language: str) -> None:
    for address, (_kind, content) in render(place, language).items():
        assert b'dir="ltr">' in content, address


def test_no_page_has_to_be_scrolled_sideways_from_right_to_left(place: Place, with_arabic: None) -> None:
    rendered = render(place, "ar")
    # All is rendered before the browser starts: while it runs, Django refuses its database to this thread.
    with chromium() as browser:
        found = {
            (address, size["width"]): sticks_out(page)
            for size in (PHONE, DESK)
            for address, page in shown(browser, rendered, size)
        }

    assert {place: widths for place, widths in found.items() if widths} == {}
    assert len(found) == 2 * len(rendered)


def shown(browser: Browser, rendered: Rendered, size: Any) -> Iterator[tuple[str, Any]]:
    """Show the rendered pages in a window of this size, one after the other, without any server."""
    page = browser.new_page(viewport=size)
    page.route("**/*", lambda route: answer(route, rendered))
    for address in rendered:
        page.goto(f"http://pages.example{address}")
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).position") == "sticky", "no stylesheet"
        yield address, page
    page.close()


def answer(route: Route, rendered: Rendered) -> None:
    """Answer with the rendered page, or with the static file of that name."""
    parts = urlsplit(route.request.url)
    found = rendered.get(f"{parts.path}?{parts.query}")
    if found:
        route.fulfill(content_type=found[0], body=found[1])
        return
    file = settings.STATIC_ROOT / parts.path.removeprefix(settings.STATIC_URL)
    if parts.path.startswith(settings.STATIC_URL) and file.is_file():
        route.fulfill(path=file)
    else:
        route.abort()
