"""Small product types of our own in the form of Amazon's (JSON Schemas), and what they say of a listing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "product_types"
SHARED = "_shared.json"
REQUIREMENTS = ("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY")
INVALID, MISSING, TOO_FEW, UNKNOWN, NO_IMAGE = "4000001", "90220", "99022", "90000900", "18320"

Issue = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Schema:
    """A product type: a validator for each attribute that it knows, and the names of those that it needs."""

    attributes: Mapping[str, Draft202012Validator]
    required: tuple[str, ...]


class ProductTypes:
    """The product types that the sandbox knows, by name."""

    def __init__(self, folder: Path = FOLDER) -> None:
        shared = json.loads((folder / SHARED).read_text())
        self._offer: list[str] = shared["x-offer"]
        self._schemas = {
            path.stem: _merged(shared, json.loads(path.read_text()))
            for path in sorted(folder.glob("*.json"))
            if path.name != SHARED
        }

    def names(self) -> list[str]:
        """Return the known product types in order."""
        return list(self._schemas)

    def issues(self, product_type: str, requirements: str, attributes: Mapping[str, Any]) -> list[Issue]:
        """Return what is wrong with the attributes of a known product type, most severe first."""
        schema = self._schemas[product_type]
        required = self._required(schema, requirements)
        found = [_missing(name) for name in required if name not in attributes]
        found += [_unknown(name) for name in sorted(set(attributes) - set(schema.attributes))]
        for name in sorted(set(attributes) & set(schema.attributes)):
            errors = schema.attributes[name].iter_errors(attributes[name])
            found += [_invalid(name, error) for error in errors]
        # A price is compared only when its form is right.
        return found or _price_issues(attributes) + _image_issues(attributes)

    def _required(self, schema: Schema, requirements: str) -> tuple[str, ...]:
        if requirements == "LISTING_OFFER_ONLY":
            return (*self._offer, "merchant_suggested_asin")
        if requirements == "LISTING_PRODUCT_ONLY":
            return tuple(name for name in schema.required if name not in self._offer)
        return schema.required


def is_error(issue: Issue) -> bool:
    """Return whether the issue alone refuses the submission."""
    return bool(issue["severity"] == "ERROR")


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> Schema:
    # Built once: making a validator costs more than running it.
    properties = {**shared["properties"], **own["properties"]}
    return Schema(
        {name: Draft202012Validator(property_ | {"$defs": shared["$defs"]}) for name, property_ in properties.items()},
        (*shared["required"], *own["required"]),
    )


def _issue(code: str, message: str, name: str, category: str, severity: str = "ERROR") -> Issue:
    return {
        "code": code,
        "message": message,
        "severity": severity,
        "attributeNames": [name],
        "categories": [category],
    }


def _missing(name: str) -> Issue:
    return _issue(MISSING, f"'{name}' is required but not supplied.", name, "MISSING_ATTRIBUTE")


def _unknown(name: str) -> Issue:
    return _issue(UNKNOWN, f"'{name}' is no attribute of this product type.", name, "INVALID_ATTRIBUTE")


def _invalid(name: str, error: ValidationError) -> Issue:
    if error.validator == "minItems":
        return _issue(TOO_FEW, f"'{name}' has too few values.", name, "INVALID_ATTRIBUTE")
    where = "/".join(str(step) for step in error.absolute_path)
    return _issue(
        INVALID,
        f"'{name}' has an invalid value at '{where}': {error.validator} is not met.",
        name,
        "INVALID_ATTRIBUTE",
    )


def _price_issues(attributes: Mapping[str, Any]) -> list[Issue]:
    for offer in attributes.get("purchasable_offer", []):
        price, mrp = (offer[kind][0]["schedule"][0]["value_with_tax"] for kind in ("our_price", "maximum_retail_price"))
        if price > mrp:
            message = "The price is above the maximum retail price."
            return [_issue(INVALID, message, "purchasable_offer", "INVALID_PRICE")]
    return []


def _image_issues(attributes: Mapping[str, Any]) -> list[Issue]:
    if "main_product_image_locator" in attributes:
        return []
    # Amazon takes a listing without a main photo, and hides it from search.
    message = "The listing has no main image and is not shown in search."
    issue = _issue(NO_IMAGE, message, "main_product_image_locator", "MISSING_IMAGE", "WARNING")
    enforced = {"actions": [{"action": "SEARCH_SUPPRESSED"}], "exemption": {"status": "NOT_EXEMPT"}}
    return [issue | {"enforcements": enforced}]
