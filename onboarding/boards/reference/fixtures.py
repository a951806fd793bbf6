"""The fixtures as fields of the models."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

Entry = dict[str, Any]


def districts_of_uttar_pradesh() -> list[Entry]:
    return [{**entry, "division": entry["division"] or ""} for entry in read("districts_up.json")]


def crafts() -> list[Entry]:
    return [craft_fields(**entry) for entry in read("crafts.json")]


def craft_fields(
    *, home_district: int | None, hsn: str | None, amazon_product_type: str | None, **fields: Any
) -> Entry:
    # A column without a fact is an empty text; its source and status stay in `facts`.
    return {
        **fields,
        "home_district_id": home_district,
        "hsn": hsn or "",
        "amazon_product_type": amazon_product_type or "",
    }


def read(name: str) -> list[Entry]:
    entries: list[Entry] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return entries
