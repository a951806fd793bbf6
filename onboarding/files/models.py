"""The row of an uploaded file; its bytes lie in the storage under the row's board and id."""

from django.db import models
from django.utils import timezone

from onboarding.files.querysets import StoredFileQuerySet
from onboarding.files.renditions import DOCUMENT_SIZES, RENDITIONS, Size
from onboarding.tenancy.models import BoardModel


class StoredFile(BoardModel):
    """A file that was read under limits and written before this row. Width and height are those upright.

    A photo is shown to buyers; a document is evidence, for its owner and the officers only, and may have several pages.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "photo"
        DOCUMENT = "document", "document"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PHOTO)
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1, db_default=1)
    sha256 = models.CharField(max_length=64)
    original_name_ext = models.CharField(max_length=6, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StoredFileQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["board", "sha256"], name="stored_file_content")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def original_name(self) -> str:
        """The storage name of the original, which is kept as evidence and never served."""
        return f"{self._stem}.original"

    def has_rendition(self, size: str, page: int = 1) -> bool:
        """Tell whether this file has such a rendition; documents have two sizes of each page."""
        sizes = DOCUMENT_SIZES if self.kind == self.Kind.DOCUMENT else tuple(Size)
        return size in set(sizes) and 1 <= page <= self.pages

    def rendition_name(self, size: Size, page: int = 1) -> str:
        of_page = f".p{page}" if page > 1 else ""
        return f"{self._stem}{of_page}.{RENDITIONS[size].suffix}"

    @property
    def _stem(self) -> str:
        return f"{self.board_id}/{str(self.pk)[:2]}/{self.pk}"
