"""The listen button: the phone's own voice, or a recording; without either there is no button."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, Route

from tests.browser.chromium import PHONE

SITE = "http://haat.example"
VOICES = "[{name: 'Lekha', lang: 'hi-IN'}, {name: 'Ravi', lang: 'en_IN'}, {name: 'Amy', lang: 'en-GB'}]"
SPEECH = """
    window.said = []; window.cancelled = 0; window.clips = [];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        voices: %s,
        getVoices() { return this.voices; },
        speak(words) { said.push(words); },
        cancel() { window.cancelled += 1; },
        addEventListener(name, tell) { this.tell = tell; },
    }});
"""
RECORDER = """
    window.Audio = class {
        play() { clips.push(this.src); return %s; }
        pause() {}
    };
"""
PLAYS, IS_LOST = "Promise.resolve()", "Promise.reject(new Error('no network'))"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def open_question(
    page: Page, *, language: str = "hi", voices: str = VOICES, player: str = PLAYS, clip_url: str = "", times: int = 1
) -> Locator:
    """Open a question with its button; two questions when it is included twice."""
    with translation.override(language):
        button = render_to_string("onboarding/parts/listen.html", {"target": "ask help", "clip_url": clip_url})
    html = (
        f"<!DOCTYPE html><html lang='{language}'><link rel='stylesheet' href='/static/css/haat.css'>"
        f"<h1 id='ask'>आपका नाम?</h1><p id='help'>जैसा बैंक की किताब में है।</p>{button * times}</html>"
    )

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif "css/haat" in path or "js/listen" in path:
            folder, name = ("css", "haat.css") if "css/haat" in path else ("js", "listen.js")
            route.fulfill(path=Path(settings.BASE_DIR, "static", folder, name))
        else:
            route.abort()

    page.route("**/*", answer)
    page.add_init_script(SPEECH % voices + RECORDER % player)
    page.goto(f"{SITE}/")
    return page.locator("[data-listen]").first


def said(page: Page) -> list[list[str]]:
    return page.evaluate("said.map((each) => [each.text, each.lang, each.voice.name])")  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("language", "word", "lang", "voice"), [("hi", "सुनें", "hi-IN", "Lekha"), ("en", "Listen", "en-IN", "Ravi")]
)
def test_the_question_and_its_help_are_read_in_the_pages_language(
    page: Page, language: str, word: str, lang: str, voice: str
) -> None:
    button = open_question(page, language=language)

    button.click()

    assert button.inner_text() == word
    assert said(page) == [["आपका नाम?\nजैसा बैंक की किताब में है।", lang, voice]]
    assert button.get_attribute("aria-pressed") == "true"


def test_the_button_is_large_enough_for_a_thumb(page: Page) -> None:
    box = open_question(page).bounding_box()

    assert box is not None
    assert box["height"] >= 48
    assert box["width"] >= 48


def test_another_countrys_voice_is_better_than_none(page: Page) -> None:
    open_question(page, language="en", voices="[{name: 'Amy', lang: 'en-GB'}]").click()

    assert [each[2] for each in said(page)] == ["Amy"]


@pytest.mark.parametrize("voices", ["[]", "[{name: 'Amy', lang: 'en-GB'}]"])
def test_without_a_voice_in_her_language_there_is_no_button(page: Page, voices: str) -> None:
    assert not open_question(page, voices=voices).is_visible()


def test_voices_that_arrive_late_bring_the_button(page: Page) -> None:
    button = open_question(page, voices="[]")

    page.evaluate("speechSynthesis.voices = [{name: 'Lekha', lang: 'hi-IN'}]; speechSynthesis.tell()")

    assert button.is_visible()


def test_a_second_tap_makes_it_quiet(page: Page) -> None:
    button = open_question(page)
    button.click()
    cancelled = page.evaluate("cancelled")

    button.click()

    assert len(said(page)) == 1
    assert page.evaluate("cancelled") == cancelled + 1
    assert button.get_attribute("aria-pressed") == "false"


def test_at_the_end_it_can_be_heard_again(page: Page) -> None:
    button = open_question(page)
    button.click()

    page.evaluate("said[0].onend()")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()

    assert len(said(page)) == 2


def test_a_recording_is_played_instead_and_needs_no_voice(page: Page) -> None:
    button = open_question(page, voices="[]", clip_url="/clips/name.ogg")

    button.click()

    assert page.evaluate("clips") == ["/clips/name.ogg"]
    assert said(page) == []


def test_a_recording_that_does_not_come_is_read_by_the_phone(page: Page) -> None:
    button = open_question(page, player=IS_LOST, clip_url="/clips/name.ogg")

    button.click()
    page.wait_for_function("said.length")

    assert [each[2] for each in said(page)] == ["Lekha"]


def test_two_buttons_on_a_page_share_one_voice(page: Page) -> None:
    first = open_question(page, times=2)
    second = page.locator("[data-listen]").nth(1)

    first.click()
    second.click()

    assert len(said(page)) == 2
    assert (first.get_attribute("aria-pressed"), second.get_attribute("aria-pressed")) == ("false", "true")


def test_without_javascript_there_is_no_button(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    assert not open_question(context.new_page()).is_visible()
    context.close()
