"""The supervisor with real processes: whatever ends it, nothing stays; whoever dies, starts again."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from onboarding.embedded import THROWAWAY
from onboarding.supervisor.children import Children
from onboarding.supervisor.claim import CannotStart, claim
from onboarding.supervisor.environment import SETTINGS, local_secrets, settings_for
from onboarding.supervisor.groups import is_alive
from onboarding.supervisor.guardian import PROJECT, Guardian, Program
from onboarding.supervisor.ports import Ports, free_ports, ports_from, require_free
from onboarding.supervisor.stack import start_missing_servers

# Ignores every polite request, and so does its child, which sits in a session of its own as PostgreSQL's do.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
time.sleep(600)
"""
GUARDED = """
import sys, time
from pathlib import Path
from onboarding.supervisor.children import Children
from onboarding.supervisor.claim import claim
from onboarding.supervisor.guardian import Guardian, Program
folder, stubborn = Path(sys.argv[1]), sys.argv[2]
with claim(folder, "http://127.0.0.1:8000"), Guardian(folder) as guardian:
    children = Children(guardian, print)
    for name in ("one", "two"):
        command = (sys.executable, "-c", stubborn, str(folder))
        children.start(Program(name, command, folder / "logs" / f"{name}.log"))
    children.watch()
    print("up", flush=True)
    time.sleep(600)
"""
UNGUARDED = """
import subprocess, sys, time
for name in ("one", "two"):
    command = [sys.executable, "-c", sys.argv[2], sys.argv[1]]
    subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
print("up", flush=True)
time.sleep(600)
"""
# Writes its name down when asked to stop, so that a test can read the order.
NOTES_ITS_END = 'trap "echo $0 >> \\"$1\\"; exit" TERM; while :; do sleep 0.02; done'


@pytest.fixture
def holder(fresh_folder: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a script that holds stubborn programs; afterwards they are gone, whatever the test found."""

    def start(script: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", script, str(fresh_folder), STUBBORN]
        started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
        assert started.stdout and started.stdout.readline() == "up\n"
        wait_until(lambda: len(stubborn_processes(fresh_folder)) == 4)
        return started

    yield start
    for process in processes_naming(fresh_folder):
        process.kill()
    wait_until(lambda: not processes_naming(fresh_folder))


def processes_naming(folder: Path) -> list[psutil.Process]:
    """The live processes that have `folder` in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(str(folder) in word for word in process.info["cmdline"] or []) and is_alive(process):
            found.append(process)
    return found


def stubborn_processes(folder: Path) -> list[psutil.Process]:
    """Those of them that ignore SIGTERM: the programs, without their holder and its guardian."""
    return [process for process in processes_naming(folder) if process.cmdline()[1:3] == ["-c", STUBBORN]]


def guardians_of(folder: Path) -> list[psutil.Process]:
    """The guardian process of the holder in `folder`, none while it is being replaced."""
    return [p for p in processes_naming(folder) if "onboarding.supervisor.guardian" in p.cmdline()]


def wait_until(holds: Callable[[], object], timeout_s: float = 5.0) -> float:
    """Return the seconds until `holds()` was true; fail after `timeout_s`."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < timeout_s, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - started


def kill_9(process: subprocess.Popen[str]) -> None:
    """`process` was killed without a chance to clear up, and its zombie is gone."""
    process.kill()
    process.wait()


def program(folder: Path, name: str, *command: str, patience_s: float = 10.0) -> Program:
    """A program whose log lies under `folder`."""
    return Program(name, command, folder / "logs" / f"{name}.log", patience_s=patience_s)


def test_killing_the_supervisor_leaves_no_process_after_four_seconds(
    holder: Callable[[str], subprocess.Popen[str]], fresh_folder: Path
) -> None:
    supervisor = holder(GUARDED)

    kill_9(supervisor)

    wait_until(lambda: not processes_naming(fresh_folder), timeout_s=4.0)
    assert list(fresh_folder.glob("processes-*")) == []


def test_without_a_guardian_the_processes_stay(
    holder: Callable[[str], subprocess.Popen[str]], fresh_folder: Path
) -> None:
    supervisor = holder(UNGUARDED)

    kill_9(supervisor)

    time.sleep(4.0)
    assert len(stubborn_processes(fresh_folder)) == 4


def test_what_a_double_kill_left_is_stopped_by_the_next_start(
    holder: Callable[[str], subprocess.Popen[str]], fresh_folder: Path
) -> None:
    supervisor = holder(GUARDED)
    # Stopped, so that it cannot replace its guardian before it is killed itself.
    supervisor.send_signal(signal.SIGSTOP)
    for guardian in guardians_of(fresh_folder):
        guardian.kill()
    kill_9(supervisor)
    assert len(stubborn_processes(fresh_folder)) == 4

    with claim(fresh_folder, "http://127.0.0.1:8000") as stopped:
        assert stopped == ["one", "two"]
        wait_until(lambda: not processes_naming(fresh_folder), timeout_s=1.0)


def test_a_killed_guardian_is_replaced_by_one_that_knows_the_same_processes(
    holder: Callable[[str], subprocess.Popen[str]], fresh_folder: Path
) -> None:
    supervisor = holder(GUARDED)
    (first,) = guardians_of(fresh_folder)
    first.kill()
    wait_until(lambda: any(guardian.pid != first.pid for guardian in guardians_of(fresh_folder)))

    kill_9(supervisor)

    wait_until(lambda: not processes_naming(fresh_folder), timeout_s=4.0)


def test_a_reused_process_number_is_left_alone(fresh_folder: Path) -> None:
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    (fresh_folder / "processes-0.json").write_text(
        f'[{{"pid": {stranger.pid}, "stop_signal": 15, "name": "web", "created": 1.0}}]'
    )
    try:
        with claim(fresh_folder, "http://127.0.0.1:8000") as stopped:
            assert stopped == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_second_supervisor_is_refused_with_the_address_of_the_first(fresh_folder: Path) -> None:
    with (
        claim(fresh_folder, "http://127.0.0.1:8123"),
        pytest.raises(CannotStart) as refused,
        claim(fresh_folder, "http://127.0.0.1:9999"),
    ):
        pass
    assert str(refused.value) == (
        f"Haat Setu is already running from {fresh_folder} at http://127.0.0.1:8123 (process {os.getpid()}). "
        "Stop that one first, or set another LOCAL_DIR."
    )
    with claim(fresh_folder, "http://127.0.0.1:9999") as stopped:
        assert stopped == []


def test_programs_stop_in_reverse_order_and_none_stays(fresh_folder: Path) -> None:
    ended = fresh_folder / "ended"
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, print)
        for name in ("postgres", "worker", "web"):
            children.start(program(fresh_folder, name, "sh", "-c", NOTES_ITS_END, name, str(ended)))
        children.watch()
        wait_until(lambda: len(processes_naming(ended)) == 3)

        children.stop()

        assert ended.read_text().split() == ["web", "worker", "postgres"]
        assert processes_naming(ended) == []
    assert list(fresh_folder.glob("processes-*")) == []


def test_a_program_that_will_not_stop_is_killed_with_its_children(fresh_folder: Path) -> None:
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, print)
        command = (sys.executable, "-c", STUBBORN, str(fresh_folder))
        children.start(program(fresh_folder, "deaf", *command, patience_s=0.3))
        wait_until(lambda: len(stubborn_processes(fresh_folder)) == 2)

        children.stop()

        wait_until(lambda: not stubborn_processes(fresh_folder), timeout_s=1.5)


def test_a_killed_program_is_started_again(fresh_folder: Path) -> None:
    said: list[str] = []
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, said.append)
        command = (sys.executable, "-c", STUBBORN, str(fresh_folder))
        first = children.start(program(fresh_folder, "worker", *command, patience_s=0.1))
        children.watch()
        wait_until(lambda: len(stubborn_processes(fresh_folder)) == 2)

        children.kill("worker")

        wait_until(lambda: len(stubborn_processes(fresh_folder)) == 2)
        assert first.pid not in [process.pid for process in children.members("worker")]
        children.stop()
    assert said[0].startswith("worker died, starts again in 0.5 s.")
    assert said[1:] == ["worker started again"]


def test_a_program_that_keeps_dying_waits_twice_as_long_each_time_and_shows_its_log(
    fresh_folder: Path,
) -> None:
    said: list[str] = []
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, said.append)
        children.start(program(fresh_folder, "web", "sh", "-c", "echo no such module; exit 3"))
        children.watch()
        wait_until(lambda: len(said) == 5)
        children.stop()
    assert [text.splitlines()[0] for text in said] == [
        "web died, starts again in 0.5 s.",
        "web started again",
        "web died, starts again in 1 s.",
        "web started again",
        "web died, starts again in 2 s.",
    ]
    assert said[0].endswith("| no such module")


def test_a_step_that_fails_shows_the_end_of_its_log(fresh_folder: Path) -> None:
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, print)
        with pytest.raises(CannotStart, match=r"(?s)^migrate failed\..*\| relation is missing$"):
            children.run(program(fresh_folder, "migrate", "sh", "-c", "echo relation is missing; exit 1"))


@pytest.mark.parametrize(
    ("taken", "message"),
    [
        ("web", "Port {port} on 127.0.0.1 is taken. Choose another: make demo PORT={other}"),
        ("sandbox", "Port {port} on 127.0.0.1 is taken. Choose another: make demo SANDBOX_PORT={other}"),
        (
            "smtp",
            "Port {port} on 127.0.0.1 (the sandbox's mail, SANDBOX_PORT + 1) is taken. "
            "Choose another: make demo SANDBOX_PORT={other}",
        ),
    ],
)
def test_a_taken_port_is_named_with_the_variable_to_change(taken: str, message: str) -> None:
    ports = free_ports()
    port = getattr(ports, taken)
    require_free(ports)
    with socket.create_server((ports.host, port)), pytest.raises(CannotStart) as refused:
        require_free(ports)
    assert str(refused.value) == message.format(port=port, other=port + 10)


@pytest.mark.parametrize("text", ["80a", "-1", "0", "65535", "٨٠٠٠"])
def test_what_is_no_port_number_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match=f"^SANDBOX_PORT={text} is no port number"):
        ports_from({"SANDBOX_PORT": text})


def test_web_and_sandbox_may_not_share_a_port() -> None:
    ports = free_ports()
    with pytest.raises(CannotStart, match="collide"):
        require_free(Ports(ports.host, ports.web, ports.web))


def test_secrets_are_made_once_and_readable_by_their_owner_only(fresh_folder: Path) -> None:
    file = fresh_folder / "secrets.env"
    first = local_secrets(file)
    assert local_secrets(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert local_secrets(fresh_folder / "other.env")["SECRET_KEY"] != first["SECRET_KEY"]


def test_servers_of_the_persons_own_keep_the_embedded_ones_away(fresh_folder: Path) -> None:
    chosen = {"DATABASE_URL": "postgresql://a", "OWNER_DATABASE_URL": "postgresql://o", "REDIS_URL": "redis://r"}
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, print)
        assert start_missing_servers(fresh_folder, children, chosen, {}) == {}
        assert children.running == {}
    assert not (fresh_folder / "postgres").exists()


def test_a_database_without_the_login_that_migrates_is_refused(fresh_folder: Path) -> None:
    with Guardian(fresh_folder) as guardian, pytest.raises(CannotStart, match="without OWNER_DATABASE_URL"):
        start_missing_servers(fresh_folder, Children(guardian, print), {"DATABASE_URL": "postgresql://a"}, {})


def test_with_a_broker_of_the_persons_own_only_the_database_is_embedded(fresh_folder: Path) -> None:
    with Guardian(fresh_folder) as guardian:
        children = Children(guardian, print)
        found = start_missing_servers(fresh_folder, children, {"REDIS_URL": "redis://r"}, THROWAWAY)
        assert list(children.running) == ["postgres"]
        assert set(found) == {"DATABASE_URL", "OWNER_DATABASE_URL"}
        children.stop()


def test_a_setting_that_the_person_chose_wins_and_a_foreign_one_is_not_taken(fresh_folder: Path) -> None:
    chosen = {"SECRET_KEY": "mine", "PUBLIC_URL": "", "HOME": "/elsewhere"}
    settings = settings_for(fresh_folder, Ports(), {"REDIS_URL": "unix:///run/v.sock"}, chosen)
    assert settings["SECRET_KEY"] == "mine"
    assert settings["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert settings["REDIS_URL"] == "unix:///run/v.sock"
    assert set(settings) <= SETTINGS
