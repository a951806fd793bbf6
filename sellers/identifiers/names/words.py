"""The words of a name that tell people apart: titles, relations and punctuation gone, short forms spelled out."""

import re
import unicodedata
from collections.abc import Mapping

# "Sunita Devi w/o Ram Lal": what follows names somebody else.
RELATION = re.compile(r"(?i)\s(?:[wsdch]\s?/\s?o\b|पत्नी\s|पुत्र\s|पुत्री\s).*", re.DOTALL)
BETWEEN = re.compile(r"[\s.,'’\-&/()]+")
JOINERS = str.maketrans("", "", "\u200c\u200d")

TITLES = frozenset({
    "smt", "shrimati", "srimati", "shreemati", "shri", "sri", "shree", "mr", "mrs", "ms", "miss", "dr", "adv", "prof",
    "late", "lt", "sushri", "km", "ku", "kumari", "messrs", "m",
    "श्रीमती", "श्रीमति", "श्री", "श्रीमान", "सुश्री", "डॉ", "डा", "कु", "कुमारी", "स्व", "स्वर्गीय",
})  # fmt: skip
AFTER_NAME = frozenset({"ji", "जी"})

# How people and offices write words that their sound does not bring together.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "mohammad": (
        "md", "mo", "mohd", "mhd", "mohammed", "muhammad", "muhammed", "mohamad", "mohamed", "mohammod",
        "मो", "मोहम्मद", "मुहम्मद", "मौहम्मद", "मोहमद",
    ),
    "kumar": ("kr", "kmr"),
    "singh": ("sinh", "sing", "सिंह", "सिंघ"),
    "ahmad": ("ahmed", "ahamad", "ahamed", "ahemad", "अहमद", "अहमेद"),
    "sheikh": ("sk", "shaikh", "shekh", "sheik", "shaik", "शेख", "शेख़", "शेक"),
    "syed": ("sayed", "saiyed", "saiyad", "sayyad", "sayyed", "saiyyad", "सैयद", "सय्यद", "सैय्यद"),
    "begum": ("bgm", "begam", "बेगम"),
    "prasad": ("pd", "prashad", "parsad", "प्रसाद"),
    "chaudhary": (
        "chaudhari", "chaudhury", "choudhary", "choudhury", "chowdhary", "chowdhury", "chowdhry", "चौधरी", "चौधुरी",
    ),
    "srivastava": ("shrivastava", "srivastav", "shrivastav", "श्रीवास्तव", "श्रीवास्तवा"),
    "devi": ("debi", "देबी"),
}  # fmt: skip
SPELLED_OUT = {short: word for word, shorts in SPELLINGS.items() for short in shorts}


def words_of(name: str, *, spelled_out: bool = True) -> tuple[str, ...]:
    """Return the name's own words in lower case and in their order; of a name of titles only, the titles."""
    words = _all_words(name)
    first, end = _own_part(words)
    return tuple(SPELLED_OUT.get(word, word) if spelled_out else word for word in words[first:end])


def titles_of(name: str) -> tuple[str, ...]:
    """Return the titles that `words_of` leaves out."""
    words = _all_words(name)
    first, end = _own_part(words)
    return (*words[:first], *words[end:])


def _all_words(name: str) -> list[str]:
    text = unicodedata.normalize("NFC", RELATION.sub("", f" {name}")).translate(JOINERS).casefold()
    return [word for word in BETWEEN.split(text) if word]


def _own_part(words: list[str]) -> tuple[int, int]:
    first, end = 0, len(words)
    while first < end - 1 and words[first] in TITLES:
        first += 1
    while end > first + 1 and words[end - 1] in AFTER_NAME:
        end -= 1
    return first, end


LONGEST_KEY = 120


def name_key(name: str) -> str:
    """Return the name as one person's spelling is compared with itself: lower case, no titles, no punctuation.

    Short forms are spelled out, so it may be longer than the name; it is cut to what a column takes.
    """
    return " ".join(words_of(name))[:LONGEST_KEY]
