"""What is said about the open board, and plain SQL to try it with."""

from django.db import connection

from onboarding.tenancy.scope import NoBoardScope, current_board_id


def boards_said() -> tuple[int | None, str]:
    """The open board as Python has it, and as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.board')")
        in_database = cursor.fetchone()[0]
    try:
        return current_board_id(), in_database
    except NoBoardScope:
        return None, in_database


def run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
