"""The row that names the columns is found, and its names are understood as offices write them."""

import pytest

from sellers.imports.columns import ALL, COLUMNS, REASON, REASON_HEADERS
from sellers.imports.errors import ColumnsMissing, ColumnTwice, NoHeader
from sellers.imports.headers import Header, find_header, guess, left_out, letter_of, meaning_of, require_complete
from sellers.imports.words import closed_up, compared

COMPLETE = {"Name": "name", "Mobile": "phone", "District": "district"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Name", "name"),
        ("NAME OF ARTISAN*", "name"),
        ("Name of the Beneficiary", "name"),
        ("कारीगर का नाम", "name"),
        ("नाम / Name", "name"),
        ("Mobile No. (10 digits)", "phone"),
        ("मोबाइल नं०", "phone"),
        ("मोबाइल नंबर", "phone"),
        ("Contact Number", "phone"),
        ("जनपद", "district"),
        ("ज़िला", "district"),
        ("जिला", "district"),
        ("District LGD Code", "district"),
        ("पिन कोड", "pin"),
        ("Pin-Code", "pin"),
        ("PAN No.", "pan"),
        ("GSTIN", "gstin"),
        ("Udyam Registration Number", "udyam"),
        ("A/C No.", "bank_account"),
        ("खाता संख्या", "bank_account"),
        ("IFSC Code", "ifsc"),
        ("Pehchan Card No", "artisan_card"),
        ("बुनकर कार्ड संख्या", "artisan_card"),
        ("ग्राम", "village"),
        ("गाँव का नाम", "village"),
        ("शिल्प", "craft"),
        ("Language", "language"),
        (REASON_HEADERS[0], REASON),
        (REASON_HEADERS[1], REASON),
    ],
)
def test_headers_of_offices_are_understood(header: str, code: str) -> None:
    assert meaning_of(header) == code


@pytest.mark.parametrize(
    "header",
    ["S.No.", "क्र०सं०", "Father's Name", "पिता का नाम", "Bank Name", "Name of Bank", "Aadhaar No", "आधार संख्या",
     "Remarks", "Caste", "पहचान पत्र", "", "  ", "x" * 200],
)  # fmt: skip
def test_what_we_do_not_ask_for_is_not_taken_for_something_else(header: str) -> None:
    assert meaning_of(header) == ""


def test_each_header_of_the_table_means_one_column() -> None:
    assert {words: meaning_of(words) for column in ALL for words in column.headers} == {
        words: column.code for column in ALL for words in column.headers
    }


def test_the_header_is_found_below_titles() -> None:
    top = [(1, ["District Handloom Office"]), (2, ["List of artisans", "", "2026"]), (5, ["नाम", "मोबाइल", "जनपद"])]

    assert find_header(top) == Header(5, ("नाम", "मोबाइल", "जनपद"))


def test_a_header_that_we_do_not_understand_is_the_first_row_as_wide_as_the_table() -> None:
    top = [(1, ["List"]), (2, ["aaa", "bbb", "ccc"]), (3, ["Sunita", "9876543210", "Varanasi"])]

    assert find_header(top).row == 2


def test_no_row_that_could_be_a_header_is_refused() -> None:
    with pytest.raises(NoHeader):
        find_header([(1, ["Sunita"]), (2, ["Ram"])])


def test_blank_and_repeated_headers_are_told_apart() -> None:
    header = find_header([(1, ["Name", "", "Phone", "Name", "", "District"])])

    assert header.names == ("Name", "B", "Phone", "Name (2)", "E", "District")


def test_a_second_column_for_the_same_thing_is_left_out_until_somebody_chooses_it() -> None:
    header = Header(1, ("Name", "Mobile", "Phone", "District", "Colour"))

    meanings = guess(header)

    assert meanings == {"Name": "name", "Mobile": "phone", "Phone": "", "District": "district", "Colour": ""}
    assert left_out(meanings) == ["Phone", "Colour"]


def test_what_an_officer_said_wins_over_the_guess() -> None:
    header = Header(1, ("Name", "Mobile", "Phone", "District"))

    assert guess(header, {"Phone": "phone", "Elsewhere": "pan"}) == {
        "Name": "name",
        "Mobile": "",
        "Phone": "phone",
        "District": "district",
    }


def test_missing_columns_are_named_together() -> None:
    with pytest.raises(ColumnsMissing) as refusal:
        require_complete({"Name": "name", "PAN": "pan"})

    assert {str(COLUMNS[code].label) for code in ("phone", "district")} <= set(
        str(refusal.value.message).rpartition(": ")[2].rstrip(".").split(", ")
    )


def test_two_columns_for_one_thing_are_refused() -> None:
    require_complete(COMPLETE)
    with pytest.raises(ColumnTwice):
        require_complete({**COMPLETE, "Phone": "phone"})


def test_the_fingerprint_is_that_of_the_words() -> None:
    header = Header(1, ("Name ", "MOBILE no.", "ज़िला"))

    assert header.fingerprint == Header(7, ("name", "Mobile No", "जिला")).fingerprint
    assert header.fingerprint != Header(1, ("name", "ज़िला", "Mobile No")).fingerprint


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_excel(place: int, letters: str) -> None:
    assert letter_of(place) == letters


@pytest.mark.parametrize(
    ("one", "other"),
    [("ज़िला", "जिला"), ("गाँव", "गांव"), ("सम्भल", "संभल"), ("चन्दौली", "चंदौली"), ("Rae-Bareli", "RAEBARELI")],
)
def test_spellings_that_people_mix_are_the_same(one: str, other: str) -> None:
    assert closed_up(one) == closed_up(other)
    assert compared("कमल") != compared("कमला")
