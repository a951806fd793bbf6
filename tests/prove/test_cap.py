"""Caps are exact under concurrency: officers approve all at once, over real HTTP."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from uuid import UUID

import httpx
import pytest
from django.utils import timezone

from onboarding.accounts.models import User
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board, Programme
from onboarding.tenancy.scope import board_scope
from onboarding.vault.actions import new_data_key
from sellers.models import Application, Enrolment, Seller
from tests import factories
from tests.prove.conftest import Prove
from tests.prove.programs import run_programs
from tests.sessions import browser_of_officer

CONNECTIONS = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Rush:
    """So many sent applications for so many places."""

    board: Board
    programme: Programme
    applications: Sequence[UUID]
    cap: int
    session: str

    @classmethod
    def prepare(cls, *, applications: int, cap: int) -> "Rush":
        board = factories.make_board()
        with board_scope(board.pk):
            programme = factories.make_programme(seller_cap=cap)
            sent = make_sent_applications(applications)
            officer = factories.make_officer(board)
        return cls(board, programme, sent, cap, browser_of_officer(officer).cookies["sessionid"].value)

    def approve_all(self, web: str) -> Counter[int]:
        """Approve everything over CONNECTIONS connections at once; return how often each status was answered."""
        shares = [self.applications[number::CONNECTIONS] for number in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return sum(pool.map(self.approve, repeat(web), shares), Counter())

    def approve(self, web: str, share: Sequence[UUID]) -> Counter[int]:
        pages = f"{web}/board/{self.board.slug}/applications"
        with httpx.Client(cookies={"sessionid": self.session}, timeout=60) as browser:
            token = TOKEN.search(browser.get(f"{pages}/{share[0]}/").text)
            assert token, "the page has no form"
            form = {"move": "approve", "programme": str(self.programme.pk), "csrfmiddlewaretoken": token[1]}
            return Counter(browser.post(f"{pages}/{application}/", data=form).status_code for application in share)

    def faults(self, answers: Counter[int]) -> Iterator[str]:
        """Say everything that is not as promised."""
        number = len(self.applications)
        with board_scope(self.board.pk):
            self.programme.refresh_from_db()
            found = {
                "answers": dict(answers),
                "approved": Application.objects.filter(status="approved").count(),
                "enrolled": Enrolment.objects.filter(status="enrolled").count(),
                "waitlisted": Enrolment.objects.filter(status="waitlisted").count(),
                "sellers": Enrolment.objects.values("seller").distinct().count(),
                "counted": self.programme.enrolled_count,
                "history": Counter(AuditEntry.objects.filter(actor_kind="officer").values_list("action", flat=True)),
            }
        promised = {
            "answers": {302: number},
            "approved": number,
            "enrolled": self.cap,
            "waitlisted": number - self.cap,
            "sellers": number,
            "counted": self.cap,
            "history": {
                "application.approved": number,
                "seller.enrolled": self.cap,
                "seller.waitlisted": number - self.cap,
            },
        }
        for name, value in promised.items():
            if found[name] != value:
                yield f"{name}: {found[name]}, promised {value}"


def make_sent_applications(number: int) -> list[UUID]:
    """So many sellers' applications as the board finds them; in bulk, since the rush is what takes time."""
    phones = [f"+91{8000000000 + next(factories.numbers)}" for _each in range(number)]
    users = User.objects.bulk_create(User(phone=phone, password="!") for phone in phones)
    key, district, craft = new_data_key(), factories.make_district(), factories.make_craft()
    sellers = Seller.objects.bulk_create(
        Seller(user=user, data_key=key, name="Sunita Devi", language="hi") for user in users
    )
    drafts = Application.objects.bulk_create(
        Application(seller=seller, district=district, craft=craft, submitted_at=timezone.now()) for seller in sellers
    )
    Application.objects.update(status="submitted")
    return [draft.pk for draft in drafts]


def rush_on(application: str, *, applications: int, cap: int) -> list[str]:
    """Approve so many at once on this web application and return what broke."""
    rush = Rush.prepare(applications=applications, cap=cap)
    with run_programs() as programs:
        programs.start_web(application, threads=CONNECTIONS // 2)
        return list(rush.faults(rush.approve_all(programs.stack.urls["web"])))


@pytest.mark.django_db(transaction=True)
def test_a_cap_is_exact_when_a_thousand_approvals_come_at_once(prove: Prove) -> None:
    with prove("caps are exact under concurrency") as proof:
        proof.tried = 1000
        proof.failures += rush_on("onboarding.wsgi", applications=1000, cap=300)

        unguarded = rush_on("tests.prove.unguarded", applications=120, cap=30)
        proof.control_fails = any(fault.startswith("enrolled: ") for fault in unguarded)
