"""The people of the road: each goes about over real HTTP, reads forms as a browser does, and knows no shortcut."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx
import pyotp

from tests.walkthrough.pages import Form, Page, read_page

FILE = tuple[str, bytes, str]  # name, content, content type
Found = TypeVar("Found")
TOTP_STEP_S = 30


class NotAsExpected(AssertionError):
    """The road is broken here. The text says what was expected, and what stood on the page instead."""


def expect(holds: object, expectation: str, seen: object = "") -> None:
    """Raise NotAsExpected, showing what was seen, unless it holds."""
    if not holds:
        raise NotAsExpected(f"expected: {expectation}\nsaw: {seen}")


def wait_for(look: Callable[[], Found | None], expectation: str, timeout_s: float = 20) -> Found:
    """Look again and again until something is found. Raises NotAsExpected when the time is up."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.15)
    raise NotAsExpected(f"expected within {timeout_s:g} s: {expectation}")


@dataclass
class Browser:
    """A browser without JavaScript: it keeps cookies, follows redirects, and stands on one page."""

    url: str
    http: httpx.Client = field(init=False)
    answer: httpx.Response = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, follow_redirects=True, timeout=30, trust_env=False)

    @property
    def path(self) -> str:
        """Where the browser stands, as its address bar would say."""
        return self.answer.url.raw_path.decode()

    @property
    def first_status(self) -> int:
        """What the last request was answered with, before any redirect was followed."""
        return (self.answer.history or [self.answer])[0].status_code

    def open(self, path: str) -> Page:
        return self.stand_on(self.http.get(path))

    def send(
        self,
        form: Form,
        *,
        files: Mapping[str, FILE] | None = None,
        button: tuple[str, str] | None = None,
        **typed: str,
    ) -> Page:
        """Fill the form in and send it to where it says; raise KeyError for a field that it does not have."""
        expect(form.method == "post", "a form that posts", form.method)
        missing = set(files or {}) - set(form.file_names)
        expect(not missing, f"a file box named {missing}", form.file_names)
        data = form.fill(**typed) | (dict([button]) if button else {})
        target = urljoin(str(self.answer.url), form.action)
        headers = {"referer": str(self.answer.url)}
        return self.stand_on(self.http.post(target, data=data, files=files, headers=headers))

    def stand_on(self, answer: httpx.Response) -> Page:
        self.answer = answer
        self.page = read_page(answer.text if "html" in answer.headers.get("content-type", "") else "")
        return self.page

    def expect_page(self, path: str, status: int = 200) -> None:
        """Stand on this page and no other."""
        seen = f"{self.answer.status_code} {self.path}\n{self.page.main_text}"
        expect(self.path == path and self.answer.status_code == status, f"{status} {path}", seen)

    def switch_language(self, code: str) -> Page:
        """Press the language's button in the header."""
        forms = [form for form in self.page.forms() if ("language", code) in form.buttons]
        expect(forms, f"a button for the language {code}", self.page.root.text)
        return self.send(forms[0], button=("language", code))


@dataclass
class Phone:
    """The messages of one number, as the SMS gateway of the sandbox delivered them."""

    number: str
    sms_url: str

    def messages(self) -> list[str]:
        """Return the texts that arrived, newest first."""
        answer = httpx.get(self.sms_url, params={"to": self.number}, trust_env=False)
        return [message["text"] for message in answer.json()["messages"]]

    def wait_for_message(self, already: int) -> str:
        """Return the newest text once more than `already` have arrived."""
        found = wait_for(lambda: self.messages()[: -already or None], f"an SMS to {self.number}")
        return found[0]

    def wait_for_text(self, containing: str) -> str:
        """Return the newest text that holds these words, once there is one."""
        return wait_for(
            lambda: next((text for text in self.messages() if containing in text), None),
            f"an SMS to {self.number} with {containing}",
        )

    def wait_for_code(self, already: int) -> str:
        """Return the six digits of the newest code after the first `already` texts; other texts may come between."""

        def look() -> str | None:
            codes = (re.search(r"\b\d{6}\b", text) for text in self.messages()[: -already or None])
            return next((code.group() for code in codes if code), None)

        return wait_for(look, f"a code for {self.number}")


@dataclass
class Seller(Browser):
    """An artisan with a phone."""

    phone: Phone = field(kw_only=True)
    board: str = field(kw_only=True)

    def at(self, rest: str = "") -> str:
        return f"/seller/{self.board}/{rest}"

    def stones(self) -> dict[str, str]:
        """Return the stones of the road that the page shows: title and state, in order."""
        stones = {}
        for stone in self.page.root.find_all("li", class_="stone"):
            title = stone.find("h3")
            stones[title.text if title else ""] = stone.attrs["class"].split()[-1]
        return stones

    def stones_done(self) -> int:
        return list(self.stones().values()).count("done")


@dataclass
class Officer(Browser):
    """An officer with a password and an authenticator app."""

    email: str = field(kw_only=True)
    password: str = field(kw_only=True)
    totp_secret: str = field(kw_only=True)
    board: str = field(kw_only=True)

    def at(self, rest: str = "") -> str:
        return f"/board/{self.board}/{rest}"

    def code(self) -> str:
        """Return the six digits of this moment; just before they change, wait for the next ones."""
        left = TOTP_STEP_S - time.time() % TOTP_STEP_S
        if left < 2:
            time.sleep(left)
        return pyotp.TOTP(self.totp_secret).now()

    def give_password(self) -> None:
        """Give the first key, on whichever page asks for it."""
        self.send(self.page.form(), login=self.email, password=self.password)
        expect("2fa" in self.path, "the page that asks for the second factor", f"{self.path}\n{self.page.main_text}")

    def give_code(self) -> None:
        """Give the second key."""
        self.send(self.page.form(), code=self.code())

    def number(self, address: str) -> int:
        """Return the number on Today that leads to this address."""
        card = self.page.root.find("a", class_="number-card", href=address)
        shown = card.find("b") if card else None
        expect(shown, f"a number that leads to {address}", self.page.main_text)
        return int(shown.text.replace(",", "")) if shown else 0


@dataclass
class Partner:
    """A marketplace's program, which signs in by its id and secret."""

    url: str
    client_id: str
    client_secret: str
    token_url: str
    scopes: str
    token: str = ""

    def fetch_token(self) -> httpx.Response:
        answer = httpx.post(
            self.token_url,
            data={"grant_type": "client_credentials", "scope": self.scopes},
            auth=(self.client_id, self.client_secret),
            trust_env=False,
        )
        if answer.status_code == 200:
            self.token = answer.json()["access_token"]
        return answer

    def get(self, path: str, token: str | None = None) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token if token is None else token}"}
        return httpx.get(urljoin(self.url, path), headers=headers, trust_env=False, timeout=30)

    def listings(self, board: str) -> list[dict[str, Any]]:
        """Return every listing that the board shows this partner, page by page."""
        found, after = [], ""
        while True:
            answer = self.get(f"/api/v1/boards/{board}/listings/?limit=100{after}")
            expect(answer.status_code == 200, "a page of listings", f"{answer.status_code} {answer.text}")
            page = answer.json()
            found += page["items"]
            if page["next"] is None:
                return found
            after = f"&after={page['next']}"


@dataclass
class Marketplace:
    """Amazon's side, as the sandbox saw it."""

    control_url: str

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.control_url}/state", trust_env=False).json()
        return found

    def listing(self, sku: str) -> dict[str, Any] | None:
        """Return what stands there under the SKU, whoever's account it is on."""
        sellers = self.state()["listings"].values()
        return next((skus[sku] for skus in sellers if sku in skus), None)
