"""Everybody who meets on the road, and what they remember from one step to the next."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onboarding.supervisor.stack import Stack
from tests.walkthrough.people import Marketplace, Officer, Partner, Phone, Seller

BOARD, OTHER_BOARD = "up-odop", "up-khadi"
PROGRAMME = "ODOP with Amazon Kala Haat"
PHONE = "98390 12345"  # plainly none of the demo's


@dataclass
class World:
    """One run of the walkthrough."""

    stack: Stack
    seller: Seller
    officer: Officer
    stranger: Officer
    partner: Partner
    amazon: Marketplace
    number: str = ""
    waiting: int = 0
    listing_path: str = ""
    asin: str = ""

    @property
    def listing_id(self) -> str:
        return self.listing_path.rstrip("/").split("/")[-1]

    @property
    def sku(self) -> str:
        return f"HS-{self.listing_id.replace('-', '')[:16].upper()}"


def meet(stack: Stack) -> World:
    """Return the people of a freshly seeded demo: a new seller, officers of two boards, a partner, and Amazon."""
    web, known = stack.urls["web"], people_of(stack.folder / "people.json")
    return World(
        stack=stack,
        seller=Seller(web, phone=Phone(f"+91{PHONE.replace(' ', '')}", stack.urls["sms"]), board=BOARD),
        officer=officer_of(web, known, BOARD),
        stranger=officer_of(web, known, OTHER_BOARD),
        partner=partner_of(web, known),
        amazon=Marketplace(stack.urls["control"]),
    )


def people_of(file: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(file.read_text())
    return known


def officer_of(web: str, known: dict[str, Any], board: str, role: str = "state_officer") -> Officer:
    found = next(each for each in known["people"] if each["board"] == board and each["role"] == role)
    return Officer(web, email=found["email"], password=found["password"], totp_secret=found["totp_secret"], board=board)


def partner_of(web: str, known: dict[str, Any]) -> Partner:
    client = known["clients"][0]
    return Partner(web, client["client_id"], client["client_secret"], client["token_url"], " ".join(client["scopes"]))
