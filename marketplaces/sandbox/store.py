"""The sandbox's own state: one SQLite file, committed before any answer leaves; kill -9 loses nothing."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS access_token (
    sha256 TEXT PRIMARY KEY, client_id TEXT NOT NULL, seller_id TEXT NOT NULL, expires_at REAL NOT NULL);

CREATE TABLE IF NOT EXISTS submission (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, submission_id TEXT NOT NULL UNIQUE, seller_id TEXT NOT NULL,
    sku TEXT NOT NULL, operation TEXT NOT NULL, body_sha256 TEXT NOT NULL, product_type TEXT NOT NULL,
    attributes TEXT NOT NULL, outcome TEXT NOT NULL, late_issue TEXT, at REAL NOT NULL,
    effective_at REAL, applied INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS submission_due ON submission (effective_at)
    WHERE applied = 0 AND outcome = 'ACCEPTED';
CREATE INDEX IF NOT EXISTS submission_sku ON submission (seller_id, sku, seq);

CREATE TABLE IF NOT EXISTS listing (
    seller_id TEXT NOT NULL, sku TEXT NOT NULL, asin TEXT NOT NULL, product_type TEXT NOT NULL,
    attributes TEXT NOT NULL, state TEXT NOT NULL, issues TEXT NOT NULL,
    created_at REAL NOT NULL, updated_at REAL NOT NULL, PRIMARY KEY (seller_id, sku));

CREATE TABLE IF NOT EXISTS live_event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, seller_id TEXT NOT NULL, sku TEXT NOT NULL,
    submission_id TEXT NOT NULL, event TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS live_event_sku ON live_event (seller_id, sku, seq);

CREATE TABLE IF NOT EXISTS sms (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, reference TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL, header TEXT NOT NULL, entity_id TEXT NOT NULL, template_id TEXT NOT NULL,
    text TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS sms_phone ON sms (phone, seq);

CREATE TABLE IF NOT EXISTS voice_call (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, reference TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS voice_call_phone ON voice_call (phone, seq);

CREATE TABLE IF NOT EXISTS delivery (
    message_id TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, report_url TEXT NOT NULL,
    due_at REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at) WHERE done = 0;

CREATE TABLE IF NOT EXISTS mail (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS mail_recipient ON mail (recipient, seq);
"""


class Store:
    """One connection behind one lock: plain order, and quick enough for a thousand calls a second."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives a killed process; only a power cut could take the last commits.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit on leaving, roll back on an exception; one transaction at a time."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it touched."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of the query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of the query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def setting(self, name: str, default: str) -> str:
        """Return the setting as it was last kept."""
        found = self.row("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found["value"]) if found else default

    def keep_setting(self, name: str, value: str) -> None:
        """Keep the setting over restarts."""
        self.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        with self._lock:
            self._connection.close()
