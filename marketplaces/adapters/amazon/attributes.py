"""A listing in our words to Amazon's Indian attributes: each a list of values, as its product types want."""

from typing import Any

from marketplaces.adapters.amazon.client import INDIA, LOCALE
from marketplaces.adapters.port import AttributeValue, DesiredListing

Attributes = dict[str, list[dict[str, Any]]]

# Craft attributes whose names and shapes are Amazon's too: texts in a language, and plain values.
TEXTS = frozenset(
    {
        "material", "color", "pattern", "style", "theme", "fabric_type", "weave_type", "care_instructions",
        "finish_type", "occasion_type", "special_feature", "included_components", "item_type_name", "shape",
        "embellishment_feature", "inner_material", "outer_material", "sole_material", "size", "craft",
    }
)  # fmt: skip
PLAIN = frozenset({"weave_method", "department", "target_gender", "number_of_items", "is_handmade"})
# Amazon takes these two as words of its own, not as the reader's language has them.
WEAVE_METHODS = {"handloom": "Handloom", "powerloom": "Powerloom"}
SIDES_CM = {"length_cm": "length", "width_cm": "width", "height_cm": "height"}
MAX_OTHER_IMAGES = 8


def put_body(desired: DesiredListing) -> dict[str, Any]:
    """Return the body of a putListingsItem that makes the listing as desired, whole."""
    return {
        "productType": desired.product_type,
        "requirements": "LISTING",
        "attributes": amazon_attributes(desired),
    }


def amazon_attributes(desired: DesiredListing) -> Attributes:
    """Return the listing's attributes by Amazon's names.

    A craft attribute that Amazon has no name for stays at home: sending it would refuse the whole listing
    (issue 90000900).
    """
    return {
        **_identity(desired),
        **_offer(desired),
        **_legal_metrology(desired),
        **_images(desired.image_urls),
        **_craft(desired),
    }


def rupees(paise: int) -> int | float:
    """Return the amount as Amazon's JSON numbers have it: 129900 -> 1299, 129950 -> 1299.5."""
    return paise // 100 if paise % 100 == 0 else paise / 100


def _plain(value: object) -> list[dict[str, Any]]:
    return [{"value": value, "marketplace_id": INDIA}]


def _text(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "language_tag": LOCALE, "marketplace_id": INDIA} for value in values]


def _identity(desired: DesiredListing) -> Attributes:
    attributes = {
        "item_name": _text(desired.title),
        "brand": _text(desired.brand),
        "product_description": _text(desired.description),
        # Handmade goods carry no bar code: Amazon grants the exemption per brand and category.
        "supplier_declared_has_product_identifier_exemption": _plain(True),
    }
    if desired.bullet_points:
        attributes["bullet_point"] = _text(*desired.bullet_points)
    return attributes


def _offer(desired: DesiredListing) -> Attributes:
    return {
        "condition_type": _plain("new_new"),
        "purchasable_offer": [
            {
                "currency": "INR",
                "marketplace_id": INDIA,
                "our_price": [{"schedule": [{"value_with_tax": rupees(desired.price_paise)}]}],
                "maximum_retail_price": [{"schedule": [{"value_with_tax": rupees(desired.mrp_paise)}]}],
            }
        ],
        "fulfillment_availability": [{"fulfillment_channel_code": "DEFAULT", "quantity": desired.quantity}],
    }


def _legal_metrology(desired: DesiredListing) -> Attributes:
    attributes: Attributes = {
        "country_of_origin": _plain(desired.country_of_origin),
        "external_product_information": [{"entity": "HSN Code", "value": desired.hsn, "marketplace_id": INDIA}],
    }
    if desired.manufacturer:
        # This one has neither language nor marketplace in Amazon's Indian product types.
        attributes["rtip_manufacturer_contact_information"] = [{"value": desired.manufacturer}]
    if desired.packer:
        attributes["packer_contact_information"] = _text(desired.packer)
    return attributes


def _images(urls: tuple[str, ...]) -> Attributes:
    names = ["main_product_image_locator"]
    names += [f"other_product_image_locator_{number}" for number in range(1, MAX_OTHER_IMAGES + 1)]
    return {name: [{"media_location": url, "marketplace_id": INDIA}] for name, url in zip(names, urls, strict=False)}


def _craft(desired: DesiredListing) -> Attributes:
    attributes: Attributes = {}
    sides: dict[str, Any] = {}
    for name, value in desired.attributes.items():
        if name in TEXTS:
            attributes[name] = _text(*_as_texts(value))
        elif name in PLAIN:
            attributes[name] = _plain(WEAVE_METHODS.get(str(value), value))
        elif name in SIDES_CM:
            sides[SIDES_CM[name]] = {"value": value, "unit": "centimeters"}
        elif name == "weight_g":
            attributes["item_weight"] = [{"value": value, "unit": "grams", "marketplace_id": INDIA}]
    if sides:
        attributes["item_dimensions"] = [{**sides, "marketplace_id": INDIA}]
    return attributes


def _as_texts(value: AttributeValue) -> tuple[str, ...]:
    return (str(value),) if isinstance(value, str | int) else tuple(value)
