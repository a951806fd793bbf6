"""English letters as Indian names use them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sellers.identifiers.sounds.sound import ANY_A, LONG_A, SHORT_A, Sound, sound

PIECES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("chh|tch|ch|c$", (("c",),)),
    ("ksh|x", (("k",), ("s", "S"))),
    ("sh(?=r)|s(?=r)", (("s", "S"),)),
    ("sch|sh", (("S",),)),
    ("kh", (("K",),)),
    ("gh", (("G",),)),
    ("jh", (("J",),)),
    ("th", (("T",),)),
    ("dh", (("D",),)),
    ("bh", (("B",),)),
    ("ph|f", (("f",),)),
    ("zh|z", (("z",),)),
    ("jn", (("g",), ("y",))),
    ("ck|qu(?=[aeio])|q|k|c(?![eiy])", (("k",),)),
    ("c|s", (("s",),)),
    ("w|v", (("v",),)),
    ("aa", ((LONG_A,),)),
    # Last in a word it is one sound or two: Jai जय, Bai बाई, Rai राय. `latin_sounds` makes its second sound optional.
    ("ai$|ay$", (("ai", LONG_A), ("i", "y"))),
    ("ai|ay(?![aeiou])", (("ai",),)),
    ("ae|ei|ey(?![aeiou])", (("ai", "e"),)),
    ("au|ow(?![aeiou])", (("au",),)),
    ("ou", (("au", "u"),)),
    ("ee|ea|ii|ie$", (("i",),)),
    ("oo|uu", (("u",),)),
    ("oa|o", (("o",),)),
    ("ia(?!$)|ia$", (("i",), ("y",), (SHORT_A, LONG_A))),
    ("i|y(?![aeiou])", (("i",),)),
    ("e(?=r[^aeiouy])", (("e", SHORT_A),)),
    ("a", ((SHORT_A, LONG_A),)),
    ("[bdeghjlmnprtuy]", ()),
)
PIECE = re.compile("|".join(f"(?P<p{number}>{piece})" for number, (piece, _) in enumerate(PIECES)))
# Rajender and Rajinder are Rajendra.
NDER = re.compile(r"(?<=.)(?:inder|ender)$|nder$")


def latin_sounds(word: str) -> Iterator[Sound]:
    """Yield the sounds of a word in lower-case English letters, as India spells its names."""
    word = NDER.sub(lambda found: "endra" if len(found[0]) == 5 else "ndra", word)
    found: list[Sound] = []
    for piece in PIECE.finditer(word):
        kinds = PIECES[int((piece.lastgroup or "p0")[1:])][1]
        found += [sound(*kind) for kind in kinds] if kinds else [sound(piece[0])]
    if word.endswith(("ai", "ay")):
        found[-1] = replace(found[-1], optional=True)
    vowels = [each.is_vowel for each in found]
    for place, each in enumerate(found):
        silent = each.may_be == ANY_A and _may_be_silent(found, vowels, place)
        yield replace(each, optional=True) if silent else each


def _may_be_silent(sounds: list[Sound], vowels: list[bool], place: int) -> bool:
    """Return whether Hindi would leave out this a: Kamala; and last after two consonants, Chandra."""
    if place == len(sounds) - 1:
        cluster = place > 2 and not vowels[place - 1] and not vowels[place - 2]
        return cluster and sounds[place - 1] != sounds[place - 2] and bool(sounds[place - 1].may_be & set("rynv"))
    around = vowels[max(place - 2, 0) : place + 3]
    return around == [True, False, True, False, True]
