"""Every page there is, and in which of its states it is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from onboarding.supervisor.stack import Stack
from tests.browser.people import seller_with
from tests.walkthrough.people import Browser, Officer, Seller
from tests.walkthrough.pictures import sari
from tests.walkthrough.steps.seller import PIECE
from tests.walkthrough.world import BOARD, officer_of, people_of

# The demo's sellers of the board, by how far they have come.
APPROVED, APPROVED_TOO, WAITING, TO_MEND, DRAFT = (f"+9190000001{number}" for number in ("01", "02", "03", "09", "10"))
NEWCOMER = "+919839000009"
STEPS = ("place", "craft", "card", "pan", "gst", "bank", "udyam", "marks", "identity")
HERS = ("consents/", "wallet/", "whose/", "number/", "helpers/", "pin/new/", "privacy/", "leave/")


@dataclass(frozen=True)
class Place:
    """A page in one state; `typed` is filled into its form and sent, to see how a refusal looks."""

    name: str
    person: str
    path: str
    typed: Mapping[str, str] | None = None
    is_desk: bool = False


@dataclass
class People:
    """Who opens the pages, signed in over plain HTTP."""

    known: dict[str, Browser]
    begun_listing: str
    finished_listing: str

    @classmethod
    def at(cls, stack: Stack, officer: Officer) -> "People":
        begun = seller_with(stack, APPROVED_TOO)
        known: dict[str, Browser] = {
            "nobody": Browser(stack.urls["web"]),
            "asked": asked_for_a_code(stack),
            "half": half_signed_in(stack),
            "newcomer": seller_with(stack, NEWCOMER),
            "draft": seller_with(stack, DRAFT),
            "waiting": seller_with(stack, WAITING),
            "mend": seller_with(stack, TO_MEND),
            "approved": seller_with(stack, APPROVED),
            "begun": begun,
            "officer": officer,
        }
        return cls(known, begin_listing(begun, "#27265f"), finish_listing(begun))

    def __getitem__(self, name: str) -> Browser:
        return self.known[name]


def asked_for_a_code(stack: Stack) -> Browser:
    visitor = Browser(stack.urls["web"])
    visitor.open(f"/join/{BOARD}/")
    visitor.send(visitor.page.form(), phone="98390 00010")
    return visitor


def half_signed_in(stack: Stack) -> Officer:
    officer = officer_of(stack.urls["web"], people_of(stack.folder / "people.json"), BOARD)
    officer.open(officer.at())
    officer.give_password()
    return officer


def begin_listing(seller: Seller, silk: str) -> str:
    """Return the path of a listing that has its photo and nothing else."""
    seller.open(seller.at("listings/new/"))
    seller.send(seller.page.form(), files={"photo": ("sari.jpg", sari(silk), "image/jpeg")})
    return seller.path.removesuffix("details/")


def finish_listing(seller: Seller) -> str:
    """Return the path of a listing that has everything and was not sent."""
    path = begin_listing(seller, "#1d5731")
    seller.send(seller.page.form(), price_paise="7,200", **PIECE)
    return path


def places(people: People) -> list[Place]:
    return [*public(), *sellers(people), *officers(people)]


def public() -> list[Place]:
    join = f"/join/{BOARD}/"
    return [
        Place("home", "nobody", "/"),
        Place("join", "nobody", join),
        Place("join-refused", "nobody", join, {"phone": "12345"}),
        Place("can-i-sell", "nobody", f"{join}can-i-sell/"),
        Place("code", "asked", f"{join}code/"),
        Place("code-refused", "asked", f"{join}code/", {"code": "12"}),
        Place("absent", "nobody", "/no/such/page"),
        Place("sign-in", "nobody", "/account/login/", is_desk=True),
        Place("sign-in-refused", "nobody", "/account/login/", {"login": "a@b.example", "password": "x"}, is_desk=True),
        Place("second-key", "half", "/account/2fa/authenticate/", is_desk=True),
        Place("second-key-refused", "half", "/account/2fa/authenticate/", {"code": "000000"}, is_desk=True),
        Place("forgotten-password", "nobody", "/account/password/reset/", is_desk=True),
    ]


def sellers(people: People) -> list[Place]:
    home = f"/seller/{BOARD}/"
    begun = people.begun_listing
    people["approved"].open(home)
    goods = people["approved"].page.root.find_all("article")
    listed = [link.attrs["href"] for each in goods if (link := each.find("a"))]
    return [
        Place("road-new", "newcomer", home),
        Place("road-draft", "draft", home),
        Place("road-waiting", "waiting", home),
        Place("road-mend", "mend", home),
        Place("road-live", "approved", home),
        Place("road-begun", "begun", home),
        Place("application", "newcomer", f"{home}application/"),
        Place("application-who", "newcomer", f"{home}application/who/"),
        Place("application-who-refused", "newcomer", f"{home}application/who/", {"name": ""}),
        Place("application-place-refused", "draft", f"{home}application/place/", {"pin": "12"}),
        *(Place(f"application-{step}", "draft", f"{home}application/{step}/") for step in STEPS),
        Place("application-card-photo", "draft", f"{home}application/pictures/card-photo/"),
        Place("application-card-photo-refused", "draft", f"{home}application/pictures/card-photo/", {}),
        Place("application-bank-photo", "draft", f"{home}application/pictures/bank-photo/"),
        Place("application-mend", "mend", f"{home}application/"),
        Place("application-mend-photo", "mend", f"{home}application/pictures/card-photo/"),
        Place("application-check", "draft", f"{home}application/check/"),
        Place("application-sent", "waiting", f"{home}application/sent/"),
        *(Place(f"hers-{page.strip('/').replace('/', '-')}", "approved", f"{home}{page}") for page in HERS),
        Place("photo", "approved", f"{home}listings/new/"),
        Place("photo-refused", "approved", f"{home}listings/new/", {}),
        Place("details", "begun", f"{begun}details/"),
        Place("details-refused", "begun", f"{begun}details/", {"price_paise": "1.5k", "title": "साड़ी"}),
        Place("check", "begun", f"{people.finished_listing}check/"),
        Place("listing-draft", "begun", people.finished_listing),
        *(Place(f"listing-{number}", "approved", path) for number, path in enumerate(listed, start=1)),
    ]


def below(person: Browser, queue: str) -> list[str]:
    """Return the addresses of the files in a queue, in its order."""
    person.open(queue)
    table = person.page.root.find("tbody")
    return [node.attrs["href"] for node in table.find_all("a")] if table else []


def officers(people: People) -> list[Place]:
    desk = f"/board/{BOARD}/"
    file = below(people["officer"], f"{desk}applications/")[0]
    listing = below(people["officer"], f"{desk}listings/")[0]
    return [
        Place("today", "officer", desk, is_desk=True),
        Place("applications", "officer", f"{desk}applications/", is_desk=True),
        Place("applications-none", "officer", f"{desk}applications/?status=rejected", is_desk=True),
        Place("application-file", "officer", file, is_desk=True),
        Place("application-file-refused", "officer", file, {"move": "send_back", "reason": ""}, is_desk=True),
        Place("application-file-no-programme", "officer", file, {"move": "approve"}, is_desk=True),
        Place("listings", "officer", f"{desk}listings/", is_desk=True),
        Place("listing-file", "officer", listing, is_desk=True),
        Place("publications", "officer", f"{desk}marketplaces/?status=live", is_desk=True),
        Place("publications-none", "officer", f"{desk}marketplaces/", is_desk=True),
        Place("imports", "officer", f"{desk}import/", is_desk=True),
        Place("assist", "officer", f"{desk}assist/", is_desk=True),
        Place("drawn", "officer", f"{desk}assist/drawn/", is_desk=True),
        Place("lost-numbers", "officer", f"{desk}numbers/", is_desk=True),
        Place("stuck-none", "officer", f"{desk}stuck/", is_desk=True),
        Place("sign-out", "officer", "/account/logout/", is_desk=True),
        Place("password", "officer", "/account/password/change/", is_desk=True),
        Place("second-keys", "officer", "/account/2fa/", is_desk=True),
    ]
