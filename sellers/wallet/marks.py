"""What lies in a seller's wallet, and what of it runs out soon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sellers.models import Application, Check, Document, Fact, Seller
from sellers.questions.catalogue import QUESTIONS, WALLET, Text
from sellers.questions.requirements import requirements_of
from sellers.review.reading import FileReading, read_file
from sellers.review.standing import Standing, standings_of

SOON = timedelta(days=60)
NAMES: Mapping[str, Text] = {  # at most 30 letters: an SMS names them
    "artisan_card": _("Artisan or weaver card"),
    "khadi_certificate": _("Khadi certificate"),
    "handloom_mark": _("Handloom Mark"),
    "silk_mark": _("Silk Mark"),
    "gi_user": _("GI authorised user"),
}
PAPER_OF: Mapping[str, str] = {"artisan_card": "artisan_card_photo", "khadi_certificate": "khadi_photo"}
MARK_OF_PAPER: Mapping[str, str] = {paper: code for code, paper in PAPER_OF.items()}

State = Literal["verified", "pending", "invalid", "unseen"]
Result = Check.Result


@dataclass(frozen=True)
class Mark:
    """One mark or card of hers; without a number she has none yet. `days_left` is negative once it has run out."""

    code: str
    name: Text
    why: Text
    number: str
    expires_on: date | None
    state: State
    days_left: int | None

    @property
    def is_expired(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def runs_out_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON.days


@dataclass(frozen=True)
class Expiring:
    """A mark that has run out or will within 60 days."""

    code: str
    name: Text
    expires_on: date
    days_left: int


def wallet_of(application: Application) -> list[Mark]:
    """Return the marks that this kind of seller may have and those that she has, in the order they are asked."""
    reading = read_file(application)
    standings = standings_of(reading)
    asked = requirements_of(application.seller.kind)
    return [
        mark_of(code, reading, standings.get(code, []))
        for code in WALLET
        if code in asked or code in reading.facts or PAPER_OF.get(code) in reading.documents
    ]


def mark_of(code: str, reading: FileReading, standings: Iterable[Standing]) -> Mark:
    expires_on = expiry_in(code, reading)
    return Mark(
        code=code,
        name=NAMES[code],
        why=QUESTIONS[code].why,
        number=reading.values.get(code, ""),
        expires_on=expires_on,
        state=state_of(standings),
        days_left=days_until(expires_on) if expires_on else None,
    )


def expiry_in(code: str, reading: FileReading) -> date | None:
    """Return until when the mark holds: as she wrote beside its number, else beside its paper."""
    paper = reading.documents.get(PAPER_OF.get(code, ""))
    fact = reading.facts.get(code)
    return (fact.expires_on if fact else None) or (paper.expires_on if paper else None)


def state_of(standings: Iterable[Standing]) -> State:
    """Return how the newest checks that count leave it: one that says no weighs more than one that says yes."""
    states = {standing.state for standing in standings}
    if states & {Result.MISMATCH, Result.CANCELLED, Result.NOT_FOUND}:
        return "invalid"
    if Result.MATCH in states:
        return "verified"
    return "pending" if Result.PENDING in states else "unseen"


def expiring_marks(seller: Seller) -> list[Expiring]:
    """Return what of hers has run out or will within 60 days, the most urgent first. Two queries."""
    until = timezone.localdate() + SOON
    facts = Fact.objects.filter(seller=seller, code__in=WALLET, expires_on__lte=until)
    papers = Document.objects.filter(seller=seller, code__in=MARK_OF_PAPER, expires_on__lte=until, replaced_at=None)
    found = {MARK_OF_PAPER[code]: day for code, day in papers.values_list("code", "expires_on")}
    found |= dict(facts.values_list("code", "expires_on"))
    soonest = sorted(found.items(), key=lambda each: each[1])
    return [Expiring(code, NAMES[code], day, days_until(day)) for code, day in soonest]


def days_until(day: date) -> int:
    return (day - timezone.localdate()).days
