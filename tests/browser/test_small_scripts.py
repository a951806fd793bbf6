"""Our own small scripts in a real browser, on pages that hold only what they act on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
MAX_BYTES = {"haat.js": 3000, "countdown.js": 1500}
SITE = "http://haat.test"
FORM = """
<form class="language" method="post" action="/language/"><button name="language" value="en">English</button></form>
<main><form method="post">
  <input type="hidden" name="csrf" value="token">
  <input name="name" value="from the server">
  <input name="pan" autocomplete="off">
  <input name="code" autocomplete="one-time-code">
  <input type="password" name="pin">
  <input type="file" name="photo">
  <textarea name="address"></textarea>
  <select name="district"><option value="1">1<option value="2">2</select>
  <label><input type="radio" name="kind" value="a" checked>a</label>
  <label><input type="radio" name="kind" value="b">b</label>
  <label><input type="checkbox" name="agree" value="yes">agree</label>
</form></main>
"""
CODE_PAGE = """
<main><p role="timer" hidden data-countdown="2">New code in: <b></b></p>
<form method="post"><button data-after-countdown>again</button><button data-after-countdown>call</button></form>
<form method="post"><button>go on</button></form></main>
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a site without a server: each path answers with one of the bodies above."""
    context = browser.new_context()
    opened = context.new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/js/"):
            route.fulfill(body=(SCRIPTS / path.removeprefix("/js/")).read_text(), content_type="text/javascript")
        elif path == "/language/":
            # What a redirect back comes to: routes cannot answer with one that is followed.
            back = "<meta http-equiv=refresh content='0; url=/form/'>"
            route.fulfill(body=back, content_type="text/html")
        else:
            body, script = (CODE_PAGE, "countdown.js") if path == "/code/" else (FORM, "haat.js")
            html = f"<!DOCTYPE html><script src='/js/{script}' defer></script>{body}"
            route.fulfill(body=html, content_type="text/html")

    opened.route(f"{SITE}/**", answer)
    yield opened
    context.close()


def values(page: Page) -> dict[str, object]:
    found: dict[str, object] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("main [name]")].map((each) =>
            [["radio", "checkbox"].includes(each.type) ? `${each.name}=${each.value}` : each.name,
             ["radio", "checkbox"].includes(each.type) ? each.checked : each.value]))"""
    )
    return found


def fill(page: Page) -> None:
    page.fill("[name=name]", "सुनीता")
    page.fill("[name=address]", "two\nlines")
    page.select_option("[name=district]", "2")
    page.check("[value=b]")
    page.check("[name=agree]")
    for secret in ("pan", "code", "pin"):
        page.fill(f"[name={secret}]", "123456")


def test_changing_the_language_keeps_what_was_typed_once_and_no_secret(page: Page) -> None:
    page.goto(f"{SITE}/form/")
    fill(page)

    with page.expect_navigation(url=f"{SITE}/form/"):
        page.click("text=English")
    kept = values(page)
    page.reload()

    typed = {"name": "सुनीता", "address": "two\nlines", "district": "2", "kind=a": False, "kind=b": True}
    left = {"csrf": "token", "pan": "", "code": "", "pin": "", "photo": ""}
    assert kept == {**typed, "agree=yes": True, **left}
    assert values(page)["name"] == "from the server"
    assert page.evaluate("sessionStorage.length") == 0


def test_nothing_is_kept_by_leaving_in_another_way_or_for_another_page(page: Page) -> None:
    page.goto(f"{SITE}/form/")
    fill(page)
    page.reload()
    assert values(page)["name"] == "from the server"

    page.goto(f"{SITE}/another/")
    fill(page)
    with page.expect_navigation(url=f"{SITE}/form/"):
        page.click("text=English")

    assert values(page)["name"] == "from the server"


def test_a_damaged_memory_harms_nothing(page: Page) -> None:
    page.goto(f"{SITE}/form/")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for memory in ("{", "null", "5", '[["name"]]', '[[1,2,3],null,"x"]'):
        page.evaluate("memory => sessionStorage.setItem('typed:/form/', memory)", memory)
        page.reload()
        assert values(page)["name"] == "from the server"

    assert faults == []


def test_the_buttons_for_another_code_open_when_the_clock_has_run_down(page: Page) -> None:
    page.goto(f"{SITE}/code/")
    waiting = [page.locator("button").nth(place).is_disabled() for place in range(3)]
    shown = page.locator("[role=timer]").inner_text()

    page.locator("[role=timer]").wait_for(state="hidden")

    assert waiting == [True, True, False]
    assert shown in ("New code in: 0:02", "New code in: 0:01")
    assert not any(page.locator("button").nth(place).is_disabled() for place in range(3))


@pytest.mark.parametrize("name", MAX_BYTES)
def test_a_script_stays_small(name: str) -> None:
    assert (SCRIPTS / name).stat().st_size <= MAX_BYTES[name]
