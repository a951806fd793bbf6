"""Make `.venv` hold exactly what locks/all.txt names; do nothing when it already does.

Run by whatever python3 the machine has, so this file must parse on Python 3.6, and imports the standard
library only. uv comes from the same hashed lock; where it cannot reach the packages, pip tries in its way.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "locks" / "all.txt"
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
STAMP = VENV / "haat-setu.stamp"
# Stands while packages are being written: found at the start, it tells of a run that was cut short.
UNFINISHED = VENV / "haat-setu.unfinished"


class CannotSetUp(Exception):
    """The text says why, and what to do."""


def refusal(major: int, minor: int, executable: str) -> str:
    """Why this Python cannot be used, with a way out; empty when it can."""
    if (major, minor) >= OLDEST:
        return ""
    found = [name for name in NEWER if shutil.which(name)]
    way_out = "make demo PYTHON=" + (found[0] if found else "/path/to/python3.11")
    return (
        f"Haat Setu needs Python 3.11 or later; {executable} is Python {major}.{minor}. "
        f"Install a newer one, or name it: {way_out}"
    )


def fingerprint(lock: Path, version: str) -> str:
    """What the stamp holds: it changes with the lock and with the Python that made the environment."""
    return hashlib.sha256(lock.read_bytes() + version.encode()).hexdigest()


def is_ready(wanted: str) -> bool:
    """Whether an earlier run finished with the same lock and Python, and its Python still starts."""
    return STAMP.exists() and STAMP.read_text() == wanted and starts(PYTHON)


def starts(python: Path) -> bool:
    """Whether `python` runs and is new enough. After an upgrade of the system it may be a dangling link."""
    check = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.call([str(python), "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment() -> None:
    """`.venv` exists with a working Python; one that is broken or half-made is thrown away."""
    if starts(PYTHON) and not UNFINISHED.exists():
        return
    print("Making .venv ...", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise CannotSetUp("Could not make .venv. Debian and Ubuntu keep its maker apart: apt install python3-venv")


def install() -> None:
    """Every package of the lock is in `.venv`, each checked against its hash."""
    print("Installing from locks/all.txt ...", flush=True)
    UNFINISHED.touch()
    uv = (str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes")
    if not install_uv() or subprocess.call([*uv, "-r", str(LOCK)]) != 0:
        print("uv could not install everything; trying with pip ...", flush=True)
        if subprocess.call([*PIP, "-r", str(LOCK)]) != 0:
            raise CannotSetUp("The packages could not be installed; the lines above say why. Run it again.")
    UNFINISHED.unlink()


def install_uv() -> bool:
    """Whether the uv that the lock names is in `.venv`, put there by pip."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(requirement("uv", LOCK.read_text()))
        only_uv.flush()
        return subprocess.call([*PIP, "--no-deps", "-r", only_uv.name]) == 0


def requirement(package: str, lock: str) -> str:
    """The lines of one package in the lock: its version and hashes."""
    lines = lock.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(package + "=="))
    end = start
    while lines[end].endswith("\\"):
        end += 1
    return "\n".join(lines[start : end + 1]) + "\n"


def main() -> None:
    """Set up, or say in one sentence why not."""
    problem = refusal(sys.version_info[0], sys.version_info[1], sys.executable)
    if problem:
        sys.exit(problem)
    wanted = fingerprint(LOCK, sys.version)
    if is_ready(wanted):
        return
    # Two targets started side by side set up one after the other.
    with Path(__file__).open() as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if is_ready(wanted):
            return
        try:
            make_environment()
            install()
        except CannotSetUp as cause:
            sys.exit(str(cause))
        STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
