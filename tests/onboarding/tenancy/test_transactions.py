"""Scopes over real commits, threads and one connection used again and again."""

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from onboarding.boards.models import Board, Programme
from onboarding.tenancy.scope import (
    NO_BOARD_SCOPE,
    FailedTransaction,
    NoBoardScope,
    board_scope,
    current_board_id,
)
from tests.conftest import owner_connection
from tests.factories import make_board, make_programme, make_seller
from tests.onboarding.tenancy.said import boards_said, run_sql

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_commit_and_after_rollback_the_session_is_outside() -> None:
    board = make_board()

    with board_scope(board.pk):
        make_programme()
    assert boards_said() == (None, NO_BOARD_SCOPE)
    with suppress(ZeroDivisionError), board_scope(board.pk):
        raise ZeroDivisionError
    assert boards_said() == (None, NO_BOARD_SCOPE)


def test_a_scope_that_swallowed_an_sql_error_does_not_pass_for_written() -> None:
    board = make_board()

    with pytest.raises(FailedTransaction), board_scope(board.pk):
        make_programme()
        with suppress(ProgrammingError):
            run_sql("SELECT * FROM no_such_table")

    assert boards_said() == (None, NO_BOARD_SCOPE)
    with board_scope(board.pk):
        assert Programme.objects.count() == 0


def test_a_swallowed_sql_error_turns_commit_into_a_silent_rollback() -> None:
    """The negative control: this is what board_scope refuses to let pass."""
    with transaction.atomic():
        make_board("gone")
        with suppress(ProgrammingError):
            run_sql("SELECT * FROM no_such_table")

    assert not Board.objects.filter(slug="gone").exists()


def test_a_key_to_another_boards_row_is_refused_at_commit() -> None:
    first, second = make_board(), make_board()
    with board_scope(second.pk):
        foreign = make_seller()
    with board_scope(first.pk):
        seller = make_seller()

    with pytest.raises(IntegrityError, match=r"sellers_application_seller_id_board_fk"), board_scope(first.pk):
        seller.applications.update(seller_id=foreign.pk)

    with board_scope(first.pk):
        assert seller.applications.count() == 1


def test_a_plain_key_to_another_boards_row_would_be_accepted() -> None:
    """The negative control of BoardForeignKey: PostgreSQL checks keys past the policies."""
    first, second = make_board(), make_board()
    with board_scope(second.pk):
        foreign = make_programme()

    owner = owner_connection()
    with owner.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("CREATE TABLE probe (board_id bigint, programme_id uuid REFERENCES boards_programme)")
        cursor.execute("SELECT set_config('app.board', %s, true)", [str(first.pk)])
        cursor.execute("INSERT INTO probe VALUES (%s, %s)", [first.pk, str(foreign.pk)])
        cursor.execute(
            "SELECT count(*) FROM probe LEFT JOIN boards_programme p ON p.id = programme_id WHERE p.id IS NULL"
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("ROLLBACK")
    owner.close()


def test_two_threads_hold_two_boards_at_the_same_time() -> None:
    boards = [make_board(), make_board()]
    for board in boards:
        with board_scope(board.pk):
            make_programme()
    together = threading.Barrier(2, timeout=20)
    seen: dict[int, set[int]] = {}

    def look(board: Board) -> None:
        try:
            with pytest.raises(NoBoardScope):
                current_board_id()
            with board_scope(board.pk):
                for _turn in range(20):
                    together.wait()
                    assert current_board_id() == board.pk
                    seen.setdefault(board.pk, set()).update(Programme.objects.values_list("board_id", flat=True))
        finally:
            connection.close()

    threads = [threading.Thread(target=look, args=[board]) for board in boards]
    with board_scope(boards[0].pk):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert current_board_id() == boards[0].pk

    assert seen == {board.pk: {board.pk} for board in boards}


def test_one_connection_serves_two_boards_by_turns_and_mixes_nothing() -> None:
    boards = [make_board(), make_board()]
    for board in boards:
        with board_scope(board.pk):
            make_programme()
    sessions = set()

    for turn in range(200):
        board = boards[turn % 2]
        with suppress(ZeroDivisionError), board_scope(board.pk):
            assert Programme.objects.get().board_id == board.pk
            sessions.add(connection.connection.info.backend_pid)
            if turn % 7 == 0:
                raise ZeroDivisionError
        assert boards_said() == (None, NO_BOARD_SCOPE)

    assert len(sessions) == 1
