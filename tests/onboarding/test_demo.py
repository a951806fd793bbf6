"""`make demo` as a person meets it: it comes up, refuses a second one, keeps its data, and goes without a trace."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from onboarding.supervisor.environment import inherited
from onboarding.supervisor.groups import is_alive
from onboarding.supervisor.guardian import PROJECT
from onboarding.supervisor.ports import Ports, free_ports


class Demo:
    """A demo in a folder and on ports of its own."""

    def __init__(self, folder: Path, ports: Ports) -> None:
        self.folder = folder
        own = {"LOCAL_DIR": str(folder), "PORT": str(ports.web), "SANDBOX_PORT": str(ports.sandbox)}
        self.environment = inherited() | own
        self.command = [sys.executable, "-m", "onboarding.supervisor"]
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        """Start, and return when it has said where it runs."""
        process = subprocess.Popen(
            self.command, cwd=PROJECT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""
        assert process.stdout
        for line in process.stdout:
            self.said += line
            if line.startswith("Ctrl-C stops everything"):
                return process
        pytest.fail(f"the demo did not start:\n{self.said}")

    def doors(self) -> dict[str, Any]:
        """What demo.json says."""
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text())
        return found

    def processes(self) -> list[psutil.Process]:
        """What lives in sessions that the demo started: everything with its folder in its environment or command."""
        return [p for p in psutil.process_iter() if is_alive(p) and self._is_part(p)]

    def _is_part(self, process: psutil.Process) -> bool:
        try:
            words = [*process.cmdline(), process.environ().get("LOCAL_DIR", "")]
        except psutil.Error:
            return False
        return any(str(self.folder) in word for word in words)

    def end(self, number: int, timeout_s: float) -> list[psutil.Process]:
        """Send the signal; return what still lives when all should be gone."""
        self.process.send_signal(number)
        self.process.wait(timeout=timeout_s)
        deadline = time.monotonic() + 4
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.processes()


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A running demo; the tests of this file tell one story in their order."""
    folder = Path(os.environ["LOCAL_DIR"]) / "demo"
    started = Demo(folder, free_ports())
    yield started
    for process in started.processes():
        process.kill()


def get(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def test_it_prints_where_it_runs_and_writes_every_door_down(demo: Demo) -> None:
    doors = demo.doors()
    assert f"Haat Setu runs at {doors['web']}\n" in demo.said
    assert set(doors) == {
        "web", "sandbox", "database_url", "owner_database_url", "redis_url", "people", "clients",
    }  # fmt: skip
    assert set(doors["sandbox"]) == {"amazon", "flipkart", "sms", "voice", "mail", "control"}
    assert {"role", "board", "email", "password", "totp_secret", "phone"} >= set(doors["people"][0])
    assert stat.S_IMODE((demo.folder / "demo.json").stat().st_mode) == 0o600
    assert get(doors["web"] + "/healthz")[0] == 200
    assert get(doors["sandbox"]["control"] + "/state")[0] == 200


def test_a_second_one_is_refused_with_the_address_of_the_first(demo: Demo) -> None:
    refused = subprocess.run(
        demo.command, cwd=PROJECT, env=demo.environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert f"already running from {demo.folder} at {demo.doors()['web']}" in refused.stderr
    assert get(demo.doors()["web"] + "/readyz")[0] == 200


def test_a_kill_of_the_supervisor_leaves_nothing_and_the_next_start_keeps_the_data(demo: Demo) -> None:
    before = demo.doors()
    with psycopg2.connect(before["owner_database_url"]) as owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 'still here' AS note")
    assert len(demo.processes()) >= 8

    assert demo.end(signal.SIGKILL, timeout_s=5) == []

    demo.process = demo.start()
    after = demo.doors()
    assert after["people"] == before["people"]
    with psycopg2.connect(after["owner_database_url"]) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT note FROM kept")
        assert cursor.fetchone() == ("still here",)


def test_being_asked_to_stop_leaves_nothing(demo: Demo) -> None:
    assert demo.end(signal.SIGTERM, timeout_s=20) == []
    assert demo.process.returncode == 0
    assert demo.process.stdout
    assert demo.process.stdout.read().endswith("Stopped. Nothing is left running.\n")
