"""What all mounts of one sandbox share, and the counts of what they were asked."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.faults import Faults
from marketplaces.sandbox.lwa import LoginWithAmazon
from marketplaces.sandbox.product_types import ProductTypes
from marketplaces.sandbox.rates import RateLimits
from marketplaces.sandbox.shelf import Shelf
from marketplaces.sandbox.store import Store

DEMO_CLIENT_ID = "amzn1.application-oa2-client.sandbox"
# Known to everyone, and good for nothing but this sandbox.
DEMO_CLIENT_SECRET = "sandbox-secret"  # noqa: S105
DEMO_SMS_TOKEN = "sandbox-sms-token"  # noqa: S105
DEMO_VOICE_TOKEN = "sandbox-voice-token"  # noqa: S105
DEMO_REGISTRY_TOKEN = "sandbox-registry-token"  # noqa: S105


class Counts:
    """Calls since this process began, and how many were in flight at once for one SKU."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str]] = Counter()
        self._in_flight: Counter[tuple[str, str]] = Counter()
        self.max_in_flight_per_sku = 0

    def count(self, operation: str, outcome: str) -> None:
        """Count one answer."""
        with self._lock:
            self._answers[operation, outcome] += 1

    @contextmanager
    def in_flight(self, seller_id: str, sku: str) -> Iterator[None]:
        """Count the call as in flight for its SKU while it is carried out."""
        with self._lock:
            self._in_flight[seller_id, sku] += 1
            self.max_in_flight_per_sku = max(self.max_in_flight_per_sku, self._in_flight[seller_id, sku])
        try:
            yield
        finally:
            with self._lock:
                self._in_flight[seller_id, sku] -= 1
                if not self._in_flight[seller_id, sku]:
                    del self._in_flight[seller_id, sku]

    def by_operation(self) -> dict[str, dict[str, int]]:
        """Return operation -> outcome -> calls, with the `total` of each operation."""
        found: dict[str, dict[str, int]] = {}
        with self._lock:
            for (operation, outcome), calls in sorted(self._answers.items()):
                row = found.setdefault(operation, {"total": 0})
                row[outcome] = calls
                row["total"] += calls
        return found


@dataclass(slots=True)
class World:
    """One sandbox: its state, its time, and its rules."""

    store: Store
    clock: Clock
    faults: Faults
    rates: RateLimits
    login: LoginWithAmazon
    shelf: Shelf
    sms_token: str
    voice_token: str
    registry_token: str
    product_types: ProductTypes = field(default_factory=ProductTypes)
    counts: Counts = field(default_factory=Counts)


def open_world(state_dir: Path, environment: Mapping[str, str]) -> World:
    """Return the sandbox whose state lies in the folder, begun there if the folder is new."""
    state_dir.mkdir(parents=True, exist_ok=True)
    store = Store(state_dir / "sandbox.sqlite3")
    clock, faults = Clock(store), Faults()
    login = LoginWithAmazon(
        store,
        clock,
        faults,
        client_id=environment.get("AMAZON_CLIENT_ID") or DEMO_CLIENT_ID,
        client_secret=environment.get("AMAZON_CLIENT_SECRET") or DEMO_CLIENT_SECRET,
    )
    return World(
        store=store,
        clock=clock,
        faults=faults,
        rates=RateLimits(store),
        login=login,
        shelf=Shelf(store, clock),
        sms_token=environment.get("SMS_GATEWAY_TOKEN") or DEMO_SMS_TOKEN,
        voice_token=environment.get("VOICE_GATEWAY_TOKEN") or DEMO_VOICE_TOKEN,
        registry_token=environment.get("REGISTRY_TOKEN") or DEMO_REGISTRY_TOKEN,
    )
