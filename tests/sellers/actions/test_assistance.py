"""An operator fills in, the seller confirms; both names stand in the history, and some files are looked at again."""

import pytest

from onboarding.accounts.models import User
from onboarding.accounts.phones import BadPhone
from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.boards.policies import Officer
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import board_scope
from sellers.actions import assistance as module
from sellers.actions.answers import save_answers
from sellers.actions.applications import submit_application
from sellers.actions.assistance import (
    Found,
    NeedsHerCode,
    NotConfirmed,
    OutcomeStands,
    SaidToBeWrong,
    TooManyBegun,
    begin_assistance,
    confirm_file,
    join_file,
    require_assistance_fine,
    write_outcome,
)
from sellers.models import Application, Assistance, Fact, Repeat, Seller
from sellers.policies import ConfirmedAlready, HelperMayNot, OperatorMayNot, operator_actor
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.people import application_of, file_of, officer_of_district, told
from tests.watching import history, refused

PHONE = "98123 45678"
ANSWERS = {"address": "Madanpura", "pin": "221001"}


@pytest.fixture
def operator(board: Board) -> Officer:
    return factories.make_officer(board, role="operator")


@pytest.fixture(autouse=True)
def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.secrets, "randbelow", lambda _bound: 1)


def begin(operator: Officer, name: str = "Sunita Devi", phone: str = PHONE) -> Assistance:
    return begin_assistance(phone, name, language="hi", operator=operator)


def fill_in(assistance: Assistance, **answers: object) -> Application:
    place = {"district": factories.make_district(), "craft": factories.make_craft(), **ANSWERS}
    actor, herself = operator_actor(assistance.operator), factories.actor_of(assistance.seller)
    application = application_of(assistance.seller)
    return save_answers(application.pk, {**place, **answers}, by=actor, on_behalf_of=herself)


def confirm(assistance: Assistance) -> Assistance:
    confirm_file(assistance.seller_id, by=factories.actor_of(assistance.seller))
    return Assistance.objects.select_related("seller__user", "operator").get(pk=assistance.pk)


# Begun and confirmed


def test_a_file_is_begun_in_her_name_on_her_phone(operator: Officer) -> None:
    assistance = begin(operator)

    seller = Seller.objects.get()
    assert (seller.user.phone, seller.name, seller.origin) == ("+919812345678", "Sunita Devi", "operator")
    assert history(assistance) == [("assistance.begun", "operator", "", "")]


def test_the_first_message_says_who_that_it_is_free_and_whom_to_call(board: Board, operator: Officer) -> None:
    factories.make_sms_texts()

    begin(operator)

    said = f"{operator.name} fills in a file for you, free of charge. Questions: {board.help_phone}"
    assert told() == [("+919812345678", said)]


def test_both_names_stand_beside_each_answer(operator: Officer) -> None:
    assistance = begin(operator)
    fill_in(assistance)

    entries = AuditEntry.objects.filter(action="application.saved")
    assert (
        list(entries.values_list("actor_kind", "actor_id", "on_behalf_of"))
        == [("operator", operator.id, f"seller:{assistance.seller_id}")] * 2
    )
    assert set(Fact.objects.values_list("origin", flat=True)) == {"operator"}


def test_begun_twice_it_is_one_file(operator: Officer) -> None:
    assert begin(operator) == begin(operator, name="sunita  DEVI")
    assert (Seller.objects.count(), Assistance.objects.count()) == (1, 1)


def test_a_file_is_not_sent_before_she_confirmed(operator: Officer) -> None:
    assistance = begin(operator)
    application = fill_in(assistance)
    actor, herself = operator_actor(assistance.operator), factories.actor_of(assistance.seller)

    with refused(NotConfirmed):
        submit_application(application.pk, by=actor, on_behalf_of=herself)
    with refused(NotConfirmed):
        submit_application(application.pk, by=herself)

    confirm(assistance)
    assert submit_application(application.pk, by=actor, on_behalf_of=herself).status == "submitted"


def test_only_she_confirms(operator: Officer) -> None:
    assistance = begin(operator)

    with refused(OperatorMayNot):
        confirm_file(assistance.seller_id, by=operator_actor(assistance.operator))
    with refused(HelperMayNot):
        confirm_file(assistance.seller_id, by=Actor(kind="helper", id="17"))


def test_what_is_confirmed_is_not_changed_behind_her_back(operator: Officer) -> None:
    assistance = begin(operator)
    fill_in(assistance)
    confirm(assistance)

    with refused(ConfirmedAlready):
        fill_in(assistance, address="Lanka")


def test_another_operator_adds_nothing(board: Board, operator: Officer) -> None:
    assistance = begin(operator)
    other = factories.make_officer(board, role="operator")

    with refused(ConfirmedAlready):
        save_answers(
            application_of(assistance.seller).pk,
            ANSWERS,
            by=Actor(kind="operator", id=other.id),
            on_behalf_of=factories.actor_of(assistance.seller),
        )


def test_a_file_that_stands_is_opened_by_her_code_alone(board: Board, operator: Officer) -> None:
    own = file_of(factories.make_user("+919812345678"), "Sunita Devi")

    with refused(NeedsHerCode):
        begin(operator)

    joined = join_file(own.pk, operator=operator)
    assert (begin(operator), Assistance.objects.count()) == (joined, 1)


def test_one_operators_file_is_not_open_to_another(board: Board, operator: Officer) -> None:
    begin(operator)

    with refused(NeedsHerCode):
        begin(factories.make_officer(board, role="operator"))


def test_who_is_no_member_begins_nothing(board: Board) -> None:
    for somebody in (Actor(kind="seller", id="17"), Actor(kind="helper", id="17")):
        with refused(NotAllowed):
            begin(somebody)  # type: ignore[arg-type]


def test_a_wrong_number_opens_nothing(operator: Officer) -> None:
    with refused(BadPhone):
        begin(operator, phone="12345")


def test_an_operator_begins_so_many_a_day(operator: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEGUN_A_DAY", module.Budget("assisted.operator.day", 2, module.timedelta(days=1)))
    begin(operator, phone="9812345671")
    begin(operator, phone="9812345672")

    with refused(TooManyBegun):
        begin(operator, phone="9812345673")


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_at_once_one_file_comes() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        operator = factories.make_officer(board, role="operator")
        factories.make_user("+919812345678")

    def send(_place: int) -> Assistance:
        with board_scope(board.pk):
            return begin(operator)

    outcomes = at_once(2, send)

    assert outcomes[0] == outcomes[1]
    with board_scope(board.pk):
        assert Seller.objects.count() == 1


# The operator's own phone


@pytest.mark.parametrize("is_hers", [True, False])
def test_a_phone_of_the_boards_people_is_a_question_once_the_file_is_sent(
    board: Board, operator: Officer, is_hers: bool
) -> None:
    owner = operator if is_hers else factories.make_officer(board)
    User.objects.filter(pk=owner.id).update(phone="+919812345678")
    assistance = begin(operator)
    application = fill_in(assistance, kind="individual")
    confirm(assistance)

    submit_application(application.pk, by=factories.actor_of(assistance.seller))

    assert Repeat.objects.values_list("code", "seller", "other").get() == ("phone", assistance.seller_id, None)


def test_a_phone_of_her_own_is_not(operator: Officer) -> None:
    """The negative control."""
    assistance = begin(operator)
    application = fill_in(assistance, kind="individual")
    confirm(assistance)

    submit_application(application.pk, by=factories.actor_of(assistance.seller))

    assert Repeat.objects.count() == 0


# Looked at again


@pytest.mark.parametrize(("number", "is_drawn"), [(0, True), (1, False), (9, False)])
def test_one_in_ten_is_drawn(operator: Officer, monkeypatch: pytest.MonkeyPatch, number: int, is_drawn: bool) -> None:
    asked = []
    monkeypatch.setattr(module.secrets, "randbelow", lambda bound: asked.append(bound) or number)

    assert confirm(begin(operator)).is_drawn is is_drawn
    assert asked == [10]


def test_files_of_one_operator_on_one_phone_are_drawn_all(operator: Officer) -> None:
    first = confirm(begin(operator))
    assert first.is_drawn is False

    second = confirm(begin(operator, name="Asha Devi"))

    first.refresh_from_db()
    assert (first.is_drawn, second.is_drawn) == (True, True)


def test_files_of_one_operator_with_one_bank_account_are_drawn_all(operator: Officer) -> None:
    first, second = begin(operator), begin(operator, name="Asha Devi", phone="9812345679")
    for assistance in (first, second):
        fill_in(assistance, bank_account="123456789012")
    confirm(first)

    assert confirm(second).is_drawn
    first.refresh_from_db()
    assert first.is_drawn


def test_files_of_two_operators_are_not_alike(board: Board, operator: Officer) -> None:
    """The negative control: what two operators have in common is for the repeats."""
    other = factories.make_officer(board, role="operator")
    confirm(begin(operator))

    assert not confirm(begin(other, name="Asha Devi")).is_drawn


def drawn(operator: Officer) -> Assistance:
    assistance = begin(operator)
    fill_in(assistance)
    assistance = confirm(assistance)
    Assistance.objects.update(is_drawn=True)
    return assistance


def test_who_called_writes_down_what_she_said(board: Board, operator: Officer) -> None:
    assistance = drawn(operator)
    officer = factories.make_officer(board)

    write_outcome(assistance.pk, Found("not_reached"), officer=officer)
    written = write_outcome(assistance.pk, Found("right", " She knew him. "), officer=officer)

    assert (written.outcome, written.outcome_note, written.outcome_by) == ("right", "She knew him.", officer.name)
    assert [entry[0] for entry in history(assistance)][-2:] == ["assistance.not_reached", "assistance.right"]
    require_assistance_fine(assistance.seller)


def test_wrong_stops_the_file(board: Board, operator: Officer) -> None:
    assistance = drawn(operator)
    write_outcome(assistance.pk, Found("wrong", "She knows nothing."), officer=factories.make_officer(board))

    with refused(SaidToBeWrong):
        require_assistance_fine(assistance.seller)


def test_not_asked_yet_stops_nothing(operator: Officer) -> None:
    """The negative control."""
    require_assistance_fine(drawn(operator).seller)


def test_an_outcome_stands(board: Board, operator: Officer) -> None:
    assistance = drawn(operator)
    write_outcome(assistance.pk, Found("wrong"), officer=factories.make_officer(board))

    with refused(OutcomeStands):
        write_outcome(assistance.pk, Found("right"), officer=factories.make_officer(board))


def test_outcomes_are_for_other_officers_of_the_district(board: Board) -> None:
    filled_in = factories.make_officer(board)
    assistance = drawn(filled_in)

    for somebody in (
        filled_in,
        officer_of_district(board, 118),
        factories.make_officer(board, role="operator"),
    ):
        with refused(NotAllowed):
            write_outcome(assistance.pk, Found("right"), officer=somebody)


def test_what_is_not_drawn_has_no_outcome(board: Board, operator: Officer) -> None:
    assistance = begin(operator)

    with refused(Assistance.DoesNotExist):
        write_outcome(assistance.pk, Found("right"), officer=factories.make_officer(board))


@pytest.mark.django_db(transaction=True)
def test_another_board_finds_nothing() -> None:
    mine, theirs = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        assistance = begin(factories.make_officer(mine, role="operator"))
    with board_scope(theirs.pk):
        stranger = factories.make_officer(theirs)

        with pytest.raises(Seller.DoesNotExist):
            join_file(assistance.seller_id, operator=stranger)
        with pytest.raises(Seller.DoesNotExist):
            confirm_file(assistance.seller_id, by=factories.actor_of(assistance.seller))
        # The same phone and name at another board is another file.
        assert begin(stranger).seller_id != assistance.seller_id
