"""People in Chromium: signed in over plain HTTP where signing in is not what is tested."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from onboarding.supervisor.stack import Stack
from tests.browser.chromium import DESK, PHONE
from tests.walkthrough.people import Officer, Phone, Seller
from tests.walkthrough.world import BOARD, officer_of, people_of


def seller_with(stack: Stack, number: str) -> Seller:
    """Return whoever owns this number, signed in by the code that came to it."""
    seller = Seller(stack.urls["web"], phone=Phone(number, stack.urls["sms"]), board=BOARD)
    already = len(seller.phone.messages())
    seller.open(f"/join/{BOARD}/")
    seller.send(seller.page.form(), phone=number)
    seller.send(seller.page.form(), code=seller.phone.wait_for_code(already))
    seller.expect_page(seller.at())
    return seller


def officer_at(stack: Stack) -> Officer:
    """Return an officer of the demo board, signed in with both keys.

    Not the one who walks the road: a code of the second factor works once, and the next one is half a minute away.
    """
    officer = officer_of(stack.urls["web"], people_of(stack.folder / "people.json"), BOARD, "administrator")
    officer.open(officer.at())
    officer.give_password()
    officer.give_code()
    officer.expect_page(officer.at())
    return officer


@dataclass
class Screen:
    """One window: a context of its own, in one language and at one width."""

    page: Page
    context: BrowserContext
    url: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def expect_path(self, path: str) -> None:
        self.page.wait_for_url(f"{self.url}{path}")


def screen(browser: Browser, stack: Stack, *, language: str, width: int = 360, **options: Any) -> Screen:
    """Open a window as wide as a phone or a desk; `person` is whose cookies it begins with."""
    person = options.pop("person", None)
    size = PHONE if width == PHONE["width"] else DESK
    context = browser.new_context(viewport=size, is_mobile=width == PHONE["width"], has_touch=True, **options)
    cookies = {cookie.name: cookie.value or "" for cookie in person.http.cookies.jar} if person else {}
    cookies["django_language"] = language
    context.add_cookies([{"name": name, "value": value, "url": stack.urls["web"]} for name, value in cookies.items()])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return Screen(page, context, stack.urls["web"])
