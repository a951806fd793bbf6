"""Hand out renditions. Whoever calls has decided that the reader may look."""

from datetime import timedelta

from django.core.files import File
from django.core.files.storage import storages
from django.http import FileResponse, Http404

from onboarding.files.models import StoredFile
from onboarding.files.renditions import RENDITIONS, Size

YEAR_S = int(timedelta(days=365).total_seconds())


def open_rendition(stored: StoredFile, size: str) -> "File[bytes]":
    """Return one size, open. Raises ValueError for an unknown size, FileNotFoundError if it is gone."""
    return storages["uploads"].open(stored.rendition_name(Size(size)), "rb")


def rendition_response(stored: StoredFile, size: str) -> FileResponse:
    """Answer with one rendition, kept by the reader's own browser only, and streamed without the database.

    Raises Http404 for an unknown size. A missing file is our fault and raises FileNotFoundError.
    """
    if size not in set(Size):
        raise Http404
    response = FileResponse(open_rendition(stored, size), content_type=RENDITIONS[Size(size)].content_type)
    # A rendition's bytes never change under its address; `private` keeps shared caches out.
    response["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response
