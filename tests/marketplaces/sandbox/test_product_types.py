"""The product types that come with the sandbox are sound, and take what our adapter makes of a craft."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from marketplaces.adapters.amazon.attributes import amazon_attributes
from marketplaces.sandbox.product_types import FOLDER, ProductTypes
from tests.marketplaces.factories import make_desired

CRAFTS: dict[str, dict[str, Any]] = {
    "SAREE": {"material": "Silk", "color": "Red", "weave_method": "handloom"},
    "LOCK": {"material": "Brass"},
    "FIGURINE": {"material": "Brass", "finish_type": "Antique"},
    "RUG": {"material": "Wool", "color": "Blue", "length_cm": 180, "width_cm": 120},
    "KURTA": {"material": "Cotton", "color": "White", "size": "M"},
    "HANDBAG": {"material": "Leather", "color": "Tan"},
    "SHOES": {"material": "Leather", "color": "Tan", "size": "7"},
    "SPORTING_GOODS": {"material": "Willow", "weight_g": 1180},
    "SCULPTURE": {"material": "Sheesham wood", "height_cm": 30, "length_cm": 10},
}


def test_there_is_one_product_type_a_craft() -> None:
    assert sorted(ProductTypes().names()) == sorted(CRAFTS)


@pytest.mark.parametrize("name", CRAFTS)
def test_what_the_adapter_makes_of_a_craft_is_taken(name: str) -> None:
    desired = make_desired(product_type=name, attributes=CRAFTS[name])

    assert ProductTypes().issues(name, "LISTING", amazon_attributes(desired)) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_each_product_type_is_a_sound_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text()))
