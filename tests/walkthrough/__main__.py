"""`make walkthrough`: a fresh stack on free ports, the whole road, and nothing left running."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

from onboarding.embedded import THROWAWAY
from onboarding.embedded.folders import make_folder
from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.ports import free_ports
from onboarding.supervisor.stack import run_stack
from tests.walkthrough.road import ROAD
from tests.walkthrough.runner import run
from tests.walkthrough.world import meet


def stop(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that the stack stops."""
    sys.exit(128 + number)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def fresh_folder() -> Path:
    local = Path(os.environ.get("LOCAL_DIR") or ".local").resolve() / "walkthrough"
    make_folder(local)
    folder = Path(tempfile.mkdtemp(dir=local))
    folder.chmod(0o755)  # PostgreSQL may run as another user, who must come through
    return folder


def main() -> int:
    """Walk the road; return the exit status. The folder is kept when something failed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    folder = fresh_folder()
    try:
        with run_stack(folder, free_ports(), postgres_settings=THROWAWAY, say=say) as stack:
            say(f"Running at {stack.urls['web']}\n")
            held = run(ROAD, meet(stack), say)
    except CannotStart as cause:
        say(f"\n{cause}")
        return 1
    if not held:
        say(f"\nThe logs are in {folder / 'logs'}.")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
