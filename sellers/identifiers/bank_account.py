"""Bank account numbers: 9 to 18 digits, leading zeros included; banks share no check digit."""

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.refusals import BadIdentifier
from sellers.identifiers.shapes import require_shape
from sellers.identifiers.signs import compact

MIN_DIGITS = 9
MAX_DIGITS = 18


class BadBankAccount(BadIdentifier):
    code = "bank_account.invalid"
    field_name = "bank_account"
    message = _(
        "This is not a bank account number. It has 9 to 18 digits and stands on the first page of the bank book."
    )


def normalise_bank_account(typed: str) -> str:
    """Return the digits, leading zeros kept. Raises BadBankAccount.

    Twelve digits are taken also when they could be an Aadhaar number: every twelfth honest account could.
    """
    text = compact(typed)
    if not MIN_DIGITS <= len(text) <= MAX_DIGITS or not text.strip("0"):
        raise BadBankAccount
    require_shape(text, "9" * len(text), BadBankAccount)
    return text
