"""PIN, the postal code: six digits, the first no zero."""

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.shapes import require_shape
from sellers.identifiers.signs import compact

SHAPE = "999999"


class BadPin(BadIdentifier):
    code = "pin.invalid"
    field_name = "pin"
    message = _(
        "This is not a PIN code. It has six digits, for example 226001, and stands at the end of a postal address."
    )


def normalise_pin(typed: str) -> str:
    """Return the six digits. Raises BadPin."""
    text = compact(typed)
    require_shape(text, SHAPE, BadPin)
    if text[0] == "0":
        raise BadPin
    return text
