"""Heads of the chains, told to a file outside the database, where whoever cuts a tail off has no hand."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from onboarding.audit.querysets import all_boards, newest_seal
from onboarding.tenancy.scope import board_scope

Heads = dict[int, dict[int, str]]  # board id -> seq -> hash in hex


def export_heads() -> int:
    """Append one line for each board that has a chain to settings.AUDIT_HEADS_FILE, and return how many."""
    lines = list(_head_lines())
    path = Path(settings.AUDIT_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def read_heads(path: Path) -> Heads:
    """Return the heads exported to `path`. Raises ValueError, naming the line, for a line that is none."""
    heads: Heads = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                head = json.loads(line)
                heads.setdefault(int(head["board"]), {})[int(head["seq"])] = bytes.fromhex(head["hash"]).hex()
            except (ValueError, KeyError, TypeError):
                raise ValueError(f"{path}, line {number}: not an exported head") from None
    return heads


def _head_lines() -> Iterator[str]:
    for board_id, _slug in all_boards():
        with board_scope(board_id):
            head = newest_seal()
        if head is not None:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            yield (json.dumps({"board": board_id, "seq": head.seq, "hash": bytes(head.hash).hex(), "at": at}) + "\n")
