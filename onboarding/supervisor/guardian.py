"""A small process that clears up after the one that started it, even when that one was killed with -9.

The holder keeps the only write end of a pipe whose read end is the guardian's standard input. Every program
is started through a line of shell that first writes its own process id into that pipe and then becomes the
program. When the holder dies the pipe closes, and the guardian stops every group it was told of. There is no
moment in which a program runs and the guardian could miss it: until the shell has written, it holds the pipe
open itself.
"""

import os
import pwd
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

import psutil

from onboarding.supervisor.groups import (
    RECORD_PREFIX,
    Group,
    clear,
    end_all,
    members,
    signal_group,
    write_record,
)

PROJECT = Path(__file__).parents[2]

# The pipe arrives as standard input, since dash cannot redirect to a file descriptor above 9.
ANNOUNCE_THEN_BECOME = 'echo "$$ $0" >&0 && exec "$@" </dev/null'


@dataclass(frozen=True)
class Program:
    """What to run, as whom, and how to ask it to stop. `environment` None inherits ours."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    user: str | None = None
    stop_signal: int = signal.SIGTERM
    patience_s: float = 10.0


@dataclass
class Guardian:
    """The holder's side: starts programs that die with it.

    What runs is also written down in `folder`, for the next start to find if both sides were killed.
    """

    folder: Path
    programs: dict[int, Program] = field(default_factory=dict)
    record: Path = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)
    pipe: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        # A name of its own: an earlier guardian may still be clearing, and removes its record when done.
        self.record = self.folder.resolve() / f"{RECORD_PREFIX}{secrets.token_hex(4)}.json"
        self._appear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _appear(self) -> None:
        read_end, write_end = os.pipe()
        # start_new_session: neither Ctrl-C nor a kill of the holder's group may reach the guardian.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "onboarding.supervisor.guardian", str(self.record)],
            cwd=PROJECT,
            stdin=read_end,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(read_end)
        self.pipe = os.fdopen(write_end, "wb", buffering=0)

    def start(self, program: Program) -> subprocess.Popen[bytes]:
        """Run `program` in a process group of its own, its output appended to its log."""
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("ab") as log:
            process = subprocess.Popen(
                ["/bin/sh", "-c", ANNOUNCE_THEN_BECOME, label(program), *program.command],
                stdin=self.pipe,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=None if program.environment is None else dict(program.environment),
                cwd=program.folder,
                user=program.user,
                group=group_of(program.user),
                extra_groups=None if program.user is None else [],
                start_new_session=True,
            )
        self.programs[process.pid] = program
        self._write_down()
        return process

    def _write_down(self) -> None:
        groups = [group_from(f"{pid} {label(program)}") for pid, program in self.programs.items()]
        write_record(self.record, [group for group in groups if group])

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End `process` and everything it started: asked first, killed when its patience is over."""
        program = self.programs.pop(process.pid)
        rest = members([process.pid])
        signal_group(process.pid, program.stop_signal)
        try:
            process.wait(program.patience_s)
        except subprocess.TimeoutExpired:
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
        end_all([*rest, *members([process.pid])], wait_s=1.0)

    def renew(self) -> None:
        """A guardian that was itself killed is replaced by one that knows the same groups."""
        if self.process.poll() is None:
            return
        self.pipe.close()
        self._appear()
        for pid, program in self.programs.items():
            self.pipe.write(f"{pid} {label(program)}\n".encode())

    def close(self) -> None:
        """Let the guardian clear whatever is left and go."""
        self.pipe.close()
        self.process.wait()


def label(program: Program) -> str:
    """What the guardian must know of a program beside its process id."""
    return f"{int(program.stop_signal)} {program.name}"


def group_of(user: str | None) -> int | None:
    """The primary group of `user`, or None to keep ours."""
    return None if user is None else pwd.getpwnam(user).pw_gid


def group_from(announced: str) -> Group | None:
    """The group that was announced, None when it has ended already."""
    pid, stop_signal, name = announced.split(maxsplit=2)
    try:
        return Group(int(pid), int(stop_signal), name.strip(), psutil.Process(int(pid)).create_time())
    except psutil.NoSuchProcess:
        return None


def guard(record: Path) -> None:
    """Note every group announced on standard input; when the last holder is gone, clear them all."""
    groups: list[Group] = []
    for line in sys.stdin:
        if group := group_from(line):
            groups.append(group)
    clear(groups)
    record.unlink(missing_ok=True)


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
