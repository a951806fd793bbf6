"""Whether two spellings name one person: a hint for the officer who decides, with its reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.identifiers.names.words import titles_of, words_of
from sellers.identifiers.sounds.sound import Sounds, roughly, sound_alike
from sellers.identifiers.sounds.words import sounds_of

Reason = Literal["spelling", "title", "order", "joined", "roughly", "initial", "missing_word", "other_word", "unread"]
REASONS: Mapping[Reason, str | Promise] = {
    "spelling": _("The same sound, written in another way."),
    "title": _("Only one of them carries a title."),
    "order": _("The words stand in another order."),
    "joined": _("Written together in one, apart in the other."),
    "roughly": _("A word sounds nearly the same."),
    "initial": _("A word is shortened to its first letter."),
    "missing_word": _("A word stands in one of them only."),
    "other_word": _("At least one word is another."),
    "unread": _("One of them stands in a script that is not compared here."),
}
MAX_WORDS = 12
# Words that thousands share: two names that agree in nothing else do not agree.
SHARED = ("devi", "kumar", "kumari", "singh", "lal", "bai", "bano", "begum", "khatun", "prasad", "mohammad")
SHARED_BY_MANY = tuple(map(sounds_of, SHARED))
# Shorter words come to sound nearly the same too easily.
MIN_ROUGH = 4


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """`same`: nothing but spelling, script, title or order differs. `close`: might be one person; look at both."""

    result: Literal["same", "close", "different"]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    sounds: Sounds


def compare_names(one: str, other: str) -> NameVerdict:
    """Return whether the names could be one person's, whatever the spelling and script; the order of words is free."""
    words, other_words = _heard(one), _heard(other)
    notes: list[Reason] = ["title"] if _differ_in_title(one, other) else []
    if not words or not all(word.sounds for word in words + other_words):
        same = bool(words) and words == other_words
        return NameVerdict("same", tuple(notes)) if same else NameVerdict("different", ("unread",))
    if len(words) != len(other_words) and sound_alike(_joined(words), _joined(other_words)):
        return NameVerdict("same", (*notes, "joined"))
    if len(words) > len(other_words):
        words, other_words = other_words, words
    return _verdict(words, other_words, notes)


def _heard(name: str) -> list[_Word]:
    return [_Word(word, sounds_of(word)) for word in words_of(name)[:MAX_WORDS]]


def _joined(words: list[_Word]) -> Sounds:
    return tuple(sound for word in words for sound in word.sounds)


def _differ_in_title(one: str, other: str) -> bool:
    return bool(set(titles_of(one)) ^ set(titles_of(other)))


def _verdict(fewer: list[_Word], more: list[_Word], notes: list[Reason]) -> NameVerdict:
    """Return the verdict on two names of which the first has no more words than the other."""
    pairs = _pairs(fewer, more)
    if len(pairs) < len(fewer) or not _tells_apart(fewer, pairs, len(more)):
        return NameVerdict("different", (*notes, "other_word"))
    places = [place for place, _ in pairs]
    kinds: set[Reason] = {kind for _, kind in pairs if kind}
    if len(more) > len(fewer):
        kinds.add("missing_word")
    if places != sorted(places):
        kinds.add("order")
    doubts = kinds & {"roughly", "initial", "missing_word"}
    return NameVerdict("close" if doubts else "same", (*notes, *(reason for reason in REASONS if reason in kinds)))


def _pairs(fewer: list[_Word], more: list[_Word]) -> list[tuple[int, Reason | None]]:
    """Return for each word its place among the others and how they differ; the surest pairs are taken first."""
    found: dict[int, tuple[int, Reason | None]] = {}
    for kind, agree in AGREEMENTS:
        for place, word in enumerate(fewer):
            taken = {other for other, _ in found.values()}
            match = next((n for n, other in enumerate(more) if n not in taken and agree(word, other)), None)
            if place not in found and match is not None:
                found[place] = (match, kind)
    return [found[place] for place in sorted(found)]


def _tells_apart(fewer: list[_Word], pairs: list[tuple[int, Reason | None]], words: int) -> bool:
    """Return whether the words in common say who it is: not an initial or a word that thousands share."""
    if len(fewer) == words and all(kind in (None, "spelling") for _, kind in pairs):
        return True
    if len(fewer) == 1:
        # A lone first name may be hers; a lone family name is everybody's.
        place, kind = pairs[0]
        return place == 0 and kind != "initial"
    telling = [
        word
        for word, (_, kind) in zip(fewer, pairs, strict=True)
        if kind != "initial" and not any(sound_alike(word.sounds, shared) for shared in SHARED_BY_MANY)
    ]
    return bool(telling)


def _is_initial(word: _Word, other: _Word) -> bool:
    short, long = sorted((word, other), key=lambda each: len(each.text))
    return len(short.text) == 1 and len(long.text) > 1 and bool(short.sounds[0].may_be & long.sounds[0].may_be)


def _is_roughly(word: _Word, other: _Word) -> bool:
    long_enough = min(len(word.sounds), len(other.sounds)) >= MIN_ROUGH
    return long_enough and sound_alike(roughly(word.sounds), roughly(other.sounds))


AGREEMENTS: tuple[tuple[Reason | None, Callable[[_Word, _Word], bool]], ...] = (
    (None, lambda word, other: word.text == other.text),
    ("spelling", lambda word, other: sound_alike(word.sounds, other.sounds)),
    ("roughly", _is_roughly),
    ("initial", _is_initial),
)
