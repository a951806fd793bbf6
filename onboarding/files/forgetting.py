"""Let a file go: its bytes first, then its row, so that whoever is killed between them finds it again."""

from collections.abc import Iterable

from django.core.files.storage import storages

from onboarding.files.models import StoredFile
from onboarding.files.renditions import Size


def forget_files(files: Iterable[StoredFile]) -> None:
    """Leave neither bytes nor rows of these files. Nothing may name them any more when the transaction commits."""
    storage = storages["uploads"]
    for stored in files:
        for name in names_of(stored):
            storage.delete(name)  # quiet when it is gone already
        stored.delete()


def names_of(stored: StoredFile) -> list[str]:
    """Return every name that the storage may hold of this file."""
    pages = range(1, stored.pages + 1)
    return [stored.original_name, *(stored.rendition_name(size, page) for page in pages for size in Size)]
