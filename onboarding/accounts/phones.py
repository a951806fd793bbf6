"""Indian mobile numbers as people type them."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError

SEPARATORS = str.maketrans("", "", " -().\u00a0\u200c\u200d")


class BadPhone(DomainError):
    code = "phone.invalid"
    message = _("This is not an Indian mobile number. Write the 10 digits, for example 98765 43210.")

    def __init__(self) -> None:
        super().__init__(field="phone")


def normalise_phone(typed: str) -> str:
    """Return the number as +91 and ten digits. Takes spaces, hyphens, a leading 0 or 91, and digits of any script.

    Raises BadPhone for anything that is no Indian mobile number ([6-9] and nine digits).
    """
    compact = "".join(western_digit(letter) for letter in typed.translate(SEPARATORS))
    for prefix in ("+91", "0091", "91", "0"):
        if compact.startswith(prefix) and len(compact) == len(prefix) + 10:
            compact = compact.removeprefix(prefix)
            break
    if len(compact) != 10 or not compact.isascii() or not compact.isdigit() or compact[0] not in "6789":
        raise BadPhone
    return f"+91{compact}"


def western_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))
