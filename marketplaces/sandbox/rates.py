"""Amazon's usage plans: a token bucket per application, seller and operation, and one per application."""

import threading
import time
from dataclasses import dataclass

from marketplaces.sandbox.store import Store

SETTING = "rates.scale"
# Per second and burst, from the operations' usage plans.
SELLER_PLANS = {
    "putListingsItem": (5.0, 10.0),
    "getListingsItem": (5.0, 10.0),
    "deleteListingsItem": (5.0, 5.0),
}
APPLICATION_PLANS = {"putListingsItem": (100.0, 100.0), "putListingsItem.preview": (1.0, 1.0)}


@dataclass(slots=True)
class Bucket:
    """Tokens left, and when they were counted."""

    tokens: float
    at: float


class RateLimits:
    """Counts in real time, whatever the sandbox's clock does: callers pace themselves by real seconds.

    `scale` multiplies rates and bursts alike.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str, str], Bucket] = {}
        self.scale = float(store.setting(SETTING, "1.0"))

    def rescale(self, scale: float) -> None:
        """Apply the new scale to every plan, from full buckets."""
        with self._lock:
            self.scale = scale
            self._buckets.clear()
            self._store.keep_setting(SETTING, repr(scale))

    def per_second(self, operation: str) -> float | None:
        """Return the limit that the answer's header names."""
        plan = SELLER_PLANS.get(operation)
        return plan[0] * self.scale if plan else None

    def take(self, client_id: str, seller_id: str, operation: str, *, preview: bool) -> bool:
        """Return whether the call is within both plans, and count it if it is."""
        application_operation = f"{operation}.preview" if preview else operation
        wanted = [
            ((client_id, seller_id, operation), SELLER_PLANS.get(operation)),
            ((client_id, "", application_operation), APPLICATION_PLANS.get(application_operation)),
        ]
        with self._lock:
            buckets = [self._filled(key, plan) for key, plan in wanted if plan]
            if any(bucket.tokens < 1 for bucket in buckets):
                return False
            for bucket in buckets:
                bucket.tokens -= 1
            return True

    def _filled(self, key: tuple[str, str, str], plan: tuple[float, float]) -> Bucket:
        per_second, burst = plan[0] * self.scale, max(1.0, plan[1] * self.scale)
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * per_second)
        bucket.at = now
        return bucket
