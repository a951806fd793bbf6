"""The servers and settings that the suite runs against: its own, or those that DATABASE_URL and REDIS_URL name.

A pytest plugin, loaded by -p before Django reads its settings.
"""

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from onboarding.embedded import THROWAWAY, start_servers
from onboarding.embedded.folders import make_folder

CHECKOUT = Path(__file__).resolve().parent.parent

DUMMIES = {
    "DJANGO_SETTINGS_MODULE": "onboarding.settings",
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "FIELD_KEYS": "t1:" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
    "AUDIT_KEY": "only-for-tests-" + "a" * 40,
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SECURE": "0",
    "AMAZON_CLIENT_ID": "amzn1.application-oa2-client.sandbox",
    "AMAZON_CLIENT_SECRET": "sandbox-secret",
    # Nothing listens there: a test that needs the outside world starts a sandbox and says so.
    "AMAZON_SPAPI_URL": "http://127.0.0.1:9/amazon",
    "AMAZON_LWA_URL": "http://127.0.0.1:9/amazon",
    "SMS_GATEWAY_URL": "http://127.0.0.1:9/sms",
    "SMS_GATEWAY_TOKEN": "only-for-tests",
    "EMAIL_URL": "smtp://127.0.0.1:9",
}


def fresh_folder() -> Path:
    local = Path(os.environ.get("LOCAL_DIR") or CHECKOUT / ".local").resolve() / "tests"
    make_folder(local)
    folder = Path(tempfile.mkdtemp(dir=local))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare() -> None:
    folder = fresh_folder()
    os.environ.update(DUMMIES | {"LOCAL_DIR": str(folder)})
    os.environ.setdefault("CONTRACTS_DIR", str(CHECKOUT.parent / "shared" / "contracts"))
    if os.environ.get("DATABASE_URL") and os.environ.get("OWNER_DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    servers = start_servers(folder / "servers", postgres_settings=THROWAWAY)
    atexit.register(servers.stop)
    os.environ.update(
        DATABASE_URL=servers.database_url,
        OWNER_DATABASE_URL=servers.owner_database_url,
        REDIS_URL=servers.redis_url,
    )


prepare()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """Under CI a skipped test is a failed one: there everything that tests need is installed."""
    report = yield
    if report.skipped and os.environ.get("NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but nothing may be skipped here: {report.longrepr}"
    return report
