"""Whatever the values, an SMS stays the text that was registered."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.messages.actions import NoRegisteredText, contents_of, send_sms
from onboarding.messages.models import Message, SmsTemplate
from onboarding.messages.texts import LONGEST_VALUE, UnfitText, filled, value_for_sms
from onboarding.outbox.models import OutboxEvent


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Sunita Devi", "Sunita Devi"),
        ("{code}", "{code}"),
        ("{0.__class__}", "{0.__class__}"),
        ("a}b{c", "a}b{c"),
        ("%(code)s", "%(code)s"),
        ("two\nlines\r\nand\ta tab", "two lines and a tab"),
        ("  much   room  ", "much room"),
        ("nul\0 and half \ud800 a sign", "nul and half a sign"),
        ("", "-"),
        (" \n", "-"),
        ("x" * 30, "x" * 30),
        ("x" * 31, "x" * 27 + "..."),
        ("x" * 300, "x" * 27 + "..."),
        ("सुनीता देवी", "सुनीता देवी"),
        ("क" * 26 + "षी" * 10, "क" * 26 + "..."),
    ],
)
def test_a_value_is_one_short_line_and_is_never_read_as_a_variable(value: str, shown: str) -> None:
    assert filled("Hello {name}.", {"name": value}) == f"Hello {shown}."


@given(st.text(max_size=400))
def test_any_value_fits_a_registered_variable(value: str) -> None:
    shown = value_for_sms(value)

    assert 1 <= len(shown) <= LONGEST_VALUE
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)
    shown.encode()


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("Code {code}", {}),
        ("Code {code}", {"code": "1", "name": "x"}),
        ("Code {code}", {"other": "1"}),
        ("Code {code!r}", {"code": "1"}),
        ("Code {code:>1000000}", {"code": "1"}),
        ("Code {code.__class__}", {"code": "1"}),
        ("Code {}", {}),
        ("Code {code", {"code": "1"}),
        ("Code }", {}),
    ],
)
def test_a_text_that_asks_for_anything_else_is_refused(text: str, variables: dict[str, str]) -> None:
    with pytest.raises(UnfitText):
        filled(text, variables)


def test_doubled_braces_are_braces() -> None:
    assert filled("{{{code}}}", {"code": "1"}) == "{1}"


def test_a_text_that_does_not_fit_queues_nothing(board: object) -> None:
    SmsTemplate.objects.create(purpose="p", language="en", header="HAATST", dlt_template_id="1", text="{a:>9}")

    with pytest.raises(NoRegisteredText):
        send_sms("+919876543210", "p", "en", {"a": "1"})

    assert (Message.objects.count(), OutboxEvent.objects.count()) == (0, 0)


def test_a_name_of_three_hundred_letters_leaves_as_its_beginning(board: object) -> None:
    SmsTemplate.objects.create(purpose="p", language="en", header="HAATST", dlt_template_id="1", text="Dear {name}!")

    message = send_sms("+919876543210", "p", "en", {"name": "{a}" * 100})

    assert contents_of(message)[1] == "Dear " + "{a}" * 9 + "...!"
