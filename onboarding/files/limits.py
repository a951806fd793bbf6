"""Run one function of ours over hostile bytes in a child process that can do no harm and be stopped at any time.

The child gets none of our secrets, opens nothing once its decoders are loaded (no file, no socket), leaves nothing
running, and writes nowhere but into one unnamed file of bounded size. What it answers is read as numbers and plain
bytes, never as objects. No Django here, so that a child is up in a tenth of a second.
"""

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

CHECKOUT = Path(__file__).resolve().parents[2]
NO_MEMORY = 77  # the child's exit code when Python itself ran out; a C library just aborts
MAX_NOTES_BYTES = 4096

# One child a worker process: each may cost its whole address space.
_ONE_CHILD = threading.BoundedSemaphore(1)
# Of the threads that serve everybody only these wait for somebody's file.
_LINE = threading.BoundedSemaphore(2)
PATIENCE_S = 3.0


@dataclass(frozen=True)
class Limits:
    """What a child may use. `wall_s` counts from its start, waiting for a processor included."""

    memory_bytes: int
    cpu_s: int
    wall_s: float
    answer_bytes: int
    threads: bool = False  # may it start any; the kernel does not tell them from processes


@dataclass(frozen=True)
class Answer:
    """What the function found: a few notes, and the bytes of each part."""

    notes: Mapping[str, Any]
    parts: list[bytes]


Limited = Callable[..., Answer]


class Stopped(Exception):
    """The child gave no answer. `why`: "time", "memory" or "crash" (a C library out of memory also crashes)."""

    def __init__(self, why: str, detail: str = "") -> None:
        self.why = why
        super().__init__(f"{why} {detail}".strip())


class NoTurn(Exception):
    """Another child is still at work."""


def take_turn(turn: threading.Semaphore, patience_s: float) -> bool:
    """Take the turn, which the caller gives back; False when it is not free in time, or enough wait already."""
    if turn.acquire(blocking=False):
        return True
    if not _LINE.acquire(blocking=False):
        return False
    try:
        return turn.acquire(timeout=patience_s)
    finally:
        _LINE.release()


def run_limited(
    function: str, content: bytes, *, limits: Limits, patience_s: float = PATIENCE_S, **options: int
) -> Answer:
    """Return the answer of `function` ("module:name") to `content` and `options`, computed in a limited child.

    Raises Stopped, or NoTurn when no child may start within `patience_s`, or enough callers wait for that already.
    """
    if not take_turn(_ONE_CHILD, patience_s):
        raise NoTurn
    try:
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
            asked.write(content)
            asked.seek(0)
            _run([function, json.dumps(asdict(limits)), json.dumps(options)], asked, answered, limits.wall_s)
            return _read_answer(answered, limits.answer_bytes)
    finally:
        _ONE_CHILD.release()


def _run(arguments: list[str], asked: IO[bytes], answered: IO[bytes], wall_s: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", __name__, *arguments],
        stdin=asked,
        stdout=answered,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        code = child.wait(wall_s)
    except subprocess.TimeoutExpired:
        raise Stopped("time", "wall") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # it leads its own group: nothing that it started stays behind
        child.wait()
    if code == -signal.SIGXCPU:
        raise Stopped("time", "processor")
    if code == NO_MEMORY:
        raise Stopped("memory")
    if code:
        raise Stopped("crash", str(code))


def _read_answer(answered: IO[bytes], most_bytes: int) -> Answer:
    """Read one line of JSON and the parts it announces. A child that was taken over may write anything here."""
    answered.seek(0)
    try:
        head = json.loads(answered.readline(MAX_NOTES_BYTES))
        lengths, notes = head["lengths"], head["notes"]
        if not all(type(length) is int and length >= 0 for length in lengths) or sum(lengths) > most_bytes:
            raise ValueError("lengths")
        parts = [answered.read(length) for length in lengths]
        if [len(part) for part in parts] != lengths or not isinstance(notes, dict):
            raise ValueError("parts")
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Stopped("crash", f"answer: {fault}") from None
    return Answer(notes, parts)


def _serve(function: str, limits: str, options: str) -> None:
    """Be the child: load the function, shut every door, then look at the bytes."""
    module, _colon, name = function.partition(":")
    limited: Limited = getattr(importlib.import_module(module), name)
    _shut_doors(Limits(**json.loads(limits)))
    try:
        answer = limited(sys.stdin.buffer.read(), **json.loads(options))
    except MemoryError:
        os._exit(NO_MEMORY)
    head = {"lengths": [len(part) for part in answer.parts], "notes": answer.notes}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for part in answer.parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    os._exit(0)  # a decoder's own clean-up after hostile bytes is nothing to wait for


def _shut_doors(limits: Limits) -> None:
    """Set hard limits that this process cannot raise again."""
    hard = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.answer_bytes + MAX_NOTES_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,  # the three it has
    }
    if not limits.threads:
        hard[resource.RLIMIT_NPROC] = 0  # root is not bound by it; production does not run as root
    for kind, most in hard.items():
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))  # SIGXCPU, then SIGKILL


if __name__ == "__main__":
    # The function's own module imports this one by its name: Answer must be that one's, not a second of __main__.
    importlib.import_module("onboarding.files.limits")._serve(*sys.argv[1:])
