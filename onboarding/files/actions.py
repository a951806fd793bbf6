"""Keep a file that was read."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from onboarding.files.documents import DocumentPicture
from onboarding.files.models import StoredFile
from onboarding.files.photos import Photo
from onboarding.files.renditions import Size


def store_photo(photo: Photo) -> StoredFile:
    """Return the row of a photo whose original and renditions are safely in the storage.

    A row never lacks its files. Files may lack their row when the transaction rolls back: nothing names them.
    """
    return _store(photo, StoredFile.Kind.PHOTO, [photo.renditions])


def store_document(picture: DocumentPicture) -> StoredFile:
    """Return the row of a document whose original and pages are safely in the storage, as of a photo."""
    return _store(picture, StoredFile.Kind.DOCUMENT, picture.pages)


def _store(read: Photo | DocumentPicture, kind: str, pages: list[dict[Size, bytes]]) -> StoredFile:
    stored = StoredFile(
        kind=kind,
        content_type=read.content_type,
        width=read.width,
        height=read.height,
        bytes=len(read.original),
        pages=len(pages),
        sha256=read.sha256,
        original_name_ext=read.name_ext,
    )
    storage = storages["uploads"]
    storage.save(stored.original_name, ContentFile(read.original))
    for name, encoded in _named(stored, pages):
        storage.save(name, ContentFile(encoded))
    stored.save(force_insert=True)
    return stored


def _named(stored: StoredFile, pages: list[dict[Size, bytes]]) -> Iterable[tuple[str, bytes]]:
    for number, renditions in enumerate(pages, start=1):
        for size, encoded in renditions.items():
            yield stored.rendition_name(size, number), encoded
