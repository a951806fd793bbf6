"""A sound, and whether two rows of them can be spoken the same way."""

from dataclasses import dataclass

SHORT_A, LONG_A = "ă", "ā"
ANY_A = frozenset({SHORT_A, LONG_A})
VOWELS = frozenset({SHORT_A, LONG_A, "i", "u", "e", "ai", "o", "au"})
ASPIRATES = {"K": "k", "G": "g", "J": "j", "T": "t", "D": "d", "B": "b", "C": "c"}
# What spellings confuse, though ears do not: Shanti and Santi, Vimla and Bimla, Osman and Usman. A vowel is confused
# with its neighbour only, so that Sheela and Shaila stay two.
CONSONANTS_CONFUSED = ASPIRATES | {"S": "s", "z": "j", "f": "p", "v": "b"}
VOWELS_CONFUSED = {
    "i": ("i", "i-e"), "e": ("e", "i-e", "e-ai"), "ai": ("ai", "e-ai"),
    "u": ("u", "u-o"), "o": ("o", "u-o", "o-au"), "au": ("au", "o-au"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sound:
    """What one sound may be, and whether it may be left out."""

    may_be: frozenset[str]
    optional: bool = False

    @property
    def is_vowel(self) -> bool:
        """Whether it can only be a vowel."""
        return self.may_be <= VOWELS


Sounds = tuple[Sound, ...]


def sound(*symbols: str, optional: bool = False) -> Sound:
    """Return the sound that may be any of these."""
    return Sound(frozenset(symbols), optional)


def sound_alike(one: Sounds, other: Sounds) -> bool:
    """Return whether both rows can be spoken the same way."""
    if not one or not other:
        return False
    # Places in `other` that can be reached after each sound of `one`: no recursion, whatever the length.
    reached = _over_optional({0}, other)
    for sound in one:
        met = {place + 1 for place in reached if place < len(other) and sound.may_be & other[place].may_be}
        reached = _over_optional(met | reached if sound.optional else met, other)
    return len(other) in reached


def roughly(sounds: Sounds) -> Sounds:
    """Return the row without the differences that spellings often lose; an a between consonants becomes optional."""
    found = []
    for place, sound in enumerate(sounds):
        symbols = frozenset(rough for symbol in sound.may_be for rough in _confused_with(symbol))
        inside = 0 < place < len(sounds) - 1 and bool(symbols & ANY_A)
        found.append(Sound(symbols | ANY_A if symbols & ANY_A else symbols, sound.optional or inside))
    return tuple(found)


def _confused_with(symbol: str) -> tuple[str, ...]:
    return VOWELS_CONFUSED.get(symbol) or (CONSONANTS_CONFUSED.get(symbol, symbol),)


def _over_optional(places: set[int], sounds: Sounds) -> set[int]:
    found = set(places)
    for place in sorted(places):
        while place < len(sounds) and sounds[place].optional:
            place += 1
            found.add(place)
    return found
