"""The project's own programs as processes on the database of the tests, so that they can be killed."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import connection
from redis import Redis

from onboarding.supervisor.children import FIRST_PAUSE_S, Children
from onboarding.supervisor.environment import inherited, settings_for
from onboarding.supervisor.guardian import Guardian
from onboarding.supervisor.ports import Ports, free_ports
from onboarding.supervisor.stack import Stack, beat, sandbox, wait_for, worker
from tests.environment import fresh_folder

# What processes must share with this one: the keys under which it sealed, and the files it wrote.
SHARED = (
    "SECRET_KEY",
    "FIELD_KEYS",
    "AUDIT_KEY",
    "AMAZON_CLIENT_ID",
    "AMAZON_CLIENT_SECRET",
    "SMS_GATEWAY_TOKEN",
    "REDIS_URL",
)


@dataclass
class Programs:
    """Running programs, what may be done to them, and the outside world that they talk to."""

    stack: Stack
    ports: Ports
    said: list[str]

    @property
    def children(self) -> Children:
        return self.stack.children

    def start_sandbox(self) -> None:
        self.children.start(sandbox(self.stack, self.ports))
        wait_for(f"{self.stack.urls['sandbox']}/healthz", self.children)

    def start_worker(self, application: str = "onboarding") -> None:
        program = worker(self.stack)
        command = tuple(application if part == "onboarding" else part for part in program.command)
        self.children.start(replace(program, command=command))

    def start_beat(self) -> None:
        self.children.start(beat(self.stack))

    def start_web(self, application: str, *, threads: int) -> None:
        """Serve `application` in two processes of so many threads each."""
        command = ["-m", "gunicorn", application, "--no-control-socket", "--worker-class", "gthread"]
        command += ["--workers", "2", "--threads", str(threads), "--bind", f"{self.ports.host}:{self.ports.web}"]
        self.children.start(self.stack.program("web", *command))
        wait_for(f"{self.stack.urls['web']}/healthz", self.children)

    def kill_workers(self) -> None:
        """Kill -9 the worker and all its processes; the supervisor starts it again soon."""
        self.children.running["worker"].pause_s = FIRST_PAUSE_S
        self.children.kill("worker")

    def kill_one_process_of_the_worker(self) -> None:
        """Kill -9 one process that makes calls, once there is one; the worker replaces it itself."""
        while not (processes := self.children.members("worker")[1:]):
            time.sleep(0.1)
        random.choice(processes).send_signal(signal.SIGKILL)

    @property
    def deaths_of_workers(self) -> int:
        """How often the supervisor found the whole worker dead."""
        return sum(line.startswith("worker died") for line in self.said)

    def flush_broker(self) -> None:
        with Redis.from_url(settings.REDIS_URL) as broker:
            broker.flushall()

    def control(self, method: str, door: str, order: object = None) -> dict[str, object]:
        """Ask or order at the sandbox's /_control."""
        answer = httpx.request(method, f"{self.stack.urls['control']}/{door}", json=order, timeout=30)
        answer.raise_for_status()
        found: dict[str, object] = answer.json()
        return found


@contextmanager
def run_programs() -> Iterator[Programs]:
    """Yield with nothing started yet; afterwards nothing is left running. What dies meanwhile is started again."""
    folder, ports = fresh_folder(), free_ports()
    shared = {name: os.environ[name] for name in SHARED} | {"DATABASE_URL": url_of_test_database()}
    environment = inherited() | settings_for(folder, ports, {}, shared | {"STATIC_ROOT": str(settings.STATIC_ROOT)})
    with ExitStack() as closing:
        said: list[str] = []
        children = Children(closing.enter_context(Guardian(folder)), say=said.append)
        closing.callback(children.stop)
        children.watch()
        yield Programs(Stack(folder, ports.urls(), environment, children), ports, said)


def url_of_test_database() -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
