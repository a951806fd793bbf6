"""The registries of a sandbox, as the handlers ask them."""

from typing import Any

import pytest

from tests.marketplaces.conftest import Sandbox
from tests.sellers.registries.conftest import TOKEN, sandbox, shared_sandbox

__all__ = ["registries", "sandbox", "shared_sandbox"]


@pytest.fixture
def registries(sandbox: Sandbox, settings: Any) -> Sandbox:
    """The registries that this process asks."""
    settings.REGISTRY_URL, settings.REGISTRY_TOKEN = f"{sandbox.url}/registries", TOKEN
    return sandbox
