"""Outside a scope every statement fails; inside, a board sees and writes its own rows only."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from onboarding.boards.models import Board, Programme
from onboarding.tenancy.models import BoardModel, BoardOwned
from onboarding.tenancy.scope import (
    NO_BOARD_SCOPE,
    NoBoardScope,
    OtherBoardScope,
    board_scope,
)
from tests.factories import make_board, make_programme
from tests.onboarding.tenancy.said import boards_said, run_sql
from tests.onboarding.tenancy.snapshot import TABLES

OUTSIDE = 'invalid input syntax for type bigint: "no_board_scope"'
OWNED = [model for model in apps.get_models() if issubclass(model, BoardOwned)]


@pytest.fixture
def two_boards(db: None) -> tuple[Board, Board]:
    """Two boards with one programme each, of the same slug."""
    boards = make_board("first"), make_board("second")
    for board in boards:
        with board_scope(board.pk):
            make_programme(slug="mou")
    return boards


@contextmanager
def refused(expected: type[Exception], match: str) -> Iterator[None]:
    """The statement fails with these words, and the test's own transaction lives on."""
    with pytest.raises(expected, match=match), transaction.atomic():
        yield


# Outside a scope


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM {}",
        "SELECT count(*) FROM {}",
        "SELECT EXISTS (SELECT FROM {})",
        "SELECT 1 FROM boards_board LEFT JOIN {} AS owned ON owned.board_id = boards_board.id",
        "DELETE FROM {}",
        "INSERT INTO {} SELECT * FROM {}",
        "SELECT * FROM {} FOR UPDATE",
    ],
)
def test_outside_a_scope_sql_fails_even_on_an_empty_table(db: None, statement: str, table: str) -> None:
    with pytest.raises((DataError, ProgrammingError)) as failure:
        run_sql(statement.format(table, table))

    append_only = "permission denied" in str(failure.value) and table in ("audit_auditentry", "audit_auditseal")
    assert OUTSIDE in str(failure.value) or append_only


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_outside_a_scope_the_orm_fails(db: None, model: type[Model]) -> None:
    some_id = uuid4() if issubclass(model, BoardModel) else 1
    for read in (
        lambda: list(model._default_manager.all()),
        lambda: model._default_manager.count(),
        lambda: model._default_manager.exists(),
        lambda: model._default_manager.filter(pk=some_id).first(),
    ):
        with refused(DataError, OUTSIDE):
            read()


def test_outside_a_scope_nothing_is_written(two_boards: tuple[Board, Board]) -> None:
    first, _second = two_boards

    with pytest.raises(NoBoardScope):
        Programme(slug="stray", name={}, marketplace="amazon")
    with refused(DataError, OUTSIDE):
        Programme.objects.create(board=first, slug="stray", name={}, marketplace="amazon")
    with refused(DataError, OUTSIDE):
        Programme.objects.bulk_create([Programme(board=first, slug="stray", name={}, marketplace="amazon")])
    with refused(DataError, OUTSIDE):
        Programme.objects.update(name={})
    with refused(DataError, OUTSIDE):
        Programme.objects.all().delete()

    with board_scope(first.pk):
        assert list(Programme.objects.values_list("slug", flat=True)) == ["mou"]


def test_a_lazy_queryset_fails_once_its_scope_is_closed(two_boards: tuple[Board, Board]) -> None:
    with board_scope(two_boards[0].pk):
        programmes = Programme.objects.all()

    with refused(DataError, OUTSIDE):
        list(programmes)


# Inside


def test_inside_a_board_sees_its_own_rows_only(two_boards: tuple[Board, Board]) -> None:
    first, second = two_boards
    with board_scope(second.pk):
        foreign = Programme.objects.get()

    with board_scope(first.pk):
        assert [programme.board_id for programme in Programme.objects.all()] == [first.pk]
        assert not Programme.objects.filter(pk=foreign.pk).exists()
        assert not Programme.objects.filter(board_id=second.pk).exists()
        assert Programme.objects.filter(pk=foreign.pk).update(name={"en": "taken"}) == 0
        assert Programme.objects.filter(pk=foreign.pk).delete()[0] == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT board_id FROM boards_programme")
            assert cursor.fetchall() == [(first.pk,)]
            cursor.execute("SELECT count(*) FROM boards_programme WHERE id = %s OR true", [foreign.pk])
            assert cursor.fetchone() == (1,)


def test_a_row_of_another_board_cannot_be_inserted(two_boards: tuple[Board, Board]) -> None:
    first, second = two_boards
    against_policy = "new row violates row-level security policy"

    with board_scope(first.pk):
        with refused(ProgrammingError, against_policy):
            Programme.objects.create(board=second, slug="stray", name={}, marketplace="amazon")
        with refused(ProgrammingError, against_policy):
            Programme.objects.bulk_create([Programme(board=second, slug="stray", name={}, marketplace="amazon")])

    with board_scope(second.pk):
        assert list(Programme.objects.values_list("slug", flat=True)) == ["mou"]


def test_a_row_cannot_move_to_another_board(two_boards: tuple[Board, Board]) -> None:
    first, second = two_boards

    with board_scope(first.pk), refused(ProgrammingError, "new row violates row-level security policy"):
        Programme.objects.update(board=second)


def test_the_same_slug_lives_in_two_boards_and_twice_in_none(two_boards: tuple[Board, Board]) -> None:
    with board_scope(two_boards[0].pk), refused(IntegrityError, "programme_slug_once"):
        make_programme(slug="mou")


# Nested scopes and savepoints


def test_a_nested_scope_of_the_same_board_ends_without_closing_the_outer_one(two_boards: tuple[Board, Board]) -> None:
    first, _second = two_boards

    with board_scope(first.pk):
        with board_scope(first.pk):
            assert boards_said() == (first.pk, str(first.pk))
        assert boards_said() == (first.pk, str(first.pk))

    assert boards_said() == (None, NO_BOARD_SCOPE)


def test_a_nested_scope_of_another_board_is_refused(two_boards: tuple[Board, Board]) -> None:
    first, second = two_boards

    with board_scope(first.pk):
        both = f"board {first.pk} is open, board {second.pk} was asked for"
        with pytest.raises(OtherBoardScope, match=both), board_scope(second.pk):
            pytest.fail("the scope opened")
        assert boards_said() == (first.pk, str(first.pk))
        assert Programme.objects.get().board_id == first.pk


def test_a_released_savepoint_leaves_no_board_behind(two_boards: tuple[Board, Board]) -> None:
    first, second = two_boards

    with transaction.atomic():
        with board_scope(first.pk):
            Programme.objects.update(name={"en": "renamed"})
        assert boards_said() == (None, NO_BOARD_SCOPE)
        with refused(DataError, OUTSIDE):
            Programme.objects.count()
        with board_scope(second.pk):
            assert Programme.objects.get().board_id == second.pk

    with board_scope(first.pk):
        assert Programme.objects.get().name == {"en": "renamed"}


def test_postgresql_keeps_a_local_setting_when_a_savepoint_is_released(two_boards: tuple[Board, Board]) -> None:
    """The negative control: without the mending in board_scope, the board would stay open."""
    first, _second = two_boards

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.board', %s, true)", [str(first.pk)])

    assert boards_said() == (None, str(first.pk))
    assert Programme.objects.get().board_id == first.pk


def test_a_rolled_back_savepoint_leaves_no_board_behind(two_boards: tuple[Board, Board]) -> None:
    first, _second = two_boards

    with transaction.atomic():
        with suppress(ZeroDivisionError), board_scope(first.pk):
            Programme.objects.update(name={"en": "renamed"})
            raise ZeroDivisionError
        assert boards_said() == (None, NO_BOARD_SCOPE)

    with board_scope(first.pk):
        assert Programme.objects.get().name != {"en": "renamed"}


def test_a_rolled_back_savepoint_inside_keeps_the_board(two_boards: tuple[Board, Board]) -> None:
    first, _second = two_boards

    with board_scope(first.pk):
        with suppress(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        with refused(IntegrityError, "programme_slug_once"):
            make_programme(slug="mou")
        assert boards_said() == (first.pk, str(first.pk))
        assert Programme.objects.count() == 1


def test_an_exception_inside_closes_the_scope_and_undoes_its_rows(two_boards: tuple[Board, Board]) -> None:
    first, _second = two_boards

    with pytest.raises(ZeroDivisionError), board_scope(first.pk):
        make_programme(slug="half")
        raise ZeroDivisionError

    assert boards_said() == (None, NO_BOARD_SCOPE)
    with board_scope(first.pk):
        assert not Programme.objects.filter(slug="half").exists()


def test_an_sql_error_inside_closes_the_scope(two_boards: tuple[Board, Board]) -> None:
    with pytest.raises(ProgrammingError, match="does not exist"), board_scope(two_boards[0].pk):
        run_sql("SELECT * FROM no_such_table")

    assert boards_said() == (None, NO_BOARD_SCOPE)


def test_python_and_the_database_agree_through_any_nesting(two_boards: tuple[Board, Board]) -> None:
    for seed in range(25):
        wander(random.Random(seed), [board.pk for board in two_boards], depth=0)
        assert boards_said() == (None, NO_BOARD_SCOPE)


def wander(dice: random.Random, board_ids: list[int], depth: int) -> None:
    """Open, close, fail and catch at random; both sides must name the same board at every step."""
    for _step in range(3):
        opened = board_scope(dice.choice(board_ids)) if dice.random() < 0.5 else transaction.atomic()
        with suppress(ZeroDivisionError, OtherBoardScope, DataError), opened:
            assert_agreement()
            if depth < 4:
                wander(dice, board_ids, depth + 1)
            assert_agreement()
            if dice.random() < 0.2:
                raise ZeroDivisionError
            if dice.random() < 0.1:
                run_sql("SELECT 'no number'::int")
        assert_agreement()


def assert_agreement() -> None:
    in_python, in_database = boards_said()
    assert in_database == (NO_BOARD_SCOPE if in_python is None else str(in_python))
