"""Nothing that was approved is lost or stands twice, while workers are killed with -9 and the broker is flushed."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from catalog.actions.review import approve_listing
from marketplaces.models import Publication
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests import factories
from tests.prove.conftest import Prove
from tests.prove.programs import Programs, run_programs

BOARDS = 2
ACCOUNTS_EACH = 2
RATE_SCALE = 4  # 20 calls a second and account: fast enough for a test, slow enough to be killed at work
STALLED_S = 5.0  # no progress for so long: strike all the same, for what is left may wait for a lease
LOOK_EVERY_S = 0.25


@dataclass(frozen=True)
class Catalogue:
    """Approved listings of each board, each wanted on all its accounts."""

    boards: Sequence[Board]
    merchants: Sequence[str]
    listings: int

    @classmethod
    def approve(cls, *, publications: int) -> "Catalogue":
        listings = publications // (BOARDS * ACCOUNTS_EACH)
        made = [cls.approve_at_new_board(listings) for _board in range(BOARDS)]
        return cls([board for board, _merchants in made], [name for _board, names in made for name in names], listings)

    @classmethod
    def approve_at_new_board(cls, listings: int) -> tuple[Board, list[str]]:
        board = factories.make_board()
        with board_scope(board.pk):
            factories.make_sms_texts()
            merchants = [factories.make_account().merchant_id for _account in range(ACCOUNTS_EACH)]
            seller, officer = factories.make_seller(), factories.make_officer(board)
            sent = [factories.make_listing(status="submitted", seller=seller).pk for _listing in range(listings)]
        for listing in sent:
            with board_scope(board.pk):
                approve_listing(listing, officer=officer)
        return board, merchants

    @property
    def publications(self) -> int:
        return self.listings * len(self.merchants)

    def in_each_board(self, read: Callable[[], Any]) -> list[Any]:
        found = []
        for board in self.boards:
            with board_scope(board.pk):
                found.append(read())
        return found

    def settled(self) -> int:
        """How many publications need no more work."""
        return sum(self.in_each_board(Publication.objects.exclude(done_at=None, dead_at=None).count))

    def is_at_rest(self) -> bool:
        """Tell whether every publication stands and no event waits."""
        waiting = sum(self.in_each_board(OutboxEvent.objects.filter(done_at=None, dead_at=None).count))
        return self.settled() == self.publications and waiting == 0

    def faults(self, outside: dict[str, Any]) -> Iterator[str]:
        """Say everything that is not as promised, in the sandbox and in our own rows."""
        rows = [row for found in self.in_each_board(read_publications) for row in found]
        if len(rows) != self.publications:
            yield f"{len(rows)} publications were planned of {self.publications}"
        for row in rows:
            shown = outside["listings"].get(row["account__merchant_id"], {}).get(row["sku"], {})
            if shown.get("state") != "live" or shown["went_live"] != 1:
                yield f"{row['sku']}: the marketplace shows {shown or 'nothing'}"
            elif row["status"] != "live" or row["dead_at"] or row["marketplace_id"] != shown["asin"]:
                yield f"{row['sku']}: live there, here {row['status']}, {row['marketplace_id']}, {row['last_error']}"
        told = Counter(key for found in self.in_each_board(read_history) for key in found)
        if told != Counter(str(row["pk"]) for row in rows):
            yield f"the history tells {sum(told.values())} times that something went live"
        for name, error in (event for found in self.in_each_board(read_open_events) for event in found):
            yield f"event {name} is open: {error}"
        if outside["max_concurrent_per_sku"] != 1:
            yield f"{outside['max_concurrent_per_sku']} calls for one SKU at a time"


def read_publications() -> list[dict[str, Any]]:
    names = ("pk", "sku", "status", "marketplace_id", "dead_at", "last_error", "account__merchant_id")
    return list(Publication.objects.values(*names))


def read_history() -> list[str]:
    return list(AuditEntry.objects.filter(action="publication.live").values_list("object_id", flat=True))


def read_open_events() -> list[tuple[str, str]]:
    return list(OutboxEvent.objects.filter(done_at=None).values_list("name", "last_error"))


@dataclass
class Chaos:
    """Kills and flushes, spread over the work."""

    programs: Programs
    catalogue: Catalogue
    kills: int
    flushes: int
    last_strike: float = 0.0

    def strike_while_it_works(self) -> None:
        share = self.catalogue.publications / (self.kills + 1)
        for number in range(self.kills):
            self.wait_for_progress(upto=share * (number + 0.5))
            if number % 2:
                self.programs.kill_one_process_of_the_worker()
            else:
                self.programs.kill_workers()
            if number * self.flushes // self.kills != (number + 1) * self.flushes // self.kills:
                self.programs.flush_broker()
            self.last_strike = time.monotonic()

    def wait_for_progress(self, *, upto: float) -> None:
        best, since = -1, time.monotonic()
        while (settled := self.catalogue.settled()) < upto:
            if settled > best:
                best, since = settled, time.monotonic()
            if time.monotonic() - since > STALLED_S:
                return
            time.sleep(LOOK_EVERY_S)

    def wait_for_rest(self, patience_s: float) -> float:
        """Return how long after the last strike everything was done; at the latest when the patience is over."""
        while not self.catalogue.is_at_rest() and time.monotonic() - self.last_strike < patience_s:
            time.sleep(LOOK_EVERY_S)
        return time.monotonic() - self.last_strike


@pytest.mark.django_db(transaction=True)
def test_no_accepted_push_is_lost_or_stands_twice(
    prove: Prove, is_full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    publications, kills, flushes = (500, 12, 6) if is_full else (60, 3, 2)
    with prove("an accepted push is never lost and never live twice, and losing Redis loses nothing") as proof:
        proof.tried = publications
        catalogue = Catalogue.approve(publications=publications)
        with run_programs() as programs:
            programs.start_sandbox()
            programs.control("POST", "rates", {"scale": RATE_SCALE})
            programs.start_worker("onboarding" if is_full else "tests.prove.hasty")
            programs.start_beat()
            chaos = Chaos(programs, catalogue, kills, flushes)
            chaos.strike_while_it_works()
            recovered_s = chaos.wait_for_rest(patience_s=180)
            outside = programs.control("GET", "state")
        assert programs.deaths_of_workers >= kills // 2, "the kills killed nobody"
        proof.failures += catalogue.faults(outside)
        with capsys.disabled():
            told = f"{outside['sms']} SMS for {publications + BOARDS} events"
            print(f"\nlast strike to rest: {recovered_s:.1f} s; 429: {outside['throttled']}; {told}")

        proof.control_fails = bool(faults_without_a_sweeper())


def faults_without_a_sweeper() -> list[str]:
    """The same with bells alone: once they are lost, nobody comes back to the work."""
    catalogue = Catalogue.approve(publications=24)
    with run_programs() as programs:
        programs.start_sandbox()
        programs.control("POST", "rates", {"scale": RATE_SCALE})
        programs.start_worker("tests.prove.hasty")
        chaos = Chaos(programs, catalogue, kills=1, flushes=1)
        chaos.strike_while_it_works()
        chaos.wait_for_rest(patience_s=5)
        return list(catalogue.faults(programs.control("GET", "state")))
