"""The link that a member is sent."""

import base64
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from onboarding.messages.texts import LONGEST_VALUE, value_for_sms
from onboarding.tenancy.scope import board_scope
from sellers.models import Member
from sellers.roster.links import member_of, member_token, read_token
from tests import factories
from tests.sellers.groups import add, make_group


@pytest.fixture
def member(board: factories.Board) -> Member:
    return add(make_group())


def test_a_token_names_its_member_and_fits_one_variable_of_an_sms(member: Member) -> None:
    token = member_token(member)

    linked = read_token(token)

    assert len(token) == LONGEST_VALUE
    assert value_for_sms(token) == token
    assert linked is not None
    assert (linked.board_id, member_of(linked)) == (member.board_id, member)


def test_the_largest_board_and_any_id_fit(member: Member) -> None:
    far = Member(board_id=2**32 - 1, pk=UUID(int=2**128 - 1))

    linked = read_token(member_token(far))

    assert linked is not None
    assert (linked.board_id, linked.last) == (2**32 - 1, far.pk)


def test_no_sign_of_a_token_can_be_changed(member: Member) -> None:
    token = member_token(member)
    others = {token[:place] + sign + token[place + 1 :] for place in range(len(token)) for sign in "A-z7"} - {token}

    # The last sign holds two bits of the hash and four that mean nothing.
    assert {other for other in others if read_token(other) is not None} <= {token[:-1] + sign for sign in "A-z7"}
    assert all(read_token(other) in (None, read_token(token)) for other in others)


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 30, "a" * 29, "a" * 31, "ä" * 30, "a" * 5000, "../../etc/passwd", "%00"]
)
def test_what_we_did_not_make_names_nobody(db: None, token: str) -> None:
    assert read_token(token) is None


def test_a_token_made_with_another_secret_names_nobody(member: Member) -> None:
    with override_settings(SECRET_KEY="another secret of at least thirty-two letters"):
        forged = member_token(member)

    assert read_token(forged) is None


def test_the_id_of_another_member_in_her_place_is_noticed(member: Member) -> None:
    other = add(make_group(name="Yamuna Samuh"))
    mine, theirs = (base64.urlsafe_b64decode(member_token(each) + "==") for each in (member, other))
    mixed = base64.urlsafe_b64encode(mine[:6] + theirs[6:14] + mine[14:]).rstrip(b"=").decode()

    assert read_token(mixed) is None


def test_it_works_for_ninety_days_and_not_for_ninety_one(member: Member) -> None:
    token = member_token(member)
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), datetime.min.time().replace(hour=12)))

    with time_machine.travel(noon + timedelta(days=90), tick=False):
        assert read_token(token) is not None
    with time_machine.travel(noon + timedelta(days=91), tick=False):
        assert read_token(token) is None


def test_at_another_board_the_member_does_not_exist(db: None) -> None:
    with board_scope(factories.make_board().pk):
        linked = read_token(member_token(add(make_group())))

    assert linked is not None
    with board_scope(factories.make_board().pk), pytest.raises(Member.DoesNotExist):
        member_of(linked)
