"""Directory files of other states: taken in whole, or refused with the lines that are wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from onboarding.boards.models import District
from tests.factories import make_district

pytestmark = pytest.mark.django_db

HEADER = "state_lgd_code,district_lgd_code,district_en,district_hi"
PATNA = "10,212,Patna,पटना"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "bihar.csv"


def import_lines(directory: Path, *lines: str) -> str:
    directory.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = StringIO()
    call_command("import_districts", str(directory), stdout=said)
    return said.getvalue()


def test_districts_of_another_state_are_added_with_the_file_as_their_source(directory: Path) -> None:
    said = import_lines(directory, HEADER, PATNA, "10,188,Araria,")

    assert said == "Districts: 2 added, 0 changed, 0 as they were.\n"
    patna, araria = District.objects.get(pk=212), District.objects.get(pk=188)
    assert (patna.state_lgd_code, patna.name) == (10, {"en": "Patna", "hi": "पटना"})
    assert araria.name == {"en": "Araria"}
    assert patna.sources == {"lgd_code": {"source": "bihar.csv"}}
    assert (patna.division, patna.products) == ("", [])


def test_a_second_import_changes_nothing(directory: Path) -> None:
    import_lines(directory, HEADER, PATNA)
    before = list(District.objects.values())

    said = import_lines(directory, HEADER, PATNA)

    assert said == "Districts: 0 added, 0 changed, 1 as they were.\n"
    assert list(District.objects.values()) == before


def test_what_the_file_does_not_say_of_a_known_district_is_kept(directory: Path) -> None:
    make_district(187, name={"en": "Banaras", "hi": "वाराणसी"}, products=[{"en": "Saree"}], division="Varanasi")

    import_lines(directory, "state_lgd_code,district_lgd_code,district_en", "9,187,Varanasi")

    varanasi = District.objects.get(pk=187)
    assert varanasi.name == {"en": "Varanasi", "hi": "वाराणसी"}
    assert (varanasi.products, varanasi.division) == ([{"en": "Saree"}], "Varanasi")


def test_hindi_other_columns_and_a_byte_order_mark_are_no_trouble(directory: Path) -> None:
    import_lines(directory, "\ufeffs_no,district_en,district_lgd_code,state_lgd_code", "1,Patna,212,10")

    assert District.objects.get().name == {"en": "Patna"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("10,two,Araria,", "line 3: district_lgd_code must be a number from 1 to 999999, not 'two'"),
        ("10,0,Araria,", "line 3: district_lgd_code must be a number from 1 to 999999, not '0'"),
        ("10,१८८,Araria,", "line 3: district_lgd_code must be a number from 1 to 999999, not '१८८'"),
        ("10,99999999999999999999,Araria,", "line 3: district_lgd_code must be a number from 1 to 999999"),
        ("-1,188,Araria,", "line 3: state_lgd_code must be a number from 1 to 99, not '-1'"),
        ("10,188, ,", "line 3: district_en is empty"),
        ("10,188,Ara\0ria,", "line 3: district_en must be a name of at most 120 letters on one line"),
        (f"10,188,{'a' * 121},", "line 3: district_en must be a name of at most 120 letters on one line"),
        ("10,188", "line 3: the number of columns is not that of line 1"),
        ("10,188,Araria,अररिया,more", "line 3: the number of columns is not that of line 1"),
        ("10,212,Patna again,", "line 3: district 212 stands on line 2 already"),
        ("10,187,Varanasi,", "line 3: district 187 belongs to state 9, not 10"),
        ('10,188,"Araria,', "line 3: unexpected end of data"),
    ],
)
def test_a_bad_line_is_named_and_leaves_nothing(directory: Path, line: str, problem: str) -> None:
    make_district(187)

    with pytest.raises(CommandError) as refusal:
        import_lines(directory, HEADER, PATNA, line)

    assert str(refusal.value).startswith(f"Nothing was taken in. In bihar.csv:\n  {problem}")
    assert list(District.objects.values_list("pk", flat=True)) == [187]


def test_all_bad_lines_are_named_at_once_up_to_twenty(directory: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        import_lines(directory, HEADER, *["10,x,Araria,"] * 23)

    lines = str(refusal.value).splitlines()
    assert lines[1].startswith("  line 2: ")
    assert lines[20].startswith("  line 21: ")
    assert lines[21:] == ["  and 3 more"]


def test_a_missing_column_is_named(directory: Path) -> None:
    with pytest.raises(CommandError, match="line 1: the column district_lgd_code is missing"):
        import_lines(directory, "state_lgd_code,district_en", "10,Patna")
    assert not District.objects.exists()


def test_an_empty_file_is_refused(directory: Path) -> None:
    with pytest.raises(CommandError, match="the file holds no district"):
        import_lines(directory, HEADER)


def test_a_file_that_is_absent_or_no_text_is_refused(directory: Path) -> None:
    with pytest.raises(CommandError, match=r"bihar\.csv cannot be read: No such file"):
        call_command("import_districts", str(directory))

    directory.write_bytes(HEADER.encode() + b"\n10,212,\xff\xfe,\n")
    with pytest.raises(CommandError, match="is not UTF-8 text"):
        call_command("import_districts", str(directory))
    assert not District.objects.exists()
