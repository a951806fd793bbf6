"""IFSC, the code of a bank's branch: the bank's four letters, a zero, and six signs."""

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.shapes import require_shape
from sellers.identifiers.signs import compact

SHAPE = "aaaa0xxxxxx"


class BadIfsc(BadIdentifier):
    code = "ifsc.invalid"
    field_name = "ifsc"
    message = _(
        "This is not an IFSC. It has four letters, a zero and six letters or digits, for example SBIN0001234. It "
        "stands on the first page of the bank book and on every cheque."
    )


def normalise_ifsc(typed: str) -> str:
    """Return the eleven signs. Raises BadIfsc; whether the branch exists is the bank's to say."""
    text = compact(typed)
    require_shape(text, SHAPE, BadIfsc)
    return text
