"""The sounds of a whole word, and the letters it is searched by."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from sellers.identifiers.sounds.indic import indic_sounds
from sellers.identifiers.sounds.latin import latin_sounds
from sellers.identifiers.sounds.sound import ANY_A, ASPIRATES, CONSONANTS_CONFUSED, SHORT_A, Sound, Sounds

LABIALS = frozenset("pbBf")
# A y is an i until a vowel follows it, and who types a beginning has not typed that vowel yet.
LETTERS = CONSONANTS_CONFUSED | {"y": "i", "e": "i", "ai": "i", "o": "u", "au": "u"}


@lru_cache(maxsize=4096)
def sounds_of(word: str) -> Sounds:
    """Return the sounds of one word, empty if its script is not read here (Indic scripts and Latin are)."""
    text = unicodedata.normalize("NFC", word)
    if any("\u0900" <= sign <= "\u0d7f" for sign in text):
        found = list(indic_sounds(text))
    else:
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
        found = list(latin_sounds(plain.casefold()))
    return tuple(_settled(found))


def search_key(word: str) -> str:
    """Return the word in few letters, so that the key of a beginning begins the key of the whole word.

    Every a but a first one is left out, and what spellings confuse is one letter; other scripts stay as they are.
    """
    key = ""
    for place, each in enumerate(sounds_of(word)):
        if each.may_be & ANY_A:
            key += "" if place else "a"
        elif not (each.optional and each.may_be == {"h"}):
            letter = min(LETTERS.get(symbol, symbol) for symbol in each.may_be)
            key += "" if letter == "i" and key.endswith("i") else letter
    return key or word.casefold()


def _settled(sounds: list[Sound]) -> Iterator[Sound]:
    """Yield the row with doubled consonants single, nasals before p and b open, h before a consonant dulling its a."""
    for place, sound in enumerate(sounds):
        after = sounds[place + 1] if place + 1 < len(sounds) else None
        if after and not sound.is_vowel and _doubles(sound, after):
            continue
        if after and sound.may_be & {"n", "m"} and after.may_be & LABIALS:
            sound = replace(sound, may_be=frozenset({"n", "m"}))
        if sound.may_be & {SHORT_A, "e"} and _h_before_consonant(sounds, place):
            sound = replace(sound, may_be=sound.may_be | {SHORT_A, "e"})
        if after is None and place > 2 and sound.may_be == {"h"}:
            sound = replace(sound, optional=True)
        yield sound


def _doubles(sound: Sound, after: Sound) -> bool:
    return after.may_be == sound.may_be or frozenset(ASPIRATES.get(each, each) for each in after.may_be) == sound.may_be


def _h_before_consonant(sounds: list[Sound], place: int) -> bool:
    rest = [sound for sound in sounds[place + 1 : place + 4] if not sound.optional]
    return len(rest) > 1 and rest[0].may_be == {"h"} and not rest[1].is_vowel
