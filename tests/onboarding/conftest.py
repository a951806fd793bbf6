"""Fixtures for tests that run real processes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.embedded.folders import make_folder


@pytest.fixture
def fresh_folder() -> Iterator[Path]:
    """A folder of its own under LOCAL_DIR: pytest's tmp_path is closed to others, so also to `nobody`."""
    local = Path(os.environ.get("LOCAL_DIR") or ".local").resolve() / "tests"
    make_folder(local)
    folder = Path(tempfile.mkdtemp(dir=local))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
