"""From sent bytes to pictures of a document (a card, a bank book, a certificate), without database or disk."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from onboarding.files.decoding import Needs, pdf_renditions, picture_renditions, read_within_limit, sender_extension
from onboarding.files.errors import TooSmallToRead
from onboarding.files.headers import PDF, refuse_cut_pdf, sniff_document
from onboarding.files.renditions import DOCUMENT_SIZES, Size

MIN_LONG_SIDE_PX = 400  # the letters of a card that fills the picture can still be read

_NEEDS = Needs(MIN_LONG_SIDE_PX, TooSmallToRead, DOCUMENT_SIZES)


@dataclass(frozen=True)
class DocumentPicture:
    """A document decoded under limits: the renditions of each page. Width and height: the first page's, upright."""

    original: bytes = field(repr=False)
    content_type: str
    name_ext: str
    width: int
    height: int
    sha256: str
    pages: list[dict[Size, bytes]] = field(repr=False)


def read_document(uploaded: Any) -> DocumentPicture:
    """Return the pages in a sent photo or PDF (`name`, `size`, `read`): pixels, and nothing else of it.

    Raises a BadFile for anything else. A PDF of more than five pages is refused: an officer must not take a part for
    the whole.
    """
    original = read_within_limit(uploaded)
    content_type = sniff_document(original)
    if content_type == PDF:
        refuse_cut_pdf(original)
        size, pages = pdf_renditions(original, _NEEDS)
    else:
        size, renditions = picture_renditions(original, content_type, _NEEDS)
        pages = [renditions]
    return DocumentPicture(
        original=original,
        content_type=content_type,
        name_ext=sender_extension(uploaded.name),
        width=size[0],
        height=size[1],
        sha256=hashlib.sha256(original).hexdigest(),
        pages=pages,
    )
