"""Our normaliser agrees with Google's phone numbers about Indian mobiles."""

import phonenumbers
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType, ValidationResult

from onboarding.accounts.phones import BadPhone, normalise_phone

MOBILE = PhoneNumberType.MOBILE
DIGITS = ["0123456789", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]

numbers = st.tuples(st.sampled_from("6789"), st.text("0123456789", min_size=9, max_size=9)).map("".join)
scripts = st.sampled_from(DIGITS).map(lambda digits: str.maketrans(DIGITS[0], digits))
prefixes = st.sampled_from(["", "0", "+91", "+91 ", "91", "0091 ", "+91-", "(+91) "])
separators = st.sampled_from(["", " ", "-", ".", "\u00a0"])
typed_anyhow = st.one_of(st.text("+0123456789 -()", max_size=18), st.text(max_size=20))


def accepted(typed: str) -> str | None:
    try:
        return normalise_phone(typed)
    except BadPhone:
        return None


@given(typed_anyhow)
@example("98765432100")
@example("+9198765432")
@example("0919876543210")
def test_whatever_is_accepted_has_the_length_of_an_indian_mobile(typed: str) -> None:
    phone = accepted(typed)
    if phone is None:
        return

    parsed = phonenumbers.parse(phone, None)

    assert parsed.country_code == 91
    assert phonenumbers.is_possible_number_for_type_with_reason(parsed, MOBILE) == ValidationResult.IS_POSSIBLE
    assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == phone


@given(numbers, prefixes, separators, scripts)
def test_what_people_type_means_the_same_number_to_both(
    number: str, prefix: str, separator: str, script: dict[int, int]
) -> None:
    typed = f"{prefix}{number[:5]}{separator}{number[5:]}".translate(script)

    parsed = phonenumbers.parse(typed.replace("(", "").replace(")", ""), "IN")

    assert accepted(typed) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@given(numbers)
def test_a_digit_too_many_or_too_few_is_refused(number: str) -> None:
    """The negative control."""
    assert accepted(number) == f"+91{number}"
    assert [accepted(number[:-1]), accepted(f"{number}1"), accepted(f"+92{number}")] == [None, None, None]
