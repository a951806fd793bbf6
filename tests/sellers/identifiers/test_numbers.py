"""Identifiers as people type them, and what each refusal says."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from onboarding.errors import DomainError
from sellers.identifiers.aadhaar import AadhaarGiven, normalise_aadhaar_last_four
from sellers.identifiers.bank_account import normalise_bank_account
from sellers.identifiers.certificate import certificate_key, normalise_certificate_number, normalise_enrolment_id
from sellers.identifiers.expiry import normalise_expiry
from sellers.identifiers.gstin import normalise_gstin, pan_agrees, pan_of_gstin, state_code_of_gstin
from sellers.identifiers.ifsc import normalise_ifsc
from sellers.identifiers.pan import HOLDER_KINDS, holder_kind_of_pan, normalise_pan
from sellers.identifiers.pin import normalise_pin
from sellers.identifiers.udyam import normalise_udyam

PAN = "ABCPD1234E"
GSTIN = "09ABCPD1234E1ZC"
# Made up, with the check digit right.
AADHAAR = "234123412346"

TAKEN = [
    (normalise_pan, "ABCPD1234E", PAN),
    (normalise_pan, " abcpd 1234-e\n", PAN),
    (normalise_pan, "ABCPD१२३४E", PAN),
    (normalise_pan, "ABCPD১২৩৪E", PAN),
    (normalise_pan, "ＡＢＣＰＤ１２３４Ｅ", PAN),
    (normalise_pan, "ａｂｃｐｄ1234ｅ", PAN),
    (normalise_pan, "ABCPD\u00a01234\u200bE\ufeff", PAN),
    (normalise_pan, "\u202aABCPD\u200c1234\u200dE\u202c", PAN),
    (normalise_pan, "ABCPD–1234—E", PAN),
    (normalise_gstin, "09 abcpd1234e 1zc", GSTIN),
    (normalise_gstin, "०९ABCPD१२३४E१ZC", GSTIN),
    (normalise_gstin, "38ABCPD1234E1ZB", "38ABCPD1234E1ZB"),
    (normalise_udyam, "UDYAM-UP-12-0012345", "UDYAM-UP-12-0012345"),
    (normalise_udyam, "udyam up 12 0012345", "UDYAM-UP-12-0012345"),
    (normalise_udyam, "udyamup120012345", "UDYAM-UP-12-0012345"),
    (normalise_udyam, "UDYAM-UP-१२-००१२३४५", "UDYAM-UP-12-0012345"),
    (normalise_ifsc, "sbin 0001234", "SBIN0001234"),
    (normalise_ifsc, "HDFC0A1B2C3", "HDFC0A1B2C3"),
    (normalise_bank_account, "0012 3456 789", "00123456789"),
    (normalise_bank_account, "१२३४५६७८९", "123456789"),
    (normalise_bank_account, "9" * 18, "9" * 18),
    # Twelve digits that could be an Aadhaar number are many an honest account.
    (normalise_bank_account, AADHAAR, AADHAAR),
    (normalise_pin, "226 001", "226001"),
    (normalise_pin, "२२६००१", "226001"),
    (normalise_aadhaar_last_four, " १२३४ ", "1234"),
    (normalise_certificate_number, "  KVIC /  उ.प्र. / १२३ ", "KVIC / उ.प्र. / 123"),
    (normalise_certificate_number, "PHC–00\u200b12", "PHC-0012"),
    (normalise_enrolment_id, "०९ab12", "09ab12"),
    (normalise_expiry, "31/3/2029", "2029-03-31"),
    (normalise_expiry, "३१-०३-२०२९", "2029-03-31"),
    (normalise_expiry, "2029-03-31", "2029-03-31"),
    (normalise_expiry, "31 MAR 2029", "2029-03-31"),
    (normalise_expiry, "31 मार्च, 2029", "2029-03-31"),
    (normalise_expiry, "31–03–2029", "2029-03-31"),
]

REFUSED = [
    (normalise_pan, "", "pan.invalid"),
    (normalise_pan, "ABCPD1234", "pan.invalid"),
    (normalise_pan, "ABCPD1234EE", "pan.invalid"),
    (normalise_pan, "ABCPD0000E", "pan.invalid"),
    (normalise_pan, "ABCPD/1234E", "pan.invalid"),
    (normalise_pan, "A" * 100_000, "pan.invalid"),
    (normalise_pan, "ABCXD1234E", "pan.holder"),
    (normalise_pan, "АBCPD1234E", "pan.foreign_letter"),
    (normalise_pan, "ΑBCPD1234E", "pan.foreign_letter"),
    (normalise_pan, "ABCPD1234ſ", "pan.foreign_letter"),
    (normalise_pan, "अBCPD1234E", "pan.foreign_letter"),
    (normalise_pan, "ABC0D1234E", "pan.mixed_up"),
    (normalise_pan, "ABCPDI234E", "pan.mixed_up"),
    (normalise_pan, AADHAAR, "aadhaar.whole_number"),
    (normalise_gstin, "09ABCPD1234E1Z", "gstin.invalid"),
    (normalise_gstin, "09ABCPD1234E0ZC", "gstin.invalid"),
    (normalise_gstin, "09ABCXD1234E1ZC", "gstin.invalid"),
    (normalise_gstin, "09ABCPD1234E1ZD", "gstin.check_digit"),
    (normalise_gstin, "39ABCPD1234E1ZC", "gstin.state"),
    (normalise_gstin, "00ABCPD1234E1ZC", "gstin.state"),
    (normalise_gstin, "O9ABCPD1234E1ZC", "gstin.mixed_up"),
    (normalise_gstin, "09ABCPD1234E12C", "gstin.mixed_up"),
    (normalise_gstin, "09АBCPD1234E1ZC", "gstin.foreign_letter"),
    (normalise_udyam, "UP-12-0012345", "udyam.invalid"),
    (normalise_udyam, "UDYAM-UP-12-012345", "udyam.invalid"),
    (normalise_udyam, "UDYAM-UP-12-OO12345", "udyam.mixed_up"),
    (normalise_udyam, "UDYAM-UР-12-0012345", "udyam.foreign_letter"),
    (normalise_ifsc, "SBIN1001234", "ifsc.invalid"),
    (normalise_ifsc, "SBINO001234", "ifsc.mixed_up"),
    (normalise_ifsc, "SВIN0001234", "ifsc.foreign_letter"),
    (normalise_bank_account, "12345678", "bank_account.invalid"),
    (normalise_bank_account, "1" * 19, "bank_account.invalid"),
    (normalise_bank_account, "000000000", "bank_account.invalid"),
    (normalise_bank_account, "12345678O", "bank_account.mixed_up"),
    (normalise_pin, "026001", "pin.invalid"),
    (normalise_pin, "22600", "pin.invalid"),
    (normalise_pin, "22600l", "pin.mixed_up"),
    (normalise_aadhaar_last_four, "123", "aadhaar_last_four.invalid"),
    (normalise_aadhaar_last_four, "12345", "aadhaar_last_four.invalid"),
    (normalise_aadhaar_last_four, AADHAAR, "aadhaar.whole_number"),
    (normalise_aadhaar_last_four, "1111 2222 3333", "aadhaar.whole_number"),
    (normalise_certificate_number, "ab", "certificate_number.invalid"),
    (normalise_certificate_number, "/-/", "certificate_number.invalid"),
    (normalise_certificate_number, "A" * 41, "certificate_number.invalid"),
    (normalise_certificate_number, "A1\x00B2", "certificate_number.invalid"),
    (normalise_certificate_number, "A1😀B2", "certificate_number.invalid"),
    (normalise_certificate_number, "АB123", "certificate_number.foreign_letter"),
    (normalise_certificate_number, "2341 2341 2346", "aadhaar.whole_number"),
    (normalise_enrolment_id, "x", "enrolment_id.invalid"),
    (normalise_expiry, "31/03/29", "expires_on.invalid"),
    (normalise_expiry, "30/02/2029", "expires_on.invalid"),
    (normalise_expiry, "03/31/2029", "expires_on.invalid"),
    (normalise_expiry, "31/03/1999", "expires_on.invalid"),
    (normalise_expiry, "31 Foo 2029", "expires_on.invalid"),
    (normalise_expiry, "1" * 5000, "expires_on.invalid"),
]


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Somebody who reads English, whichever language the test before left."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("normalise", "typed", "canonical"), TAKEN)
def test_what_people_type_becomes_canonical_and_stays_so(
    normalise: Callable[[str], str], typed: str, canonical: str
) -> None:
    assert normalise(typed) == canonical
    assert normalise(canonical) == canonical


@pytest.mark.parametrize(("normalise", "typed", "code"), REFUSED)
def test_what_cannot_be_the_number_is_refused_with_a_sentence_for_its_field(
    normalise: Callable[[str], str], typed: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        normalise(typed)

    assert refused.value.code == code
    assert refused.value.field
    assert str(refused.value.message).endswith(".")


def test_a_confused_letter_is_named_with_its_place_and_what_was_meant() -> None:
    with pytest.raises(DomainError) as refused:
        normalise_ifsc("SBIN O001234")

    assert str(refused.value.message) == (
        "Sign number 5 should be a digit, but is the letter O. Is it the digit 0? Look at it again."
    )


def test_no_sentence_repeats_the_number() -> None:
    for normalise in {normalise for normalise, _, _ in TAKEN}:
        with pytest.raises(DomainError) as refused:
            normalise("Q7" * 30)

        assert "Q7" not in str(refused.value.message)


def test_a_filled_sentence_is_said_in_the_language_of_whoever_reads_it() -> None:
    with pytest.raises(DomainError) as refused:
        normalise_pan("ABCXD1234E")

    with translation.override("en"):
        english = str(refused.value.message)
    with translation.override("hi"):
        hindi = str(refused.value.message)
    assert "X is none of them" in english
    assert "X" in hindi
    assert hindi != english


def test_the_pan_in_a_gstin_must_be_the_pan() -> None:
    assert pan_of_gstin(GSTIN) == PAN
    assert pan_agrees(PAN, GSTIN)
    assert not pan_agrees("ABCPD1234F", GSTIN)
    assert state_code_of_gstin(GSTIN) == "09"


def test_the_fourth_letter_of_a_pan_tells_whose_it_is() -> None:
    assert holder_kind_of_pan(PAN) == "person"
    assert holder_kind_of_pan("ABCFD1234E") == "firm"
    assert sorted(HOLDER_KINDS) == list("ABCFGHJKLPT")


def test_two_spellings_of_one_certificate_have_one_key() -> None:
    assert certificate_key("KVIC / 00-12") == certificate_key("kvic/0012") == "KVIC0012"
    assert certificate_key("KVIC/0013") != certificate_key("KVIC/0012")


def test_a_whole_aadhaar_number_keeps_the_field_it_was_typed_into() -> None:
    with pytest.raises(AadhaarGiven) as refused:
        normalise_pin(AADHAAR)

    assert refused.value.field == "pin"
