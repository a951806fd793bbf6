"""PAN, the income tax number: five letters, four digits, a letter; the fourth letter tells whose it is."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError
from stdnum.in_ import pan as reference

from sellers.identifiers.refusals import BadIdentifier, worded
from sellers.identifiers.shapes import require_shape
from sellers.identifiers.signs import compact

SHAPE = "aaaaa9999a"

HolderKind = Literal[
    "person", "family", "firm", "company", "association", "body_of_individuals", "trust", "government",
    "local_authority", "juridical_person",
]  # fmt: skip
HOLDER_KINDS: Mapping[str, HolderKind] = {
    "P": "person",
    "H": "family",
    "F": "firm",
    "C": "company",
    "A": "association",
    "B": "body_of_individuals",
    "T": "trust",
    "K": "trust",
    "G": "government",
    "L": "local_authority",
    "J": "juridical_person",
}


class BadPan(BadIdentifier):
    code = "pan.invalid"
    field_name = "pan"
    message = _(
        "This is not a PAN. It has five letters, four digits and one letter, for example ABCPD1234E. It stands in the "
        "middle of the PAN card."
    )


NO_SUCH_HOLDER = _(
    "The fourth letter of a PAN tells whether it is a person's or a firm's, and %(sign)s is none of them. Compare it "
    "with the card."
)


def normalise_pan(typed: str) -> str:
    """Return the ten signs. Raises BadPan; whether its last letter is right can only the tax office tell."""
    text = compact(typed)
    require_shape(text, SHAPE, BadPan)
    if text[3] not in HOLDER_KINDS:
        raise BadPan(worded(NO_SUCH_HOLDER, sign=text[3]), why="holder")
    try:
        return reference.validate(text)
    except ValidationError as error:
        raise BadPan from error


def holder_kind_of_pan(pan: str) -> HolderKind:
    """Return whose number a canonical PAN is, by its fourth letter."""
    return HOLDER_KINDS[pan[3]]
