"""Real PostgreSQL and Valkey from wheels, for a laptop, the tests and the walkthrough. Knows no Django.

    with start_servers(Path(".local/tests")) as servers:
        psycopg2.connect(servers.database_url)

Both listen on sockets only, in a folder that only their user may enter. They end with the process that
started them, however it ends. As root, keep `folder` out of folders closed to others: see `server_user`.
"""

import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from onboarding.embedded import postgres, valkey
from onboarding.embedded.folders import make_folder, server_user, socket_folder
from onboarding.embedded.postgres import DURABLE, THROWAWAY
from onboarding.embedded.server import Server
from onboarding.supervisor.claim import CannotStart, claim
from onboarding.supervisor.guardian import Guardian

__all__ = ["DURABLE", "THROWAWAY", "CannotStart", "Servers", "lay_out_servers", "start_servers"]


@dataclass(frozen=True)
class Servers:
    """Two running servers and the addresses to reach them by."""

    database_url: str
    owner_database_url: str
    admin_database_url: str
    redis_url: str
    processes: list[subprocess.Popen[bytes]]
    closing: ExitStack = field(repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Both servers have ended and written down what they hold; a second call does nothing."""
        self.closing.close()


def lay_out_servers(folder: Path, *, postgres_settings: Mapping[str, str] = DURABLE) -> tuple[Server, Server]:
    """PostgreSQL and Valkey with their data under `folder`, ready to be started in that order.

    Raises CannotStart with a sentence for the person at the keyboard.
    """
    folder = folder.resolve()
    make_folder(folder)
    user = server_user(folder, postgres.binaries())
    sockets = socket_folder(folder, user)
    postgres.create_cluster(folder, user)
    return postgres.server(folder, sockets, user, postgres_settings), valkey.server(folder, sockets, user)


def start_servers(folder: Path, *, postgres_settings: Mapping[str, str] = DURABLE) -> Servers:
    """Start both servers with their data under `folder`, making database and roles on the first start.

    Raises CannotStart, among other causes when another process has servers running there.
    """
    make_folder(folder)
    with ExitStack() as closing:
        closing.enter_context(claim(folder, str(folder)))
        guardian = closing.enter_context(Guardian(folder))
        processes = []
        environment: dict[str, str] = {}
        for server in lay_out_servers(folder, postgres_settings=postgres_settings):
            process = guardian.start(server.program)
            closing.callback(guardian.stop, process)
            server.wait_until_ready(process)
            processes.append(process)
            environment.update(server.environment)
        return Servers(
            database_url=environment["DATABASE_URL"],
            owner_database_url=environment["OWNER_DATABASE_URL"],
            admin_database_url=environment["ADMIN_DATABASE_URL"],
            redis_url=environment["REDIS_URL"],
            processes=processes,
            closing=closing.pop_all(),
        )
