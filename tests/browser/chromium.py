"""Debian's Chromium, driven by Playwright; where there is none, the tests say so and are skipped."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Keep it inside one package: while it runs, Django refuses its database to this thread."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser test was run: none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def sticks_out(page: Page) -> list[str]:
    """What is wider than the page, as tag, class and right edge; empty when nothing has to be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((each) => {
                    const box = each.getBoundingClientRect();
                    return box.right > room + 1 || box.left < -1;
                })
                .map((each) => `${each.tagName}.${each.className} ${Math.round(each.getBoundingClientRect().right)}`)
                .concat(`scrollWidth ${document.documentElement.scrollWidth} of ${room}`);
        }"""
    )
    return found
