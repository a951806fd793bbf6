"""One row of a list becomes one person in canonical form, or says everything that is wrong with it."""

import unicodedata
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.boards.reference.fixtures import crafts, districts_of_uttar_pradesh
from onboarding.errors import DomainError
from sellers.identifiers.certificate import normalise_certificate_number, normalise_enrolment_id
from sellers.identifiers.names import clean_name
from sellers.imports.numbers import whole_number
from sellers.imports.places import KINDS, OTHER_NAMES, Crafts, Districts
from sellers.imports.problems import Problem, in_words
from sellers.imports.rows import PLAIN_NAME, PLAIN_NUMBER, Person, RowReader, read_name

DISTRICTS = [(entry["lgd_code"], entry["name"]) for entry in districts_of_uttar_pradesh()]
CRAFTS = [(entry["code"], entry["name"]) for entry in crafts()]
PAN, GSTIN = "ABCPD1234E", "09ABCPD1234E1ZC"


def read(**cells: str) -> Person | list[Problem]:
    """Read a row that is good but for these cells."""
    row = {"name": "Sunita Devi", "phone": "9876543210", "district": "Varanasi", **cells}
    reader = RowReader(list(row), {code: code for code in row}, Districts(DISTRICTS), Crafts(CRAFTS))
    return reader.read(7, list(row.values()))


def person(**cells: str) -> Person:
    found = read(**cells)
    assert isinstance(found, Person), in_words(found)
    return found


def said(**cells: str) -> str:
    found = read(**cells)
    assert isinstance(found, list)
    return in_words(found)[1]


def english(refusal: DomainError) -> str:
    with override("en"):
        return str(refusal.message)


def test_a_whole_row_becomes_a_person() -> None:
    found = person(
        craft="चिकनकारी, हाथ की कढ़ाई", address="H. No. 4", village="Lohta", block="Kashi Vidyapeeth", pin="२२१ ००१",
        pan="abcpd1234e", gstin=GSTIN, udyam="udyam up 75 0001234", bank_account="0012 3456 7890", ifsc="sbin0001234",
        artisan_card="PEH/12345", kind="Self Help Group", language="English",
    )  # fmt: skip

    assert found == Person(
        row=7,
        phone="+919876543210",
        name="Sunita Devi",
        name_key="sunita devi",
        district_id=187,
        craft_code="chikankari",
        other_craft="",
        kind="shg",
        language="en",
        facts={
            "pin": "221001",
            "pan": PAN,
            "gstin": GSTIN,
            "udyam": "UDYAM-UP-75-0001234",
            "bank_account": "001234567890",
            "ifsc": "SBIN0001234",
            "artisan_card": "PEH/12345",
            "address": "H. No. 4, Lohta, Kashi Vidyapeeth",
        },
    )


@pytest.mark.parametrize(
    "typed",
    ["9876543210", "09876543210", "+91-98765 43210", "919876543210", "९८७६५४३२१०", "\xa098765\xa043210 ", "'9876543210",
     "9876543210.0", "9.876543210E+09", "९.८७६५४३२१०E+०९", "98765\u200b43210"],
)  # fmt: skip
def test_a_phone_is_read_as_offices_write_it(typed: str) -> None:
    assert person(phone=typed).phone == "+919876543210"


@pytest.mark.parametrize("typed", ["9.87E+09", "9.87654E+09", "९.८७E+०९", "9,88E+09"])
def test_a_phone_that_lost_its_digits_says_so(typed: str) -> None:
    assert "some of its digits are lost" in said(phone=typed)


@pytest.mark.parametrize("typed", ["1.23456789012346E+17", "3.2E+10"])
def test_an_account_that_lost_its_digits_says_so(typed: str) -> None:
    assert "some of its digits are lost" in said(bank_account=typed)


def test_a_number_that_excel_wrote_with_all_its_digits_is_kept() -> None:
    assert whole_number("3.0000000123E+10") == "30000000123"
    assert whole_number("SBIN0001E10") == "SBIN0001E10"


@pytest.mark.parametrize("typed", ["987654321", "5876543210", "98765432101", "Sunita", "05422222222", "9876S43210"])
def test_what_is_no_mobile_is_refused(typed: str) -> None:
    assert "Mobile number: This is not an Indian mobile number." in said(phone=typed)


@pytest.mark.parametrize("typed", ["9876543210/9123456780", "9876543210, 09123456780", "9876543210 / +91 9123456780"])
def test_two_phones_in_one_cell_are_a_question(typed: str) -> None:
    assert "Several numbers stand here" in said(phone=typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Varanasi", 187), ("  VARANASI ", 187), ("वाराणसी", 187), ("187", 187), ("१८७", 187), ("187.0", 187),
     ("District Varanasi", 187), ("जनपद वाराणसी", 187), ("Varanasi (UP)", 187), ("वाराणसी / Varanasi", 187),
     ("Banaras", 187), ("Rae Bareli", 175), ("Raebareli", 175), ("संभल", 659), ("Kushi Nagar", 160),
     ("Allahabad", 120), ("इलाहाबाद", 120), ("Kanpur Nagar", 157), ("Sant Ravidas Nagar", 179)],
)  # fmt: skip
def test_a_district_is_known_by_its_names_and_its_code(typed: str, code: int) -> None:
    assert person(district=typed).district_id == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Varansi", "Do you mean Varanasi?"),
        ("वारानसी", "Do you mean वाराणसी?"),
        ("Kanpur", "Do you mean"),
        ("Lahore", "We know no district of this name."),
        ("9999", "We know no district of this name."),
        ("99999999999999999999", "We know no district of this name."),
        ("Agra / Varanasi", "We know no district of this name."),
    ],
)
def test_an_unknown_district_is_refused_with_the_one_that_was_meant(typed: str, sentence: str) -> None:
    assert sentence in said(district=typed)


def test_districts_of_one_name_ask_for_the_code() -> None:
    districts = Districts([(1, {"en": "Aurangabad"}), (2, {"en": "Aurangabad"})])

    with pytest.raises(DomainError, match=r"import\.cell") as refusal:
        districts.find("Aurangabad")
    assert "LGD code of the right one" in english(refusal.value)
    assert districts.find("2") == 2


def test_a_district_outside_the_programme_is_refused() -> None:
    districts = Districts(DISTRICTS, frozenset({179}))

    assert districts.find("Bhadohi") == 179
    with pytest.raises(DomainError) as refusal:
        districts.find("Varanasi")
    assert "programme" in english(refusal.value)


def test_every_other_name_belongs_to_one_district_that_we_have() -> None:
    districts = Districts(DISTRICTS)

    assert {code: {districts.find(name) for name in names} for code, names in OTHER_NAMES.items()} == {
        code: {code} for code in OTHER_NAMES
    }


def test_suggestions_are_bounded() -> None:
    districts = Districts(DISTRICTS)

    for number in range(300):
        with pytest.raises(DomainError):
            districts.find(f"Varanas{number}")

    assert len(districts.suggested) == 200


def test_a_craft_that_we_have_no_word_for_is_kept_as_written() -> None:
    assert (person(craft="Bamboo  baskets").craft_code, person(craft="Bamboo  baskets").other_craft) == (
        None,
        "Bamboo baskets",
    )
    assert person(craft="MORADABAD-BRASSWARE").craft_code == "moradabad-brassware"
    assert "too long" in said(craft="b" * 121)


@pytest.mark.parametrize(("typed", "kind"), [(words[0], kind) for kind, words in KINDS.items()] + [("समूह", "shg")])
def test_a_kind_is_known_in_both_languages(typed: str, kind: str) -> None:
    assert person(kind=typed.upper()).kind == kind


def test_an_unknown_kind_or_language_is_refused() -> None:
    assert "individual, self-help group" in said(kind="Robot")
    assert "Hindi or English" in said(language="Klingon")


@pytest.mark.parametrize("nothing", ["", " ", "\xa0", "-", "NA", "n/a", "Nil", "नहीं", "#N/A", "लागू नहीं"])
def test_what_means_nothing_is_nothing(nothing: str) -> None:
    assert person(pan=nothing, pin=nothing, kind=nothing).facts == {}
    assert "Name: This is empty" in said(name=nothing)


def test_everything_that_is_wrong_is_said_at_once_in_both_languages() -> None:
    found = read(name="", phone="12", district="Lahore", pan="ABCPD12345")

    assert isinstance(found, list)
    assert {problem.code for problem in found} == {"name", "phone", "district", "pan"}
    hindi, english = in_words(found)
    assert english.startswith("Mobile number: This is not an Indian mobile number.")
    with override("hi"):
        assert hindi.startswith(str(found[0].sentence)) or ": " in hindi


def test_a_short_row_lacks_its_last_cells() -> None:
    reader = RowReader(
        ["n", "p", "d"], {"n": "name", "p": "phone", "d": "district"}, Districts(DISTRICTS), Crafts(CRAFTS)
    )

    found = reader.read(3, ["Sunita", "9876543210"])

    assert [problem.code for problem in found] == ["district"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(\"http://x.example\")", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "'=1+1"]
)  # fmt: skip
@pytest.mark.parametrize("column", ["name", "address", "craft"])
def test_a_formula_is_refused_wherever_words_stand(column: str, cell: str) -> None:
    assert "This looks like a formula" in said(**{column: cell})


@pytest.mark.parametrize("column", ["name", "address", "craft"])
def test_signs_that_nobody_can_read_are_refused(column: str) -> None:
    assert said(**{column: "Sunita \x07 Devi"})
    assert said(**{column: "Sunita \u202e Devi"})


@pytest.mark.parametrize("column", ["name", "address", "craft", "artisan_card"])
def test_an_aadhaar_number_is_refused_wherever_it_hides(column: str) -> None:
    assert "Aadhaar" in said(**{column: "2341 2341 2346"})


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"pan": "ABCPD12345"}, "PAN"), ({"gstin": "09ABCPD1234E1ZD"}, "GSTIN"), ({"ifsc": "SBIN1001234"}, "IFSC"),
     ({"pin": "021001"}, "PIN code"), ({"udyam": "UDYAM-UP-75-123"}, "Udyam number"),
     ({"bank_account": "12345678"}, "Bank account"), ({"pan": "АBCPD1234E"}, "PAN")],
)  # fmt: skip
def test_a_bad_identifier_is_refused_in_its_own_sentence(cells: dict[str, str], column: str) -> None:
    assert said(**cells).startswith(f"{column}: ")
    assert len(said(**cells)) > len(column) + 20


def test_a_pan_that_is_not_the_one_in_the_gst_number_is_refused() -> None:
    assert person(pan=PAN, gstin=GSTIN).facts["gstin"] == GSTIN
    assert "The PAN inside the GST number is another one" in said(pan="ABCPD1234F", gstin=GSTIN)


def test_a_key_never_outgrows_its_column() -> None:
    assert len(person(name=" ".join(["md"] * 40)).name_key) <= 120


def test_a_name_of_300_letters_is_refused() -> None:
    assert "too long" in said(name="स" * 300)


words = st.text("abzAZ अहकज़ड़ािीुूेैोौं्ँः़ॠ .'-", min_size=1, max_size=40)


@settings(deadline=None)  # the first example loads what the others find loaded
@given(words)
def test_the_short_way_for_names_gives_what_the_long_one_gives(typed: str) -> None:
    def outcome(read_it: Any) -> str:
        try:
            return str(read_it(typed))
        except DomainError as refusal:
            return refusal.code

    typed = unicodedata.normalize("NFC", typed)  # as the reader hands it on
    if PLAIN_NAME(typed):
        assert outcome(clean_name) == read_name(typed) == typed


@settings(deadline=None)
@given(st.from_regex(r"[A-Z/-]{1,7}[0-9/-]{2,12}", fullmatch=True))
def test_the_short_way_for_card_numbers_gives_what_the_long_one_gives(typed: str) -> None:
    if PLAIN_NUMBER(typed):
        assert normalise_certificate_number(typed) == normalise_enrolment_id(typed) == typed
