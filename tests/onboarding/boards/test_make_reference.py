"""From the researched CSV files to the fixtures."""

import json
from pathlib import Path

import pytest

from tools.make_reference import CRAFTS, make

DISTRICT_COLUMNS = (
    "district_en,district_hi,state_lgd_code,district_lgd_code,census2011_code,lgd_name,division,division_source,"
    "odop_products,odop_additions_2025,odop_status,odop_source,note,lgd_source"
)
CRAFT_COLUMNS = (
    "seq,seed_phrase,district,district_lgd_code,craft,hsn,gst_rate_pct,gst_condition,gst_source,gst_status,"
    "hsn_alternatives,gi_tag_name,gi_status,amazon_product_type,amazon_product_type_status,amazon_search_keyword,"
    "browse_category_suggestion,browse_status,notes"
)


def written(folder: Path, *lines: str) -> Path:
    source = folder / "source.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source


def test_an_empty_cell_of_a_district_becomes_null(tmp_path: Path) -> None:
    source = written(tmp_path, DISTRICT_COLUMNS, "Agra,आगरा,9,118,,AGRA,,,Leather; Petha,,listed_only,,,")

    fixture = make("districts", source, tmp_path)

    assert json.loads(fixture.read_text(encoding="utf-8")) == [
        {
            "lgd_code": 118,
            "state_lgd_code": 9,
            "name": {"en": "Agra", "hi": "आगरा"},
            "division": None,
            "products": [{"en": "Leather"}, {"en": "Petha"}],
            "sources": {
                "lgd_code": {"name": "AGRA", "source": None},
                "census2011_code": {"value": None},
                "division": {"source": None},
                "products": {"status": "listed_only", "source": None, "added_2025": []},
                "note": {"value": None},
            },
        }
    ]


def test_an_empty_cell_of_a_craft_becomes_null(tmp_path: Path) -> None:
    source = written(tmp_path, CRAFT_COLUMNS, "8,sports items,Meerut,169,Sports goods,,,,,,,,,,unverified,,,,")

    (craft,) = json.loads(make("crafts", source, tmp_path).read_text(encoding="utf-8"))

    assert (craft["code"], craft["home_district"]) == ("meerut-sports", 169)
    assert (craft["hsn"], craft["amazon_product_type"]) == (None, None)
    assert craft["facts"]["gst_rate_pct"] == {"value": None, "condition": None, "source": None, "status": None}
    assert craft["facts"]["amazon_product_type"] == {"value": None, "status": "unverified"}


def test_a_craft_that_has_no_code_yet_is_refused(tmp_path: Path) -> None:
    source = written(tmp_path, CRAFT_COLUMNS, "1,,Agra,118,Marble inlay" + "," * 14)

    with pytest.raises(KeyError, match="Marble inlay"):
        make("crafts", source, tmp_path)
    assert not (tmp_path / "crafts.json").exists()


def test_there_are_nine_codes() -> None:
    assert len({code for code, _hindi in CRAFTS.values()}) == 9
