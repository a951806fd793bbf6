"""The port's own promises."""

from types import MappingProxyType

import pytest

from marketplaces.adapters.port import Credentials, payload_hash
from tests.marketplaces.factories import make_desired


def test_equal_listings_have_one_hash_whatever_the_order_and_kind_of_their_attributes() -> None:
    one = make_desired(attributes={"material": "Silk", "color": "Red"}, bullet_points=("a", "b"))
    other = make_desired(attributes=MappingProxyType({"color": "Red", "material": "Silk"}), bullet_points=["a", "b"])

    assert payload_hash(one) == payload_hash(other)
    assert len(payload_hash(one)) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"price_paise": 1_299_951},
        {"quantity": 2},
        {"title": "Banarasi silk saree, hand woven "},
        {"image_urls": ("https://photos.example/2.jpg", "https://photos.example/1.jpg")},
        {"attributes": {"material": "Silk", "color": "Maroon", "weave_method": "handloom"}},
    ],
)
def test_any_change_of_contents_changes_the_hash(change: dict[str, object]) -> None:
    assert payload_hash(make_desired(**change)) != payload_hash(make_desired())


def test_half_a_character_still_has_a_hash() -> None:
    assert len(payload_hash(make_desired(title="\ud800"))) == 64


def test_a_refresh_token_never_shows_in_a_repr() -> None:
    assert "secret" not in repr(Credentials("SELLER1", "Atzr|secret"))
