"""Every page, in Hindi and English, at 360 and 1280 px: nothing sticks out, nothing shuts anybody out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window

from onboarding.supervisor.stack import Stack
from tests.browser.chromium import DESK, PHONE, sticks_out
from tests.browser.people import Screen, screen
from tests.browser.places import People, Place, places
from tests.walkthrough.people import Officer

GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def people(stack: Stack, officer: Officer) -> People:
    return People.at(stack, officer)


@pytest.fixture(scope="module")
def every_place(people: People) -> list[Place]:
    return places(people)


@pytest.fixture(scope="module", params=["hi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def seen(
    stack: Stack, browser: Browser, people: People, every_place: list[Place], language: str, screenshots: Path
) -> Iterator[list[str]]:
    """Look at every page in one language; yields what was found wrong, page by page."""
    found: list[str] = []
    windows: dict[str, Screen] = {}
    for place in every_place:
        if place.person not in windows:
            windows[place.person] = screen(browser, stack, language=language, person=people[place.person])
        found += look_at(windows[place.person], place, screenshots / f"{place.name}-{language}")
    for window in windows.values():
        window.context.close()
    yield found


def look_at(window: Screen, place: Place, picture: Path) -> list[str]:
    page = window.page
    page.set_viewport_size(PHONE)
    window.open(place.path)
    if place.typed is not None:
        fill_and_send(page, place)
    found = [f"{place.name} at 360 px sticks out: {each}" for each in sticks_out(page)]
    found += [f"{place.name}: {each}" for each in grave_violations(page)]
    photograph(page, f"{picture}-360.png")
    page.set_viewport_size(DESK)
    found += [f"{place.name} at 1280 px sticks out: {each}" for each in sticks_out(page)]
    if place.is_desk:
        found += [f"{place.name} at 1280 px: {each}" for each in grave_violations(page)]
    photograph(page, f"{picture}-1280.png")
    return found


def photograph(page: Window, file: str) -> None:
    """Keep the whole page, in a window so tall that bars which stick to its edges lie where they belong."""
    tall: int = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size or PHONE
    page.set_viewport_size({"width": size["width"], "height": max(tall, size["height"])})
    page.screenshot(path=file)


def fill_and_send(page: Window, place: Place) -> None:
    form = page.locator("main form").first
    for name, value in (place.typed or {}).items():
        if name == "move":
            form = page.locator(f"form:has(input[name=move][value={value}])")
        else:
            form.locator(f"[name={name}]").evaluate("(each, value) => { each.value = value }", value)
    with page.expect_navigation():
        form.evaluate("form => form.requestSubmit()")


def grave_violations(page: Window) -> list[str]:
    """What axe finds serious or critical, with the elements that it means."""
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in answer["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def test_no_page_shuts_anybody_out_or_has_to_be_scrolled_sideways(seen: list[str]) -> None:
    assert seen == []


def test_every_page_was_looked_at(seen: list[str], every_place: list[Place], language: str, screenshots: Path) -> None:
    taken = {picture.name for picture in screenshots.glob(f"*-{language}-*.png")}

    assert taken == {f"{place.name}-{language}-{width}.png" for place in every_place for width in (360, 1280)}


def test_axe_does_find_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=hi><title>t</title><main><h1>t</h1><input type=text><p style='color:#bbb'>pale</p>")

    found = grave_violations(page)
    page.close()

    assert {each.split(":")[0] for each in found} == {"label", "color-contrast"}


def test_what_sticks_out_is_found(browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)
    page.set_content("<style>body { margin: 0 }</style><div class=wide style='width: 400px'>wide</div>")

    found = sticks_out(page)
    page.close()

    assert found == ["DIV.wide 400", "scrollWidth 400 of 360"]
