"""Faults on order: what can go wrong between us and a marketplace, drawn so that a seed repeats a run."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from marketplaces.sandbox.wire import Reply

# Nothing is done, and the answer is this.
INSTEAD = frozenset(
    {
        "500", "503", "429", "unauthorized", "invalid_grant", "html", "empty", "no_verdict", "huge",
        "redirect", "hang_up",
    }
)  # fmt: skip
# The request is carried out, and then the answer goes wrong.
AFTERWARDS = frozenset({"timeout_after_accept", "500_after_accept"})
KINDS = INSTEAD | AFTERWARDS | {"slow", "late_issue", "undelivered"}
DEFAULT_HOLD_S = {"timeout_after_accept": 30.0, "slow": 1.0}
HUGE = b'{"padding":"' + b"x" * (4 * 1024 * 1024) + b'"}'


class BadFault(Exception):
    """The order for a fault makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One order: a share of an operation's calls, at most `count` of them, for one seller or SKU if named.

    `seconds` is how long `slow` and `timeout_after_accept` hold the answer; `code` and `message` are a late
    issue's own.
    """

    operation: str
    kind: str
    share: float = 1.0
    count: int | None = None
    seconds: float | None = None
    seller_id: str | None = None
    sku: str | None = None
    code: str = "8015"
    message: str = "The listing was refused after acceptance."

    def hold_s(self) -> float:
        """Return the seconds to hold the answer."""
        return DEFAULT_HOLD_S.get(self.kind, 0.0) if self.seconds is None else self.seconds


class Faults:
    """The standing orders. They live in memory: a restarted sandbox is a healthy one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._standing: list[Fault] = []
        self._calls: Counter[tuple[int, str, str]] = Counter()
        self._hits: Counter[int] = Counter()
        self.seed = 0

    def replace_all(self, orders: list[Fault]) -> None:
        """Let these be the only orders, with nothing drawn yet."""
        with self._lock:
            self._standing = list(orders)
            self._calls.clear()
            self._hits.clear()

    def add(self, order: Fault) -> None:
        """Let this order stand after the others."""
        with self._lock:
            self._standing.append(order)

    def draw(self, operation: str, seller_id: str = "", sku: str = "") -> Fault | None:
        """Return the first order that falls on this call.

        The draw depends on the seed, the order, the SKU and the number of its call, never on timing.
        """
        with self._lock:
            for index, order in enumerate(self._standing):
                if not _concerns(order, operation, seller_id, sku):
                    continue
                if order.count is not None and self._hits[index] >= order.count:
                    continue
                self._calls[index, seller_id, sku] += 1
                draw = f"{self.seed}:{index}:{seller_id}:{sku}:{self._calls[index, seller_id, sku]}"
                if _share(draw) < order.share:
                    self._hits[index] += 1
                    return order
        return None

    def described(self) -> list[dict[str, Any]]:
        """Return the standing orders with how often each fell."""
        with self._lock:
            return [
                {each.name: getattr(order, each.name) for each in fields(order)} | {"hits": self._hits[index]}
                for index, order in enumerate(self._standing)
            ]


def read_fault(order: object) -> Fault:
    """Return the order as asked for over HTTP. Raises BadFault."""
    if not isinstance(order, dict):
        raise BadFault("A fault is a JSON object.")
    unknown = set(order) - {each.name for each in fields(Fault)}
    if unknown:
        raise BadFault(f"Unknown keys: {', '.join(sorted(unknown))}.")
    if not isinstance(order.get("operation"), str) or str(order.get("kind")) not in KINDS:
        raise BadFault(f"A fault needs an operation and one of these kinds: {', '.join(sorted(KINDS))}.")
    for name in ("share", "count", "seconds"):
        value = order.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            raise BadFault(f"{name} is a number from 0.")
    return Fault(**order)


def carry_out(fault: Fault | None, act: Callable[[], Reply], error: Callable[[str], Reply]) -> Reply:
    """Return the answer of `act`, spoilt as ordered; `error` words a refusal in the mount's own contract."""
    if fault is None or fault.kind in ("late_issue", "undelivered"):
        # Accepted as usual; what goes wrong comes later.
        return act()
    if fault.kind == "slow":
        # Before acting, so that the call counts as in flight all the while.
        time.sleep(fault.hold_s())
        return act()
    if fault.kind == "timeout_after_accept":
        return replace(act(), hold_s=fault.hold_s(), hang_up=True)
    if fault.kind == "500_after_accept":
        act()
        return error("500")
    return _instead(fault.kind, error)


def _instead(kind: str, error: Callable[[str], Reply]) -> Reply:
    match kind:
        case "html":
            return Reply(200, b"<html><body>Service</body></html>", "text/html")
        case "empty":
            return Reply(200)
        case "no_verdict":
            return Reply(200, b"{}")
        case "huge":
            return Reply(200, HUGE)
        case "redirect":
            return Reply(302, b"{}", headers={"Location": "/healthz"})
        case "hang_up":
            return Reply(500, hang_up=True)
        case _:
            return error(kind)


def _concerns(order: Fault, operation: str, seller_id: str, sku: str) -> bool:
    return order.operation in ("*", operation) and order.seller_id in (None, seller_id) and order.sku in (None, sku)


def _share(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
