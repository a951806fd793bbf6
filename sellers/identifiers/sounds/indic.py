"""Devanagari, and the Indic scripts that stand in parallel to it."""

import re
from collections.abc import Iterator

from sellers.identifiers.sounds.sound import LONG_A, SHORT_A, Sound, sound

CONSONANTS = {
    "क": "k", "ख": "K", "ग": "g", "घ": "G", "ङ": "n", "च": "c", "छ": "c", "ज": "j", "झ": "J", "ञ": "n",
    "ट": "t", "ठ": "T", "ड": "d", "ढ": "D", "ण": "n", "त": "t", "थ": "T", "द": "d", "ध": "D", "न": "n",
    "ऩ": "n", "प": "p", "फ": "f", "ब": "b", "भ": "B", "म": "m", "य": "y", "र": "r", "ऱ": "r", "ल": "l",
    "ळ": "l", "व": "v", "श": "S", "ष": "S", "स": "s", "ह": "h",
}  # fmt: skip
# With the dot below, from Persian and Hindi.
DOTTED = {"क": ("k",), "ख": ("K",), "ग": ("g", "G"), "ज": ("z",), "ड": ("r", "d"), "ढ": ("r", "D"), "फ": ("f",)}
SIGNS = {
    "ा": LONG_A, "ि": "i", "ी": "i", "ु": "u", "ू": "u", "े": "e", "ै": "ai", "ो": "o", "ौ": "au",
    "ॅ": "e", "ॉ": "o", "ॆ": "e", "ॊ": "o",
}  # fmt: skip
LETTERS = {
    "अ": SHORT_A, "आ": LONG_A, "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऍ": "e", "ऑ": "o", "ऎ": "e", "ऒ": "o",
}  # fmt: skip
VIRAMA, DOT_BELOW, ANUSVARA, MOON_DOT = "्", "़", "ं", "ँ"
ONE_SIGN = {"\u0929": "न", "\u0931": "र", "\u0934": "ळ"}


def indic_sounds(word: str) -> Iterator[Sound]:
    """Yield the sounds of a word in Devanagari, or roughly those of another Indic script."""
    # The Indic blocks stand in parallel, 128 code points apart: the Bengali or Gujarati ka stands where क stands.
    text = "".join(
        chr(0x0900 + (ord(sign) & 0x7F)) if "\u0980" <= sign <= "\u0d7f" else ONE_SIGN.get(sign, sign) for sign in word
    ).replace("ज्ञ", "ग्य")
    syllables = list(SYLLABLE.finditer(text))
    spoken = False
    for place, syllable in enumerate(syllables):
        for each in _syllable_sounds(syllable, syllables, place, spoken):
            spoken = spoken or each.is_vowel
            yield each


SYLLABLE = re.compile(
    f"(?P<consonant>[{''.join(CONSONANTS)}])(?P<dot>{DOT_BELOW}?)"
    f"(?:(?P<virama>{VIRAMA})[\u200c\u200d]?|(?P<vowel>[{''.join(SIGNS)}ृ]?))(?P<nasal>[{ANUSVARA}{MOON_DOT}]?)"
    f"|(?P<letter>[{''.join(LETTERS)}ऋ])(?P<letter_nasal>[{ANUSVARA}{MOON_DOT}]?)"
)


def _syllable_sounds(
    syllable: re.Match[str], syllables: list[re.Match[str]], place: int, spoken_before: bool
) -> Iterator[Sound]:
    consonant, vowel = syllable["consonant"], syllable["vowel"]
    nasal = syllable["nasal"] or syllable["letter_nasal"]
    last = place == len(syllables) - 1
    if syllable["letter"]:
        yield from _vowel(LETTERS.get(syllable["letter"], ""))
    elif _closes_as_ai(syllables, place):
        # What stood before has already said "ai".
        return
    else:
        plain = (CONSONANTS[consonant],)
        yield sound(*(DOTTED.get(consonant, plain) if syllable["dot"] else plain))
        if vowel:
            yield from _vowel(SIGNS.get(vowel, ""))
        elif not syllable["virama"]:
            yield from _short_a(syllables, place, spoken_before, bool(nasal))
    if nasal:
        yield sound("n", optional=nasal == MOON_DOT or last)


def _vowel(symbol: str) -> Iterator[Sound]:
    if symbol:
        yield sound(symbol)
    else:
        # ऋ: Krishna.
        yield sound("r")
        yield sound("i")


def _short_a(syllables: list[re.Match[str]], place: int, spoken_before: bool, nasal: bool) -> Iterator[Sound]:
    """Yield the a that a bare consonant carries: spoken first in a word, silent last, in between as one likes."""
    last = place == len(syllables) - 1
    if not last and _closes_as_ai(syllables, place + 1):
        yield sound("ai")
    elif not last or nasal or place == 0:
        yield sound(SHORT_A, optional=spoken_before)
    elif syllables[place - 1]["virama"]:
        yield sound(SHORT_A, optional=True)


def _closes_as_ai(syllables: list[re.Match[str]], place: int) -> bool:
    """Return whether this is a bare य after a short a, not followed by a vowel of its own: जय, जयपाल, and not नयन."""
    if place == 0 or syllables[place]["consonant"] != "य" or syllables[place]["vowel"] or syllables[place]["nasal"]:
        return False
    before = syllables[place - 1]
    if not before["consonant"] or before["vowel"] or before["virama"]:
        return False
    if place == len(syllables) - 1:
        return True
    after = syllables[place + 1]
    return bool(after["consonant"] and (after["vowel"] or place + 2 < len(syllables)))
