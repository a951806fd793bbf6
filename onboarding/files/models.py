"""The row of an uploaded file; its bytes lie in the storage under the row's board and id."""

from django.db import models
from django.utils import timezone

from onboarding.files.renditions import RENDITIONS, Size
from onboarding.tenancy.models import BoardModel


class StoredFile(BoardModel):
    """A file that was read under limits and written before this row. Width and height are those upright."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "photo"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PHOTO)
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    original_name_ext = models.CharField(max_length=6, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def original_name(self) -> str:
        """The storage name of the original, which is kept as evidence and never served."""
        return f"{self._stem}.original"

    def rendition_name(self, size: Size) -> str:
        return f"{self._stem}.{RENDITIONS[size].suffix}"

    @property
    def _stem(self) -> str:
        return f"{self.board_id}/{str(self.pk)[:2]}/{self.pk}"
