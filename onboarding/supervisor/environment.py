"""What the stack's programs find in their environment, and the secrets made once for it."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from onboarding.supervisor.ports import Ports

# Every variable that settings.py reads. A stack of its own (walkthrough, tests) hands none of them through.
SETTINGS = frozenset(
    {
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "FIELD_KEYS",
        "AUDIT_KEY",
        "AUDIT_HEADS_FILE",
        "ALLOWED_HOSTS",
        "DEBUG",
        "SECURE",
        "LOCAL_DIR",
        "FILES_DIR",
        "STATIC_ROOT",
        "PUBLIC_URL",
        "PROXIES",
        "AMAZON_SPAPI_URL",
        "AMAZON_LWA_URL",
        "AMAZON_CLIENT_ID",
        "AMAZON_CLIENT_SECRET",
        "FLIPKART_API_URL",
        "SMS_GATEWAY_URL",
        "SMS_GATEWAY_TOKEN",
        "VOICE_GATEWAY_URL",
        "VOICE_GATEWAY_TOKEN",
        "WHATSAPP_GATEWAY_URL",
        "WHATSAPP_GATEWAY_TOKEN",
        "CODES_OF_BOARD_AN_HOUR",
        "CODES_OF_NETWORK_AN_HOUR",
        "REGISTRY_URL",
        "REGISTRY_TOKEN",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
    }
)
MADE_ONCE: Mapping[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    "AUDIT_KEY": lambda: secrets.token_urlsafe(32),
    "AMAZON_CLIENT_SECRET": lambda: secrets.token_urlsafe(24),
    "SMS_GATEWAY_TOKEN": lambda: secrets.token_urlsafe(24),
    "VOICE_GATEWAY_TOKEN": lambda: secrets.token_urlsafe(24),
    "REGISTRY_TOKEN": lambda: secrets.token_urlsafe(24),
}
# The sandboxes stand for the outside world: they get no way to our database.
KNOWN_TO_SANDBOX = (
    "AMAZON_CLIENT_ID",
    "AMAZON_CLIENT_SECRET",
    "SMS_GATEWAY_TOKEN",
    "VOICE_GATEWAY_TOKEN",
    "REGISTRY_TOKEN",
)


def local_secrets(file: Path) -> dict[str, str]:
    """The secrets kept in `file`; those it lacks are made and added. Only its owner may read it."""
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line) if file.exists() else {}
    missing = {name: make() for name, make in MADE_ONCE.items() if name not in kept}
    if missing:
        write_private(file, "".join(f"{name}={value}\n" for name, value in (kept | missing).items()))
    return kept | missing


def write_private(file: Path, text: str) -> None:
    """`file` holds `text`, readable by its owner only at every moment, and never half of it."""
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    draft.replace(file)


def inherited() -> dict[str, str]:
    """Our own environment without the project's settings."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS}


def settings_for(folder: Path, ports: Ports, servers: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The settings of a stack in `folder`; what the person has `chosen` wins."""
    urls = ports.urls()
    own = {
        "ALLOWED_HOSTS": f"{ports.host},localhost,127.0.0.1",
        "SECURE": "0",  # plain http on loopback
        "LOCAL_DIR": str(folder),
        "FILES_DIR": str(folder / "files"),
        "STATIC_ROOT": str(folder / "static"),
        "AUDIT_HEADS_FILE": str(folder / "audit-heads.jsonl"),
        "PUBLIC_URL": urls["web"],
        "AMAZON_SPAPI_URL": urls["amazon"],
        "AMAZON_LWA_URL": urls["amazon"],
        "AMAZON_CLIENT_ID": "haat-setu-demo",
        "FLIPKART_API_URL": urls["flipkart"],
        "SMS_GATEWAY_URL": urls["sms"],
        "VOICE_GATEWAY_URL": urls["voice"],
        "REGISTRY_URL": urls["registries"],
        "EMAIL_URL": f"smtp://{ports.reached_at}:{ports.smtp}",
    }
    wanted = {name: value for name, value in chosen.items() if name in SETTINGS and value and name != "LOCAL_DIR"}
    return own | local_secrets(folder / "secrets.env") | dict(servers) | wanted
