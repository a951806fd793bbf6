"""A requested code leaves by the way that was asked for, in the words of its purpose."""

import pytest

from onboarding.accounts.actions import request_code
from onboarding.accounts.models import PhoneChallenge, Purpose
from onboarding.boards.models import Board
from onboarding.messages.actions import contents_of
from onboarding.messages.defaults import TEXTS, register_default_texts
from onboarding.messages.handlers import send_code
from onboarding.messages.models import Message
from onboarding.messages.spoken import DIGITS, SENTENCES, WHAT, spoken_code
from onboarding.outbox.actions import Event
from tests.factories import make_sms_texts

PHONE = "+919876543210"


def sent(board: Board, challenge: PhoneChallenge) -> Message:
    send_code(Event(1, board.pk, "code.requested", str(challenge.pk), {}))
    return Message.objects.get(code_of=challenge.pk)


def code_in(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


@pytest.mark.parametrize("purpose", Purpose.values)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_each_purpose_has_its_own_words_by_sms_and_by_voice(board: Board, purpose: str, language: str) -> None:
    register_default_texts()
    other = Purpose.WITHDRAW if purpose != Purpose.WITHDRAW else Purpose.SIGN_IN

    message = sent(board, request_code(PHONE, language=language, purpose=purpose, subject="seller:1"))

    text = TEXTS[f"{purpose}_code"][language]
    assert message.purpose == f"{purpose}_code"
    assert contents_of(message)[1].split(code_in(contents_of(message)[1])[:6]) == text.split("{code}")
    assert text != TEXTS[f"{other}_code"][language]
    assert WHAT[purpose][language] in spoken_code("123456", purpose=purpose, language=language)


def test_a_call_says_each_digit_with_a_pause_and_twice() -> None:
    hindi = spoken_code("019999", purpose=Purpose.SIGN_IN, language="hi")
    english = spoken_code("019999", purpose=Purpose.SIGN_IN, language="en")

    assert hindi.count("शून्य, एक, नौ, नौ, नौ, नौ।") == 2
    assert english.count("zero, one, nine, nine, nine, nine.") == 2
    assert not any(sign.isdigit() for sign in hindi + english)


def test_a_language_that_no_voice_speaks_is_said_in_english() -> None:
    assert spoken_code("000000", purpose=Purpose.SIGN_IN, language="ur").startswith("Hello.")
    assert set(SENTENCES) == set(DIGITS) == {"hi", "en"}
    assert all(set(words) == {"hi", "en"} for words in WHAT.values())


def test_a_call_is_queued_sealed_and_without_a_registered_text(board: Board) -> None:
    challenge = request_code(PHONE, language="hi", channel="voice")

    message = sent(board, challenge)

    assert (message.channel, message.language, message.template) == ("voice", "hi", {})
    to, words = contents_of(message)
    assert to == PHONE
    assert "आपका कोड है" in words
    challenge.refresh_from_db()
    assert challenge.sealed_code is None


def test_whatsapp_carries_the_registered_text(board: Board) -> None:
    make_sms_texts()

    message = sent(board, request_code(PHONE, language="en", channel="whatsapp"))

    assert (message.channel, message.template["header"]) == ("whatsapp", "HAATST")
    assert contents_of(message)[1].startswith("Your code is ")


@pytest.mark.parametrize("channel", ["sms", "voice", "whatsapp"])
def test_an_event_heard_twice_sends_one_code(board: Board, channel: str) -> None:
    make_sms_texts()
    challenge = request_code(PHONE, language="en", channel=channel)

    sent(board, challenge)
    sent(board, challenge)

    assert Message.objects.count() == 1
