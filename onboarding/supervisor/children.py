"""The long-running programs of a stack: started in order, restarted when they die, stopped in reverse."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, RLock, Thread

import psutil

from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.groups import end_all, members, signal_group
from onboarding.supervisor.guardian import Guardian, Program

LOOK_EVERY_S = 0.2
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# Whoever ran this long is taken to be well again, and its next restart comes soon.
WELL_AFTER_S = 60.0


@dataclass
class Child:
    """One program, its current process, and when it may start again."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause_s: float = FIRST_PAUSE_S
    start_again_at: float | None = None


@dataclass
class Children:
    """Programs that run until stop(). `say` receives one line for every event worth reading."""

    guardian: Guardian
    say: Callable[[str], None]
    running: dict[str, Child] = field(default_factory=dict)
    stopping: Event = field(default_factory=Event)
    lock: RLock = field(default_factory=RLock)
    watcher: Thread | None = None

    def start(self, program: Program) -> subprocess.Popen[bytes]:
        """`program` runs, and will be stopped before those started earlier."""
        with self.lock:
            process = self.guardian.start(program)
            self.running[program.name] = Child(program, process, time.monotonic())
            return process

    def run(self, program: Program) -> None:
        """`program` ran to its end and succeeded. Raises CannotStart with the end of its log if it failed."""
        with self.lock:
            process = self.guardian.start(program)
        try:
            returned = process.wait()
        finally:
            self.guardian.stop(process)
        if returned != 0:
            raise CannotStart(f"{program.name} failed.\n{log_tail(program)}")

    def require_alive(self) -> None:
        """Raise CannotStart with the end of its log if a program has ended."""
        for child in list(self.running.values()):
            if child.process.poll() is not None:
                raise CannotStart(f"{child.program.name} ended while starting.\n{log_tail(child.program)}")

    def watch(self) -> None:
        """From now on a program that dies is started again, later each time, and so is a dead guardian."""
        self.watcher = Thread(target=self._watch, name="watcher", daemon=True)
        self.watcher.start()

    def _watch(self) -> None:
        while not self.stopping.wait(LOOK_EVERY_S):
            with self.lock:
                if self.stopping.is_set():
                    return
                self.guardian.renew()
                for child in self.running.values():
                    self._look_at(child)

    def _look_at(self, child: Child) -> None:
        now = time.monotonic()
        if child.start_again_at is None:
            if child.process.poll() is not None:
                self._lay_to_rest(child, now)
        elif now >= child.start_again_at:
            child.process, child.started = self.guardian.start(child.program), now
            child.start_again_at = None
            self.say(f"{child.program.name} started again")

    def _lay_to_rest(self, child: Child, now: float) -> None:
        self.guardian.stop(child.process)  # what its own children left
        if now - child.started > WELL_AFTER_S:
            child.pause_s = FIRST_PAUSE_S
        self.say(f"{child.program.name} died, starts again in {child.pause_s:g} s.\n{log_tail(child.program)}")
        child.start_again_at = now + child.pause_s
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)

    def members(self, name: str) -> list[psutil.Process]:
        """The live processes of program `name`, itself first."""
        found = members([self.running[name].process.pid])
        return sorted(found, key=lambda process: process.pid)

    def kill(self, name: str) -> None:
        """Program `name` and all it started were killed with -9; the watcher starts it again."""
        processes = self.members(name)
        signal_group(self.running[name].process.pid, signal.SIGKILL)
        end_all(processes, wait_s=1.0)

    def stop(self) -> None:
        """Every program has ended, the one started last first."""
        self.stopping.set()
        with self.lock:
            while self.running:
                _, child = self.running.popitem()
                if child.start_again_at is None:
                    self.guardian.stop(child.process)
        if self.watcher:
            self.watcher.join()


def log_tail(program: Program, lines: int = 15) -> str:
    """The end of a program's log, indented, under its path."""
    text = program.log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join([f"  {program.log} ends:", *(f"  | {line}" for line in text)])
