"""Listings as a board would approve them."""

from typing import Any

from marketplaces.adapters.port import DesiredListing

PLAIN: dict[str, Any] = {
    "sku": "HS-SAREE-1",
    "product_type": "SAREE",
    "title": "Banarasi silk saree, hand woven",
    "description": "Woven on a pit loom in Varanasi with zari of tested silver.",
    "bullet_points": ("Pure silk", "Six and a half metres"),
    "price_paise": 1_299_950,
    "mrp_paise": 1_500_000,
    "quantity": 3,
    "hsn": "5007",
    "image_urls": ("https://photos.example/1.jpg", "https://photos.example/2.jpg"),
    "manufacturer": "Asha Devi (invented), Madanpura, Varanasi 221001",
    "packer": "Asha Devi (invented), Madanpura, Varanasi 221001",
    "attributes": {"material": "Silk", "color": "Maroon", "weave_method": "handloom", "length_cm": 650},
}


def make_desired(**changes: Any) -> DesiredListing:
    """Return a saree that Amazon would take, with these changes."""
    return DesiredListing(**(PLAIN | changes))
