"""What row-level security costs the officers' queue."""

import os
from collections.abc import Callable
from typing import Any

import psycopg2
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from bench.measure import Row, ratio
from onboarding.boards.models import Board
from onboarding.console.keyset import page_of
from onboarding.tenancy.scope import board_scope
from sellers.models import Application

ROWS = 100_000
# Of a hundred rows, so many belong to the board: one large, one of middle size, one small, and all the others.
SHARES = {"large": 50, "middle": 10, "small": 1, "others": 39}
CALLS = 20

# The superuser may put triggers and foreign keys aside, so that the rows need no persons and no past.
FILL = (
    "SET session_replication_role = replica",
    """INSERT INTO boards_district (lgd_code, state_lgd_code, name, division, products, sources)
    VALUES (1, 9, '{"en": "District"}', '', '[]', '{}')""",
    """INSERT INTO boards_craft (code, name, hsn, amazon_product_type, facts)
    VALUES ('craft', '{"en": "Craft"}', '', '', '{}')""",
    """CREATE TEMP TABLE filling AS
    SELECT n, gen_random_uuid() AS seller, part.board
    FROM generate_series(1, %(rows)s) AS n
    JOIN unnest(%(boards)s::bigint[], %(first)s::int[], %(last)s::int[]) AS part(board, first, last)
    ON n %% 100 >= part.first AND n %% 100 < part.last""",
    """INSERT INTO sellers_seller (id, board_id, user_id, data_key_id, name, name_key, kind, language, status,
                                   status_since, origin, pin_hash, pin_tries, pin_misses, pin_in_person, created_at)
    SELECT seller, board, n, seller, 'Seller ' || n, 'seller ' || n, 'individual', 'hi', 'active',
           now(), 'self', '', 0, 0, false, now() FROM filling""",
    """INSERT INTO sellers_application (id, board_id, seller_id, status, status_since, district_id, craft_id,
                                        other_craft, officer_note, rejected_for, created_at, submitted_at)
    SELECT gen_random_uuid(), board, seller, CASE WHEN n %% 3 = 0 THEN 'submitted' ELSE 'approved' END, now(), 1,
           'craft', '', '', '', now(), now() - n * interval '1 second' FROM filling""",
    "VACUUM ANALYZE sellers_seller",
    "VACUUM ANALYZE sellers_application",
)


def rls_keyset(superuser_url: str) -> Row:
    """A page from the middle of the queue under the policies, against WHERE board_id as one whom no policy binds."""
    boards = fill(superuser_url)
    with psycopg2.connect(os.environ["DATABASE_URL"]) as serving, psycopg2.connect(superuser_url) as superuser:
        ratios = {
            size: ratio_for(board_id, serving.cursor(), superuser.cursor())
            for size, board_id in boards.items()
            if size != "others"
        }
    size, worst = max(ratios.items(), key=lambda item: item[1])
    return Row(
        name="tenancy.rls_keyset",
        value=worst,
        unit="times",
        against=f"the same page by WHERE board_id without policies, {ROWS:,} rows; the worst board is the {size} one",
        must=1.3,
        goal=1.1,
        cause="the policies add a condition to each row of the page and of the sellers joined to it",
    )


def fill(superuser_url: str) -> dict[str, int]:
    """Applications and their sellers stand in the tables; return the boards by size."""
    boards = {size: Board.objects.create(slug=f"bench-{size}", name={"en": size}).pk for size in SHARES}
    last = [sum(list(SHARES.values())[: number + 1]) for number in range(len(SHARES))]
    values = {"rows": ROWS, "boards": list(boards.values()), "first": [0, *last[:-1]], "last": last}
    superuser = psycopg2.connect(superuser_url)
    superuser.autocommit = True  # VACUUM demands it
    try:
        with superuser.cursor() as cursor:
            for statement in FILL:
                cursor.execute(statement, values)
    finally:
        superuser.close()
    return boards


def ratio_for(board_id: int, bound: Any, free: Any) -> float:
    bound.execute("SELECT set_config('app.board', %s, false)", [str(board_id)])
    waiting = Application.objects.awaiting_review()
    with board_scope(board_id):
        after = middle_of(waiting)
        ours = runner(bound, statement_of_page(waiting, after))
        rival = runner(free, statement_of_page(waiting.filter(board_id=board_id), after))
    if [row[0] for row in ours()] != [row[0] for row in rival()]:
        raise RuntimeError("both ways must read the same page")
    return ratio(ours, rival, calls=CALLS)


def middle_of(waiting: QuerySet[Application]) -> str:
    """The cursor of the page in the middle of the queue."""
    ordered = waiting.order_by("submitted_at", "id")
    found: Application = ordered[ordered.count() // 2]
    return f"{found.submitted_at.isoformat()}~{found.pk}"


def statement_of_page(waiting: QuerySet[Application], after: str) -> str:
    """The SQL of the officers' queue, taken from the page itself."""
    with CaptureQueriesContext(connection) as captured:
        page_of(waiting.oldest_first(), since="submitted_at", after=after)
    (query,) = captured.captured_queries
    return str(query["sql"])


def runner(cursor: Any, statement: str) -> Callable[[], list[Any]]:
    """Run the statement on a plain cursor: both sides pay the same for Python, and nothing else of it."""

    def run() -> list[Any]:
        cursor.execute(statement)
        return list(cursor.fetchall())

    return run
