"""`make code WHO=officer@up-odop.example`: the six digits that her authenticator app would show now, for the demo."""

import json
import os
import sys
from pathlib import Path

import pyotp


def main() -> int:
    """Print the code of the person that WHO names; the demo wrote her secret into demo.json."""
    page = Path(os.environ.get("LOCAL_DIR", ".local")) / "demo.json"
    if not page.exists():
        print(f"{page} is not there: run `make demo` first.")
        return 1
    secrets = {person["email"]: person["totp_secret"] for person in json.loads(page.read_text())["people"]}
    secret = secrets.get(os.environ.get("WHO", ""))
    if not secret:
        print("Say who, for example: make code WHO=officer@up-odop.example")
        return 1
    print(pyotp.TOTP(secret).now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
