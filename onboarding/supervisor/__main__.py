"""`make demo`: run everything until Ctrl-C, and say where to look and how to sign in."""

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.environment import write_private
from onboarding.supervisor.ports import ports_from
from onboarding.supervisor.stack import Stack, run_stack

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PEOPLE = ("role", "board", "email", "phone", "password", "totp_secret")
CLIENTS = ("partner", "client_id", "client_secret", "token_url")


class AskedToStop(BaseException):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


def stop(_number: int, _frame: FrameType | None) -> None:
    """Unwind from wherever the main thread is; a second Ctrl-C must not cut the stopping short."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    say("\nStopping ...")
    raise AskedToStop


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def doors(stack: Stack) -> dict[str, Any]:
    """What demo.json promises to other people's scripts."""
    people = json.loads((stack.folder / "people.json").read_text())
    sandbox = {name: stack.urls[name] for name in ("amazon", "flipkart", "sms", "voice", "mail", "control")}
    return {
        "web": stack.urls["web"],
        "sandbox": sandbox,
        "database_url": stack.environment["DATABASE_URL"],
        "owner_database_url": stack.environment["OWNER_DATABASE_URL"],
        "redis_url": stack.environment["REDIS_URL"],
        "people": people["people"],
        "clients": people["clients"],
    }


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The rows in columns as wide as their widest word; columns that nobody fills are left out."""
    filled = [name for name in columns if any(row.get(name) for row in rows)]
    lines = [[name.replace("_", " ") for name in filled]]
    lines += [[str(row.get(name) or "-") for name in filled] for row in rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(filled))]
    return "\n".join("  " + "  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def welcome(stack: Stack, found: Mapping[str, Any]) -> str:
    """Where to look and how to sign in."""
    partners = f"\n{table(found['clients'], CLIENTS)}\n" if found["clients"] else ""
    return f"""
Haat Setu runs at {found["web"]}

  API description      {found["web"]}/api/v1/openapi.json
  Text messages sent   {found["sandbox"]["sms"]}
  Calls made           {found["sandbox"]["voice"]}
  Mail sent            {found["sandbox"]["mail"]}
  Sandbox control      {found["sandbox"]["control"]}/state
  Logs                 {stack.folder / "logs"}
  All of this as JSON  {stack.folder / "demo.json"}

{table(found["people"], PEOPLE)}
{partners}
An officer's six digits of the moment: make code WHO=officer@up-odop.example
A seller's code by phone is among the text messages.
Ctrl-C stops everything; the data stays in {stack.folder}.
"""


def main() -> int:
    """Run the demo; return the exit status."""
    for number in STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means to outlive its terminal
            signal.signal(number, stop)
    try:
        ports = ports_from(os.environ)
        folder = Path(os.environ.get("LOCAL_DIR") or ".local")
        with run_stack(folder, ports, chosen=os.environ, say=say) as stack:
            found = doors(stack)
            write_private(stack.folder / "demo.json", json.dumps(found, indent=2, ensure_ascii=False) + "\n")
            say(welcome(stack, found))
            threading.Event().wait()
    except AskedToStop:
        say("Stopped. Nothing is left running.")
        return 0
    except CannotStart as cause:
        print(f"\n{cause}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
