"""Lists and error files in the storage: each board in its own folder, under names that tell nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from onboarding.tenancy.scope import current_board_id

STRAY_AFTER = timedelta(days=1)  # by then the transaction that kept the file has ended, and names it or never will


def folder_of_board() -> str:
    return f"{current_board_id()}/imports"


def keep(path: Path, suffix: str) -> str:
    """Return the name under which a copy of the file lies in the storage from now on, whatever the transaction does."""
    with path.open("rb") as opened:
        return storages["uploads"].save(f"{folder_of_board()}/{uuid4()}{suffix}", File(opened))


def forget(name: str) -> None:
    """The file is gone from the storage, if it was there."""
    if name:
        storages["uploads"].delete(name)


def old_names() -> Iterator[str]:
    """Yield what lies in the open board's folder for more than a day."""
    storage = storages["uploads"]
    folder = folder_of_board()
    if not storage.exists(folder):
        return
    young = timezone.now() - STRAY_AFTER
    for name in sorted(storage.listdir(folder)[1]):
        if storage.get_modified_time(f"{folder}/{name}") < young:
            yield f"{folder}/{name}"
