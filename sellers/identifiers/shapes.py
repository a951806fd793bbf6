"""The shape of an identifier, and the refusal that helps most when a text does not have it.

A shape is one sign a place: a for a letter, 9 for a digit, x for either, and any other sign for itself.
"""

from typing import NoReturn

from sellers.identifiers.aadhaar import AadhaarGiven, is_whole_aadhaar
from sellers.identifiers.refusals import FOREIGN_LETTER, SHOULD_BE_A_DIGIT, SHOULD_BE_A_LETTER, BadIdentifier, worded
from sellers.identifiers.signs import DIGIT_TAKEN_FOR, LETTER_TAKEN_FOR, is_letter_or_digit


def require_shape(text: str, shape: str, refusal: type[BadIdentifier]) -> None:
    """Return if the compact text has the shape; else raise what helps most, the bare `refusal` as a last resort."""
    if len(text) != len(shape) or not all(map(fits, text, shape)):
        refuse(text, shape, refusal)


def refuse(text: str, shape: str, refusal: type[BadIdentifier]) -> NoReturn:
    """Raise the refusal of a text that has not the shape."""
    if is_whole_aadhaar(text):
        raise AadhaarGiven(field=refusal.field_name)
    for place, sign in enumerate(text, start=1):
        if not sign.isascii() and sign.isalpha():
            raise refusal(worded(FOREIGN_LETTER, place=place, sign=sign), why="foreign_letter")
    if len(text) == len(shape):
        _refuse_confusion(text, shape, refusal)
    raise refusal


def fits(sign: str, wanted: str) -> bool:
    """Return whether the sign may stand where the shape wants this."""
    match wanted:
        case "a":
            return sign.isascii() and sign.isupper()
        case "9":
            return sign.isascii() and sign.isdigit()
        case "x":
            return is_letter_or_digit(sign)
        case _:
            return sign == wanted


def _refuse_confusion(text: str, shape: str, refusal: type[BadIdentifier]) -> None:
    """Raise with a hint if letters and digits that look alike are all that is wrong."""
    wrong = [place for place in range(len(text)) if not fits(text[place], shape[place])]
    meant = {place: _meant(text[place], shape[place]) for place in wrong}
    if not wrong or not all(fits(sign, shape[place]) for place, sign in meant.items()):
        return
    first = wrong[0]
    sentence = SHOULD_BE_A_LETTER if shape[first].isalpha() else SHOULD_BE_A_DIGIT
    raise refusal(worded(sentence, place=first + 1, sign=text[first], meant=meant[first]), why="mixed_up")


def _meant(sign: str, wanted: str) -> str:
    return (LETTER_TAKEN_FOR if wanted.isalpha() else DIGIT_TAKEN_FOR).get(sign, " ")
