"""A list of members as people paste it."""

import pytest
from django.utils.translation import override

from sellers.actions.members import NewMember
from sellers.roster.pasting import NoLines, TooManyLines, read_lines


@pytest.mark.parametrize(
    "line",
    [
        "Asha Devi, 98765 43210",
        "Asha Devi,+91-98765-43210",
        "Asha Devi\t09876543210",
        "1. Asha Devi, 98765 43210",
        "7, Asha Devi, 9876543210",
        "Asha Devi; ९८७६५४३२१०",
        "  Asha   Devi |9876543210 ",
        '"Asha Devi",9876543210,',
        "Asha Devi,,9876543210",
    ],
)
def test_a_line_is_read_as_people_write_it(line: str) -> None:
    pasted = read_lines(line)

    assert [error.reason for error in pasted.errors] == []
    assert pasted.members == [NewMember("Asha Devi", phone="+919876543210")]


@pytest.mark.parametrize("line", ["Asha Devi, through her sister Meena", "Asha Devi, -, through her sister Meena"])
def test_without_a_phone_the_rest_says_how_she_is_reached(line: str) -> None:
    assert read_lines(line).members == [NewMember("Asha Devi", reach="through her sister Meena")]


def test_a_header_and_empty_lines_are_no_members() -> None:
    text = "Name, Phone\n\n , ,\nAsha Devi, 9876543210\r\nRekha Devi, 9876543211\n"

    assert [member.name for member in read_lines(text).members] == ["Asha Devi", "Rekha Devi"]


def test_each_bad_line_is_named_by_its_number_and_reason() -> None:
    text = "Asha Devi, 9876543210\nRekha Devi\nSita Devi, 12345678\n9876543212\nGita, 9876543210, 9876543211"

    with override("en"):
        pasted = read_lines(text)

    assert [error.line for error in pasted.errors] == [2, 3, 4, 5]
    assert "phone is missing" in pasted.errors[0].reason
    assert "10 digits" in pasted.errors[1].reason
    assert [member.name for member in pasted.members] == ["Asha Devi"]


def test_an_aadhaar_number_is_not_taken_as_words() -> None:
    assert len(read_lines("Asha Devi, her card says 2341 2341 2346").errors) == 1


def test_five_hundred_lines_are_taken_and_one_more_is_not() -> None:
    lines = [f"Asha Devi, 98765{number:05d}" for number in range(501)]

    assert len(read_lines("\n".join(lines[:500])).members) == 500
    with pytest.raises(TooManyLines):
        read_lines("\n".join(lines))


@pytest.mark.parametrize("text", ["", "\n\n", " , ;\n", "Name, Phone"])
def test_nothing_is_no_list(text: str) -> None:
    with pytest.raises(NoLines):
        read_lines(text)


@pytest.mark.parametrize(
    "line", ['"' * 50, "," * 350 + "x", "=cmd|' /C calc'!A0, 9876543210", "x" * 5000, "Asha\u202e, 9"]
)
def test_whatever_is_pasted_is_a_member_or_an_error(line: str) -> None:
    pasted = read_lines(line)

    assert len(pasted.members) + len(pasted.errors) == 1
