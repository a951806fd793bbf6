"""The registries of one sandbox process, and an adapter that asks them."""

from collections.abc import Iterator

import httpx
import pytest

from sellers.registries.http import HttpRegistry
from tests.marketplaces.conftest import Sandbox, start_sandbox

TOKEN = "sandbox-registry-token"


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = start_sandbox(tmp_path_factory.mktemp("sandbox"))
    yield running
    running.http.close()
    running.kill()


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    """A healthy one."""
    shared_sandbox.clear_faults()
    return shared_sandbox


@pytest.fixture
def registry(sandbox: Sandbox) -> Iterator[HttpRegistry]:
    with httpx.Client(timeout=1) as http:
        yield HttpRegistry(http, f"{sandbox.url}/registries/", TOKEN)
