"""A withdrawal stops use: nothing new is called for and what stands is taken down, while workers are killed."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from catalog.actions.review import approve_listing
from marketplaces.actions.planning import plan_publications
from marketplaces.models import Publication
from onboarding.boards.models import Board
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from sellers.models import Seller
from tests import factories
from tests.prove.conftest import Prove
from tests.prove.programs import Programs, run_programs

ACCOUNTS = 2
RATE_SCALE = 4
CALL_S = 0.4  # how long the marketplace takes over a put, so that there are calls in flight when somebody stops
PUTS_BETWEEN_STOPS = 6
BEGIN_S = 60.0
STALLED_S = 5.0
LOOK_EVERY_S = 0.2


@dataclass(frozen=True)
class Stopped:
    """What was so at the moment in which a seller stopped."""

    at: float
    in_flight: frozenset[tuple[str, str]]  # merchant and SKU of each call under way


@dataclass
class Market:
    """Sellers of one board with approved listings, each wanted on every account; some of them withdraw at work."""

    board: Board
    leaving: Sequence[UUID]
    staying: UUID
    publications: int
    stopped: dict[UUID, Stopped] = field(default_factory=dict)

    @classmethod
    def open(cls, *, leaving: int, listings: int) -> "Market":
        board = factories.make_board()
        with board_scope(board.pk):
            factories.make_sms_texts()
            for _account in range(ACCOUNTS):
                factories.make_account()
            officer = factories.make_officer(board)
            sellers = [factories.make_seller() for _seller in range(leaving + 1)]
            sent = [
                factories.make_listing(status="submitted", seller=seller).pk
                for _round in range(listings)
                for seller in sellers
            ]
            for listing in sent:
                approve_listing(listing, officer=officer)
                plan_publications(listing)  # before its event comes: whoever stops shall have something to stop
        first, *others = [seller.pk for seller in sellers]
        return cls(board, others, first, len(sent) * ACCOUNTS)

    def stop(self, seller_id: UUID, *, events: Sequence[str] = ("seller.stopping",)) -> None:
        """Let her withdraw, and note which of her calls were in flight: with the rows locked, none begins or ends."""
        with board_scope(self.board.pk):
            rows = Publication.objects.of_seller(seller_id)
            list(rows.locked().order_by("pk"))
            in_flight = frozenset(rows.in_flight().values_list("account__merchant_id", "sku"))
            seller = Seller.objects.locked().get(pk=seller_id)
            move(seller, "stop")
            for event in events:
                publish(event, seller)
        self.stopped[seller_id] = Stopped(time.time(), in_flight)

    def wait_for_a_call_of(self, seller_id: UUID) -> None:
        """Return while a call of hers is in flight, which is the hardest moment to stop; or when none comes."""
        end = time.monotonic() + STALLED_S
        while time.monotonic() < end:
            with board_scope(self.board.pk):
                if Publication.objects.of_seller(seller_id).in_flight().exists():
                    return
            time.sleep(LOOK_EVERY_S / 10)

    def rows(self) -> list[dict[str, Any]]:
        names = ("sku", "status", "dead_at", "done_at", "last_error", "account__merchant_id", "listing__seller")
        with board_scope(self.board.pk):
            return list(Publication.objects.values(*names))

    def is_at_rest(self) -> bool:
        """Tell whether every publication stands or is gone, and no event waits."""
        rows = self.rows()
        with board_scope(self.board.pk):
            waiting = OutboxEvent.objects.filter(done_at=None, dead_at=None).exists()
        return not waiting and len(rows) == self.publications and all(row["done_at"] or row["dead_at"] for row in rows)

    def faults(self, programs: Programs) -> Iterator[str]:
        """Say everything that is not as promised, in the sandbox and in our own rows."""
        outside = programs.control("GET", "state")
        shown: Any = outside["listings"]
        for row in self.rows():
            state = shown.get(row["account__merchant_id"], {}).get(row["sku"], {}).get("state", "absent")
            promised = ("taken_down", "absent") if row["listing__seller"] in self.stopped else ("live", "live")
            if (row["status"], state) != promised:
                yield f"{row['sku']}: here {row['status']}, there {state}, {row['last_error']}"
        yield from self.calls_that_should_not_be(programs)
        if outside["max_concurrent_per_sku"] != 1:
            yield f"{outside['max_concurrent_per_sku']} calls for one SKU at a time"

    def calls_that_should_not_be(self, programs: Programs) -> Iterator[str]:
        """Say each put that was begun after its seller had stopped, or was made after she was withdrawn."""
        puts = puts_of(programs)
        for seller_id, stopped in self.stopped.items():
            with board_scope(self.board.pk):
                seller = Seller.objects.get(pk=seller_id)
            if seller.status != "withdrawn":
                yield f"seller {seller_id} is {seller.status}"
            withdrawn_at = seller.status_since if seller.status == "withdrawn" else datetime.max.replace(tzinfo=UTC)
            hers = {
                (row["account__merchant_id"], row["sku"]) for row in self.rows() if row["listing__seller"] == seller_id
            }
            later = [put for put in puts if (put["seller_id"], put["sku"]) in hers and put["at"] > stopped.at]
            for key in {(put["seller_id"], put["sku"]) for put in later}:
                number = sum((put["seller_id"], put["sku"]) == key for put in later)
                if number > (key in stopped.in_flight):
                    yield f"{key}: {number} puts after she stopped, in flight was {key in stopped.in_flight}"
            if any(put["at"] > withdrawn_at.timestamp() for put in later):
                yield f"a put was made after seller {seller_id} was withdrawn"


def puts_of(programs: Programs) -> list[dict[str, Any]]:
    rows: Any = programs.control("GET", "submissions")["rows"]
    return [row for row in rows if row["operation"] == "putListingsItem"]


def start(programs: Programs, worker: str) -> None:
    programs.start_sandbox()
    programs.control("POST", "rates", {"scale": RATE_SCALE})
    programs.control("POST", "faults", {"operation": "putListingsItem", "kind": "slow", "seconds": CALL_S})
    programs.start_worker(worker)
    programs.start_beat()


def wait_for_puts(programs: Programs, *, upto: int) -> None:
    """Return when so many puts were made, or nothing has moved for a while; workers need a while to begin, too."""
    best, since = 0, time.monotonic()
    while (made := len(puts_of(programs))) < upto:
        if made > best:
            best, since = made, time.monotonic()
        if time.monotonic() - since > (STALLED_S if made else BEGIN_S):
            return
        time.sleep(LOOK_EVERY_S)


def stop_all_at_work(market: Market, programs: Programs) -> None:
    """One after the other withdraws while puts go out; each time workers are killed, and the broker is flushed."""
    for number, seller_id in enumerate(market.leaving):
        wait_for_puts(programs, upto=PUTS_BETWEEN_STOPS * (number + 1))
        market.wait_for_a_call_of(seller_id)
        market.stop(seller_id)
        if number % 2:
            programs.kill_one_process_of_the_worker()
            programs.flush_broker()
        else:
            programs.kill_workers()


def wait_for_rest(market: Market, patience_s: float) -> float:
    started = time.monotonic()
    while not market.is_at_rest() and time.monotonic() - started < patience_s:
        time.sleep(LOOK_EVERY_S)
    return time.monotonic() - started


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_stops_use_while_workers_are_killed(
    prove: Prove, is_full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    leaving, listings = (12, 10) if is_full else (3, 5)
    with prove("withdrawal stops use") as proof:
        market = Market.open(leaving=leaving, listings=listings)
        proof.tried = leaving * listings * ACCOUNTS
        with run_programs() as programs:
            start(programs, "onboarding" if is_full else "tests.prove.hasty")
            stop_all_at_work(market, programs)
            rested_s = wait_for_rest(market, patience_s=240 if is_full else 90)
            proof.failures += market.faults(programs)
            deaths = programs.deaths_of_workers
        assert deaths >= leaving // 2, "the kills killed nobody"
        in_flight = sum(len(stopped.in_flight) for stopped in market.stopped.values())
        with capsys.disabled():
            print(f"\n{in_flight} calls in flight at {leaving} withdrawals; last one to rest: {rested_s:.1f} s")

        proof.control_fails = bool(puts_without_the_exclusion())


def puts_without_the_exclusion() -> list[str]:
    """The same when a stopping seller's rows may be claimed, and the event that she stops comes late."""
    market = Market.open(leaving=1, listings=6)
    with run_programs() as programs:
        start(programs, "tests.prove.heedless")
        wait_for_puts(programs, upto=2)
        market.stop(market.leaving[0], events=())
        wait_for_puts(programs, upto=market.publications)
        return [fault for fault in market.calls_that_should_not_be(programs) if "after she stopped" in fault]
