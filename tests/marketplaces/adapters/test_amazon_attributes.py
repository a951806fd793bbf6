"""Our listing in Amazon's words."""

from marketplaces.adapters.amazon.attributes import amazon_attributes, put_body, rupees
from tests.marketplaces.factories import make_desired

INDIA = "A21TJRUUN4KGV"


def test_price_and_mrp_stand_where_india_wants_them() -> None:
    attributes = amazon_attributes(make_desired(price_paise=129_950, mrp_paise=150_000))

    assert attributes["purchasable_offer"] == [
        {
            "currency": "INR",
            "marketplace_id": INDIA,
            "our_price": [{"schedule": [{"value_with_tax": 1299.5}]}],
            "maximum_retail_price": [{"schedule": [{"value_with_tax": 1500}]}],
        }
    ]


def test_rupees_are_exact_to_the_paisa() -> None:
    assert [repr(rupees(paise)) for paise in (1, 100, 129_999, 99_999_999)] == [
        "0.01",
        "1",
        "1299.99",
        "999999.99",
    ]


def test_hsn_origin_and_makers_are_the_legal_metrology_attributes() -> None:
    attributes = amazon_attributes(make_desired(hsn="5007", manufacturer="A, Varanasi", packer="B, Varanasi"))

    assert attributes["external_product_information"] == [
        {"entity": "HSN Code", "value": "5007", "marketplace_id": INDIA}
    ]
    assert attributes["country_of_origin"] == [{"value": "IN", "marketplace_id": INDIA}]
    assert attributes["rtip_manufacturer_contact_information"] == [{"value": "A, Varanasi"}]
    assert attributes["packer_contact_information"] == [
        {"value": "B, Varanasi", "language_tag": "en_IN", "marketplace_id": INDIA}
    ]


def test_the_first_photo_is_the_main_one_and_the_tenth_stays_at_home() -> None:
    urls = tuple(f"https://photos.example/{number}.jpg" for number in range(10))

    attributes = amazon_attributes(make_desired(image_urls=urls))

    images = {name: value[0]["media_location"] for name, value in attributes.items() if "locator" in name}
    assert images == {
        "main_product_image_locator": urls[0],
        **{f"other_product_image_locator_{number}": urls[number] for number in range(1, 9)},
    }


def test_craft_attributes_get_amazons_shapes_and_unknown_ones_stay_at_home() -> None:
    attributes = amazon_attributes(
        make_desired(
            attributes={
                "material": ["Silk", "Zari"],
                "weave_method": "handloom",
                "length_cm": 650,
                "width_cm": 115,
                "weight_g": 700,
                "gi_name": "Banaras Brocades and Sarees",
            }
        )
    )

    assert [each["value"] for each in attributes["material"]] == ["Silk", "Zari"]
    assert attributes["weave_method"] == [{"value": "Handloom", "marketplace_id": INDIA}]
    assert attributes["item_dimensions"] == [
        {
            "length": {"value": 650, "unit": "centimeters"},
            "width": {"value": 115, "unit": "centimeters"},
            "marketplace_id": INDIA,
        }
    ]
    assert attributes["item_weight"] == [{"value": 700, "unit": "grams", "marketplace_id": INDIA}]
    assert "gi_name" not in attributes


def test_what_is_empty_is_left_out() -> None:
    attributes = amazon_attributes(
        make_desired(bullet_points=(), image_urls=(), manufacturer="", packer="", attributes={})
    )

    assert set(attributes) == {
        "item_name",
        "brand",
        "product_description",
        "supplier_declared_has_product_identifier_exemption",
        "condition_type",
        "purchasable_offer",
        "fulfillment_availability",
        "country_of_origin",
        "external_product_information",
    }


def test_the_body_asks_for_the_whole_listing() -> None:
    body = put_body(make_desired())

    assert set(body) == {"productType", "requirements", "attributes"}
    assert (body["productType"], body["requirements"]) == ("SAREE", "LISTING")
