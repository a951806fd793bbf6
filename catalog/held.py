"""The rows about a seller in this room."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Listing, Photo
from sellers.privacy.held import End, Held
from sellers.privacy.own import named

HELD: tuple[Held, ...] = (
    Held(
        Listing,
        "seller",
        _("Your products"),
        shown=(
            "title",
            "description",
            "attributes",
            "price_paise",
            "mrp_paise",
            "quantity",
            "status",
            "status_since",
            "officer_note",
            "created_at",
            "submitted_at",
        ),
        read={"district": lambda row: named(row.district), "craft": lambda row: named(row.craft)},
        related=("district", "craft"),
        newest="created_at",
        end=End.EMPTIED,
        # The row stays for what was sold by its number; her words, which may name her, go.
        emptied={"title": {}, "description": {}, "attributes": {}, "officer_note": ""},
    ),
    Held(
        Photo,
        "listing__seller",
        _("Photos of your products"),
        shown=("position",),
        left_out={"file": "shown as a picture"},
        picture=lambda row: ("seller_photo", [row.file_id, "320"]),
        newest="listing",
    ),
)
