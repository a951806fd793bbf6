"""Delivery reports: what became of a message, told soon after it was accepted to the address that came with it."""

import sqlite3
import threading
import time

import httpx

from marketplaces.sandbox.store import Store

DELAY_S = 0.5
RETRY_S = 2.0
MAX_TRIES = 5
TIMEOUT_S = 5.0
NOT_REACHED = "absent subscriber"


class Reporter:
    """Tells from a thread of its own, so that no sender waits; what is due stands in the store and survives a kill."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._http = httpx.Client(timeout=TIMEOUT_S, trust_env=False)

    def start(self) -> None:
        """Begin to tell."""
        threading.Thread(target=self._run, name="reports", daemon=True).start()

    def stop(self) -> None:
        """Tell nothing more."""
        self._ended.set()
        self._wake.set()

    def keep(self, message_id: str, *, is_delivered: bool, report_url: str) -> None:
        """Remember what became of the message, inside the caller's transaction, and tell it soon."""
        self._store.execute(
            "INSERT INTO delivery (message_id, status, reason, report_url, due_at) VALUES (?, ?, ?, ?, ?)",
            (
                message_id,
                "delivered" if is_delivered else "failed",
                "" if is_delivered else NOT_REACHED,
                report_url,
                time.time() + DELAY_S,
            ),
        )
        self._wake.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            due = self._due()
            for row in due:
                self._tell(row)
            if not due:
                self._wake.wait(DELAY_S)
                self._wake.clear()

    def _due(self) -> list[sqlite3.Row]:
        try:
            return self._store.rows(
                "SELECT * FROM delivery WHERE done = 0 AND due_at <= ? ORDER BY due_at LIMIT 20", (time.time(),)
            )
        except sqlite3.ProgrammingError:  # the store was closed: this process ends
            self._ended.set()
            return []

    def _tell(self, row: sqlite3.Row) -> None:
        is_heard = self._post(row)
        if self._ended.is_set():
            return
        self._store.execute(
            "UPDATE delivery SET tries = tries + 1, due_at = ?, done = ? WHERE message_id = ?",
            (time.time() + RETRY_S, is_heard or row["tries"] + 1 >= MAX_TRIES, row["message_id"]),
        )

    def _post(self, row: sqlite3.Row) -> bool:
        """Return whether the listener needs to hear nothing more: it took the report, or knows of no such message."""
        if not row["report_url"]:
            return True
        try:
            answer = self._http.post(row["report_url"], json={"status": row["status"], "reason": row["reason"]})
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return answer.status_code < 500 and answer.status_code != 429
