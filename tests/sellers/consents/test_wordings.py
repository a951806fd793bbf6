"""What people are asked before they say yes: short enough to be heard once, and it names who sees what."""

import hashlib
from typing import Any

import pytest

from sellers.consents.purposes import PURPOSES, Purpose, Wording

MOST_WORDS = 40
LANGUAGES = ("en", "hi")
RECIPIENT = {"copy_file": "ODOP Cell, Uttar Pradesh", "member_listing": "Ganga Mahila Samooh"}

# Who changes a sentence gives it a new version and puts it here: what people agreed to must stay known.
WRITTEN = {
    "board_reads 2026-1": "8b6473971417",
    "registry_checks 2026-1": "0c18766d1366",
    "marketplace_share 2026-1": "75e6f2167f65",
    "copy_file 2026-1": "da9cc2293fd9",
    "member_listing 2026-1": "d20a1bf06457",
}

each_wording = pytest.mark.parametrize(
    ("purpose", "language"),
    [(purpose, language) for purpose in PURPOSES.values() for language in LANGUAGES],
    ids=lambda value: value.code if isinstance(value, Purpose) else value,
)


def spoken(purpose: Purpose, language: str) -> Wording:
    return purpose.wording(RECIPIENT.get(purpose.code, "Amazon"), language)


def words(text: str) -> int:
    return len(text.split())


def fingerprint(purpose: Purpose) -> str:
    texts = "\n".join(purpose.wordings[language].ask for language in LANGUAGES)
    return hashlib.sha256(texts.encode()).hexdigest()[:12]


@each_wording
def test_a_question_has_at_most_forty_spoken_words(purpose: Purpose, language: str) -> None:
    assert words(spoken(purpose, language).ask) <= MOST_WORDS


def test_a_longer_question_is_noticed() -> None:
    """The negative control."""
    assert words(" ".join(["word"] * 41)) > MOST_WORDS


@each_wording
def test_a_question_names_who_sees_what(purpose: Purpose, language: str) -> None:
    wording = spoken(purpose, language)

    assert wording.who and wording.what
    assert wording.who.casefold() in wording.ask.casefold()
    assert wording.what in wording.ask


@each_wording
def test_a_question_says_what_a_no_does(purpose: Purpose, language: str) -> None:
    no = {"en": "say no", "hi": "मना करें"}[language]

    assert (no in spoken(purpose, language).ask) == purpose.is_asked
    assert str(purpose.on_no)


@each_wording
def test_both_languages_are_written_in_their_own_letters(purpose: Purpose, language: str) -> None:
    has_devanagari = any("\u0900" <= letter <= "\u097f" for letter in purpose.wordings[language].ask)

    assert has_devanagari == (language == "hi")


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=lambda purpose: purpose.code)
def test_a_changed_sentence_has_a_new_version(purpose: Purpose) -> None:
    assert WRITTEN[f"{purpose.code} {purpose.version}"] == fingerprint(purpose)


def test_a_changed_sentence_is_noticed() -> None:
    """The negative control."""
    purpose = PURPOSES["marketplace_share"]
    changed: Any = {**purpose.wordings, "en": Wording("May buyers see all?", "buyers", "all")}

    assert fingerprint(Purpose(**{**vars(purpose), "wordings": changed})) != fingerprint(purpose)
