"""Filling a registered text with its variables, so that the result is still the text that was registered."""

import string
import unicodedata
from collections.abc import Mapping

LONGEST_VALUE = 30  # operators scrub a message whose variable is longer
CUT = "..."  # of the plain SMS alphabet: "…" would make an English text three times as dear
NO_VALUE = "-"  # an empty variable no longer matches the text


class UnfitText(ValueError):
    """The text asks for other variables than it is given, or for more than putting them in."""


def filled(text: str, variables: Mapping[str, str]) -> str:
    """Return the text with its {named} variables in place. Raises UnfitText unless they fit exactly.

    A value is one line of at most 30 signs: a longer one, such as a name of 300 letters, ends in "...". Braces in a
    value stay what they are. What must not be cut, such as an address, belongs into the registered text itself.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise UnfitText(str(error)) from error
    names = {name for _literal, name, _spec, _conversion in parts if name is not None}
    if names != set(variables) or any(spec or conversion for _literal, _name, spec, conversion in parts):
        raise UnfitText("the variables do not fit the text")
    return "".join(
        literal + (value_for_sms(variables[name]) if name is not None else "")
        for literal, name, _spec, _conversion in parts
    )


def value_for_sms(value: str) -> str:
    """Return the value as one line of at most LONGEST_VALUE signs, never cut inside a letter with its vowel sign."""
    line = " ".join("".join(sign if is_shown(sign) else " " for sign in value).split())
    if len(line) <= LONGEST_VALUE:
        return line or NO_VALUE
    end = LONGEST_VALUE - len(CUT)
    while end and belongs_to_the_sign_before(line[end]):
        end -= 1
    return line[:end].rstrip() + CUT


def is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


def belongs_to_the_sign_before(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")
