"""Money, dates and texts as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from onboarding.pages.templatetags.pages import grouped, icon, ist_date, ist_time, localtext, rupees, tone


@pytest.mark.parametrize(
    ("paise", "shown"),
    [
        (0, "₹0"),
        (100, "₹1"),
        (99_999_00, "₹99,999"),
        (1_23_456_00, "₹1,23,456"),
        (1_23_45_678_00, "₹1,23,45,678"),
        (1_23_456_50, "₹1,23,456.50"),
        (5, "₹0.05"),
        (-500_00, "\N{MINUS SIGN}₹500"),
        (None, ""),
    ],
)
def test_paise_are_shown_as_rupees_in_lakh_groups(paise: int | None, shown: str) -> None:
    assert rupees(paise) == shown


def test_counts_are_grouped_by_lakh() -> None:
    assert grouped(100000) == "1,00,000"


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("hi", {"hi": "साड़ी", "en": "Sari"}, "साड़ी"),
        ("en", {"hi": "साड़ी", "en": "Sari"}, "Sari"),
        ("hi", {"hi": "", "en": "Sari"}, "Sari"),
        ("en", {"hi": "साड़ी"}, "साड़ी"),
        ("ar", {"hi": "साड़ी", "en": "Sari"}, "Sari"),
        ("en", {}, ""),
    ],
)
def test_a_text_is_shown_in_the_readers_language_or_the_nearest_there_is(
    language: str, text: dict[str, str], shown: str
) -> None:
    with translation.override(language):
        assert localtext(text) == shown


@pytest.mark.parametrize(("language", "shown"), [("hi", "21 नवंबर 2026"), ("en", "21 November 2026")])
def test_a_day_is_written_out_in_the_readers_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert ist_date(date(2026, 11, 21)) == shown


def test_a_moment_late_in_the_utc_day_belongs_to_the_next_day_in_india() -> None:
    with translation.override("en"):
        assert ist_date(datetime(2026, 11, 20, 18, 30, tzinfo=UTC)) == "21 November 2026"
        assert ist_time(datetime(2026, 11, 20, 18, 29, tzinfo=UTC)) == "20 November 2026, 23:59"


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("approved", "done"),
        ("needs_changes", "needs"),
        ("submitted", "wait"),
        ("rejected", "stop"),
        ("unheard", "plain"),
    ],
)
def test_a_status_has_one_tone(status: str, shown: str) -> None:
    assert tone(status) == shown


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("phone")
