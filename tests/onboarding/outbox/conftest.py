from collections.abc import Iterator
from typing import Any

import pytest

from onboarding.outbox import actions, doorbell
from tests.onboarding.outbox import handlers


@pytest.fixture(autouse=True)
def test_routes(settings: Any) -> Iterator[None]:
    """Only the events of these tests are known."""
    settings.OUTBOX_ROUTES = "tests.onboarding.outbox.handlers.ROUTES"
    actions.routes.cache_clear()
    handlers.seen.clear()
    yield
    actions.routes.cache_clear()


@pytest.fixture(autouse=True)
def fresh_bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither an open breaker nor a producer is left from the test before."""
    monkeypatch.setattr(doorbell, "_broken_until", 0.0)
    doorbell._local.producer = None
    yield
    doorbell._local.producer = None


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was rung, instead of ringing."""
    rung: list[tuple[Any, ...]] = []
    monkeypatch.setattr(doorbell, "ring", lambda task, *ids: rung.append((task, *ids)))
    return rung
