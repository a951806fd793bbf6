"""The shared bucket on a real Valkey: counts by its own clock, never timings of this process."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from marketplaces import pace as module
from marketplaces.adapters.port import Call, Rate
from marketplaces.models import Account
from marketplaces.pace import BROKER_DOWN_S, Pace, broker
from tests import factories

PER_SECOND = 10.0
RUN_S = 2.0
THREADS = 4


def new_account() -> Account:
    """An account that no test used before; the pace needs no database."""
    return Account(board_id=1, marketplace="amazon", merchant_id=f"PACE{next(factories.numbers)}")


@pytest.fixture
def account() -> Account:
    return new_account()


@pytest.fixture
def no_broker(settings: Any) -> Iterator[None]:
    """Nothing answers where the broker should be."""
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    module.broker.cache_clear()
    module.scripts.cache_clear()
    yield
    module.broker.cache_clear()
    module.scripts.cache_clear()


def pace_of(account: Account, per_second: float = PER_SECOND) -> Pace:
    return Pace(account, {"put_listing": Rate(per_second, 1), "read_listing": Rate(per_second, 1)})


@dataclass
class StrictServer:
    """Counts calls against a token bucket that allows one call in a hurry, as a marketplace does."""

    per_second: float
    burst: float = 2.0
    tokens: float = 2.0
    at: float = field(default_factory=time.monotonic)
    taken: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self) -> None:
        with self.lock:
            now = time.monotonic()
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.per_second)
            self.at = now
            if self.tokens < 1:
                self.refused += 1
                return
            self.tokens -= 1
            self.taken += 1


def broker_now_s() -> float:
    seconds, microseconds = broker().time()
    return seconds + microseconds / 1_000_000


def take_until(pace: Pace, ends_at: float) -> int:
    """Take slots until the broker's clock says so, and return how many."""
    taken = 0
    while broker_now_s() < ends_at:
        if pace.wait_for_slot("put_listing", patience_s=0.2) == 0 and broker_now_s() < ends_at:
            taken += 1
    return taken


def call_in_threads(paces: list[Pace], server: StrictServer, run_s: float = RUN_S) -> None:
    """Each pace has a thread that calls the server whenever it gets a slot."""
    ends_at = time.monotonic() + run_s

    def call_on(pace: Pace) -> None:
        while time.monotonic() < ends_at:
            if pace.wait_for_slot("put_listing", patience_s=0.5) == 0:
                server.call()

    with ThreadPoolExecutor(len(paces)) as pool:
        list(pool.map(call_on, paces))


def test_four_threads_together_never_take_more_slots_than_the_rate_allows(account: Account) -> None:
    started = broker_now_s()
    with ThreadPoolExecutor(THREADS) as pool:
        paces = [pace_of(account, 200.0) for _thread in range(THREADS)]
        taken = sum(pool.map(lambda pace: take_until(pace, started + 1.0), paces))

    # By the broker's own clock, so exact however slow this machine is: one slot an interval, the first after one.
    assert 100 <= taken <= 200


def test_a_strict_server_refuses_no_call_of_four_threads_that_share_a_bucket(account: Account) -> None:
    server = StrictServer(PER_SECOND)

    call_in_threads([pace_of(account) for _thread in range(THREADS)], server)

    assert server.refused == 0
    assert server.taken >= 0.7 * PER_SECOND * RUN_S


def test_the_strict_server_does_refuse_threads_with_buckets_of_their_own() -> None:
    server = StrictServer(PER_SECOND)

    call_in_threads([pace_of(new_account()) for _thread in range(THREADS)], server, run_s=1.0)

    assert server.refused > 10


def test_a_flush_on_the_way_leads_to_no_refusal(account: Account) -> None:
    server = StrictServer(PER_SECOND)
    flushes = threading.Timer(RUN_S / 2, lambda: broker().flushall())
    flushes.start()

    call_in_threads([pace_of(account) for _thread in range(THREADS)], server)

    flushes.join()
    assert server.refused == 0


def test_a_missing_key_starts_empty(account: Account) -> None:
    first_s = pace_of(account, 0.5).wait_for_slot("put_listing", patience_s=0)

    assert first_s == 2.0


def test_each_operation_and_each_account_has_a_bucket_of_its_own(account: Account) -> None:
    pace_of(account).back_off("put_listing", 60)

    assert pace_of(account).wait_for_slot("read_listing", patience_s=1) == 0
    assert pace_of(new_account()).wait_for_slot("put_listing", patience_s=1) == 0
    assert pace_of(account).wait_for_slot("put_listing", patience_s=1) > 59


def test_the_marketplaces_own_rate_replaces_the_stated_one_for_all_workers(account: Account) -> None:
    pace_of(account, 0.5).learn(Call("put_listing", per_second=0.25))

    assert pace_of(account, 0.5).wait_for_slot("put_listing", patience_s=0) == 4.0
    assert pace_of(account, 0.5).wait_for_slot("read_listing", patience_s=0) == 2.0


def test_an_answer_without_a_rate_or_of_another_operation_changes_nothing(account: Account) -> None:
    pace = pace_of(account, 0.5)
    pace.learn(Call("put_listing"))
    pace.learn(Call("token", per_second=100.0))

    assert pace.wait_for_slot("put_listing", patience_s=0) == 2.0


def test_backing_off_moves_the_next_slot_later_and_never_nearer(account: Account) -> None:
    pace = pace_of(account)
    pace.back_off("put_listing", 60)
    pace.back_off("put_listing", 5)

    assert 59 < pace.wait_for_slot("put_listing", patience_s=1) <= 60


def test_a_slot_missed_by_much_is_dropped(account: Account) -> None:
    pace = pace_of(account, 10.0)
    pace.wait_for_slot("put_listing", patience_s=1)
    time.sleep(1.0)

    granted = [pace.wait_for_slot("put_listing", patience_s=0) for _call in range(5)]

    assert sum(delay_s == 0 for delay_s in granted) <= 2


def test_no_slot_is_taken_by_one_who_did_not_wait_for_it(account: Account) -> None:
    pace = pace_of(account, 10.0)
    for _impatient in range(5):
        assert 0 < pace.wait_for_slot("put_listing", patience_s=0) <= 0.1

    assert pace.wait_for_slot("put_listing", patience_s=0.2) == 0


@pytest.mark.usefixtures("no_broker")
def test_without_its_broker_it_lets_nothing_out_and_says_when_to_ask_again(account: Account) -> None:
    pace = pace_of(account)

    pace.learn(Call("put_listing", per_second=100.0))
    pace.back_off("put_listing", 5)

    assert pace.wait_for_slot("put_listing", patience_s=1) == BROKER_DOWN_S
