"""A real sandbox process for every test here: shared by default, of one's own where a test kills it."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from onboarding.boards.models import Board
from tests.marketplaces.shop import Shop

CHECKOUT = Path(__file__).parents[2]
CLIENT_ID = "amzn1.application-oa2-client.sandbox"
CLIENT_SECRET = "sandbox-secret"
SMS_TOKEN = "sandbox-sms-token"
SELLER_NUMBERS = itertools.count(1)


@dataclass
class Sandbox:
    """One running sandbox, its addresses, and its `/_control`."""

    state_dir: Path
    process: subprocess.Popen[str]
    port: int
    smtp_port: int
    host: str = "127.0.0.1"
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    sms_token: str = SMS_TOKEN
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10, trust_env=False))

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def amazon_url(self) -> str:
        return f"{self.url}/amazon"

    @property
    def token_url(self) -> str:
        return f"{self.amazon_url}/auth/o2/token"

    @property
    def sms_url(self) -> str:
        return f"{self.url}/sms"

    @property
    def mail_url(self) -> str:
        return f"{self.url}/mail"

    @property
    def control_url(self) -> str:
        return f"{self.url}/_control"

    def new_seller(self) -> str:
        """Return a seller id that no other test uses: the state of a shared sandbox is never wiped."""
        return f"SELLER{next(SELLER_NUMBERS):05}"

    def refresh_token(self, seller_id: str) -> str:
        return f"Atzr|sandbox-{seller_id}"

    def state(self, seller_id: str = "") -> dict[str, Any]:
        found: dict[str, Any] = self._control("GET", f"state?seller={seller_id}")
        return found

    def submissions(self, seller_id: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._control("GET", f"submissions?seller={seller_id}")["rows"]
        return rows

    def live_events(self, seller_id: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._control("GET", f"live?seller={seller_id}")["rows"]
        return rows

    def fault(self, operation: str, kind: str, **more: Any) -> None:
        """Order a fault on top of the others."""
        self._control("POST", "faults", {"operation": operation, "kind": kind, **more})

    def clear_faults(self, seed: int = 0) -> None:
        self._control("POST", "faults", {"seed": seed, "faults": []})

    def clock(self, **change: float) -> None:
        self._control("POST", "clock", change)

    def rates(self, scale: float) -> None:
        """Scale the usage plans and fill all buckets."""
        self._control("POST", "rates", {"scale": scale})

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=5)

    def _control(self, method: str, door: str, order: Any = None) -> Any:
        answer = self.http.request(method, f"{self.control_url}/{door}", json=order)
        assert answer.status_code == 200, answer.text
        return answer.json()


def start_sandbox(state_dir: Path) -> Sandbox:
    """Return a sandbox on free ports that is ready to answer."""
    command = [sys.executable, "-m", "marketplaces.sandbox", "--port", "0", "--smtp-port", "0"]
    process = subprocess.Popen(
        [*command, "--state-dir", str(state_dir)],
        cwd=CHECKOUT,
        env={"PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    words = process.stdout.readline().split()
    assert words[:3] == ["sandbox", "ready", "http"], words
    return Sandbox(state_dir, process, int(words[3]), int(words[5]))


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The process behind `sandbox`."""
    running = start_sandbox(tmp_path_factory.mktemp("sandbox"))
    yield running
    running.http.close()
    running.process.kill()
    running.process.wait()


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    """A healthy sandbox: no faults, real time, stated rates with full buckets. Take a `new_seller()`."""
    shared_sandbox.clear_faults()
    shared_sandbox.clock(speed=1, delay_s=2)
    shared_sandbox.rates(1)
    return shared_sandbox


@pytest.fixture
def own_sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that the test may kill."""
    running = start_sandbox(tmp_path / "state")
    yield running
    running.http.close()
    running.process.kill()
    running.process.wait()


@pytest.fixture
def amazon(sandbox: Sandbox, settings: Any) -> Sandbox:
    """The sandbox as the marketplace that this process talks to: generous limits, accepted at once."""
    settings.AMAZON_SPAPI_URL = settings.AMAZON_LWA_URL = sandbox.amazon_url
    sandbox.rates(200)
    sandbox.clock(delay_s=0)
    return sandbox


@pytest.fixture
def shop(board: Board, amazon: Sandbox) -> Shop:
    return Shop.open(board, amazon)
