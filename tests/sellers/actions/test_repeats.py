"""The same phone, account or number twice: found when a file is sent, decided before it is approved."""

from typing import Any

import pytest
from django.db import connection

from onboarding.accounts.models import User
from onboarding.errors import DomainError, IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.actions.applications import (
    Fault,
    approve_application,
    reject_application,
    send_back_application,
    submit_application,
)
from sellers.actions.repeats import (
    MOST_FOR_ONE,
    RelationMissing,
    RepeatRefused,
    RepeatsOpen,
    decide_repeat,
    is_registered_elsewhere,
    mark_of_decision,
)
from sellers.models import Application, Assistance, Repeat
from sellers.policies import OwnWork
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.files import make_file
from tests.sellers.people import his_own_work
from tests.watching import refused

PAN, ACCOUNT = "ABCPE1234F", "123456781234"


@pytest.fixture
def officer(board: Any) -> Any:
    return factories.make_officer(board)


def found() -> set[tuple[str, str, str]]:
    """Every repeat: what, in whose file, and in whose other one."""
    rows = Repeat.objects.select_related("seller", "other")
    return {(row.code, row.seller.name, row.other.name if row.other else "") for row in rows}


def two_with_one_account() -> tuple[Application, Application]:
    first = make_file(name="Sunita Devi", bank_account=ACCOUNT)
    return first, make_file(name="Asha Gupta", bank_account=ACCOUNT)


def decide(row: Repeat, officer: Any, **changed: Any) -> Repeat:
    words = {
        "relation": "family",
        "decision": "allowed",
        "reason": "Mother and daughter.",
        "seen": mark_of_decision(row),
    }
    return decide_repeat(row.pk, officer=officer, **{**words, **changed})


# Found


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("bank_account", ACCOUNT),
        ("pan", PAN),
        ("gstin", "09ABCPE1234F1Z4"),
        ("udyam", "UDYAM-UP-75-0001234"),
        ("artisan_card", "UP/VNS/2019/00412"),
        ("enrolment_id", "12ABCDE"),
        ("khadi_certificate", "KVIC/77"),
    ],
)
def test_a_number_that_should_be_one_persons_is_found_in_another_file(board: Any, code: str, value: str) -> None:
    make_file(name="Sunita Devi", **{code: value})

    make_file(name="Asha Gupta", **{code: value})

    assert found() == {(code, "Asha Gupta", "Sunita Devi")}


def test_several_on_one_phone_are_found(board: Any) -> None:
    user = factories.make_user()
    make_file(user=user, name="Sunita Devi")

    make_file(user=user, name="Asha Gupta")

    assert found() == {("phone", "Asha Gupta", "Sunita Devi")}


def test_what_many_share_by_right_is_no_repeat(board: Any) -> None:
    """The negative control: a village, a PIN code and a branch are everybody's."""
    for name in ("Sunita Devi", "Asha Gupta"):
        make_file(name=name, ifsc="SBIN0001234", brand_name="Kashi")

    assert found() == set()


def test_a_draft_is_nobodys_business(board: Any) -> None:
    factories.make_application(name="Sunita Devi", bank_account=ACCOUNT)

    make_file(name="Asha Gupta", bank_account=ACCOUNT)

    assert found() == set()


def test_a_draft_is_found_when_it_is_sent(board: Any) -> None:
    draft = factories.make_application(name="Sunita Devi", bank_account=ACCOUNT)
    make_file(name="Asha Gupta", bank_account=ACCOUNT)

    submit_application(draft.pk, by=factories.actor_of(draft.seller))

    assert found() == {("bank_account", "Sunita Devi", "Asha Gupta")}


def test_a_groups_account_asks_about_the_oldest_few_files_only(board: Any) -> None:
    for number in range(MOST_FOR_ONE + 2):
        make_file(name=f"Weaver {'ABCDEFGH'[number]}", bank_account=ACCOUNT)

    newest = {other for _code, name, other in found() if name == "Weaver G"}

    assert newest == {f"Weaver {letter}" for letter in "ABCDE"}


def test_the_operators_own_phone_and_account_are_found(board: Any) -> None:
    operator_phone = factories.make_user(email="operator@example.org")
    User.objects.filter(pk=operator_phone.pk).update(phone="+919811100001")
    operator_phone.refresh_from_db()
    make_file(user=operator_phone, name="Ramesh Gupta", bank_account=ACCOUNT)
    hers = factories.make_application(name="Asha Devi", bank_account=ACCOUNT)
    Assistance.objects.create(seller=hers.seller, operator=operator_phone, confirmed_at=hers.created_at)

    submit_application(hers.pk, by=factories.actor_of(hers.seller))

    assert found() == {("bank_account", "Asha Devi", ""), ("bank_account", "Asha Devi", "Ramesh Gupta")}


def test_a_file_in_the_operators_own_phone_is_found(board: Any) -> None:
    operator = factories.make_user()
    draft = factories.make_application(user=operator, name="Asha Devi")
    Assistance.objects.create(seller=draft.seller, operator=operator, confirmed_at=draft.created_at)

    submit_application(draft.pk, by=factories.actor_of(draft.seller))

    assert found() == {("phone", "Asha Devi", "")}


@pytest.mark.parametrize("role", ["operator", "state_officer"])
def test_a_file_in_the_own_phone_of_anybody_of_the_board_is_found(board: Any, role: str) -> None:
    somebody = User.objects.get(pk=factories.make_officer(board, role=role).id)

    make_file(user=somebody, name="Asha Devi")

    assert found() == {("phone", "Asha Devi", "")}


def test_a_phone_of_another_boards_people_is_not(board: Any) -> None:
    """The negative control."""
    elsewhere = factories.make_officer(factories.make_board(), role="operator")

    make_file(user=User.objects.get(pk=elsewhere.id), name="Asha Devi")

    assert found() == set()


@pytest.mark.django_db
def test_the_same_account_at_two_boards_is_no_repeat_at_either() -> None:
    for _board in range(2):
        with board_scope(factories.make_board().pk):
            make_file(bank_account=ACCOUNT)
            assert found() == set()


def test_a_repeat_that_was_mended_is_gone(board: Any, officer: Any) -> None:
    _first, second = two_with_one_account()
    send_back_application(second.pk, officer=officer, faults=[Fault("bank_account", "not_as_on_paper")])
    seller = factories.actor_of(second.seller)
    save_answers(second.pk, {"bank_account": "999900001111"}, by=seller)

    submit_application(second.pk, by=seller)

    assert found() == set()


def test_a_decision_stays_when_the_file_comes_back(board: Any, officer: Any) -> None:
    _first, second = two_with_one_account()
    decide(Repeat.objects.get(), officer)
    send_back_application(second.pk, officer=officer, faults=[Fault("pin", "not_readable")])
    seller = factories.actor_of(second.seller)
    save_answers(second.pk, {"pin": "221010"}, by=seller)

    submit_application(second.pk, by=seller)

    assert Repeat.objects.get().decision == "allowed"


def test_a_decision_about_a_phone_stays_though_many_older_files_hang_on_it(board: Any, officer: Any) -> None:
    user = factories.make_user()
    files = [make_file(user=user, name=f"Weaver {letter}") for letter in "ABCDEFG"]
    decide(Repeat.objects.get(seller=files[6].seller, other=files[0].seller), officer, decision="refused")
    send_back_application(files[0].pk, officer=officer, faults=[Fault("pin", "not_readable")])
    seller = factories.actor_of(files[0].seller)
    save_answers(files[0].pk, {"pin": "221010"}, by=seller)

    submit_application(files[0].pk, by=seller)

    assert Repeat.objects.get(seller=files[6].seller, other=files[0].seller).decision == "refused"


@pytest.mark.django_db(transaction=True)
def test_two_files_sent_at_the_same_moment_are_found() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        drafts = [factories.make_application(name=name, bank_account=ACCOUNT) for name in ("Sunita Devi", "Asha Gupta")]
        actors = [factories.actor_of(draft.seller) for draft in drafts]

    def send(place: int) -> None:
        with board_scope(board.pk):
            submit_application(drafts[place].pk, by=actors[place])

    assert at_once(2, send) == [None, None]
    with board_scope(board.pk):
        assert Repeat.objects.count() == 1


# Decided


@pytest.mark.parametrize("place", [0, 1])
def test_neither_file_is_approved_while_nobody_has_decided(board: Any, officer: Any, place: int) -> None:
    applications = two_with_one_account()
    programme = factories.make_programme()

    with refused(RepeatsOpen):
        approve_application(applications[place].pk, officer=officer, programme_id=programme.pk)
    decide(Repeat.objects.get(), officer)
    approve_application(applications[place].pk, officer=officer, programme_id=programme.pk)

    row = Repeat.objects.get()
    assert (row.relation, row.decision, row.reason, row.decided_by) == (
        "family",
        "allowed",
        "Mother and daughter.",
        "Officer",
    )


def test_what_was_not_allowed_holds_up_the_later_file_only(board: Any, officer: Any) -> None:
    first, second = two_with_one_account()
    programme = factories.make_programme()
    decide(Repeat.objects.get(), officer, decision="refused", relation="other")

    with refused(RepeatRefused):
        approve_application(second.pk, officer=officer, programme_id=programme.pk)
    approve_application(first.pk, officer=officer, programme_id=programme.pk)
    reject_application(second.pk, officer=officer, why="registered_twice", reason="")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"relation": ""}, RelationMissing),
        ({"relation": "friend"}, RelationMissing),
        ({"reason": "  "}, ReasonMissing),
        ({"decision": "maybe"}, DomainError),
        ({"seen": "2026-01-01T00:00:00+00:00"}, IllegalMove),
    ],
)
def test_a_decision_that_lacks_something_is_refused(board: Any, officer: Any, changed: Any, error: Any) -> None:
    two_with_one_account()

    with refused(error):
        decide(Repeat.objects.get(), officer, **changed)


def test_a_decision_is_taken_back_knowingly_only(board: Any, officer: Any) -> None:
    two_with_one_account()
    undecided = Repeat.objects.get()
    decide(undecided, officer)

    with refused(IllegalMove):
        decide(undecided, officer, decision="refused")
    decide(Repeat.objects.get(), officer, decision="refused")

    assert Repeat.objects.get().decision == "refused"


def test_only_officers_of_one_of_the_two_files_decide(board: Any) -> None:
    two_with_one_account()
    stranger = factories.make_officer(board, role="district_officer", district=factories.make_district(154))
    operator = factories.make_officer(board, role="operator")
    neighbour = factories.make_officer(board, role="district_officer", district=factories.make_district(187))

    for nobody in (stranger, operator):
        with refused(NotAllowed):
            decide(Repeat.objects.get(), nobody)
    decide(Repeat.objects.get(), neighbour)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("way", ["filled in", "own phone"])
def test_nobody_decides_about_his_own_work_but_a_colleague_does(board: Any, officer: Any, way: str, place: int) -> None:
    his_own_work(way, two_with_one_account()[place].seller, officer)

    with refused(OwnWork):
        decide(Repeat.objects.get(), officer)
    decide(Repeat.objects.get(), factories.make_officer(board))

    assert Repeat.objects.get().decision == "allowed"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_is_told() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        two_with_one_account()
        officers = [factories.make_officer(board) for _each in range(2)]
        row = Repeat.objects.get()

    def act(place: int) -> str:
        with board_scope(board.pk):
            return decide(row, officers[place], decision=("allowed", "refused")[place]).decision

    outcomes = at_once(2, act)

    assert sorted(type(each).__name__ for each in outcomes) == ["IllegalMove", "str"]
    with board_scope(board.pk):
        assert Repeat.objects.get().decision in outcomes


# Across boards


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "value"), [("pan", PAN), ("bank_account", ACCOUNT)])
def test_a_number_known_at_another_board_is_told_as_yes_and_no_more(code: str, value: str) -> None:
    with board_scope(factories.make_board().pk):
        make_file(name="Kamla Prajapati", **{code: value})

    with board_scope(factories.make_board().pk):
        assert is_registered_elsewhere({code: value}) is True
        assert is_registered_elsewhere({code: "XYZPE9876K"}) is False


@pytest.mark.django_db
def test_one_board_alone_is_not_elsewhere() -> None:
    with board_scope(factories.make_board().pk):
        make_file(pan=PAN)

        assert is_registered_elsewhere({"pan": PAN}) is False


@pytest.mark.django_db
def test_the_reach_across_boards_returns_nothing_but_a_boolean() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_function_result(oid), proretset FROM pg_proc WHERE proname = 'sellers_registered_elsewhere'"
        )
        assert cursor.fetchall() == [("boolean", False)]


@pytest.mark.django_db
def test_a_number_of_another_question_is_no_match() -> None:
    """The marks of each question are its own."""
    with board_scope(factories.make_board().pk):
        make_file(artisan_card="SAME123")

    with board_scope(factories.make_board().pk):
        assert is_registered_elsewhere({"khadi_certificate": "SAME123"}) is False
        assert is_registered_elsewhere({"artisan_card": "SAME123"}) is True
