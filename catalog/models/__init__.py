from catalog.models.listing import Listing
from catalog.models.photo import Photo

__all__ = ["Listing", "Photo"]
