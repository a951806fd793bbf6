"""The whole import of a list against COPY of the rows that it leaves behind."""

import io
import statistics
import tempfile
import time
from pathlib import Path

import psycopg2
from django.core.management import CommandError, call_command

from bench.imports.people import BAD_EVERY, write_list
from bench.measure import Row
from onboarding.boards.models import Board
from onboarding.boards.reference.actions import load_reference

ROWS = 100_000
ROUNDS = 3
# In the order of their foreign keys.
TABLES = ("accounts_user", "vault_datakey", "sellers_seller", "sellers_application", "sellers_fact")


def import_vs_copy(superuser_url: str, *, rows: int = ROWS, rounds: int = ROUNDS) -> Row:
    """Reading, checking, sealing, looking up, inserting and the error file, against one COPY a table by a superuser."""
    load_reference()
    board = Board.objects.create(slug="bench-import", name={"en": "import"})
    superuser = psycopg2.connect(superuser_url)
    superuser.autocommit = True
    ratios = []
    with tempfile.TemporaryDirectory() as folder, superuser.cursor() as cursor:
        file = Path(folder) / "list.csv"
        write_list(file, rows)
        for _round in range(rounds):
            empty(cursor)
            ours = import_list(board.slug, file, rows)
            finished = dump(cursor, Path(folder))
            expect_all(cursor, rows)
            cursor.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM sellers_import")
            empty(cursor)
            # The sellers point to their import, and no import is born done: the superuser puts that guard aside.
            cursor.execute("SET session_replication_role = replica; INSERT INTO sellers_import SELECT * FROM kept")
            cursor.execute("SET session_replication_role = origin; DROP TABLE kept")
            rival = copy_back(cursor, finished)
            expect_all(cursor, rows)
            print(f"  {rows:,} rows: import {ours:.2f} s, COPY {rival:.2f} s, {ours / rival:.2f} times")
            ratios.append(ours / rival)
        empty(cursor)
    superuser.close()
    return Row(
        name="sellers.import_vs_copy",
        value=statistics.median(ratios),
        unit="times",
        against=f"COPY of the finished rows into the same tables, {rows:,} people, one in {BAD_EVERY} refused",
        must=4.0,
        goal=2.5,
        cause="every value is read, checked, sealed and indexed before it can be copied",
    )


def empty(cursor: "psycopg2.extensions.cursor") -> None:
    cursor.execute(f"TRUNCATE sellers_import, {', '.join(TABLES)} CASCADE")


def import_list(slug: str, file: Path, rows: int) -> float:
    """Return the seconds of the command, from the first byte to the error file."""
    started = time.perf_counter()
    try:
        call_command("import_sellers", slug, str(file), stdout=io.StringIO())
    except CommandError as some_refused:
        if f"{rows // BAD_EVERY:,} refused" not in str(some_refused):
            raise
    return time.perf_counter() - started


def dump(cursor: "psycopg2.extensions.cursor", folder: Path) -> dict[str, tuple[str, Path]]:
    """Write the finished rows of each table to a file; return its columns and the file."""
    files = {}
    for table in TABLES:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        (columns,) = cursor.fetchone() or ("",)
        files[table] = (columns, folder / f"{table}.copy")
        with files[table][1].open("wb") as opened:
            cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", opened)
    return files


def copy_back(cursor: "psycopg2.extensions.cursor", files: dict[str, tuple[str, Path]]) -> float:
    started = time.perf_counter()
    for table, (columns, file) in files.items():
        with file.open("rb") as opened:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", opened)
    return time.perf_counter() - started


def expect_all(cursor: "psycopg2.extensions.cursor", rows: int) -> None:
    cursor.execute("SELECT (SELECT count(*) FROM sellers_seller), (SELECT count(*) FROM sellers_application)")
    good = rows - rows // BAD_EVERY
    if cursor.fetchone() != (good, good):
        raise RuntimeError("both ways must leave the same sellers")
