"""Where uploads lie: private files that are either whole on the disk or not there at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableFileStorage(FileSystemStorage):
    """Files that survive a power cut once `save` returned, for this user only, without a public address."""

    def url(self, name: str | None) -> str:
        """Refuse: an upload is reached through a view that asks who is looking."""
        raise ValueError("uploads have no public address")

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        _make_folders(target.parent)
        temporary = None
        try:
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".incoming-", delete=False) as file:
                temporary = Path(file.name)
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(target)
        except BaseException:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return name


def _make_folders(folder: Path) -> None:
    """Make the missing folders, for this user only, each one's name safely in its parent."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
