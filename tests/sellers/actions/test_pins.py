"""A PIN tells people apart who share a phone: hidden, hard to guess, and never set by somebody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.errors import NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import begin_application
from sellers.actions.numbers import ask_for_number, change_number, prove_new_number
from sellers.actions.pins import (
    BadPin,
    NotProved,
    PinStands,
    PinVerdict,
    WeakPin,
    change_pin,
    clear_pin_by_code,
    clear_pin_in_person,
    confirm_in_person,
    prove_pin,
    set_pin,
)
from sellers.guards import is_back_after_silence, is_shared, needs_pin
from sellers.models import Assistance, Fact, Origin, Seller
from sellers.policies import HelperMayNot, OperatorMayNot
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.people import (
    OTHER_PIN,
    PIN,
    file_of,
    fresh,
    make_silent,
    officer_of_district,
    told,
    two_on_one_phone,
    with_pin,
)
from tests.watching import events_of, history, refused

RIGHT, WRONG, LOCKED = PinVerdict.RIGHT, PinVerdict.WRONG, PinVerdict.LOCKED


@pytest.fixture
def seller(board: Board) -> Seller:
    return factories.make_application().seller


def prove(seller: Seller, pin: str) -> PinVerdict:
    return prove_pin(seller.pk, pin, by=factories.actor_of(seller))


# Chosen


def test_a_pin_is_kept_as_a_hash_and_its_choice_is_in_the_history(seller: Seller) -> None:
    set_pin(seller.pk, " ७२९४ ", by=factories.actor_of(seller))

    assert PIN not in fresh(seller).pin_hash
    assert history(seller) == [("pin.set", "seller", "", "active")]
    assert prove(seller, PIN) is RIGHT


@pytest.mark.parametrize("typed", ["", "729", "7294123", "72a4", "-729", "७२९"])
def test_what_is_no_pin_is_refused(seller: Seller, typed: str) -> None:
    with refused(BadPin):
        set_pin(seller.pk, typed, by=factories.actor_of(seller))


@pytest.mark.parametrize(
    "typed",
    ["1234", "4321", "0000", "999999", "123456", "7890", "1212", "123123", "1985", "2007", "2580", "1947", "७७७७"],
)
def test_what_others_guess_first_is_refused(seller: Seller, typed: str) -> None:
    with refused(WeakPin):
        set_pin(seller.pk, typed, by=factories.actor_of(seller))


def test_a_part_of_her_own_number_is_refused(seller: Seller) -> None:
    with refused(WeakPin):
        set_pin(seller.pk, (seller.user.phone or "")[-5:], by=factories.actor_of(seller))


@pytest.mark.parametrize("typed", [PIN, OTHER_PIN, "4096", "90215", "3140"])
def test_an_ordinary_one_is_taken(seller: Seller, typed: str) -> None:
    """The negative control."""
    set_pin(seller.pk, typed, by=factories.actor_of(seller))

    assert prove(seller, typed) is RIGHT


def test_a_second_first_pin_is_refused(seller: Seller) -> None:
    with_pin(seller)

    with refused(PinStands):
        set_pin(seller.pk, OTHER_PIN, by=factories.actor_of(seller))


@pytest.mark.parametrize(
    ("kind", "error"), [("helper", HelperMayNot), ("operator", OperatorMayNot), ("seller", OperatorMayNot)]
)
def test_nobody_else_chooses_changes_or_tries_her_pin(seller: Seller, kind: str, error: type[Exception]) -> None:
    somebody = Actor(kind=kind, id="17")  # type: ignore[arg-type]

    for act in (
        lambda: set_pin(seller.pk, PIN, by=somebody),
        lambda: prove_pin(seller.pk, PIN, by=somebody),
        lambda: change_pin(seller.pk, PIN, OTHER_PIN, by=somebody),
        lambda: clear_pin_by_code(seller.pk, by=somebody),
    ):
        with refused(error):
            act()


@pytest.mark.django_db(transaction=True)
def test_another_board_knows_no_such_person() -> None:
    mine, theirs = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        seller = factories.make_application().seller

    with board_scope(theirs.pk), pytest.raises(Seller.DoesNotExist):
        set_pin(seller.pk, PIN, by=factories.actor_of(seller))


# Tried


def test_a_right_pin_proves_her_and_forgets_wrong_tries(seller: Seller) -> None:
    with_pin(seller)
    assert [prove(seller, "1111") for _try in range(4)] == [WRONG] * 4

    assert prove(seller, PIN) is RIGHT

    after = fresh(seller)
    assert (after.pin_tries, after.pin_locked_until) == (0, None)
    assert after.proved_at is not None
    assert [prove(seller, "1111") for _try in range(4)] == [WRONG] * 4


def test_the_fifth_wrong_one_locks_it_for_an_hour_also_for_the_right_one(seller: Seller) -> None:
    with_pin(seller)

    verdicts = [prove(seller, "1111") for _try in range(5)]

    assert verdicts == [WRONG] * 4 + [LOCKED]
    assert prove(seller, PIN) is LOCKED
    assert fresh(seller).proved_at is None
    an_hour_passes(seller)
    assert prove(seller, PIN) is RIGHT


def test_twenty_tries_a_day_are_all(seller: Seller) -> None:
    with_pin(seller)
    for _hour in range(4):
        for _try in range(5):
            prove(seller, "1111")
        an_hour_passes(seller)

    assert prove(seller, PIN) is LOCKED


def test_after_sixty_wrong_ones_in_all_only_an_officer_helps(board: Board, seller: Seller) -> None:
    with_pin(seller)
    Seller.objects.filter(pk=seller.pk).update(pin_misses=59)
    assert prove(seller, "1111") is WRONG

    assert prove(seller, PIN) is LOCKED
    with refused(NotProved):
        clear_pin_by_code(seller.pk, by=factories.actor_of(seller))
    clear_pin_in_person(seller.pk, officer=factories.make_officer(board), reason="Voter card")
    assert prove(with_pin(fresh(seller)), PIN) is RIGHT


def test_wrong_ones_are_counted_over_the_hours_until_a_right_one(seller: Seller) -> None:
    with_pin(seller)
    for _hour in range(2):
        for _try in range(5):
            prove(seller, "1111")
        an_hour_passes(seller)
    assert fresh(seller).pin_misses == 10

    assert prove(seller, PIN) is RIGHT
    assert fresh(seller).pin_misses == 0


def an_hour_passes(seller: Seller) -> None:
    Seller.objects.filter(pk=seller.pk).update(pin_locked_until=timezone.now() - timedelta(seconds=1))


def test_a_file_without_a_pin_has_no_right_one(seller: Seller) -> None:
    assert prove(seller, "") is LOCKED


@pytest.mark.django_db(transaction=True)
def test_of_many_wrong_tries_at_once_each_is_counted() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = with_pin(factories.make_application().seller)
        actor = factories.actor_of(seller)

    def attempt(_place: int) -> PinVerdict:
        with board_scope(board.pk):
            return prove_pin(seller.pk, "1111", by=actor)

    verdicts = at_once(8, attempt)

    assert sorted(verdict.value for verdict in verdicts) == ["locked"] * 4 + ["wrong"] * 4
    with board_scope(board.pk):
        assert fresh(seller).pin_locked_until is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_first_pins_at_once_one_is_taken() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = factories.make_application().seller
        actor = factories.actor_of(seller)

    def choose(place: int) -> Seller:
        with board_scope(board.pk):
            return set_pin(seller.pk, [PIN, OTHER_PIN][place], by=actor)

    outcomes = at_once(2, choose)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PinStands", "Seller"]


# Changed


def test_the_old_one_changes_it(seller: Seller) -> None:
    with_pin(seller)

    assert change_pin(seller.pk, PIN, OTHER_PIN, by=factories.actor_of(seller)) is RIGHT

    assert [prove(seller, PIN), prove(seller, OTHER_PIN)] == [WRONG, RIGHT]


def test_a_wrong_old_one_changes_nothing_and_counts(seller: Seller) -> None:
    with_pin(seller)

    verdicts = [change_pin(seller.pk, "1111", OTHER_PIN, by=factories.actor_of(seller)) for _try in range(5)]

    assert verdicts == [WRONG] * 4 + [LOCKED]
    an_hour_passes(seller)
    assert prove(seller, OTHER_PIN) is WRONG


# Forgotten


def test_on_a_phone_of_her_own_a_code_takes_a_forgotten_pin_away(board: Board, seller: Seller) -> None:
    factories.make_sms_texts()
    with_pin(seller)

    clear_pin_by_code(seller.pk, by=factories.actor_of(seller))

    after = fresh(seller)
    assert after.pin_hash == ""
    assert after.bank_locked_until is not None
    assert after.bank_locked_until > timezone.now() + timedelta(days=6, hours=23)
    assert events_of(seller) == ["pin.cleared"]
    assert told() == [(seller.user.phone, f"Your PIN was removed. Questions: {board.help_phone}")]
    assert history(seller)[-1] == ("pin.cleared_by_code", "seller", "", "active")


def test_on_a_shared_phone_a_code_takes_no_pin_away(board: Board) -> None:
    one, _other = two_on_one_phone()
    with_pin(one)

    with refused(NotProved):
        clear_pin_by_code(one.pk, by=factories.actor_of(one))


def move_away(seller: Seller) -> None:
    actor = factories.actor_of(seller)
    change = ask_for_number(seller.pk, "+919812345678", by=actor)
    prove_new_number(change.pk, by=actor)
    change_number(change.pk, by=actor)


@pytest.mark.parametrize("is_first", [True, False])
def test_nor_once_the_other_moved_his_file_away(board: Board, is_first: bool) -> None:
    """Be her PIN chosen before the phone was shared or afterwards."""
    wife = factories.make_application().seller
    if is_first:
        with_pin(wife)
    husband = file_of(wife.user, "Mohan Lal")
    if not is_first:
        with_pin(wife)

    move_away(husband)

    assert not is_shared(fresh(wife))
    with refused(NotProved):
        clear_pin_by_code(wife.pk, by=factories.actor_of(wife))
    clear_pin_in_person(wife.pk, officer=factories.make_officer(board), reason="Voter card")
    assert not fresh(wife).pin_in_person


def test_an_unnamed_file_that_leaves_changes_nothing_for_others(seller: Seller) -> None:
    """The negative control."""
    with_pin(seller)
    empty = begin_application(seller.user, language="hi", by=factories.actor_of(seller)).seller

    move_away(empty)

    clear_pin_by_code(seller.pk, by=factories.actor_of(seller))
    assert fresh(seller).pin_hash == ""


@pytest.mark.parametrize("origin", [Origin.OPERATOR, Origin.IMPORT])
def test_what_others_put_on_her_phone_makes_it_no_shared_one_until_somebody_takes_it_up(
    seller: Seller, origin: str
) -> None:
    other = file_of(seller.user, "Asha Devi")
    Fact.objects.filter(seller=other).update(origin=origin)
    Seller.objects.filter(pk=other.pk).update(origin=origin)
    work = Assistance.objects.create(seller=other, operator=factories.make_user())
    assert not is_shared(seller)
    assert not needs_pin(seller)

    Assistance.objects.filter(pk=work.pk).update(confirmed_at=timezone.now())
    assert is_shared(seller)

    work.delete()
    Fact.objects.filter(seller=other, code="pin").update(origin=Origin.SELF)
    assert is_shared(seller)


def test_on_a_number_that_was_silent_a_code_takes_no_pin_away(seller: Seller) -> None:
    with_pin(seller)
    make_silent(seller.user)

    with refused(NotProved):
        clear_pin_by_code(seller.pk, by=factories.actor_of(seller))


def test_on_a_number_that_was_silent_nobody_chooses_a_first_pin(seller: Seller) -> None:
    make_silent(seller.user)

    with refused(NotProved):
        set_pin(seller.pk, PIN, by=factories.actor_of(seller))


def test_an_officer_takes_it_away_in_person_and_the_number_is_told(board: Board) -> None:
    factories.make_sms_texts()
    one, _other = two_on_one_phone()
    with_pin(one)

    clear_pin_in_person(one.pk, officer=factories.make_officer(board), reason="Voter card")

    after = fresh(one)
    assert (after.pin_hash, after.proved_at is None) == ("", False)
    assert events_of(one) == ["pin.cleared"]
    assert told() == [(one.user.phone, f"Your PIN was removed. Questions: {board.help_phone}")]


def test_an_officer_confirms_who_was_silent(board: Board, seller: Seller) -> None:
    factories.make_sms_texts()
    make_silent(seller.user)
    assert needs_pin(fresh(seller))

    confirm_in_person(seller.pk, officer=factories.make_officer(board), reason="Voter card")

    assert not is_back_after_silence(fresh(seller))
    assert not needs_pin(fresh(seller))
    assert history(seller)[-1] == ("seller.confirmed_in_person", "officer", "", "active")
    assert told() == [(seller.user.phone, f"The office confirmed you. Questions: {board.help_phone}")]


@pytest.mark.parametrize("act", [clear_pin_in_person, confirm_in_person])
def test_in_person_needs_a_reason_the_right_district_and_no_operator(board: Board, seller: Seller, act) -> None:  # type: ignore[no-untyped-def]
    with_pin(seller)
    operator = factories.make_officer(board, role="operator")

    with refused(ReasonMissing):
        act(seller.pk, officer=factories.make_officer(board), reason=" ")
    with refused(NotAllowed):
        act(seller.pk, officer=officer_of_district(board, 118), reason="Voter card")
    with refused(NotAllowed):
        act(seller.pk, officer=operator, reason="Voter card")
