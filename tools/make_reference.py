"""Make the project's reference fixtures from the researched CSV files.

    .venv/bin/python -m tools.make_reference districts up_districts_odop.csv
    .venv/bin/python -m tools.make_reference crafts seed_crafts.csv

A fact keeps the source and the status that the CSV gives it. An empty cell is null: nothing is guessed here.
"""

import argparse
import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "onboarding" / "boards" / "reference"

Row = Mapping[str, str]

# The CSV has no codes and no Hindi names: code and Hindi name by the CSV's English name.
CRAFTS = {
    "Banarasi silk saree": ("banarasi-silk-saree", "बनारसी रेशमी साड़ी"),
    "Locks and hardware": ("locks-hardware", "ताले और हार्डवेयर"),
    "Brassware / metal craft": ("moradabad-brassware", "पीतल और धातु का काम"),
    "Hand-knotted carpet / dari": ("bhadohi-carpet", "हाथ से बुना क़ालीन और दरी"),
    "Chikankari hand embroidery": ("chikankari", "चिकनकारी, हाथ की कढ़ाई"),
    "Leather goods and saddlery": ("kanpur-leather", "चमड़े का सामान और काठी"),
    "Leather footwear": ("agra-footwear", "चमड़े के जूते-चप्पल"),
    "Sports goods": ("meerut-sports", "खेल का सामान"),
    "Carved and inlaid wood": ("saharanpur-wood", "लकड़ी की नक़्क़ाशी और जड़ाई"),
}


def cell(row: Row, column: str) -> str | None:
    """Return the cell's text, or None when it is empty. One source is written in two forms: it becomes one."""
    return re.sub(r"\(\w+ (id \d+)\)", r"(\1)", row[column].strip()) or None


def number(row: Row, column: str) -> int | None:
    text = cell(row, column)
    return None if text is None else int(text)


def texts(row: Row, column: str) -> list[dict[str, str]]:
    """Return the parts between semicolons, each as `{language: text}`."""
    return [{"en": part.strip()} for part in (cell(row, column) or "").split(";") if part.strip()]


def district(row: Row) -> dict[str, Any]:
    return {
        "lgd_code": number(row, "district_lgd_code"),
        "state_lgd_code": number(row, "state_lgd_code"),
        "name": {"en": cell(row, "district_en"), "hi": cell(row, "district_hi")},
        "division": cell(row, "division"),
        "products": texts(row, "odop_products"),
        "sources": {
            "lgd_code": {"name": cell(row, "lgd_name"), "source": cell(row, "lgd_source")},
            "census2011_code": {"value": cell(row, "census2011_code")},
            "division": {"source": cell(row, "division_source")},
            "products": {
                "status": cell(row, "odop_status"),
                "source": cell(row, "odop_source"),
                "added_2025": texts(row, "odop_additions_2025"),
            },
            "note": {"value": cell(row, "note")},
        },
    }


def craft(row: Row) -> dict[str, Any]:
    code, hindi = CRAFTS[row["craft"]]
    return {
        "code": code,
        "name": {"en": cell(row, "craft"), "hi": hindi},
        "home_district": number(row, "district_lgd_code"),
        "hsn": cell(row, "hsn"),
        "amazon_product_type": cell(row, "amazon_product_type"),
        "facts": {
            "seed_phrase": {"value": cell(row, "seed_phrase")},
            "gst_rate_pct": {
                "value": number(row, "gst_rate_pct"),
                "condition": cell(row, "gst_condition"),
                "source": cell(row, "gst_source"),
                "status": cell(row, "gst_status"),
            },
            "hsn_alternatives": {"value": cell(row, "hsn_alternatives")},
            "gi_tag": {"value": cell(row, "gi_tag_name"), "status": cell(row, "gi_status")},
            "amazon_product_type": {
                "value": cell(row, "amazon_product_type"),
                "status": cell(row, "amazon_product_type_status"),
            },
            "amazon_search_keyword": {"value": cell(row, "amazon_search_keyword")},
            "browse_category": {
                "value": cell(row, "browse_category_suggestion"),
                "status": cell(row, "browse_status"),
            },
            "note": {"value": cell(row, "notes")},
        },
    }


FIXTURES: Mapping[str, tuple[str, Callable[[Row], dict[str, Any]]]] = {
    "districts": ("districts_up.json", district),
    "crafts": ("crafts.json", craft),
}


def make(kind: str, source: Path, folder: Path = FOLDER) -> Path:
    """The fixture holds what the CSV says; return its path. Raises KeyError for an unknown column or craft."""
    name, entry = FIXTURES[kind]
    with source.open(encoding="utf-8-sig", newline="") as opened:
        entries = [entry(row) for row in csv.DictReader(opened)]
    target = folder / name
    target.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(FIXTURES))
    parser.add_argument("csv", type=Path)
    arguments = parser.parse_args()
    print(make(arguments.kind, arguments.csv))


if __name__ == "__main__":
    main()
