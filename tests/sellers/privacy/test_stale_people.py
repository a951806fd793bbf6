"""Whoever proved a phone and never began anything is forgotten after 90 silent days; everybody else stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.accounts.models import User
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.models import Assistance, Helper
from sellers.privacy.schedule import forget_people_without_file, without_file
from tests import factories

LONG_AGO = timezone.now() - timedelta(days=91)


def silent(**fields: object) -> User:
    return factories.make_user(last_seen_at=LONG_AGO, **fields)


def exists(user: User) -> bool:
    return User.objects.filter(pk=user.pk).exists()


@pytest.fixture
def other_board(transactional_db: None) -> Board:
    return factories.make_board()


def test_a_silent_number_without_a_file_is_forgotten(other_board: Board) -> None:
    nobody, recent = silent(), factories.make_user(last_seen_at=timezone.now() - timedelta(days=89))

    forgotten = forget_people_without_file()

    assert forgotten == 1
    assert not exists(nobody)
    assert exists(recent)


def test_who_has_a_file_helps_or_fills_in_at_any_board_stays(other_board: Board) -> None:
    owner, helper, filler, officer = silent(), silent(), silent(), silent(email="o@example.org")
    with board_scope(other_board.pk):
        seller = factories.make_application(user=owner).seller
        Helper.objects.create(seller=seller, user=helper, name="Asha", relation="daughter")
        Assistance.objects.create(seller=seller, operator=filler)

    forgotten = forget_people_without_file()

    assert forgotten == 0
    assert all(exists(user) for user in (owner, helper, filler, officer))


def test_the_function_that_looks_over_boards_tells_ids_and_no_more(other_board: Board) -> None:
    owner, nobody = silent(), silent()
    with board_scope(other_board.pk):
        factories.make_application(user=owner)

    assert without_file([nobody.pk, owner.pk]) == [nobody.pk]


def test_more_people_than_one_question_takes_are_all_forgotten(other_board: Board) -> None:
    kept = silent()
    with board_scope(other_board.pk):
        factories.make_application(user=kept)
    for _number in range(5):
        silent()

    assert forget_people_without_file(at_once=2) == 5
    assert list(User.objects.all()) == [kept]
