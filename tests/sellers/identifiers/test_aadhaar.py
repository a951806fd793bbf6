"""A whole Aadhaar number is found wherever it hides, and few other numbers are taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from sellers.identifiers.aadhaar import AadhaarGiven, cut_aadhaar, refuse_aadhaar

AADHAAR = "234123412346"


def holds_aadhaar(text: str) -> bool:
    try:
        refuse_aadhaar(text, field="address")
    except AadhaarGiven as refusal:
        assert (refusal.code, refusal.field) == ("aadhaar.whole_number", "address")
        assert AADHAAR not in str(refusal.message)
        return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        AADHAAR,
        "2341 2341 2346",
        "2341-2341-2346",
        "2341.2341.2346",
        "2341\u00a02341\u200b2346",
        "२३४१ २३४१ २३४६",
        "House 12, 2341 2341 2346 Lucknow",
        "12 2341 2341 2346",
        "2341 2341 2346 226001",
        "23412341 2346",
        "2 3 4 1 2 3 4 1 2 3 4 6",
        "uid:234123412346.",
        "२३४१-2341-२३४६",
    ],
)
def test_it_is_found_however_it_is_written(text: str) -> None:
    assert holds_aadhaar(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mohalla Ramganj, Lucknow 226001",
        "2341 2341 2347",  # check digit wrong
        "134123412346",  # no Aadhaar number begins with 1
        "+91 98765 43210",
        "+" + AADHAAR,  # a phone's
        "2341234123461",  # thirteen digits are another number
        "234123 412346",  # two PIN codes
        "House 2341, lane 2341, 2346",  # words between
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not holds_aadhaar(text)


@given(st.from_regex(r"[2-9][0-9]{10}", fullmatch=True), st.text(alphabet="abc ,", max_size=20))
def test_any_number_with_the_right_check_digit_is_found_amid_words(eleven: str, words: str) -> None:
    number = eleven + verhoeff.calc_check_digit(eleven)

    assert holds_aadhaar(f"{words} {number} {words}")
    # The control: one step off the check digit is no Aadhaar number.
    assert not holds_aadhaar(f"{words} {eleven}{(int(number[-1]) + 1) % 10} {words}")


@pytest.mark.parametrize("part", ["1 ", "1234 ", "2341-2341-2347 ", "9" * 13 + " "])
def test_a_text_of_nothing_but_digits_is_searched_once(part: str) -> None:
    # A search that took the square of the length would not end here within the test's patience.
    assert not holds_aadhaar(part * (500_000 // len(part)))


@given(st.text(alphabet="0123456789 -./१२३४", max_size=400))
def test_no_text_breaks_the_search(text: str) -> None:
    holds_aadhaar(text)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Bina 2341 2341 2346", "Bina ●●●● ●●●● 2346"),
        (f"{AADHAAR}, 2341-2341-2346 Lucknow", "●●●●●●●●2346, ●●●●-●●●●-2346 Lucknow"),
        ("12 २३४१ २३४१ २३४६", "12 ●●●● ●●●● २३४६"),
        ("2 3 4 1 2 3 4 1 2 3 4 6", "● ● ● ● ● ● ● ● 2 3 4 6"),
        ("2341 2341 2346 2341 2341 2346", "●●●● ●●●● 2346 ●●●● ●●●● 2346"),
        ("2341 2341 2347, +" + AADHAAR, "2341 2341 2347, +" + AADHAAR),
        ("", ""),
    ],
)
def test_only_the_last_four_digits_are_left(text: str, cut: str) -> None:
    assert cut_aadhaar(text) == cut


@given(st.text(alphabet="0123456789 -./१२३४+", max_size=60))
def test_what_is_cut_holds_no_aadhaar_number_and_is_as_long(text: str) -> None:
    cut = cut_aadhaar(text)

    assert not holds_aadhaar(cut)
    assert len(cut) == len(text)
    assert (cut != text) == holds_aadhaar(text)
