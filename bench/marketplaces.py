"""How much of an allowed rate our shared bucket uses."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bench.measure import Row
from marketplaces.adapters.port import Rate
from marketplaces.models import Account
from marketplaces.pace import Pace

PER_SECOND = 20.0
RUN_S = 20.0
THREADS = 4


def rate_used() -> Row:
    """Calls that went out of those that the marketplace allowed, by four threads for RUN_S seconds."""
    account = Account(board_id=0, marketplace="amazon", merchant_id="BENCH")
    made, lock = [0], threading.Lock()
    ends_at = time.monotonic() + RUN_S

    def call() -> None:
        pace = Pace(account, {"put_listing": Rate(PER_SECOND, 1)})
        while time.monotonic() < ends_at:
            if pace.wait_for_slot("put_listing", patience_s=1) == 0 and time.monotonic() < ends_at:
                with lock:
                    made[0] += 1

    with ThreadPoolExecutor(THREADS) as pool:
        for _thread in range(THREADS):
            pool.submit(call)
    return Row(
        name="marketplaces.rate_used",
        value=made[0] / (PER_SECOND * RUN_S),
        unit="of the allowed calls",
        against=f"{PER_SECOND:g} calls a second allowed, {THREADS} threads, {RUN_S:g} s",
        must=0.95,
        goal=0.98,
        lower_is_better=False,
        cause="a thread that wakes late gives up at most one slot",
    )
