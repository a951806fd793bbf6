"""The fast validators agree with the slow ones and with the libraries, on good input and bad."""

import re
from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.in_ import gstin as stdnum_gstin
from stdnum.in_ import pan as stdnum_pan

from onboarding.accounts.phones import normalise_phone
from onboarding.errors import DomainError
from sellers.identifiers import fast
from sellers.identifiers.bank_account import normalise_bank_account
from sellers.identifiers.gstin import ALPHABET, STATE_CODES, normalise_gstin
from sellers.identifiers.ifsc import normalise_ifsc
from sellers.identifiers.names import clean_name
from sellers.identifiers.pan import normalise_pan
from sellers.identifiers.pin import normalise_pin
from sellers.identifiers.udyam import normalise_udyam

Slow = Callable[[str], str]
Fast = Callable[[str], str | None]

PAN_TEXT = st.from_regex(r"[A-Z]{3}[ABCFGHJKLPTXZ][A-Z](0000|[0-9]{4})[A-Z]", fullmatch=True)
STATES = st.sampled_from([f"{number:02}" for number in range(100)])
GSTIN_BODY = st.builds("{}{}{}Z".format, STATES, PAN_TEXT, st.sampled_from(ALPHABET))
GSTIN_TEXT = st.one_of(
    GSTIN_BODY.map(lambda body: body + luhn.calc_check_digit(body, ALPHABET)),
    st.builds(str.__add__, GSTIN_BODY, st.sampled_from(ALPHABET)),
)
PAIRS: list[tuple[Fast, Slow, st.SearchStrategy[str]]] = [
    (fast.pan, normalise_pan, PAN_TEXT),
    (fast.gstin, normalise_gstin, GSTIN_TEXT),
    (fast.udyam, normalise_udyam, st.from_regex(r"UDYAM-?[A-Z]{2}-?[0-9]{2}-?[0-9]{6,8}", fullmatch=True)),
    (fast.ifsc, normalise_ifsc, st.from_regex(r"[A-Z]{4}[0O1][A-Z0-9]{6}", fullmatch=True)),
    (fast.bank_account, normalise_bank_account, st.from_regex(r"[0-9]{8,19}|0{9,18}", fullmatch=True)),
    (fast.pin, normalise_pin, st.from_regex(r"[0-9]{5,7}", fullmatch=True)),
    (fast.name, clean_name, st.from_regex(r"([Ww]{1,3}\.)?[A-Za-z.'/@0-9 क-हा-्ंँ़\u200d]{0,30}", fullmatch=True)),
    (fast.mobile, normalise_phone, st.from_regex(r"(\+91|0091|91|0|\+)?[0-9]{9,11}", fullmatch=True)),
]
# What people, pasted lists and other keyboards put between, before and in place of the signs.
NOISE = st.one_of(
    st.sampled_from([" ", "-", "\u00a0", "\u200c", "\u200d", "\u200b", "\ufeff", "\u202a", "–", "−", "\t", "\n"]),
    st.sampled_from("()./+АΑO0ſKı١𝟏²½①Ａé\u0301\x00\ud800"),
)
OTHER_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
FULL_WIDTH = {number: number + 0xFEE0 for number in range(0x21, 0x7F)}


@st.composite
def as_typed(draw: st.DrawFn, clean: st.SearchStrategy[str]) -> str:
    """A number as somebody types it: in another case, width or script, with noise in some places."""
    text = draw(clean)
    text = draw(st.sampled_from([str, str.lower, str.swapcase]))(text)
    text = text.translate(draw(st.sampled_from([{}, {}, OTHER_DIGITS, FULL_WIDTH])))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(NOISE) + text[place:]
    return text


def answer_of(slow: Slow, typed: str) -> str | None:
    try:
        return slow(typed)
    except DomainError:
        return None


@pytest.mark.parametrize(("quick", "slow", "clean"), PAIRS, ids=[quick.__name__ for quick, _, _ in PAIRS])
def test_fast_and_slow_answer_alike(quick: Fast, slow: Slow, clean: st.SearchStrategy[str]) -> None:
    taken = set()

    @settings(max_examples=400, deadline=None, database=None)
    @given(st.one_of(clean, as_typed(clean), as_typed(clean), st.text(max_size=120)))
    @example("")
    @example("1" * 101)
    @example("SBI KYC bit.ly")
    @example("SBI www.")
    @example("Md.Aslam S.K.Verma")
    @example(" " * 200 + "ABCPD1234E")
    def alike(typed: str) -> None:
        found = quick(typed)
        taken.add(found is not None)
        assert found == answer_of(slow, typed)

    alike()

    # The control: both verdicts were among the examples.
    assert taken == {True, False}


@settings(max_examples=400, deadline=None)
@given(PAN_TEXT)
def test_pan_agrees_with_the_library(text: str) -> None:
    assert (fast.pan(text) == text) == stdnum_pan.is_valid(text)


@settings(max_examples=600, deadline=None)
@given(GSTIN_TEXT)
@example("38ABCPD1234E1ZB")
def test_gstin_agrees_with_the_library_but_for_the_states_that_it_lacks(text: str) -> None:
    ours = fast.gstin(text) == text

    if text[:2] in {"38", "97", "99"}:
        assert not stdnum_gstin.is_valid(text)
        assert ours == (stdnum_pan.is_valid(text[2:12]) and text[12] != "0" and luhn.is_valid(text, ALPHABET))
    else:
        assert ours == stdnum_gstin.is_valid(text)


def test_only_the_named_states_are_added_to_the_library() -> None:
    known = {code for code in STATE_CODES if stdnum_gstin.is_valid(with_check_digit(f"{code}ABCPD1234E1Z"))}

    assert STATE_CODES - known == {"38", "97", "99"}


def with_check_digit(body: str) -> str:
    return body + luhn.calc_check_digit(body, ALPHABET)


@settings(max_examples=400, deadline=None)
@given(st.from_regex(r"(\+91|0)?[1-9][0-9]{9}", fullmatch=True))
def test_every_mobile_that_the_library_knows_is_taken_and_written_alike(text: str) -> None:
    number = phonenumbers.parse(text, "IN")
    is_mobile = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    ours = fast.mobile(text)

    # The library knows which ranges carriers hold; we hold to the shape, so ours may be more and never less.
    if is_mobile and re.fullmatch("[6-9][0-9]{9}", str(number.national_number)):
        assert ours == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if ours:
        assert phonenumbers.is_possible_number(phonenumbers.parse(ours, None))


def test_odd_signs_do_not_make_the_tables_grow() -> None:
    before = len(fast.SIGNS), len(fast.PHONE_SIGNS)

    for number in range(0x1F300, 0x1F400):
        assert fast.pan(chr(number)) is None
        assert fast.mobile(chr(number)) is None

    assert (len(fast.SIGNS), len(fast.PHONE_SIGNS)) == before
