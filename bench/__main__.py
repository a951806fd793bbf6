"""All benches on servers of their own; prints a table, writes bench/results.json, fails when a must is missed."""

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

from onboarding.embedded import start_servers
from onboarding.embedded.folders import make_folder
from onboarding.supervisor.environment import inherited, settings_for
from onboarding.supervisor.ports import Ports

PROJECT = Path(__file__).resolve().parents[1]
RESULTS = PROJECT / "bench" / "results.json"


def main() -> int:
    local = Path(os.environ.get("LOCAL_DIR") or PROJECT / ".local").resolve() / "bench"
    make_folder(local)
    with tempfile.TemporaryDirectory(dir=local) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with start_servers(folder / "servers") as servers:
            addresses = {
                "DATABASE_URL": servers.database_url,
                "OWNER_DATABASE_URL": servers.owner_database_url,
                "REDIS_URL": servers.redis_url,
            }
            os.environ.update(inherited() | settings_for(folder, Ports(), addresses, {}))
            os.environ["DJANGO_SETTINGS_MODULE"] = "onboarding.settings"
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=PROJECT, check=True)
            django.setup()
            # Models can be imported from here on, and not before.
            results = import_module("bench.rows").run_all(servers.admin_database_url, folder)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(result["held"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
