"""Process groups: who is in them, how they end, and the record of those that somebody answers for."""

import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

# Below the 2-4 s in which nothing may be left; PostgreSQL stops fast in a tenth of that and survives a kill.
GRACE_S = 2.0
DYING_S = 5.0
RECORD_PREFIX = "processes-"


@dataclass(frozen=True)
class Group:
    """A process group that a guardian answers for. `created` tells it from a later namesake."""

    pid: int
    stop_signal: int
    name: str
    created: float


def signal_group(pid: int, number: int) -> None:
    """Send a signal to the group that `pid` leads, if anything of it is left."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return


def is_alive(process: psutil.Process) -> bool:
    """Whether `process` still runs. A zombie does not: in a container nobody may ever reap it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def members(pids: Iterable[int]) -> list[psutil.Process]:
    """Everything alive in the groups led by `pids`, and whatever those processes started in turn.

    Descendants count because PostgreSQL's backends each make a session of their own.
    """
    leaders = set(pids)
    found: dict[int, psutil.Process] = {}
    candidates = [process for process in psutil.process_iter(["ppid"]) if is_alive(process)]
    grew = True
    while grew:
        fresh = [p for p in candidates if p.pid not in found and belongs(p, leaders, found)]
        found.update({p.pid: p for p in fresh})
        grew = bool(fresh)
    return list(found.values())


def belongs(process: psutil.Process, leaders: set[int], found: Mapping[int, psutil.Process]) -> bool:
    """Whether `process` is in one of the groups or the child of one that was found."""
    try:
        return os.getpgid(process.pid) in leaders or process.info["ppid"] in found
    except (ProcessLookupError, PermissionError):
        return False


def end_all(processes: Iterable[psutil.Process], wait_s: float) -> None:
    """Wait until all `processes` are gone; kill those that are not after `wait_s` seconds."""
    left = still_alive(processes, wait_s)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    # A killed process may need a moment to let go of its memory and files, and the next start needs those.
    still_alive(left, DYING_S)


def still_alive(processes: Iterable[psutil.Process], wait_s: float) -> list[psutil.Process]:
    """Those of `processes` that live on after at most `wait_s` seconds."""
    deadline = time.monotonic() + wait_s
    left = [process for process in processes if is_alive(process)]
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [process for process in left if is_alive(process)]
    return left


def clear(groups: Iterable[Group]) -> list[str]:
    """Stop every group that is still the one we started; return the names of those that had to be stopped."""
    running = [group for group in groups if is_ours(group)]
    processes = members(group.pid for group in running)
    for group in running:
        signal_group(group.pid, group.stop_signal)
    end_all(processes, GRACE_S)
    # A group may have grown between the look and the signal, as when a server replaces a worker.
    end_all(members(group.pid for group in running), wait_s=0.0)
    return [group.name for group in running]


def is_ours(group: Group) -> bool:
    """Whether the group still has a member and its number was not given to a stranger meanwhile."""
    try:
        leader = psutil.Process(group.pid)
        if abs(leader.create_time() - group.created) > 1:
            return False
    except psutil.NoSuchProcess:
        # The leader is gone. The number cannot be reused while a member of its group lives.
        pass
    return bool(members([group.pid]))


def read_record(record: Path) -> list[Group]:
    """The groups that a guardian wrote down, none when it went in peace."""
    try:
        return [Group(**row) for row in json.loads(record.read_text())]
    except (FileNotFoundError, ValueError, TypeError):
        return []


def reap(folder: Path) -> list[str]:
    """Stop what an earlier holder in `folder` left when its guardian was killed too; return the names."""
    stopped = []
    for record in sorted(folder.glob(f"{RECORD_PREFIX}*.json")):
        stopped += clear(read_record(record))
        record.unlink(missing_ok=True)
    return stopped


def write_record(record: Path, groups: Iterable[Group]) -> None:
    """Replace the record in one step, so that a kill never leaves half of it."""
    draft = record.with_suffix(".draft")
    draft.write_text(json.dumps([asdict(group) for group in groups]))
    draft.replace(record)
