"""She leaves: nothing new begins for her, her places are free once, and she may come back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from catalog.actions.drafting import save_details, save_photo, start_listing, submit_listing
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board, Programme
from onboarding.errors import IllegalMove
from onboarding.messages.actions import contents_of
from onboarding.messages.models import Message
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from sellers.actions.active import FileAtRest
from sellers.actions.answers import save_answers
from sellers.actions.applications import (
    approve_application,
    reject_application,
    send_back_application,
    submit_application,
    take_application,
)
from sellers.actions.withdrawal import come_back, finish_withdrawal, stop_seller
from sellers.consents.reading import may_use, unasked_marketplaces
from sellers.models import Application, Enrolment, Seller
from sellers.notices import tell_seller_she_has_left, tell_seller_she_is_leaving
from sellers.policies import HelperMayNot, OperatorMayNot
from tests import factories
from tests.sellers.beside import one_beside_another
from tests.sellers.files import make_paper
from tests.watching import events_of, history, refused


def stop(seller: Seller) -> Seller:
    return stop_seller(seller.pk, by=factories.actor_of(seller))


def leave(seller: Seller) -> Seller:
    stop(seller)
    return finish_withdrawal(seller.pk)


def taken(programme: Programme) -> int:
    programme.refresh_from_db()
    return programme.enrolled_count


def places(seller: Seller) -> list[str]:
    return list(Enrolment.objects.filter(seller=seller).order_by("created_at").values_list("status", flat=True))


@contextmanager
def unchanged(seller: Seller, status: str) -> Iterator[None]:
    """The block writes nothing about her."""
    before = (history(seller), events_of(seller))
    yield
    assert (history(seller), events_of(seller)) == before
    assert Seller.objects.get(pk=seller.pk).status == status


def test_she_is_stopping_at_once_and_the_rooms_above_hear_of_it(board: Board) -> None:
    seller = factories.make_seller()

    stopped = stop(seller)

    assert stopped.status == "stopping"
    assert not may_use(seller, "marketplace_share", "amazon")
    assert history(seller) == [("seller.stopping", "seller", "active", "stopping")]
    assert events_of(seller).count("seller.stopping") == 2  # one row for each handler


def test_she_is_withdrawn_once_and_hears_of_it_once(board: Board) -> None:
    seller = stop(factories.make_seller())

    finish_withdrawal(seller.pk)
    with unchanged(seller, "withdrawn"):
        finish_withdrawal(seller.pk)

    assert events_of(seller).count("seller.withdrawn") == 1


@pytest.mark.parametrize("status", ["active", "withdrawn"])
def test_nobody_is_withdrawn_who_is_not_leaving(board: Board, status: str) -> None:
    seller = factories.make_seller()
    if status == "withdrawn":
        leave(seller)

    with unchanged(seller, status):
        finish_withdrawal(seller.pk)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (Actor(kind="helper", id="1"), HelperMayNot),
        (Actor(kind="operator", id="1"), OperatorMayNot),
        (Actor(kind="seller", id="another"), OperatorMayNot),
    ],
)
def test_only_she_herself_leaves_and_comes_back(board: Board, actor: Actor, refusal: type[Exception]) -> None:
    seller = factories.make_seller()

    with refused(refusal):
        stop_seller(seller.pk, by=actor)
    leave(seller)
    with refused(refusal):
        come_back(seller.pk, by=actor)


def test_leaving_twice_and_coming_back_too_early_are_refused(board: Board) -> None:
    seller = stop(factories.make_seller())

    with refused(IllegalMove):
        stop(seller)
    with refused(IllegalMove):
        come_back(seller.pk, by=factories.actor_of(seller))


# Her places


def test_her_place_is_free_once_and_stays_free_until_an_officer_gives_it(board: Board) -> None:
    programme = factories.make_programme(seller_cap=1)
    seller = factories.make_seller(programme=programme)
    waiting = factories.make_seller(programme=programme)
    assert (taken(programme), places(waiting)) == (1, ["waitlisted"])

    stop(seller)
    finish_withdrawal(seller.pk)
    finish_withdrawal(seller.pk)

    assert (taken(programme), places(seller), places(waiting)) == (0, ["ended"], ["waitlisted"])
    newcomer = factories.make_seller(programme=programme)
    assert (taken(programme), places(newcomer)) == (0, ["waitlisted"])  # behind who waits already


def test_a_place_in_the_waitlist_ends_without_freeing_another(board: Board) -> None:
    programme = factories.make_programme(seller_cap=1)
    seller = factories.make_seller(programme=programme)
    waiting = factories.make_seller(programme=programme)

    stop(waiting)

    assert (taken(programme), places(seller), places(waiting)) == (1, ["enrolled"], ["ended"])
    enrolment = Enrolment.objects.get(seller=waiting)
    assert history(enrolment)[-1] == ("enrolment.ended", "seller", "waitlisted", "ended")


# While she is leaving or has left


def change_address(seller: Seller) -> None:
    save_answers(Application.objects.get(seller=seller).pk, {"address": "Lallapura"}, by=factories.actor_of(seller))


def submit(seller: Seller) -> None:
    submit_application(Application.objects.get(seller=seller).pk, by=factories.actor_of(seller))


def add_paper(seller: Seller) -> None:
    make_paper(Application.objects.get(seller=seller), "work_photo")


@pytest.mark.parametrize("act", [change_address, submit, add_paper])
@pytest.mark.parametrize("stops", [stop, leave])
def test_her_draft_rests(board: Board, stops: Callable[[Seller], Seller], act: Callable[[Seller], None]) -> None:
    seller = stops(factories.make_application().seller)

    with refused(FileAtRest):
        act(seller)
    if stops is leave:
        come_back(seller.pk, by=factories.actor_of(seller))
        act(seller)  # the negative control: nothing but her leaving stood in the way


@pytest.mark.parametrize("decision", ["take", "approve", "send_back", "reject"])
def test_nobody_decides_about_her_file(board: Board, decision: str) -> None:
    application = factories.make_application(status="submitted")
    programme, officer = factories.make_programme(), factories.make_officer(board)
    leave(application.seller)
    decide: dict[str, Callable[[], Any]] = {
        "take": partial(take_application, application.pk, officer=officer),
        "approve": partial(approve_application, application.pk, officer=officer, programme_id=programme.pk),
        "send_back": partial(send_back_application, application.pk, officer=officer, reason="The PIN."),
        "reject": partial(reject_application, application.pk, officer=officer, reason="No."),
    }

    with refused(FileAtRest):
        decide[decision]()


def test_nothing_is_listed(board: Board) -> None:
    seller = factories.make_seller()
    listing = factories.make_listing(seller=seller)
    save_details(listing.pk, factories.make_details(), seller=seller)
    photo = factories.make_photo()
    stop(seller)

    with refused(FileAtRest):
        start_listing(factories.make_photo(), seller=seller)
    with refused(FileAtRest):
        save_photo(listing.pk, photo, seller=seller)
    with refused(FileAtRest):
        save_details(listing.pk, factories.make_details(), seller=seller)
    with refused(FileAtRest):
        submit_listing(listing.pk, seller=seller)


# Coming back


def test_she_comes_back_to_her_file_and_is_asked_anew(board: Board) -> None:
    programme = factories.make_programme()
    seller = factories.make_seller(programme=programme)
    leave(seller)

    back = come_back(seller.pk, by=factories.actor_of(seller))

    assert back.status == "active"
    assert Application.objects.get(seller=seller).status == "approved"
    assert (places(seller), taken(programme)) == (["ended", "enrolled"], 1)
    assert unasked_marketplaces(seller) == ["amazon"]
    assert not may_use(seller, "marketplace_share", "amazon")
    assert events_of(seller)[-1] == "seller.active_again"


def test_who_comes_back_goes_behind_those_who_wait(board: Board) -> None:
    programme = factories.make_programme(seller_cap=1)
    seller = factories.make_seller(programme=programme)
    factories.make_seller(programme=programme)
    leave(seller)

    come_back(seller.pk, by=factories.actor_of(seller))

    assert (places(seller), taken(programme)) == (["ended", "waitlisted"], 0)


def test_who_came_back_may_leave_again(board: Board) -> None:
    programme = factories.make_programme()
    seller = factories.make_seller(programme=programme)
    for _time in range(2):
        leave(seller)
        come_back(seller.pk, by=factories.actor_of(seller))

    assert (places(seller), taken(programme)) == (["ended", "ended", "enrolled"], 1)


# What she hears


def test_she_hears_by_sms_that_she_is_leaving_and_that_she_has_left_each_once(board: Board) -> None:
    factories.make_sms_texts()
    seller = leave(factories.make_seller())
    tellers = {"seller.stopping": tell_seller_she_is_leaving, "seller.withdrawn": tell_seller_she_has_left}
    for row in OutboxEvent.objects.filter(name__in=tellers, handler__contains="tell_").order_by("pk"):
        for _time in range(2):
            event = Event(row.pk, board.pk, row.name, row.object_id, row.payload)
            tellers[row.name](event)

    assert said_to(seller) == [
        "You are leaving. Did you not ask for it? Call +911800000000.",
        "You have left. You can come back at any time.",
    ]


def said_to(seller: Seller) -> list[str]:
    texts = [contents_of(message) for message in Message.objects.order_by("created_at")]
    return [text for phone, text in texts if phone == seller.user.phone]


# Races


def beside_leaving(act: str) -> tuple[str, str, int]:
    """Let her leave while that is done to her file; return its refusal, the file's status and the places taken."""
    board = factories.make_board()
    with board_scope(board.pk):
        programme, officer = factories.make_programme(), factories.make_officer(board)
        application = factories.make_application(status="submitted" if act == "approve" else "draft")
        seller = application.seller
    second: dict[str, Callable[[], Any]] = {
        "submit": lambda: submit(seller),
        "approve": lambda: approve_application(application.pk, officer=officer, programme_id=programme.pk),
    }
    refusal = one_beside_another(board, lambda: stop(seller), second[act])
    with board_scope(board.pk):
        return refusal, Application.objects.get().status, taken(programme)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "status"), [("submit", "draft"), ("approve", "submitted")])
def test_what_is_done_while_she_leaves_is_refused(act: str, status: str) -> None:
    assert beside_leaving(act) == ("FileAtRest", status, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "status", "count"), [("submit", "submitted", 0), ("approve", "approved", 1)])
def test_without_the_lock_it_would_go_through(
    act: str, status: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr("sellers.actions.applications.require_active", lambda seller: None)

    assert beside_leaving(act) == ("", status, count)


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once_free_one_place() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        programme = factories.make_programme()
        seller = factories.make_seller(programme=programme)

    refusal = one_beside_another(board, lambda: stop(seller), lambda: stop(seller))

    with board_scope(board.pk):
        assert (refusal, taken(programme)) == ("IllegalMove", 0)


@pytest.mark.django_db(transaction=True)
def test_another_boards_file_of_the_same_person_goes_on() -> None:
    board, other = factories.make_board(), factories.make_board()
    user = factories.make_user()
    with board_scope(board.pk):
        seller = factories.make_seller(user=user)
    with board_scope(other.pk):
        elsewhere = factories.make_seller(user=user)
    with board_scope(board.pk):
        leave(seller)

    with board_scope(other.pk):
        assert Seller.objects.get(pk=elsewhere.pk).status == "active"
        assert may_use(elsewhere, "marketplace_share", "amazon")
        assert places(elsewhere) == ["enrolled"]
