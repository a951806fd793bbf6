"""What a measurement is, and how two ways of doing the same are timed fairly."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

ROUNDS = 31


@dataclass(frozen=True)
class Row:
    """One figure with what it is measured against, what it must reach and what it should.

    `lower_is_better` says on which side of `must` and `goal` the value should lie; `cause` is why the goal is short.
    """

    name: str
    value: float
    unit: str
    against: str
    must: float
    goal: float
    lower_is_better: bool = True
    cause: str = ""

    @property
    def holds(self) -> bool:
        return self.reaches(self.must)

    def reaches(self, bound: float) -> bool:
        return self.value <= bound if self.lower_is_better else self.value >= bound

    def result(self) -> dict[str, Any]:
        """The row as results.json has it."""
        fields = asdict(self)
        del fields["lower_is_better"]
        fields["cause"] = "" if self.reaches(self.goal) else self.cause
        fields["value"] = round(self.value, 3)
        return fields | {
            "held": self.holds,
            "machine": machine(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def ratio(ours: Callable[[], object], rival: Callable[[], object], *, calls: int) -> float:
    """How much longer ours takes: the median over interleaved rounds of `calls` calls each."""
    ours(), rival()
    gc.disable()
    try:
        return statistics.median(seconds(ours, calls) / seconds(rival, calls) for _round in range(ROUNDS))
    finally:
        gc.enable()


def seconds(call: Callable[[], object], calls: int) -> float:
    started = time.perf_counter()
    for _call in range(calls):
        call()
    return time.perf_counter() - started
