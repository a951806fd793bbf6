"""Single signs: which of them are one and the same to a reader, and which are confused."""

import unicodedata
from collections.abc import Mapping

# No identifier comes near it, spaces and invisible signs included.
MAX_TYPED = 100
MINUS = "\u2212"
FULL_WIDTH_LETTERS = {
    chr(ord(latin) + 0xFEE0): latin.upper() for latin in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
SEPARATOR_KINDS = ("Zs", "Pd", "Cf")
ASCII_SEPARATORS = " -\t\n\r\f\v"

LETTER_TAKEN_FOR: Mapping[str, str] = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
DIGIT_TAKEN_FOR: Mapping[str, str] = {
    "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8",
}  # fmt: skip


def compact(typed: str) -> str:
    """Return the signs that carry meaning, in ASCII and upper case where they have such a form.

    What is longer than any identifier comes back empty, so that no work is spent on it.
    """
    if len(typed) > MAX_TYPED:
        return ""
    return "".join(map(canonical_sign, typed))


def canonical_sign(sign: str) -> str:
    """Return the sign as it is stored: empty for spaces, hyphens and what cannot be seen; a look-alike stays itself."""
    if sign.isascii():
        return "" if sign in ASCII_SEPARATORS else sign.upper()
    if sign in FULL_WIDTH_LETTERS:
        return FULL_WIDTH_LETTERS[sign]
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return "" if sign == MINUS or unicodedata.category(sign) in SEPARATOR_KINDS else sign


def western_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9; all else stays."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def is_letter_or_digit(sign: str) -> bool:
    """Return whether the sign is one of A-Z and 0-9."""
    return sign.isascii() and (sign.isupper() or sign.isdigit())
