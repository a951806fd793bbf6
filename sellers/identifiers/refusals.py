"""What every refused identifier says."""

from typing import Any, ClassVar

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError

FOREIGN_LETTER = _(
    "Letter number %(place)s, “%(sign)s”, is no English letter, even if it looks like one. Switch the keyboard to "
    "English and type it again."
)
SHOULD_BE_A_LETTER = _(
    "Sign number %(place)s should be a letter, but is the digit %(sign)s. Is it the letter %(meant)s? Look at it again."
)
SHOULD_BE_A_DIGIT = _(
    "Sign number %(place)s should be a digit, but is the letter %(sign)s. Is it the digit %(meant)s? Look at it again."
)


def _fill(sentence: str | Promise, values: dict[str, Any]) -> str:
    return str(sentence) % values


_filled = lazy(_fill, str)


def worded(sentence: str | Promise, **values: Any) -> str | Promise:
    """Return the sentence with its values, still to be said in whichever language the reader has."""
    return _filled(sentence, values)


class BadIdentifier(DomainError):
    """An identifier that cannot be one. `code` is `<number>.invalid`, or says more closely what is wrong."""

    field_name: ClassVar[str]

    def __init__(self, message: str | Promise = "", *, why: str = "") -> None:
        number = self.code.partition(".")[0]
        super().__init__(message, code=f"{number}.{why}" if why else "", field=self.field_name)
