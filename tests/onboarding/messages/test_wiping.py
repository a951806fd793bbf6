"""After ninety days nobody can tell any more to whom a message went."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.boards.models import Board
from onboarding.messages.actions import Wiped, contents_of, queue, record_sent, wipe_recipients
from onboarding.messages.handlers import hand_over
from onboarding.messages.models import Message
from onboarding.messages.tasks import wipe_recipients as wipe_task
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Final
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board

pytestmark = pytest.mark.django_db


def make_message(board: Board, age_days: float, *, is_sent: bool = True) -> Message:
    with board_scope(board.pk):
        message = queue(channel=Message.Channel.SMS, purpose="test", to="+919876543210", body="text")
        if is_sent:
            record_sent(message.pk, "g-1")
        Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(days=age_days))
        return message


def test_old_messages_of_every_board_forget_their_recipient_and_young_ones_keep_it() -> None:
    first, second = make_board(), make_board()
    old, young, stuck = make_message(first, 91), make_message(first, 89), make_message(second, 91, is_sent=False)

    wipe_task()

    with board_scope(first.pk):
        old.refresh_from_db()
        young.refresh_from_db()
        assert (old.sealed_to, old.status, old.gateway_id) == (None, "sent", "g-1")
        assert young.sealed_to is not None
    with board_scope(second.pk):
        stuck.refresh_from_db()
        assert (stuck.sealed_to, stuck.sealed_body) == (None, None)


def test_a_batch_is_bounded_and_ends() -> None:
    board = make_board()
    for age_days in (100, 95, 91, 1):
        make_message(board, age_days)

    with board_scope(board.pk):
        assert [wipe_recipients(limit=2) for _batch in range(3)] == [2, 1, 0]


def test_a_forgotten_message_that_is_revived_fails_for_good_with_its_reason() -> None:
    board = make_board()
    message = make_message(board, 91, is_sent=False)
    wipe_task()

    with board_scope(board.pk):
        message.refresh_from_db()
        with pytest.raises(Wiped):
            contents_of(message)
    with pytest.raises(Final, match="recipient was forgotten"):
        hand_over(Event(1, board.pk, "message.queued", str(message.pk), {}))
