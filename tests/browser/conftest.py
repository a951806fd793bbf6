"""One stack and one browser for all tests here."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from onboarding.embedded import THROWAWAY
from onboarding.embedded.folders import make_folder
from onboarding.supervisor.ports import free_ports
from onboarding.supervisor.stack import Stack, run_stack
from tests.browser.chromium import chromium
from tests.browser.people import officer_at
from tests.walkthrough.people import Officer

LOCAL = Path(os.environ["LOCAL_DIR"]).parents[1]  # the suite's own folder lies two floors below the checkout's


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The whole demo on free ports, freshly seeded."""
    make_folder(LOCAL / "browser")
    folder = Path(tempfile.mkdtemp(dir=LOCAL / "browser"))
    folder.chmod(0o755)
    with run_stack(folder, free_ports(), postgres_settings=THROWAWAY) as running:
        yield running
    shutil.rmtree(folder)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def officer(stack: Stack) -> Officer:
    """Whoever decides, signed in once for all tests."""
    return officer_at(stack)


@pytest.fixture(scope="package")
def screenshots() -> Path:
    """An empty folder for this run's pictures, kept for people to look at."""
    folder = LOCAL / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
