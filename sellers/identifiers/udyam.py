"""Udyam, the number of a small enterprise: UDYAM, a state, a district, and seven digits."""

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.shapes import require_shape
from sellers.identifiers.signs import compact

SHAPE = "UDYAMaa999999999"


class BadUdyam(BadIdentifier):
    code = "udyam.invalid"
    field_name = "udyam"
    message = _(
        "This is not a Udyam number. It looks like UDYAM-UP-12-0012345 and stands at the top of the Udyam "
        "registration certificate."
    )


def normalise_udyam(typed: str) -> str:
    """Return the number with its hyphens, whether they were typed or not. Raises BadUdyam."""
    text = compact(typed)
    require_shape(text, SHAPE, BadUdyam)
    return f"{text[:5]}-{text[5:7]}-{text[7:9]}-{text[9:]}"
