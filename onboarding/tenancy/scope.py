"""Which board the statements of this thread belong to, said to the database and mirrored here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

NO_BOARD_SCOPE = "no_board_scope"  # cast to bigint by every policy, so that a statement outside a scope fails

_current: ContextVar[int | None] = ContextVar("board", default=None)


class NoBoardScope(RuntimeError):
    """Board-owned rows were touched outside `board_scope`."""


class OtherBoardScope(RuntimeError):
    """A scope was opened for another board than the one already open."""


class FailedTransaction(RuntimeError):
    """An SQL error inside the scope was swallowed; COMMIT would roll back without a word."""


@contextmanager
def board_scope(board_id: int) -> Iterator[None]:
    """Let every statement inside see and write the rows of this board only, in one transaction or savepoint.

    Restores what was set before on exit. Raises OtherBoardScope when another board's scope is open, and
    FailedTransaction at the end when nothing of what was written can be kept.
    """
    before = _current.get()
    if before not in (None, board_id):
        raise OtherBoardScope(f"board {before} is open, board {board_id} was asked for")
    with transaction.atomic():
        _tell_database(str(board_id))
        token = _current.set(board_id)
        try:
            yield
            if connection_in_error() and not connection.needs_rollback:
                raise FailedTransaction
        finally:
            _current.reset(token)
            # A released savepoint keeps the setting and a rolled-back one drops it: only the first needs mending.
            if not connection.needs_rollback and not connection_in_error():
                _tell_database(str(before) if before is not None else NO_BOARD_SCOPE)


def current_board_id() -> int:
    """Return the id of the open scope's board. Raises NoBoardScope outside one."""
    board_id = _current.get()
    if board_id is None:
        raise NoBoardScope
    return board_id


def connection_in_error() -> bool:
    """Tell whether PostgreSQL has marked the transaction as failed, which COMMIT would silently roll back."""
    if connection.connection is None or connection.connection.closed:
        return connection.connection is not None
    return bool(connection.connection.info.transaction_status == TRANSACTION_STATUS_INERROR)


def _tell_database(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.board', %s, true)", [value])
