"""All of Haat Setu on one machine: servers, sandbox, worker, beat and web, for demo, walkthrough and tests.

    with run_stack(Path(".local/walkthrough"), free_ports()) as stack:
        httpx.get(stack.urls["web"])
        stack.children.kill("worker")        # the watcher starts it again

The folder keeps everything that the stack writes. It ends with the process that runs it, however that ends.
"""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from onboarding.embedded import DURABLE, lay_out_servers
from onboarding.embedded.folders import make_folder
from onboarding.supervisor.children import Children
from onboarding.supervisor.claim import CannotStart, claim
from onboarding.supervisor.environment import KNOWN_TO_SANDBOX, SETTINGS, inherited, settings_for
from onboarding.supervisor.guardian import PROJECT, Guardian, Program
from onboarding.supervisor.ports import Ports, require_free

PREPARATION: Sequence[tuple[str, ...]] = (
    ("migrate", "--no-input"),
    ("load_reference",),
    ("seed_demo", "--people-file", "{folder}/people.json"),
    ("collectstatic", "--no-input"),
)
READY_TIMEOUT_S = 60.0
# Without the user name that a client may claim: it is printed as it came, line breaks and all.
ACCESS_LINE = '%(h)s %(t)s "%(r)s" %(s)s %(b)s %(M)sms'


@dataclass(frozen=True)
class Stack:
    """A running stack: where it answers, and what its programs find in their environment."""

    folder: Path
    urls: Mapping[str, str]
    environment: Mapping[str, str]
    children: Children

    def manage(self, *arguments: str) -> str:
        """`manage.py` ran with these arguments; return what it printed. Raises CannotStart if it failed."""
        log = self.folder / "logs" / f"{arguments[0]}.log"
        already = log.stat().st_size if log.exists() else 0
        self.children.run(self.program(arguments[0], "manage.py", *arguments))
        with log.open("rb") as written:
            written.seek(already)
            return written.read().decode(errors="replace")

    def program(self, name: str, *command: str) -> Program:
        """A Python program of this stack."""
        log = self.folder / "logs" / f"{name}.log"
        return Program(name, (sys.executable, *command), log, self.environment, PROJECT)

    def serving(self, name: str, *command: str) -> Program:
        """A Python program that serves: like those of a real installation, it is not told the owner's login."""
        environment = {name: value for name, value in self.environment.items() if name != "OWNER_DATABASE_URL"}
        return replace(self.program(name, *command), environment=environment)


@contextmanager
def run_stack(
    folder: Path,
    ports: Ports,
    *,
    chosen: Mapping[str, str] | None = None,
    postgres_settings: Mapping[str, str] = DURABLE,
    preparation: Sequence[tuple[str, ...]] = PREPARATION,
    say: Callable[[str], None] = print,
) -> Iterator[Stack]:
    """Run everything in `folder` and yield when web and sandbox answer; afterwards nothing is left running.

    `chosen` are settings that win over the stack's own; with DATABASE_URL and REDIS_URL among them no embedded
    server starts. Raises CannotStart with a sentence for the person at the keyboard.
    """
    folder = folder.resolve()
    make_folder(folder)
    with ExitStack() as closing:
        left = closing.enter_context(claim(folder, ports.urls()["web"]))
        if left:
            say(f"Stopped what an earlier run had left behind: {', '.join(left)}")
        require_free(ports)
        children = Children(closing.enter_context(Guardian(folder)), say)
        closing.callback(children.stop)
        servers = start_missing_servers(folder, children, chosen or {}, postgres_settings)
        settings = settings_for(folder, ports, servers, chosen or {})
        stack = Stack(folder, ports.urls(), inherited() | settings, children)
        for command in preparation:
            say(f"Preparing: {command[0]}")
            stack.manage(*(part.format(folder=folder) for part in command))
        start_programs(stack, ports)
        children.watch()
        yield stack


def start_missing_servers(
    folder: Path, children: Children, chosen: Mapping[str, str], postgres_settings: Mapping[str, str]
) -> dict[str, str]:
    """The servers for which the person chose no address run; return the addresses of those."""
    if chosen.get("DATABASE_URL") and not chosen.get("OWNER_DATABASE_URL"):
        raise CannotStart("DATABASE_URL is set without OWNER_DATABASE_URL, the login that migrates. Set both.")
    addresses: dict[str, str] = {}
    if chosen.get("DATABASE_URL") and chosen.get("REDIS_URL"):
        return addresses
    for server in lay_out_servers(folder, postgres_settings=postgres_settings):
        if not any(chosen.get(name) for name in server.environment):
            server.wait_until_ready(children.start(server.program))
            addresses.update(server.environment)
    # The superuser's address stays here.
    return {name: url for name, url in addresses.items() if name in SETTINGS}


def start_programs(stack: Stack, ports: Ports) -> None:
    """Sandbox, workers, beat and web run, and those that serve http answer."""
    for program in (sandbox(stack, ports), worker(stack), messenger(stack), beat(stack), web(stack, ports)):
        stack.children.start(program)
    wait_for(f"{stack.urls['sandbox']}/healthz", stack.children)
    wait_for(f"{stack.urls['web']}/readyz", stack.children)


def sandbox(stack: Stack, ports: Ports) -> Program:
    """The outside world, which learns nothing of us but what the real one would."""
    command = ["-m", "marketplaces.sandbox", "--host", ports.host, "--port", str(ports.sandbox)]
    command += ["--smtp-port", str(ports.smtp), "--state-dir", str(stack.folder / "sandbox")]
    environment = inherited() | {name: stack.environment[name] for name in KNOWN_TO_SANDBOX}
    return replace(stack.program("sandbox", *command), environment=environment)


def worker(stack: Stack) -> Program:
    """Both queues in one worker of two processes; patience for a call that is under way."""
    return stack.serving("worker", *celery_worker("outbox,pump", processes=2))


def messenger(stack: Stack) -> Program:
    """The outbox alone in one process: a sign-in code must not wait behind a slow marketplace."""
    return stack.serving("messenger", *celery_worker("outbox", processes=1))


def celery_worker(queues: str, *, processes: int) -> list[str]:
    command = ["-m", "celery", "-A", "onboarding", "worker", "--concurrency", str(processes), "-Q", queues]
    return [*command, "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def beat(stack: Stack) -> Program:
    """The clock of the sweepers."""
    schedule = str(stack.folder / "beat-schedule")
    return stack.serving("beat", "-m", "celery", "-A", "onboarding", "beat", "-s", schedule, "--pidfile", "")


def web(stack: Stack, ports: Ports) -> Program:
    """Pages and API."""
    command = [
        "-m",
        "gunicorn",
        "onboarding.wsgi",
        "--no-control-socket",
        "--bind",
        f"{ports.host}:{ports.web}",
    ]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "5"]
    return stack.serving("web", *command, "--access-logfile", "-", "--access-logformat", ACCESS_LINE)


def wait_for(url: str, children: Children) -> None:
    """Return when `url` answers 200. Raises CannotStart if a program ends first or a minute passes."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        children.require_alive()
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 our own address
                return
        except (urllib.error.URLError, OSError) as refusal:
            last = str(refusal)
        time.sleep(0.1)
    raise CannotStart(f"{url} did not answer within {READY_TIMEOUT_S:.0f} s: {last}")
