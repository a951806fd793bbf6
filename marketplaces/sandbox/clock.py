"""The sandbox's own time, which tests may speed up or push forward; it goes on over restarts."""

import json
import threading
import time
from datetime import UTC, datetime

from marketplaces.sandbox.store import Store

SETTING = "clock"
DEFAULT_DELAY_S = 2.0


class Clock:
    """Seconds since 1970, as the sandbox counts them.

    `delay_s` is how long a submission takes from accepted to effective, in the sandbox's seconds.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        kept = json.loads(store.setting(SETTING, "{}"))
        self._real = float(kept.get("real", time.time()))
        self._shown = float(kept.get("shown", self._real))
        self.speed = float(kept.get("speed", 1.0))
        self.delay_s = float(kept.get("delay_s", DEFAULT_DELAY_S))

    def now(self) -> float:
        """Return the sandbox's time."""
        return self._shown + (time.time() - self._real) * self.speed

    def change(self, *, speed: float | None, advance_s: float, delay_s: float | None) -> None:
        """Jump forward, then run at the new speed; what is None stays."""
        with self._lock:
            self._shown = self.now() + advance_s
            self._real = time.time()
            self.speed = self.speed if speed is None else speed
            self.delay_s = self.delay_s if delay_s is None else delay_s
            kept = {"real": self._real, "shown": self._shown, "speed": self.speed, "delay_s": self.delay_s}
            self._store.keep_setting(SETTING, json.dumps(kept))


def iso(at: float) -> str:
    """Return the time as Amazon writes it: UTC with milliseconds and a Z."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
