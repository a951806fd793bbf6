"""A status changes only by the steps of MOVES: in Python, in the database, and the two hold the same steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from catalog.models import Listing
from marketplaces.actions.planning import plan_publications
from marketplaces.models import Publication
from onboarding.boards.models import Board, Programme
from onboarding.errors import IllegalMove
from onboarding.messages.actions import queue
from onboarding.messages.models import Message
from onboarding.moves import HasStatus, Move, Moves, move
from sellers.models import Application, Enrolment, Import, Member, NumberChange, Seller
from tests.factories import make_account, make_application, make_listing, make_programme, make_seller

Step = tuple[str | None, str]

MODELS = [model for model in apps.get_models() if issubclass(model, HasStatus)]


def a_publication() -> Publication:
    make_account()
    plan_publications(make_listing(status="approved").pk)
    return Publication.objects.get()


# How a row comes into the world; each with a status of its MOVES.initial.
NEWBORN = {
    Programme: lambda: Programme.objects.create(slug="mou", name={}, marketplace="amazon"),
    Application: make_application,
    Seller: lambda: make_application().seller,
    Member: lambda: Member.objects.create(seller=make_application().seller, name="Asha"),
    NumberChange: lambda: NumberChange.objects.create(seller=make_application().seller, sealed_phone=b"sealed"),
    Import: lambda: Import.objects.create(file_name="sellers.csv"),
    Enrolment: lambda: make_seller().enrolments.get(),
    Listing: make_listing,
    Publication: a_publication,
    Message: lambda: queue(channel=Message.Channel.SMS, purpose="test", to="+919876543210", body="text"),
}

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def statuses_of(model: type[HasStatus]) -> list[str]:
    return [value for value, _label in model._meta.get_field("status").choices]


def all_steps(model: type[HasStatus]) -> list[Step]:
    statuses = statuses_of(model)
    return [step for step in product([None, *statuses], statuses) if step[0] != step[1]]


def steps_in_python(moves: Moves) -> set[Step]:
    return {(None, status) for status in moves.initial} | moves.pairs()


def steps_in_database(model: type[HasStatus]) -> set[Step]:
    steps = all_steps(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT before, after FROM unnest(%s::text[], %s::text[]) AS step (before, after) "
            f"WHERE {model._meta.db_table}_may_move(before, after)",
            [[before for before, _after in steps], [after for _before, after in steps]],
        )
        return set(cursor.fetchall())


def disagreements(model: type[HasStatus], moves: Moves) -> set[Step]:
    return steps_in_python(moves) ^ steps_in_database(model)


def way_to(status: str, moves: Moves) -> list[str]:
    """Return the statuses on the shortest way from birth to `status`, both ends included."""
    ways = [[first] for first in moves.initial]
    for way in ways:
        if way[-1] == status:
            return way
        ways += [[*way, after] for before, after in moves.pairs() if before == way[-1] and after not in way]
    raise AssertionError(f"nothing leads to {status}")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bring_to(row: HasStatus, status: str) -> None:
    """Take a newborn row to the status, giving birth to it anew where another first status leads there."""
    born, *steps = way_to(status, row.MOVES)
    in_table = type(row)._default_manager.filter(pk=row.pk)
    if row.status != born:
        twin = copy(row)
        twin.status = born
        in_table.delete()
        twin.save(force_insert=True)
    for after in steps:
        in_table.update(status=after)


def database_takes(row: HasStatus, target: str) -> bool:
    try:
        with undone():
            type(row)._default_manager.filter(pk=row.pk).update(status=target)
    except IntegrityError as refusal:
        assert f"illegal status of {row._meta.db_table}: {target}" in str(refusal)
        return False
    return True


# All models


def test_every_model_with_a_status_is_tried_here() -> None:
    assert set(NEWBORN) == set(MODELS)


@each_model
def test_the_database_holds_the_steps_of_moves(db: None, model: type[HasStatus]) -> None:
    assert disagreements(model, model.MOVES) == set()


@each_model
def test_a_step_that_only_moves_knows_is_noticed(db: None, model: type[HasStatus]) -> None:
    """The negative control of the test above, with each step that could be forgotten in a migration."""
    for before, after in set(all_steps(model)) - steps_in_python(model.MOVES):
        if before is None:
            more = Moves((*model.MOVES.initial, after), model.MOVES.steps)
        else:
            more = Moves(model.MOVES.initial, (*model.MOVES.steps, Move("new", (before,), after)))
        assert disagreements(model, more) == {(before, after)}


@each_model
def test_a_step_that_only_the_database_knows_is_noticed(db: None, model: type[HasStatus]) -> None:
    fewer = Moves(model.MOVES.initial[1:], model.MOVES.steps[1:])

    assert disagreements(model, fewer) == steps_in_python(model.MOVES) - steps_in_python(fewer) != set()


@each_model
def test_moves_and_choices_name_the_same_statuses(model: type[HasStatus]) -> None:
    named = {status for step in steps_in_python(model.MOVES) for status in step if status}

    assert named == set(statuses_of(model))
    assert len({step.name for step in model.MOVES.steps}) == len(model.MOVES.steps)


@each_model
def test_update_takes_each_listed_step_and_no_other(board: Board, model: type[HasStatus]) -> None:
    row = NEWBORN[model]()

    taken = set()
    for before, after in all_steps(model):
        if before is None:
            continue
        with undone():
            bring_to(row, before)
            if database_takes(row, after):
                taken.add((before, after))

    assert taken == model.MOVES.pairs()


@each_model
def test_a_row_is_born_with_a_first_status_and_no_other(board: Board, model: type[HasStatus]) -> None:
    row = NEWBORN[model]()

    refused = set()
    for status in statuses_of(model):
        twin = copy(row)
        twin.pk, twin.status = uuid4(), status
        try:
            with undone():
                twin.save(force_insert=True)
        except IntegrityError as refusal:
            if "illegal status" in str(refusal):
                refused.add(status)

    assert refused == set(statuses_of(model)) - set(model.MOVES.initial)


@each_model
def test_both_triggers_watch_each_row_and_are_switched_on(db: None, model: type[HasStatus]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled, pg_get_triggerdef(oid) LIKE '%%FOR EACH ROW%%' FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND tgname LIKE '%%_status_%%' ORDER BY tgname",
            [table],
        )
        assert cursor.fetchall() == [(f"{table}_status_born", "O", True), (f"{table}_status_moved", "O", True)]


# move() itself, on one model


def test_move_saves_the_step_and_returns_the_status_before(board: Board) -> None:
    programme = Programme.objects.create(slug="mou", name={}, marketplace="amazon")
    since = programme.status_since

    before = move(programme, "activate")

    programme.refresh_from_db()
    assert (before, programme.status) == ("draft", "active")
    assert programme.status_since > since


def test_move_saves_nothing_but_the_status(board: Board) -> None:
    programme = Programme.objects.create(slug="mou", name={}, marketplace="amazon")
    programme.slug = "typed but not saved"

    move(programme, "activate")

    programme.refresh_from_db()
    assert programme.slug == "mou"


def test_an_illegal_move_is_refused_and_nothing_is_written(board: Board) -> None:
    programme = make_programme()
    since = programme.status_since

    with pytest.raises(IllegalMove):
        move(programme, "activate")

    assert programme.status == "active"
    programme.refresh_from_db()
    assert (programme.status, programme.status_since) == ("active", since)


def test_a_stale_row_that_was_not_locked_is_refused_by_the_database(board: Board) -> None:
    application = make_application(status="submitted")
    stale = Application.objects.get(pk=application.pk)
    move(application, "approve")

    refusal = "illegal status of sellers_application: needs_changes"
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        move(stale, "send_back")

    application.refresh_from_db()
    assert application.status == "approved"


def test_one_forbidden_row_refuses_the_whole_update(board: Board) -> None:
    draft = Programme.objects.create(slug="mou", name={}, marketplace="amazon")
    make_programme()

    with pytest.raises(IntegrityError, match="illegal status"), transaction.atomic():
        Programme.objects.update(status="draft", seller_cap=1)
    with pytest.raises(IntegrityError, match="illegal status"), transaction.atomic():
        Programme.objects.update(status="unheard")

    draft.refresh_from_db()
    assert (draft.status, draft.seller_cap) == ("draft", None)


def test_plain_sql_is_refused_too(board: Board) -> None:
    make_programme()

    with pytest.raises(IntegrityError, match="illegal status of boards_programme: draft"), transaction.atomic():
        run_sql("UPDATE boards_programme SET status = 'draft'")
    with pytest.raises(IntegrityError, match="illegal status of boards_programme: active"), transaction.atomic():
        run_sql(
            "INSERT INTO boards_programme SELECT (jsonb_populate_record(p, jsonb_build_object("
            "'id', gen_random_uuid(), 'slug', 'twin'))).* FROM boards_programme p"
        )


def test_an_update_that_leaves_the_status_alone_asks_no_trigger(board: Board) -> None:
    programme = make_programme()

    Programme.objects.filter(pk=programme.pk).update(status="active", seller_cap=7)

    programme.refresh_from_db()
    assert programme.seller_cap == 7


def test_moves_answer_what_leads_where() -> None:
    moves = Application.MOVES

    assert moves.leading_from("draft") == ("submit",)
    assert set(moves.leading_from("submitted")) == {"take", "send_back", "approve", "reject"}
    assert moves.leading_from("approved") == ()
    assert moves.pairs() == {
        ("draft", "submitted"),
        ("needs_changes", "submitted"),
        ("submitted", "in_review"),
        *(
            (before, after)
            for before in ("submitted", "in_review")
            for after in ("approved", "needs_changes", "rejected")
        ),
        ("rejected", "in_review"),
    }
    with pytest.raises(IllegalMove):
        moves.require("approved", "reject")


def run_sql(statement: str, parameters: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
