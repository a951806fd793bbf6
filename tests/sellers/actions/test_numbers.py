"""A file moves to another number by the codes of both, or by two officers who saw its owner; nobody takes it over."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onboarding.accounts.models import User
from onboarding.accounts.phones import BadPhone
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import BankLocked, save_answers
from sellers.actions.numbers import (
    KnownThere,
    SameNumber,
    SecondOfficerNeeded,
    ask_for_number,
    begin_lost_number,
    change_number,
    confirm_lost_number,
    new_phone_of,
    prove_new_number,
    stop_number_change,
)
from sellers.actions.pins import BANK_WAITS
from sellers.models import NumberChange, Repeat, Seller
from sellers.policies import HelperMayNot, OperatorMayNot
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.files import make_file
from tests.sellers.people import application_of, file_of, fresh, officer_of_district, officers, told, two_on_one_phone
from tests.watching import events_of, history, refused

NEW = "+919812345678"
WHY = "She showed her voter card."


@pytest.fixture
def seller(board: Board) -> Seller:
    return factories.make_application().seller


def proved(seller: Seller) -> NumberChange:
    change = ask_for_number(seller.pk, NEW, by=factories.actor_of(seller))
    return prove_new_number(change.pk, by=factories.actor_of(seller))


def lost_and_proved(seller: Seller, officer: factories.Officer) -> NumberChange:
    change = begin_lost_number(seller.pk, NEW, officer=officer, reason=WHY)
    return prove_new_number(change.pk, by=officer)


def bank_is_locked_for_a_week(seller: Seller) -> bool:
    until = fresh(seller).bank_locked_until
    return until is not None and abs(until - timezone.now() - BANK_WAITS) < timedelta(minutes=5)


def locks_of(act: Callable[[], object]) -> list[str]:
    """What is locked, in this order."""
    with CaptureQueriesContext(connection) as queries:
        act()
    locking = [each["sql"] for each in queries if re.search(r"FOR (NO KEY )?UPDATE", each["sql"])]
    return [sql.split(' FROM "', 1)[1].split('"')[0] for sql in locking]


# By both numbers


def test_the_seller_is_locked_before_her_changes_wherever_both_are(seller: Seller) -> None:
    """Two that lock them the other way round wait for each other for ever."""
    her = factories.actor_of(seller)
    change = ask_for_number(seller.pk, "9812345679", by=her)

    for act in (
        lambda: stop_number_change(change.pk, by=her),
        lambda: ask_for_number(seller.pk, "9812345670", by=her),
        lambda: ask_for_number(seller.pk, NEW, by=her),
        lambda: prove_new_number(NumberChange.objects.get(status="asked").pk, by=her),
        lambda: change_number(NumberChange.objects.get(status="proved").pk, by=her),
    ):
        locks = [table for table in locks_of(act) if table != "accounts_user"]  # the phone comes before both
        assert locks[:2] == ["sellers_seller", "sellers_numberchange"]


def test_a_file_that_comes_to_the_phone_of_another_is_a_repeat(board: Board) -> None:
    there = make_file(user=factories.make_user(NEW), name="Asha Gupta").seller
    seller = make_file().seller

    change_number(proved(seller).pk, by=factories.actor_of(seller))

    assert list(Repeat.objects.values_list("code", "seller", "other")) == [("phone", seller.pk, there.pk)]


def test_a_file_that_leaves_a_phone_is_no_repeat_there_any_more(board: Board) -> None:
    user = factories.make_user()
    make_file(user=user, name="Asha Gupta")
    seller = make_file(user=user).seller

    change_number(proved(seller).pk, by=factories.actor_of(seller))

    assert Repeat.objects.count() == 0


def test_a_draft_that_comes_to_the_phone_of_another_is_not_yet(seller: Seller) -> None:
    """The negative control."""
    make_file(user=factories.make_user(NEW), name="Asha Gupta")

    change_number(proved(seller).pk, by=factories.actor_of(seller))

    assert Repeat.objects.count() == 0


def test_both_numbers_confirmed_move_the_file(seller: Seller) -> None:
    change = proved(seller)

    change_number(change.pk, by=factories.actor_of(seller))

    assert fresh(seller).user.phone == NEW
    assert history(change) == [
        ("number.asked", "seller", "", "asked"),
        ("number.proved", "seller", "asked", "proved"),
        ("number.changed", "seller", "proved", "done"),
    ]
    assert events_of(change) == ["number.changed"]


def test_both_numbers_are_told(board: Board, seller: Seller) -> None:
    factories.make_sms_texts()
    old = seller.user.phone

    change_number(proved(seller).pk, by=factories.actor_of(seller))

    text = f"The number of a file was changed. Questions: {board.help_phone}"
    assert told() == [(old, text), (NEW, text)]


def test_the_new_number_is_sealed(seller: Seller) -> None:
    change = ask_for_number(seller.pk, "98123 45678", by=factories.actor_of(seller))

    assert b"9812345678" not in bytes(change.sealed_phone)
    assert new_phone_of(NumberChange.objects.select_related("seller__data_key").get()) == NEW


def test_other_files_of_the_old_phone_stay_there(board: Board) -> None:
    one, other = two_on_one_phone()

    change_number(proved(one).pk, by=factories.actor_of(one))

    assert fresh(one).user.phone == NEW
    assert fresh(other).user == other.user


def test_with_a_bank_account_the_bank_waits_a_week(seller: Seller) -> None:
    application = application_of(seller)
    save_answers(application.pk, {"bank_account": "123456789012"}, by=factories.actor_of(seller))

    change_number(proved(seller).pk, by=factories.actor_of(seller))

    assert bank_is_locked_for_a_week(seller)
    with refused(BankLocked):
        save_answers(application.pk, {"bank_account": "123456789013"}, by=factories.actor_of(fresh(seller)))


def test_without_a_bank_account_there_is_nothing_to_wait_for(seller: Seller) -> None:
    """The negative control, and why: a draft is not held up for a week."""
    change_number(proved(seller).pk, by=factories.actor_of(seller))

    assert fresh(seller).bank_locked_until is None


def test_an_unproved_number_takes_no_file(seller: Seller) -> None:
    change = ask_for_number(seller.pk, NEW, by=factories.actor_of(seller))

    with refused(IllegalMove):
        change_number(change.pk, by=factories.actor_of(seller))


def test_a_change_is_done_once(seller: Seller) -> None:
    change = proved(seller)
    change_number(change.pk, by=factories.actor_of(seller))

    with refused(IllegalMove):
        change_number(change.pk, by=factories.actor_of(seller))


def test_a_new_wish_gives_up_the_one_before(seller: Seller) -> None:
    first = proved(seller)
    ask_for_number(seller.pk, "9812345679", by=factories.actor_of(seller))

    with refused(IllegalMove):
        change_number(first.pk, by=factories.actor_of(seller))


@pytest.mark.parametrize(("typed", "error"), [("12345", BadPhone), ("", BadPhone)])
def test_what_is_no_number_is_refused(seller: Seller, typed: str, error: type[Exception]) -> None:
    with refused(error):
        ask_for_number(seller.pk, typed, by=factories.actor_of(seller))


def test_her_own_number_is_no_new_one(seller: Seller) -> None:
    with refused(SameNumber):
        ask_for_number(seller.pk, seller.user.phone or "", by=factories.actor_of(seller))


def test_a_number_with_a_file_of_that_name_is_refused_early_and_late(seller: Seller) -> None:
    change = proved(seller)
    file_of(factories.make_user(NEW), "sunita  devi")

    with refused(KnownThere):
        ask_for_number(seller.pk, NEW, by=factories.actor_of(seller))
    with refused(KnownThere):
        change_number(change.pk, by=factories.actor_of(seller))
    assert User.objects.filter(phone=NEW).count() == 1


@pytest.mark.parametrize(
    ("kind", "error"), [("helper", HelperMayNot), ("operator", OperatorMayNot), ("seller", OperatorMayNot)]
)
def test_nobody_else_asks_proves_confirms_or_stops(seller: Seller, kind: str, error: type[Exception]) -> None:
    change = proved(seller)
    somebody = Actor(kind=kind, id="17")  # type: ignore[arg-type]

    for act in (
        lambda: ask_for_number(seller.pk, "9812345679", by=somebody),
        lambda: change_number(change.pk, by=somebody),
        lambda: stop_number_change(change.pk, by=somebody),
    ):
        with refused(error):
            act()


# The old number is lost


def test_two_officers_move_the_file_and_the_bank_waits(board: Board, seller: Seller) -> None:
    first, second = officers(board)
    change = lost_and_proved(seller, first)

    confirm_lost_number(change.pk, officer=first, reason=WHY)
    assert fresh(seller).user == seller.user

    confirm_lost_number(change.pk, officer=second, reason="I saw her too.")

    assert fresh(seller).user.phone == NEW
    assert bank_is_locked_for_a_week(seller)
    done = NumberChange.objects.get()
    assert (done.status, str(done.first_officer_id), str(done.second_officer_id)) == ("done", first.id, second.id)
    assert [entry[0] for entry in history(change)] == [
        "number.begun_in_person",
        "number.proved",
        "number.confirmed_by_first",
        "number.changed",
    ]


def test_both_numbers_are_told_before_and_after(board: Board, seller: Seller) -> None:
    factories.make_sms_texts()
    first, second = officers(board)
    old = seller.user.phone
    change = lost_and_proved(seller, first)

    asked = f"A change of your number was asked for. Questions: {board.help_phone}"
    assert told() == [(old, asked), (NEW, asked)]

    confirm_lost_number(change.pk, officer=first, reason=WHY)
    confirm_lost_number(change.pk, officer=second, reason=WHY)

    done = f"The number of a file was changed. Questions: {board.help_phone}"
    assert told()[2:] == [(old, done), (NEW, done)]


def test_one_officer_twice_is_one_officer(board: Board, seller: Seller) -> None:
    first, _second = officers(board)
    change = lost_and_proved(seller, first)
    confirm_lost_number(change.pk, officer=first, reason=WHY)

    with refused(SecondOfficerNeeded):
        confirm_lost_number(change.pk, officer=first, reason=WHY)
    assert fresh(seller).user == seller.user


def test_officers_of_another_district_and_operators_may_not(board: Board, seller: Seller) -> None:
    first, _second = officers(board)
    change = lost_and_proved(seller, first)

    for outsider in (officer_of_district(board, 118), factories.make_officer(board, role="operator")):
        with refused(NotAllowed):
            begin_lost_number(seller.pk, NEW, officer=outsider, reason=WHY)
        with refused(NotAllowed):
            confirm_lost_number(change.pk, officer=outsider, reason=WHY)


def test_officers_of_her_own_district_may(board: Board, seller: Seller) -> None:
    """The negative control."""
    first, second = officer_of_district(board, 187), officer_of_district(board, 187)
    change = lost_and_proved(seller, first)

    confirm_lost_number(change.pk, officer=first, reason=WHY)
    confirm_lost_number(change.pk, officer=second, reason=WHY)

    assert fresh(seller).user.phone == NEW


def test_each_word_needs_its_reason(board: Board, seller: Seller) -> None:
    first, _second = officers(board)
    change = lost_and_proved(seller, first)

    with refused(ReasonMissing):
        begin_lost_number(seller.pk, NEW, officer=first, reason="")
    with refused(ReasonMissing):
        confirm_lost_number(change.pk, officer=first, reason=" ")


def test_two_officers_cannot_pass_over_the_code_to_the_new_number(board: Board, seller: Seller) -> None:
    first, _second = officers(board)
    change = begin_lost_number(seller.pk, NEW, officer=first, reason=WHY)

    with refused(IllegalMove):
        confirm_lost_number(change.pk, officer=first, reason=WHY)


def test_officers_do_not_confirm_what_the_seller_asked_for_herself(board: Board, seller: Seller) -> None:
    change = proved(seller)

    with refused(NotAllowed):
        confirm_lost_number(change.pk, officer=factories.make_officer(board), reason=WHY)


def test_the_seller_does_not_carry_on_what_officers_began(board: Board, seller: Seller) -> None:
    change = begin_lost_number(seller.pk, NEW, officer=factories.make_officer(board), reason=WHY)

    with refused(NotAllowed):
        prove_new_number(change.pk, by=factories.actor_of(seller))
    with refused(NotAllowed):
        change_number(change.pk, by=factories.actor_of(seller))


def test_the_old_number_stops_it_until_it_is_done(board: Board, seller: Seller) -> None:
    first, second = officers(board)
    change = lost_and_proved(seller, first)
    confirm_lost_number(change.pk, officer=first, reason=WHY)

    stop_number_change(change.pk, by=factories.actor_of(seller))

    assert history(change)[-1] == ("number.stopped_from_old", "seller", "proved", "refused")
    with refused(IllegalMove):
        confirm_lost_number(change.pk, officer=second, reason=WHY)
    assert fresh(seller).user == seller.user


def test_what_is_done_cannot_be_stopped(board: Board, seller: Seller) -> None:
    """A thief with the old phone would take the file back."""
    first, second = officers(board)
    change = lost_and_proved(seller, first)
    confirm_lost_number(change.pk, officer=first, reason=WHY)
    confirm_lost_number(change.pk, officer=second, reason=WHY)

    with refused(IllegalMove):
        stop_number_change(change.pk, by=factories.actor_of(fresh(seller)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("places", "moved"), [((0, 0, 0), False), ((0, 1, 2), True)])
def test_of_confirmations_at_once_two_different_ones_count(places: tuple[int, ...], moved: bool) -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = factories.make_application().seller
        people = officers(board, 3)
        change = lost_and_proved(seller, people[0])

    def confirm(place: int) -> NumberChange:
        with board_scope(board.pk):
            return confirm_lost_number(change.pk, officer=people[places[place]], reason=WHY)

    outcomes = sorted(type(outcome).__name__ for outcome in at_once(3, confirm))

    refusals = ["IllegalMove"] if moved else ["SecondOfficerNeeded"] * 2
    assert outcomes == sorted([*refusals, *["NumberChange"] * (3 - len(refusals))])
    with board_scope(board.pk):
        assert (fresh(seller).user.phone == NEW) is moved


@pytest.mark.django_db(transaction=True)
def test_another_boards_officer_finds_no_such_change() -> None:
    mine, theirs = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        seller = factories.make_application().seller
        change = lost_and_proved(seller, factories.make_officer(mine))
    with board_scope(theirs.pk):
        stranger = factories.make_officer(theirs)

        with pytest.raises(NumberChange.DoesNotExist):
            confirm_lost_number(change.pk, officer=stranger, reason=WHY)
        with pytest.raises(Seller.DoesNotExist):
            begin_lost_number(seller.pk, NEW, officer=stranger, reason=WHY)
