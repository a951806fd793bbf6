"""The embedded servers: private, durable, in the right roles, and gone with whoever started them."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from onboarding.embedded import THROWAWAY, CannotStart, Servers, lay_out_servers, start_servers
from onboarding.embedded.folders import closed_folder, server_user, socket_folder
from onboarding.supervisor.groups import is_alive

HOLDER = """
import sys, time
from pathlib import Path
from onboarding.embedded import THROWAWAY, start_servers
with start_servers(Path(sys.argv[1]), postgres_settings=THROWAWAY) as servers:
    print(*(process.pid for process in servers.processes), flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Servers that the tests of this file only look at."""
    folder = Path(os.environ.get("LOCAL_DIR") or ".local") / "tests" / "embedded"
    with start_servers(folder, postgres_settings=THROWAWAY) as started:
        yield started


def ask(url: str, statement: str) -> object:
    """The first value that `statement` answers with, committed."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def wait_until_dead(pids: list[int], timeout_s: float) -> list[int]:
    """The processes still alive after at most `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    left = pids
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [pid for pid in left if psutil.pid_exists(pid) and is_alive(psutil.Process(pid))]
    return left


def test_each_address_signs_in_as_its_own_role(servers: Servers) -> None:
    assert ask(servers.database_url, "SELECT current_user") == "haat_app"
    assert ask(servers.owner_database_url, "SELECT current_user") == "haat_owner"
    assert ask(servers.admin_database_url, "SELECT current_user") == "postgres"
    assert redis.Redis.from_url(servers.redis_url).ping() is True


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("haat_app", "login"),
        ("haat_owner", "login createdb"),  # createdb on embedded servers only, for the test database
        ("haat_reach", ""),
        ("haat_backup", "login bypassrls"),
    ],
)
def test_each_role_may_exactly_what_it_needs(servers: Servers, role: str, may: str) -> None:
    found = ask(
        servers.admin_database_url,
        "SELECT concat_ws(' ', "
        "CASE WHEN rolcanlogin THEN 'login' END, CASE WHEN rolcreatedb THEN 'createdb' END, "
        "CASE WHEN rolsuper THEN 'super' END, CASE WHEN rolcreaterole THEN 'createrole' END, "
        "CASE WHEN rolreplication THEN 'replication' END, CASE WHEN rolbypassrls THEN 'bypassrls' END) "
        f"FROM pg_roles WHERE rolname = '{role}'",
    )
    assert found == may


@pytest.mark.parametrize("login", ["database_url", "owner_database_url"])
def test_a_session_starts_outside_every_board_and_fails_when_it_needs_one(servers: Servers, login: str) -> None:
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation, match="no_board_scope"):
        ask(getattr(servers, login), "SELECT current_setting('app.board')::bigint")


def test_the_serving_role_may_make_temporary_tables_only(servers: Servers) -> None:
    ask(servers.database_url, "CREATE TEMPORARY TABLE staging (line text)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(servers.database_url, "CREATE TABLE staging (line text)")


def test_the_serving_role_can_become_nobody_else(servers: Servers) -> None:
    for role in ("haat_owner", "haat_reach", "haat_backup", "postgres"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(servers.database_url, f"SET ROLE {role}")


def test_the_owner_may_become_reach_but_inherits_nothing_from_it(servers: Servers) -> None:
    assert ask(servers.owner_database_url, "SET ROLE haat_reach; SELECT current_user") == "haat_reach"
    assert ask(servers.owner_database_url, "SELECT pg_has_role('haat_owner', 'haat_reach', 'USAGE')") is False


def test_the_backup_role_reads_and_cannot_write(servers: Servers) -> None:
    backup_url = servers.database_url.replace("haat_app", "haat_backup")
    ask(servers.owner_database_url, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 7 AS number")
    assert ask(backup_url, "SELECT number FROM kept") == 7
    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        ask(backup_url, "DELETE FROM kept")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(backup_url, "SET TRANSACTION READ WRITE; DELETE FROM kept")


def test_nothing_listens_but_sockets_in_a_private_folder(servers: Servers) -> None:
    sockets = Path(servers.redis_url.removeprefix("unix://")).parent
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    for process in servers.processes:
        assert psutil.Process(process.pid).net_connections(kind="inet") == []


def test_text_sorts_alike_on_every_machine(servers: Servers) -> None:
    statement = "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database WHERE datname = 'haat'"
    assert ask(servers.admin_database_url, statement) == "b C.UTF-8"


def test_data_is_kept_over_a_restart(fresh_folder: Path) -> None:
    with start_servers(fresh_folder, postgres_settings=THROWAWAY) as first:
        ask(first.owner_database_url, "CREATE TABLE kept AS SELECT 'still here' AS note")

    with start_servers(fresh_folder, postgres_settings=THROWAWAY) as second:
        assert ask(second.owner_database_url, "SELECT note FROM kept") == "still here"


def test_a_layout_that_was_cut_short_is_made_anew(fresh_folder: Path) -> None:
    (fresh_folder / "postgres.draft" / "base").mkdir(parents=True)
    (fresh_folder / "postgres.draft" / "PG_VERSION").write_text("18\n")

    lay_out_servers(fresh_folder)

    assert (fresh_folder / "postgres" / "global" / "pg_control").exists()
    assert not (fresh_folder / "postgres.draft").exists()


def test_a_lock_of_a_server_that_is_a_zombie_or_another_program_now_does_not_hinder_a_start(fresh_folder: Path) -> None:
    lay_out_servers(fresh_folder)
    lock = fresh_folder / "postgres" / "postmaster.pid"
    stranger = subprocess.Popen(["sleep", "600"])
    zombie = subprocess.Popen(["true"])
    while is_alive(psutil.Process(zombie.pid)):
        time.sleep(0.01)

    for process in (stranger, zombie):
        lock.write_text(f"{process.pid}\n{fresh_folder / 'postgres'}\n")
        lay_out_servers(fresh_folder)
        assert not lock.exists()

    stranger.kill()
    stranger.wait()
    zombie.wait()


def test_the_lock_of_a_living_server_stays(servers: Servers) -> None:
    folder = Path(os.environ.get("LOCAL_DIR") or ".local") / "tests" / "embedded"
    lay_out_servers(folder)
    assert (folder / "postgres" / "postmaster.pid").exists()
    assert ask(servers.database_url, "SELECT 1") == 1


def test_a_second_start_in_the_same_folder_is_refused_and_the_first_goes_on(servers: Servers) -> None:
    folder = Path(os.environ.get("LOCAL_DIR") or ".local") / "tests" / "embedded"
    with pytest.raises(CannotStart, match="already running"):
        start_servers(folder)
    assert ask(servers.database_url, "SELECT 1") == 1


def test_killing_the_holder_leaves_no_server(fresh_folder: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(fresh_folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    pids = [int(word) for word in holder.stdout.readline().split()]
    backends = [child.pid for pid in pids for child in psutil.Process(pid).children(recursive=True)]
    assert len(pids) == 2 and backends

    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    assert wait_until_dead(pids + backends, timeout_s=4.0) == []
    wait_for_guardian(fresh_folder)


def wait_for_guardian(folder: Path) -> None:
    """Return when the guardian has removed its record, so that the folder may go."""
    deadline = time.monotonic() + 4
    while list(folder.glob("processes-*")) and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_deep_folder_puts_its_sockets_into_a_short_private_one(fresh_folder: Path) -> None:
    deep = fresh_folder / ("x" * 100)

    with start_servers(deep, postgres_settings=THROWAWAY) as servers:
        sockets = Path(servers.redis_url.removeprefix("unix://")).parent
        assert ask(servers.database_url, "SELECT 1") == 1
        assert len(str(sockets)) < 80
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    shutil.rmtree(sockets)


def test_sockets_of_a_folder_with_a_space_lie_where_every_address_can_name_them(fresh_folder: Path) -> None:
    spaced = fresh_folder / "my project"
    spaced.mkdir()
    sockets = socket_folder(spaced, None)
    assert " " not in str(sockets)
    sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(fresh_folder: Path, tmp_path: Path) -> None:
    (fresh_folder / "run").symlink_to(tmp_path)
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        socket_folder(fresh_folder, None)


def test_the_folder_that_a_user_cannot_enter_is_named(fresh_folder: Path) -> None:
    inner = fresh_folder / "closed" / "inner"
    inner.mkdir(parents=True)
    assert closed_folder(inner, os.geteuid()) is None

    (fresh_folder / "closed").chmod(0o655)
    found = closed_folder(inner, os.geteuid())
    (fresh_folder / "closed").chmod(0o755)

    assert found == fresh_folder / "closed"


def test_root_in_a_closed_folder_is_told_which_one_to_open(fresh_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fresh_folder / "closed").mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CannotStart, match=r"runs as user nobody, who cannot enter /.*chmod o\+x /"):
        server_user(fresh_folder / "closed")


def test_a_server_that_cannot_start_shows_the_end_of_its_log(fresh_folder: Path) -> None:
    with pytest.raises(CannotStart, match=r'(?s)postgres did not start.*invalid value for parameter "shared_buffers"'):
        start_servers(fresh_folder, postgres_settings={"shared_buffers": "many"})
