"""Hand out renditions. Whoever calls has decided that the reader may look."""

from datetime import timedelta

from django.core.files import File
from django.core.files.storage import storages
from django.http import FileResponse, Http404

from onboarding.files.models import StoredFile
from onboarding.files.renditions import RENDITIONS, Size

YEAR_S = int(timedelta(days=365).total_seconds())


def open_rendition(stored: StoredFile, size: str, page: int = 1) -> "File[bytes]":
    """Return one size of one page, open. Raises ValueError for an unknown size, FileNotFoundError if it is gone."""
    return storages["uploads"].open(stored.rendition_name(Size(size), page), "rb")


def rendition_response(stored: StoredFile, size: str, page: int = 1) -> FileResponse:
    """Answer with one rendition, kept by the reader's own browser at most, and streamed without the database.

    Raises Http404 for a size or page that the file does not have. A missing file is our fault: FileNotFoundError.
    """
    if not stored.has_rendition(size, page):
        raise Http404
    response = FileResponse(open_rendition(stored, size, page), content_type=RENDITIONS[Size(size)].content_type)
    response["Cache-Control"] = _kept_by_browser(stored)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response


def _kept_by_browser(stored: StoredFile) -> str:
    if stored.kind == StoredFile.Kind.DOCUMENT:
        return "private, no-store"  # an officer's computer and a family's phone must not collect bank books
    # A rendition's bytes never change under its address; `private` keeps shared caches out.
    return f"private, max-age={YEAR_S}, immutable"
