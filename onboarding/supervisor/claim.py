"""One holder per folder: the second is told who the first is."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onboarding.supervisor.groups import reap


class CannotStart(Exception):
    """Something did not start; the text says why and what to do, for the person at the keyboard."""


@contextmanager
def claim(folder: Path, address: str) -> Iterator[list[str]]:
    """Hold `folder` alone; yields the names of processes that an earlier holder had left, now stopped.

    Raises CannotStart naming the address of whoever holds it. The kernel frees the lock when its holder dies.
    """
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise CannotStart(refusal(folder, lock.name)) from taken
        lock.truncate(0)
        lock.write(json.dumps({"address": address, "pid": os.getpid()}))
        lock.flush()
        yield reap(folder)


def refusal(folder: Path, lock: str) -> str:
    """Who holds the folder, and what to do about it."""
    try:
        holder = json.loads(Path(lock).read_text())
        who = f"at {holder['address']} (process {holder['pid']})"
    except ValueError:  # it is just writing its name
        who = "by another process that is just starting"
    return f"Haat Setu is already running from {folder} {who}. Stop that one first, or set another LOCAL_DIR."
