"""Officers and programmes."""

import pytest
from django.core.exceptions import ValidationError

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry
from onboarding.boards.actions import invite_officer, open_programme
from onboarding.boards.models import Benefit, Board, Membership, Programme
from onboarding.boards.states import ProgrammeStatus
from onboarding.tenancy.scope import NoBoardScope, board_scope
from tests.factories import make_board, make_district

pytestmark = pytest.mark.django_db

BY = Actor.system("test")
ROLE = Membership.Role


def test_one_person_can_be_an_officer_of_two_boards() -> None:
    first, second = make_board(), make_board()

    invite_officer(first, "asha@example.org", role=ROLE.ADMINISTRATOR, by=BY)
    invite_officer(second, "Asha@Example.org ", role=ROLE.STATE_OFFICER, by=BY)

    user = User.objects.get(email="asha@example.org")
    assert list(user.memberships.order_by("pk").values_list("board", "role")) == [
        (first.pk, "administrator"),
        (second.pk, "state_officer"),
    ]
    assert user.emailaddress_set.count() == 1


def test_a_person_is_not_invited_twice_to_one_board() -> None:
    board = make_board()
    invite_officer(board, "asha@example.org", role=ROLE.ADMINISTRATOR, by=BY)

    with pytest.raises(ValidationError):
        invite_officer(board, "asha@example.org", role=ROLE.STATE_OFFICER, by=BY)

    assert Membership.objects.get(board=board).role == ROLE.ADMINISTRATOR
    with board_scope(board.pk):
        assert AuditEntry.objects.filter(action="officer.invited").count() == 1


@pytest.mark.parametrize(("role", "with_district"), [(ROLE.DISTRICT_OFFICER, False), (ROLE.STATE_OFFICER, True)])
def test_a_role_without_the_district_that_goes_with_it_is_refused(role: Membership.Role, with_district: bool) -> None:
    board, district = make_board(), make_district()

    with pytest.raises(ValidationError):
        invite_officer(board, "asha@example.org", role=role, district=district if with_district else None, by=BY)

    assert not User.objects.filter(email="asha@example.org").exists()


def test_a_programme_opens_active_with_its_districts_and_benefits(board: Board) -> None:
    district = make_district()

    programme = open_programme(
        "pilot",
        name={"en": "Pilot"},
        marketplace="amazon",
        seller_cap=3,
        districts=[district],
        benefits={"training": {"en": "Training", "hi": "प्रशिक्षण"}},
        by=BY,
    )

    assert programme.status == ProgrammeStatus.ACTIVE
    assert list(programme.districts.values_list("district_id", flat=True)) == [district.pk]
    assert Benefit.objects.get(programme=programme).name == {"en": "Training", "hi": "प्रशिक्षण"}
    entry = AuditEntry.objects.get(action="programme.opened")
    assert (entry.before, entry.after) == ("draft", "active")


def test_a_programme_is_not_opened_outside_a_board() -> None:
    with pytest.raises(NoBoardScope):
        open_programme("pilot", name={"en": "Pilot"}, marketplace="amazon", benefits={}, by=BY)


def test_programmes_of_two_boards_may_share_a_slug() -> None:
    for each in (make_board(), make_board()):
        with board_scope(each.pk):
            open_programme("pilot", name={"en": "Pilot"}, marketplace="amazon", benefits={}, by=BY)
            assert Programme.objects.count() == 1
