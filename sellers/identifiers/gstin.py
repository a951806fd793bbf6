"""GSTIN: the state's two digits, the PAN, a number, Z, and a check digit."""

from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.in_ import pan as reference_pan

from sellers.identifiers.refusals import BadIdentifier, worded
from sellers.identifiers.shapes import refuse, require_shape
from sellers.identifiers.signs import compact

SHAPE = "99aaaaa9999axZx"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# 38 Ladakh, 97 other territory, 99 centre: valid, and unknown to stdnum.in_.gstin, whose table ends at 37.
STATE_CODES = frozenset({f"{number:02}" for number in range(1, 39)} | {"97", "99"})


class BadGstin(BadIdentifier):
    code = "gstin.invalid"
    field_name = "gstin"
    message = _(
        "This is not a GSTIN. It has 15 letters and digits, for example 09ABCPD1234E1ZC. It stands at the top of the "
        "GST registration certificate."
    )


NO_SUCH_STATE = _("A GSTIN begins with the two digits of a state, and no state has %(sign)s. Compare the first two.")
CHECK_DIGIT = _(
    "One letter or digit of this GSTIN is wrong: the last one does not fit the others. Compare them one by one with "
    "the registration certificate."
)


def normalise_gstin(typed: str) -> str:
    """Return the 15 signs. Raises BadGstin."""
    text = compact(typed)
    require_shape(text, SHAPE, BadGstin)
    if text[:2] not in STATE_CODES:
        raise BadGstin(worded(NO_SUCH_STATE, sign=text[:2]), why="state")
    if text[12] == "0":
        refuse(text, SHAPE, BadGstin)
    try:
        reference_pan.validate(pan_of_gstin(text))
    except ValidationError as error:
        raise BadGstin from error
    try:
        return luhn.validate(text, ALPHABET)
    except ValidationError as error:
        raise BadGstin(CHECK_DIGIT, why="check_digit") from error


def pan_of_gstin(gstin: str) -> str:
    """Return the PAN inside a canonical GSTIN."""
    return gstin[2:12]


def pan_agrees(pan: str, gstin: str) -> bool:
    """Return whether a canonical GSTIN was given out to the holder of a canonical PAN."""
    return pan_of_gstin(gstin) == pan


def state_code_of_gstin(gstin: str) -> str:
    """Return the two digits of the state that a canonical GSTIN was given out for."""
    return gstin[:2]
