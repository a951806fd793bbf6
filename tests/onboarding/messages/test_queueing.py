"""A message is queued in the board's registered words, once for what asked for it, and wiped when it has left."""

import pytest

from onboarding.messages.actions import NoRegisteredText, contents_of, record_refused, record_sent, send_sms
from onboarding.messages.models import Message
from onboarding.outbox.models import OutboxEvent
from tests import factories

PHONE = "+919876543210"


@pytest.fixture(autouse=True)
def texts(board):
    factories.make_sms_texts()


def test_a_message_holds_the_registered_text_sealed(board):
    message = send_sms(PHONE, "sign_in_code", "en", {"code": "123456"})

    assert contents_of(message) == (PHONE, "Your code is 123456.")
    assert b"123456" not in bytes(message.sealed_body)
    assert message.template == {"entity": board.sms_entity_id, "header": "HAATST", "template": "1"}
    assert [event.name for event in OutboxEvent.objects.all()] == ["message.queued"]


@pytest.mark.parametrize(
    ("purpose", "variables"),
    [("unheard_of", {}), ("sign_in_code", {}), ("sign_in_code", {"code": "1", "name": "x"})],
)
def test_what_no_registered_text_fits_is_refused_and_nothing_is_queued(purpose, variables):
    with pytest.raises(NoRegisteredText):
        send_sms(PHONE, purpose, "en", variables)

    assert Message.objects.count() == 0
    assert OutboxEvent.objects.count() == 0


def test_the_same_source_heard_twice_queues_one_message():
    first = send_sms(PHONE, "sign_in_code", "en", {"code": "123456"}, source="event:7")
    second = send_sms(PHONE, "sign_in_code", "en", {"code": "123456"}, source="event:7")

    assert first == second
    assert Message.objects.count() == 1
    assert OutboxEvent.objects.count() == 1


def test_two_sources_queue_two_messages():
    send_sms(PHONE, "sign_in_code", "en", {"code": "123456"}, source="event:7")
    send_sms(PHONE, "sign_in_code", "en", {"code": "123456"}, source="event:8")

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("close", "status"), [(lambda m: record_sent(m.pk, "g-1"), "sent"), (lambda m: record_refused(m.pk), "refused")]
)
def test_a_message_that_left_or_was_refused_is_wiped_and_stays_as_it_is(close, status):
    message = send_sms(PHONE, "sign_in_code", "en", {"code": "123456"})

    close(message)
    record_sent(message.pk, "g-2")
    record_refused(message.pk)

    message.refresh_from_db()
    assert (message.status, message.sealed_body) == (status, None)
    assert message.gateway_id == ("g-1" if status == "sent" else "")
