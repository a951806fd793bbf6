"""What sellers handed in and what buyers see: submissions, listings, and the log of what went live when."""

import hashlib
import json
import sqlite3
import uuid
from dataclasses import dataclass
from typing import Any

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.store import Store

ASIN_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ANY_DUE = "SELECT 1 FROM submission WHERE applied = 0 AND outcome = 'ACCEPTED' AND effective_at <= ? LIMIT 1"
ALL_DUE = "SELECT * FROM submission WHERE applied = 0 AND outcome = 'ACCEPTED' AND effective_at <= ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Handed:
    """One put or delete as a seller handed it in."""

    seller_id: str
    sku: str
    operation: str
    body: bytes
    product_type: str
    attributes: dict[str, Any]
    issues: list[dict[str, Any]]
    late_issue: dict[str, Any] | None = None


class Shelf:
    """Accepted submissions take effect after the clock's delay, in the order they came in."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def refuse(self, handed: Handed) -> str:
        """Log a refused submission and return its id; the listing stays as it was."""
        with self._store.transaction():
            return self._log(handed, "INVALID", None)

    def accept(self, handed: Handed) -> str:
        """Log an accepted submission and return its id; a new listing is known from now on, but not live."""
        with self._store.transaction():
            now = self._clock.now()
            self._apply_due(now)
            pending = self._store.row(
                "SELECT max(effective_at) AS last FROM submission WHERE seller_id = ? AND sku = ? AND applied = 0",
                (handed.seller_id, handed.sku),
            )
            last = pending["last"] if pending else None
            # A later submission never takes effect before an earlier one.
            effective_at = max(now + self._clock.delay_s, last or 0.0)
            submission_id = self._log(handed, "ACCEPTED", effective_at)
            if handed.operation == "putListingsItem":
                self._know(handed, now)
            return submission_id

    def settle(self) -> None:
        """Let every submission whose time has come take effect."""
        now = self._clock.now()
        # Most calls find nothing due, and reading is cheaper than opening a write.
        if self._store.row(ANY_DUE, (now,)):
            with self._store.transaction():
                self._apply_due(now)

    def listing(self, seller_id: str, sku: str) -> sqlite3.Row | None:
        """Return the listing as it is now."""
        self.settle()
        return self._store.row("SELECT * FROM listing WHERE seller_id = ? AND sku = ?", (seller_id, sku))

    def _log(self, handed: Handed, outcome: str, effective_at: float | None) -> str:
        submission_id = uuid.uuid4().hex
        late_issue = None if handed.late_issue is None else json.dumps(handed.late_issue)
        self._store.execute(
            "INSERT INTO submission (submission_id, seller_id, sku, operation, body_sha256, product_type,"
            " attributes, outcome, late_issue, at, effective_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                submission_id,
                handed.seller_id,
                handed.sku,
                handed.operation,
                hashlib.sha256(handed.body).hexdigest(),
                handed.product_type,
                json.dumps({"attributes": handed.attributes, "issues": handed.issues}),
                outcome,
                late_issue,
                self._clock.now(),
                effective_at,
            ),
        )
        return submission_id

    def _know(self, handed: Handed, now: float) -> None:
        """Make a listing known, or look anew at a refused one; a live one stays live as it is."""
        key = (handed.seller_id, handed.sku)
        values = (handed.product_type, json.dumps(handed.attributes), json.dumps(handed.issues), now)
        self._store.execute(
            "INSERT INTO listing (seller_id, sku, asin, product_type, attributes, issues, updated_at,"
            " created_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'checking')"
            " ON CONFLICT (seller_id, sku) DO UPDATE SET product_type = excluded.product_type,"
            " attributes = excluded.attributes, issues = excluded.issues, updated_at = excluded.updated_at,"
            " state = 'checking' WHERE state <> 'live'",
            (*key, asin_of(*key), *values, now),
        )

    def _apply_due(self, now: float) -> None:
        for submission in self._store.rows(ALL_DUE, (now,)):
            self._store.execute("UPDATE submission SET applied = 1 WHERE seq = ?", (submission["seq"],))
            key = (submission["seller_id"], submission["sku"])
            before = self._store.row("SELECT * FROM listing WHERE seller_id = ? AND sku = ?", key)
            if submission["operation"] == "deleteListingsItem":
                event = self._take_down(before, key)
            else:
                event = self._show(before, key, submission)
            if event:
                self._store.execute(
                    "INSERT INTO live_event (seller_id, sku, submission_id, event, at) VALUES (?, ?, ?, ?, ?)",
                    (*key, submission["submission_id"], event, submission["effective_at"]),
                )

    def _take_down(self, before: sqlite3.Row | None, key: tuple[str, str]) -> str:
        self._store.execute("DELETE FROM listing WHERE seller_id = ? AND sku = ?", key)
        return "down" if before and before["state"] == "live" else ""

    def _show(self, before: sqlite3.Row | None, key: tuple[str, str], submission: sqlite3.Row) -> str:
        handed = json.loads(submission["attributes"])
        late = submission["late_issue"]
        issues = [*handed["issues"], json.loads(late)] if late else handed["issues"]
        attributes = json.dumps(handed["attributes"])
        at = submission["effective_at"]
        self._store.execute(
            "INSERT OR REPLACE INTO listing (seller_id, sku, asin, product_type, attributes, state, issues,"
            " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                asin_of(*key),
                submission["product_type"],
                attributes,
                "refused" if late else "live",
                json.dumps(issues),
                before["created_at"] if before else at,
                at,
            ),
        )
        if late:
            return "refused"
        if before is None or before["state"] != "live":
            return "live"
        return "changed" if before["attributes"] != attributes else ""


def asin_of(seller_id: str, sku: str) -> str:
    """Return the ASIN that this SKU of this seller has on every sandbox: B0 and eight signs."""
    number = int.from_bytes(hashlib.sha256(f"{seller_id}\n{sku}".encode()).digest()[:8])
    signs = []
    for _ in range(8):
        number, index = divmod(number, len(ASIN_SIGNS))
        signs.append(ASIN_SIGNS[index])
    return "B0" + "".join(signs)
