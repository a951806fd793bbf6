"""A group's list: what may stand in it, and who may say so."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.moves import move
from onboarding.tenancy.scope import board_scope
from sellers.actions import members as actions
from sellers.actions.active import FileAtRest
from sellers.actions.applications import submit_application
from sellers.actions.consents import Answer, answer_consent
from sellers.actions.members import (
    NewMember,
    add_members,
    change_member,
    confirm_membership,
    dispute_membership,
    end_membership,
    settle_dispute,
)
from sellers.consents.purposes import MEMBER_LISTING
from sellers.consents.reading import may_use
from sellers.models import Consent, Member, Seller
from sellers.policies import HelperMayNot, seller_actor
from sellers.questions.progress import progress_of
from sellers.roster.refusals import (
    ListedAlready,
    NoContact,
    NotAGroup,
    SaidNotMe,
    ShareOrWage,
    SharesAboveWhole,
    SignatoryMissing,
    TooManyMembers,
)
from sellers.roster.secrets import phone_of, reach_of, same_phone
from tests import factories
from tests.sellers.groups import ASHA, SIGNATORY, add, file_of, fresh, leave, make_group
from tests.watching import events_of, history, refused


@pytest.fixture
def group(board: factories.Board) -> Seller:
    return make_group()


def change(member: Member, **fields: Any) -> Member:
    said = {**actions.as_written(fresh(member)).__dict__, **fields}
    return change_member(member.pk, NewMember(**said), by=factories.actor_of(member.seller))


def names(group: Seller) -> list[str]:
    return list(Member.objects.on_roster().filter(seller=group).order_by("created_at").values_list("name", flat=True))


# Added


def test_a_member_is_listed_with_her_phone_sealed_under_the_groups_key(group: Seller) -> None:
    member = fresh(add(group, NewMember("Asha Devi", phone="+919812300002", share_percent=40)))

    assert (member.status, member.share_percent, member.is_signatory) == ("listed", 40, False)
    assert b"9812300002" not in bytes(member.sealed_phone)
    assert phone_of(member) == "+919812300002"
    assert bytes(member.phone_index) in same_phone("+919812300002")
    assert history(member) == [("member.added", "seller", "", "listed")]


def test_the_same_phone_has_another_index_at_another_board(db: None) -> None:
    indexes = set()
    for _each in range(2):
        with board_scope(factories.make_board().pk):
            indexes.add(bytes(add(make_group()).phone_index))

    assert len(indexes) == 2


def test_a_member_without_a_phone_needs_a_way_to_reach_her(group: Seller) -> None:
    with refused(NoContact):
        add(group, NewMember("Asha Devi"))

    member = fresh(add(group, NewMember("Asha Devi", reach="through her sister Meena")))

    assert (phone_of(member), reach_of(member), member.phone_index) == ("", "through her sister Meena", None)
    assert b"sister" not in bytes(member.sealed_reach)


def test_a_member_has_a_share_or_a_wage_and_not_both(group: Seller) -> None:
    with refused(ShareOrWage):
        add(group, NewMember("Asha Devi", "+919812300002", share_percent=10, piece_wage_paise=5000))

    assert add(group, NewMember("Asha Devi", "+919812300002", piece_wage_paise=5000)).piece_wage_paise == 5000


def test_shares_above_a_hundred_are_refused_with_how_much_is_too_much(group: Seller) -> None:
    add(group, NewMember("Asha Devi", "+919812300002", share_percent=70))

    with refused(SharesAboveWhole):
        add(group, NewMember("Rekha Devi", "+919812300003", share_percent=42))
    try:
        add(group, NewMember("Rekha Devi", "+919812300003", share_percent=42))
    except SharesAboveWhole as refusal:
        sentence = str(refusal.message)

    assert ("112" in sentence, "12" in sentence.replace("112", "")) == (True, True)
    assert names(group) == ["Meena Devi", "Asha Devi"]


def test_shares_of_exactly_a_hundred_are_taken_and_one_who_left_counts_no_more(group: Seller) -> None:
    asha = add(group, NewMember("Asha Devi", "+919812300002", share_percent=60))
    add(group, NewMember("Rekha Devi", "+919812300003", share_percent=40))

    leave(asha)

    assert add(group, NewMember("Sita Devi", "+919812300004", share_percent=60)).share_percent == 60


def test_the_same_name_and_phone_twice_is_refused_and_two_namesakes_without_phone_are_two(group: Seller) -> None:
    add(group)

    with refused(ListedAlready):
        add(group)
    for _each in range(2):
        add(group, NewMember("Geeta", reach="at the well"))

    assert names(group).count("Geeta") == 2


def test_a_single_artisan_keeps_no_list(board: factories.Board) -> None:
    artisan = factories.make_application().seller

    with refused(NotAGroup):
        add(artisan)


def test_neither_a_helper_nor_another_seller_changes_the_list(group: Seller) -> None:
    helper = factories.Actor(kind="helper", id=str(uuid4()))

    with refused(HelperMayNot):
        actions.add_member(group.pk, ASHA, by=helper)

    assert names(group) == ["Meena Devi"]


def test_an_operator_without_an_open_assistance_adds_nobody(group: Seller) -> None:
    operator = factories.Actor(kind="operator", id=str(factories.make_user(email="op@example.org").pk))

    with pytest.raises(NotAllowed):
        actions.add_member(group.pk, ASHA, by=operator, on_behalf_of=factories.actor_of(group))

    assert names(group) == ["Meena Devi"]


def test_another_boards_group_does_not_exist_here(db: None) -> None:
    with board_scope(factories.make_board().pk):
        group = make_group()

    with board_scope(factories.make_board().pk), pytest.raises(Seller.DoesNotExist):
        add(group)


def test_a_group_that_is_leaving_changes_nothing(group: Seller) -> None:
    move(group, "stop")

    with refused(FileAtRest):
        add(group)


# Many at once


def many(number: int) -> list[NewMember]:
    return [
        NewMember(f"Member {'ABCDEFGHIJ'[each // 100]} {chr(65 + each % 26)}", f"+9198{each:08d}")
        for each in range(number)
    ]


def test_a_list_is_kept_whole_and_sent_again_adds_nobody(group: Seller) -> None:
    by = factories.actor_of(group)

    first = add_members(group.pk, many(30), by=by)
    again = add_members(group.pk, [*many(30), ASHA], by=by)

    assert ((first.new, first.known), (again.new, again.known)) == ((30, 0), (1, 30))
    assert Member.objects.filter(seller=group).count() == 32


def test_one_refused_member_keeps_the_whole_list_out(group: Seller) -> None:
    with refused(NoContact):
        add_members(group.pk, [*many(3), NewMember("Nobody Knows")], by=factories.actor_of(group))

    assert names(group) == ["Meena Devi"]


def test_a_day_has_room_for_so_many_new_members_and_the_next_day_for_more(
    group: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MAX_NEW_A_DAY", 4)
    add_members(group.pk, many(3), by=factories.actor_of(group))

    with refused(TooManyMembers):
        add(group)
    Member.objects.update(created_at=timezone.now() - timedelta(days=2))

    assert add(group).name == "Asha Devi"


# Changed, and left


def test_a_line_is_changed_before_anybody_was_told(group: Seller) -> None:
    asha = add(group)

    changed = change(asha, name="Aasha Kumari", phone="+919812300009", craft=factories.make_craft())

    assert changed.pk == asha.pk
    assert (fresh(asha).name, phone_of(fresh(asha))) == ("Aasha Kumari", "+919812300009")
    assert history(asha)[-1][0] == "member.changed"


def test_who_was_told_and_gets_another_number_is_a_new_line_that_nobody_has_answered(group: Seller) -> None:
    asha = add(group, NewMember("Asha Devi", "+919812300002", share_percent=50))
    Member.objects.filter(pk=asha.pk).update(told_at=timezone.now())
    confirm_membership(asha.pk, language="hi")

    changed = change(asha, phone="+919812300009", share_percent=60)

    assert fresh(asha).status == "left"
    assert (changed.pk != asha.pk, changed.status, changed.told_at) == (True, "listed", None)
    assert not may_use(group, MEMBER_LISTING.code, member=changed)


def test_who_was_told_keeps_her_answer_when_only_her_pay_or_spelling_changes(group: Seller) -> None:
    asha = add(group)
    Member.objects.filter(pk=asha.pk).update(told_at=timezone.now())
    confirm_membership(asha.pk, language="hi")

    change(asha, name="Aasha Devi", share_percent=10)

    assert (fresh(asha).status, fresh(asha).name) == ("confirmed", "Aasha Devi")


def test_who_left_is_no_line_any_more_and_leaves_but_once(group: Seller) -> None:
    asha = add(group)

    end_membership(asha.pk, by=factories.actor_of(group))

    assert names(group) == ["Meena Devi"]
    with refused(IllegalMove):
        end_membership(asha.pk, by=factories.actor_of(group))
    with refused(IllegalMove):
        change(asha, name="Asha Kumari")


# Sending the application


def test_a_group_without_a_signatory_cannot_send_its_application(board: factories.Board) -> None:
    application = factories.make_application(kind="shg", contact_name="Meena Devi", name="Ganga Samuh")
    group = application.seller
    add(group)

    with refused(SignatoryMissing):
        submit_application(application.pk, by=factories.actor_of(group))
    assert (progress_of(group).has_signatory, progress_of(group).is_complete) == (False, False)
    add(group, SIGNATORY)

    assert submit_application(application.pk, by=factories.actor_of(group)).status == "submitted"


def test_a_signatory_who_left_or_says_not_me_signs_no_more(group: Seller) -> None:
    meena = Member.objects.get(seller=group)

    dispute_membership(meena.pk)

    with refused(SignatoryMissing):
        submit_application(file_of(group).pk, by=factories.actor_of(group))


def test_who_is_no_group_sends_without_a_list(board: factories.Board) -> None:
    application = factories.make_application(status="submitted")

    assert progress_of(application.seller).has_signatory is None


def test_members_are_told_once_the_application_is_sent_and_not_before(group: Seller) -> None:
    add(group)
    assert events_of(group) == []

    submit_application(file_of(group).pk, by=factories.actor_of(group))
    assert events_of(group) == ["member.listed"]
    add(group, NewMember("Rekha Devi", "+919812300003"))

    assert events_of(group) == ["member.listed", "member.listed"]


# What she says herself


def test_yes_is_her_own_consent(group: Seller) -> None:
    asha = add(group)

    for _each in range(2):
        confirm_membership(asha.pk, language="hi")

    consent = Consent.objects.get(member=asha)
    assert (consent.purpose, consent.is_given, consent.language) == ("member_listing", True, "hi")
    assert may_use(group, MEMBER_LISTING.code, member=asha)
    assert history(asha)[-1] == ("member.confirmed", "seller", "listed", "confirmed")


def test_not_me_counts_at_once_and_takes_an_earlier_yes_back(group: Seller) -> None:
    asha = add(group)
    confirm_membership(asha.pk, language="hi")

    for _each in range(2):
        dispute_membership(asha.pk)

    assert fresh(asha).status == "disputed"
    assert not may_use(group, MEMBER_LISTING.code, member=asha)
    assert events_of(asha) == ["member.disputed"]
    assert list(Member.objects.counted().filter(seller=group).values_list("name", flat=True)) == ["Meena Devi"]


def test_a_mistaken_not_me_is_taken_back_by_her_own_yes(group: Seller) -> None:
    asha = add(group)
    dispute_membership(asha.pk)

    confirm_membership(asha.pk, language="hi")

    assert fresh(asha).status == "confirmed"


def test_who_is_not_on_the_list_any_more_answers_nothing(group: Seller) -> None:
    asha = leave(add(group))

    with refused(IllegalMove):
        confirm_membership(asha.pk, language="hi")
    with refused(IllegalMove):
        dispute_membership(asha.pk)

    assert Consent.objects.count() == 0


def test_the_group_cannot_list_that_number_again_nor_end_or_change_the_line(group: Seller) -> None:
    asha = add(group)
    dispute_membership(asha.pk)
    by = factories.actor_of(group)

    for attempt in (
        lambda: add(group),
        lambda: add(group, NewMember("Somebody Else", ASHA.phone)),
        lambda: add_members(group.pk, [NewMember("Somebody Else", ASHA.phone)], by=by),
        lambda: change(asha, share_percent=10),
        lambda: end_membership(asha.pk, by=by),
        lambda: change(Member.objects.get(name="Meena Devi"), phone=ASHA.phone),
    ):
        with refused(SaidNotMe):
            attempt()


def test_once_an_officer_has_settled_it_the_number_may_be_listed_again(group: Seller, board: factories.Board) -> None:
    asha = add(group)
    dispute_membership(asha.pk)
    officer = factories.make_officer(board)

    with refused(ReasonMissing):
        settle_dispute(asha.pk, officer=officer, reason=" ")
    settle_dispute(asha.pk, officer=officer, reason="She had pressed the wrong button.")

    assert history(asha)[-1] == ("member.dispute_settled", "officer", "disputed", "left")
    assert add(group).status == "listed"


def test_another_districts_officer_settles_nothing(group: Seller, board: factories.Board) -> None:
    asha = add(group)
    dispute_membership(asha.pk)
    stranger = factories.make_officer(board, role="district_officer", district=factories.make_district(999))

    with refused(NotAllowed):
        settle_dispute(asha.pk, officer=stranger, reason="Looks fine.")


def test_what_nobody_disputes_is_not_settled(group: Seller, board: factories.Board) -> None:
    asha, officer = add(group), factories.make_officer(board)

    with refused(IllegalMove):
        settle_dispute(asha.pk, officer=officer, reason="Called her.")


# Counted apart


def test_sellers_and_makers_are_counted_apart(board: factories.Board) -> None:
    draft, approved = make_group(), make_group(status="approved", name="Yamuna Samuh")
    add(draft)
    asha, rekha = add(approved), add(approved, NewMember("Rekha Devi", "+919812300003"))
    sita = add(approved, NewMember("Sita Devi", "+919812300004"))
    leave(rekha)
    dispute_membership(sita.pk)

    assert set(Member.objects.makers().values_list("pk", flat=True)) == {
        Member.objects.get(seller=approved, is_signatory=True).pk,
        asha.pk,
    }


def test_another_board_sees_no_makers(db: None) -> None:
    with board_scope(factories.make_board().pk):
        make_group(status="approved")
        assert Member.objects.makers().count() == 1

    with board_scope(factories.make_board().pk):
        assert Member.objects.makers().count() == 0


def test_two_actors_named_seller_are_told_apart(group: Seller) -> None:
    """The negative control of whose answer it is: the group's own yes is no yes of its member."""
    asha = add(group)
    group_actor = seller_actor(group.user, group)

    with pytest.raises(NotAllowed):
        answer_consent(group.pk, Answer(MEMBER_LISTING.code, is_given=True), by=group_actor, member=asha)

    assert Consent.objects.count() == 0
