"""Take a stored file along to another board: its bytes are read under the one, and kept anew under the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from onboarding.files.models import StoredFile
from onboarding.files.renditions import DOCUMENT_SIZES, Size

COPIED = ("kind", "content_type", "width", "height", "bytes", "pages", "sha256", "original_name_ext")


@dataclass(frozen=True)
class FileInHand:
    """A file that lies in memory for the moment between two boards; renditions by size and page."""

    facts: Mapping[str, object]
    original: bytes = field(repr=False)
    renditions: Mapping[tuple[Size, int], bytes] = field(repr=False)


def take_file(stored: StoredFile) -> FileInHand:
    """Return all that the storage holds of this file. Raises FileNotFoundError if a part is gone."""
    sizes = DOCUMENT_SIZES if stored.kind == StoredFile.Kind.DOCUMENT else tuple(Size)
    return FileInHand(
        facts={name: getattr(stored, name) for name in COPIED},
        original=_read(stored.original_name),
        renditions={
            (size, page): _read(stored.rendition_name(size, page))
            for page in range(1, stored.pages + 1)
            for size in sizes
        },
    )


def keep_file(taken: FileInHand) -> StoredFile:
    """Return the row of the same file at the open board; its bytes were decoded and bounded when they first came."""
    stored = StoredFile(**taken.facts)
    storage = storages["uploads"]
    storage.save(stored.original_name, ContentFile(taken.original))
    for (size, page), encoded in taken.renditions.items():
        storage.save(stored.rendition_name(size, page), ContentFile(encoded))
    stored.save(force_insert=True)
    return stored


def _read(name: str) -> bytes:
    with storages["uploads"].open(name, "rb") as opened:
        return bytes(opened.read())
