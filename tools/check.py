"""`make check`: what can be said about the code without running it. Needs no database and no broker."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).parents[1]
OPENAPI = PROJECT / "docs" / "openapi.yaml"

CHECKS: Mapping[str, tuple[str, ...]] = {
    "types": ("mypy", "."),
    "messages": ("python", "-m", "tools.check_messages"),
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "floors": ("lint-imports",),
    "templates": ("djlint", "templates", "--lint"),
    "template format": ("djlint", "templates", "--check"),
    "migrations": ("python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"),
    "statuses": ("python", "-m", "tools.statuses", "--check"),
    "api description": ("python", "-m", "tools.check", "api"),
}
NOWHERE = PROJECT / "deploy" / "nowhere.env"


def settings_that_lead_nowhere() -> dict[str, str]:
    """The settings of deploy/nowhere.env: enough for Django to load, and nothing can be reached."""
    lines = NOWHERE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def run(name: str) -> tuple[str, int, str, float]:
    """Run one check; return its name, exit status, output and seconds."""
    program, *arguments = CHECKS[name]
    command = [str(Path(sys.executable).parent / program), *arguments]
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | settings_that_lead_nowhere(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, done.returncode, done.stdout, time.monotonic() - started


def check_all() -> int:
    """Run every check, two at a time, and show the output of those that fail."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, status, output, seconds in pool.map(run, CHECKS):
            print(f"{'FAIL' if status else 'ok':4}  {name:16} {seconds:5.1f} s", flush=True)
            if status:
                failed.append(name)
                print(output)
            elif "not checked" in output:
                print(f"      {output.strip()}")
    print(f"Failed: {', '.join(failed)}" if failed else "All checks hold.")
    return 1 if failed else 0


def check_api_description() -> int:
    """The API description is valid, and docs/openapi.yaml is what the code says."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        command = [sys.executable, "manage.py", "spectacular", "--validate", "--file", str(fresh)]
        if subprocess.call(command, cwd=PROJECT) != 0:
            return 1
        if not OPENAPI.exists() or OPENAPI.read_text() == fresh.read_text():
            return 0
    print(f"{OPENAPI} is stale. Run: .venv/bin/python manage.py spectacular --validate --file docs/openapi.yaml")
    return 1


if __name__ == "__main__":
    sys.exit(check_api_description() if sys.argv[1:] == ["api"] else check_all())
