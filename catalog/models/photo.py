from django.db import models

from catalog.models.listing import Listing
from onboarding.files.models import StoredFile
from onboarding.tenancy.models import BoardKey, BoardModel


class Photo(BoardModel):
    """A photo of a listing, by its place in the order; the first one is the main photo."""

    listing = BoardKey(Listing, models.CASCADE, related_name="photos")
    file = BoardKey(StoredFile, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["board", "listing", "position"], name="photo_position_once")]
