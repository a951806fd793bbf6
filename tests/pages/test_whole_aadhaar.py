"""A whole Aadhaar number, typed wherever words can be typed: in no answer, no table, no session and no log."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection

from onboarding.forms import PhoneInput, refusal_of
from onboarding.pages.fields import TextField
from sellers.forms.application import WIDGETS, PictureForm, StepForm, fields_of
from sellers.questions.catalogue import QUESTIONS, STEPS, Kept
from tests import factories
from tests.pages.conftest import Place, Visitor

WHOLE = "234567890124"
WRITTEN = [WHOLE, "2345 6789 0124", "2345-6789-0124", "२३४५ ६७८९ ०१२४"]
OTHER = "234567890125"  # as long, with a wrong check digit

STEP_FIELDS = [
    (step.code, name)
    for step in STEPS
    if not step.picture
    for code in step.questions
    for name, _field in fields_of(QUESTIONS[code], None)
    if code != "bank_account"  # a bank account of twelve digits is an honest answer: see the test below
]


def everything_stored(place: Place) -> str:
    """Return the whole database as one text: each row of each table of the board, bytes as latin letters."""
    found = []
    with place.scope(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT * FROM {table}")  # the catalogue's own, quoted names
            found += [readable(value) for row in cursor.fetchall() for value in row]
        found += [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(found)


def readable(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, memoryview | bytes) else str(value)


def spellings(text: str) -> set[str]:
    return {text, text.replace(" ", ""), text.replace("-", "")}


def holds(text: str, typed: str = WHOLE) -> bool:
    """Tell whether the digits stand in this text in any of the ways in which they were typed."""
    return any(spelling in text for written in {*WRITTEN, typed} for spelling in spellings(written))


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text


def answered(visitor: Visitor, path: str, data: Any) -> str:
    answer = visitor.http.post(path, data)
    visitor.status = answer.status_code
    return str(answer.content.decode())


@pytest.mark.parametrize(("step", "field"), STEP_FIELDS)
def test_no_field_of_the_application_takes_shows_or_keeps_it(
    place: Place, logged: Callable[[], str], step: str, field: str
) -> None:
    kind = "khadi" if step == "khadi" else "individual"
    extra = {"contact_name": "Asha Devi"} if kind != "individual" or field == "contact_name" else {}
    kind = "shg" if field == "contact_name" else kind
    visitor = place.owner("en", factories.make_application, kind=kind, **extra)
    path = visitor.seller(f"application/{step}/")
    shown = [answered(visitor, path, {"kind": kind, "name": "Sunita", field: typed}) for typed in WRITTEN]

    assert visitor.status == 422
    assert not any(map(holds, shown))
    assert not holds(everything_stored(place))
    assert not holds(logged())


def test_what_may_be_kept_is_found_by_the_same_search(place: Place) -> None:
    """The negative control: twelve digits of no Aadhaar are taken as an address, come back and lie in a table."""
    visitor = place.owner("en", factories.make_application)
    path = visitor.seller("application/craft/")

    answered(visitor, path, {"other_craft": OTHER, "craft": ""})
    shown = answered(visitor, visitor.seller("application/place/"), {"address": OTHER, "pin": "9"})

    assert holds(everything_stored(place), OTHER)
    assert (visitor.status, holds(shown, OTHER)) == (422, True)


def test_words_beside_a_picture_are_no_way_in(place: Place) -> None:
    visitor = place.owner("en", factories.make_application)
    path = visitor.seller("application/pictures/pan-photo/")

    for field in PictureForm(QUESTIONS["pan_photo"]).fields:
        shown = answered(visitor, path, {"upload_id": str(uuid4()), field: WHOLE})
        assert (visitor.status, holds(shown)) == (422, False)

    assert not holds(everything_stored(place))


def test_a_bank_account_of_twelve_digits_is_kept_sealed_and_nowhere_else(place: Place) -> None:
    """One in ten honest accounts of this length could be an Aadhaar number: it is a secret like any account."""
    visitor = place.owner("en", factories.make_application)

    answered(visitor, visitor.seller("application/bank/"), {"bank_account": WHOLE, "ifsc": "SBIN0001234"})

    assert visitor.status == 302
    assert not holds(everything_stored(place))


REVIEW = [
    ("", {"move": "send_back", "reason": WHOLE}),
    ("", {"move": "reject", "why": "other", "reason": f"Her number is {WRITTEN[1]}."}),
    ("", {"move": "send_back", "reason": "x", "mark-address": "incomplete", "note-address": WHOLE}),
    ("", {"keep": "1", "move": "send_back", "mark-address": WHOLE}),
    ("names/", {"reason": WHOLE, "name": WHOLE}),
    ("show/", {"code": WHOLE, "why": "other", "words": WHOLE}),
    ("look/", {"code": "address", "reason": WHOLE}),
    ("identity/", {"aadhaar_last_four": WHOLE, "result": WHOLE, "where": WHOLE}),
]


@pytest.mark.parametrize(("rest", "sent"), REVIEW)
def test_no_field_of_the_officers_file_takes_shows_or_keeps_it(
    place: Place, logged: Callable[[], str], rest: str, sent: dict[str, str]
) -> None:
    with place.scope():
        application = factories.make_application(status="submitted")
    officer = place.officer("en")

    shown = answered(officer, officer.officer(f"applications/{application.pk}/{rest}"), sent)

    assert 400 <= officer.status < 500
    assert not holds(shown)
    assert not holds(everything_stored(place))
    assert not holds(logged())


def test_officers_words_come_back_when_nothing_is_to_hide(place: Place) -> None:
    """The negative control: a refused decision loses no other word."""
    with place.scope():
        application = factories.make_application(status="submitted")
    officer = place.officer("en")
    sent = {"move": "reject", "why": "no such reason", "reason": f"File {OTHER}", "note-address": f"See {OTHER}"}

    shown = answered(
        officer, officer.officer(f"applications/{application.pk}/"), {**sent, "mark-address": "incomplete"}
    )

    assert officer.status == 422
    assert (f"File {OTHER}" in shown, f"See {OTHER}" in shown) == (True, True)


# What the browser remembers


def test_fields_for_numbers_are_left_out_of_the_browsers_memory() -> None:
    """The language keeper in haat.js, too, leaves out what says `autocomplete="off"`."""
    numbers = [
        code for code, each in QUESTIONS.items() if each.kept is Kept.FACT and each.normalise and code not in WORDS
    ]

    assert {code for code in numbers if WIDGETS.get(code, {}).get("autocomplete") != "off"} == set()
    form = StepForm(numbers)
    assert {name for name in numbers if 'autocomplete="off"' not in str(form[name])} == set()


WORDS = {"contact_name", "address", "pin", "brand_name"}  # a courtesy of the browser here, and no document's number


def test_the_language_keeper_leaves_out_twelve_digits() -> None:
    """Read from the script, since both sides are to know the same ways of writing."""
    script = (Path(django_settings.BASE_DIR) / "static/js/haat.js").read_text()

    assert "isLong(field.value) ? null : field.value" in script
    assert re.search(r"const isLong = .*\\p\{Nd\}.*\{11\}/u", script)


# Phones and lists


@pytest.mark.parametrize(
    ("typed", "is_refused"),
    [("91 98765 43210", False), ("+91 98765 43210", False), (WHOLE, True)],
)
def test_a_phone_with_its_country_code_is_no_aadhaar(typed: str, is_refused: bool) -> None:
    assert bool(refusal_of(TextField(widget=PhoneInput), typed)) == is_refused
