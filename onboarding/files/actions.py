"""Keep a file that was read."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from onboarding.files.models import StoredFile
from onboarding.files.photos import Photo


def store_photo(photo: Photo) -> StoredFile:
    """Return the row of a photo whose original and renditions are safely in the storage.

    A row never lacks its files. Files may lack their row when the transaction rolls back: nothing names them.
    """
    stored = StoredFile(
        content_type=photo.content_type,
        width=photo.width,
        height=photo.height,
        bytes=len(photo.original),
        sha256=photo.sha256,
        original_name_ext=photo.name_ext,
    )
    storage = storages["uploads"]
    storage.save(stored.original_name, ContentFile(photo.original))
    for size, encoded in photo.renditions.items():
        storage.save(stored.rendition_name(size), ContentFile(encoded))
    stored.save(force_insert=True)
    return stored
