"""What members and their group are told by SMS."""

import re

import pytest

from onboarding.accounts.budgets import Budget, take
from onboarding.accounts.models import Allowance
from onboarding.messages.actions import contents_of
from onboarding.messages.defaults import register_default_texts
from onboarding.messages.models import Message
from onboarding.moves import move
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import Postponed
from sellers.actions.members import NewMember, dispute_membership
from sellers.models import Member, Seller
from sellers.roster import handlers
from sellers.roster.links import member_of, read_token
from tests import factories
from tests.sellers.groups import ASHA, SIGNATORY, add, fresh, leave, make_group, tell


@pytest.fixture
def texts(board: factories.Board) -> None:
    factories.make_sms_texts()


@pytest.fixture
def group(texts: None) -> Seller:
    return make_group(status="submitted", name="Ganga Samuh")


def told_of(phone: str) -> list[str]:
    return [body for to, body in tell() if to == phone]


def test_a_member_is_told_who_listed_her_in_which_group_with_her_own_link(group: Seller) -> None:
    asha = add(group)

    (body,) = told_of(ASHA.phone)

    assert body.startswith("Meena Devi listed you in Ganga Samuh.")
    linked = read_token(re.search(r"/m/(\S+)$", body)[1])
    assert linked is not None
    assert member_of(linked) == asha
    assert fresh(asha).told_at is not None


def test_the_registered_texts_say_that_it_is_free_in_both_languages(board: factories.Board) -> None:
    register_default_texts()
    make_group(status="submitted")

    ((_to, body),) = tell()

    assert "मुफ़्त" in body
    assert body.startswith("Meena Devi ने हाट सेतु पर आपको Ganga Samuh का सदस्य लिखा है।")


def test_the_event_twice_tells_once(group: Seller) -> None:
    tell()
    tell()

    assert Message.objects.filter(purpose="member_listed").count() == 1


def test_who_left_meanwhile_or_has_no_phone_is_not_told(group: Seller) -> None:
    leave(add(group))
    add(group, NewMember("Geeta", reach="at the well"))

    assert {to for to, _body in tell()} == {SIGNATORY.phone}


def test_a_group_that_leaves_tells_nobody(group: Seller) -> None:
    move(group, "stop")

    assert tell() == []


def test_a_long_list_is_told_in_batches(group: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "BATCH", 2)
    for number in range(5):
        add(group, NewMember("Asha Devi", phone=f"+91981230010{number}"))

    assert len(tell()) == 6


def test_allowances_are_taken_in_the_order_of_the_numbers(group: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two groups with the same people in another order would else lock each other out."""
    for number in (9, 3, 6):
        add(group, NewMember("Asha Devi", phone=f"+91981230010{number}"))
    taken: list[str] = []

    def take_and_note(budget: Budget, phone: str) -> bool:
        taken.append(phone)
        return take(budget, phone)

    monkeypatch.setattr(handlers, "take", take_and_note)

    tell()

    assert taken == [SIGNATORY.phone, "+919812300103", "+919812300106", "+919812300109"]


def test_one_number_on_many_lines_is_written_to_three_times_a_day(group: Seller) -> None:
    names = ["Asha", "Bela", "Chanda", "Deepa", "Ela"]
    for name in names:
        add(group, NewMember(name, phone=ASHA.phone))

    with pytest.raises(Postponed):
        tell()
    assert Message.objects.filter(purpose="member_listed").count() == 3 + 1
    assert Member.objects.filter(told_at=None).count() == 2
    Allowance.objects.all().delete()  # the next day

    assert len(told_of(ASHA.phone)) == 5


def test_who_may_sign_is_asked_to_look_without_blame_and_the_stranger_is_left_alone(group: Seller) -> None:
    asha = add(group)
    tell()

    dispute_membership(asha.pk)
    found = tell("member.disputed")

    doubts = {to: body for to, body in found if body.startswith("Please look")}
    assert set(doubts) == {group.user.phone, SIGNATORY.phone}
    assert set(doubts.values()) == {"Please look at Asha Devi in Ganga Samuh. Questions: +911800000000"}
    tell("member.disputed")
    assert Message.objects.filter(purpose="member_in_doubt").count() == 2


def test_when_the_signatory_herself_says_not_me_only_the_groups_own_phone_is_told(group: Seller) -> None:
    meena = Member.objects.get(seller=group)

    dispute_membership(meena.pk)
    found = tell("member.disputed")

    assert [to for to, _body in found] == [group.user.phone]


def test_doubts_wait_for_another_day_once_a_number_was_written_to_three_times(group: Seller) -> None:
    added = [add(group, NewMember("Asha", phone=f"+91981230010{number}")) for number in range(4)]
    for member in added:
        dispute_membership(member.pk)

    with pytest.raises(Postponed):
        tell("member.disputed")

    doubts = Message.objects.filter(purpose="member_in_doubt")
    assert doubts.count() == 3 * 2  # to the group's phone and to who may sign
    with pytest.raises(Postponed):
        tell("member.disputed")
    assert doubts.count() == 3 * 2
    Allowance.objects.all().delete()  # the next day
    tell("member.disputed")
    assert doubts.count() == 4 * 2


def test_a_full_number_does_not_keep_the_others_from_being_told(group: Seller) -> None:
    asha = add(group)
    for _time in range(3):
        take(handlers.TOLD_A_DAY, SIGNATORY.phone)

    dispute_membership(asha.pk)
    with pytest.raises(Postponed):
        tell("member.disputed")

    (doubt,) = Message.objects.filter(purpose="member_in_doubt")
    assert contents_of(doubt)[0] == group.user.phone


def test_a_draft_tells_nobody(texts: None) -> None:
    add(make_group())

    assert not OutboxEvent.objects.filter(name="member.listed").exists()
