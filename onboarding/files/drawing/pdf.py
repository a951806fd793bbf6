"""Draws the pages of a PDF.

PDFium comes without JavaScript and without XFA, and forms are not initialised: what a PDF would like to do, it cannot.
"""

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
from PIL import Image

from onboarding.files.drawing.answers import drawn, refused
from onboarding.files.limits import Answer
from onboarding.files.pixels import fitted


class _Refused(Exception):
    def __init__(self, word: str) -> None:
        self.word = word


def draw_pdf(content: bytes, *, max_pages: int, long_side_px: int, max_aspect: int) -> Answer:
    """Answer with each page's pixels, or with the word of its refusal."""
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > max_pages:
            return refused("too_many_pages")
        return drawn(_pages(document, long_side_px, max_aspect))
    except pypdfium2.PdfiumError as fault:
        return refused("locked" if fault.err_code == pdfium_c.FPDF_ERR_PASSWORD else "damaged")
    except _Refused as refusal:
        return refused(refusal.word)


def _pages(document: pypdfium2.PdfDocument, long_side_px: int, max_aspect: int) -> Iterator[Image.Image]:
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        if not (width > 0 and height > 0):  # NaN is neither
            raise _Refused("damaged")
        if max(width, height) > max_aspect * min(width, height):
            raise _Refused("too_narrow")
        # A MediaBox may promise kilometres or a grain of sand: the paper is always as long as the rendition.
        bitmap = page.render(scale=long_side_px / max(width, height), limit_image_cache=True)
        image = bitmap.to_pil().convert("RGB")
        yield image if max(image.size) <= long_side_px else image.resize(fitted(image.size, long_side_px))
        page.close()
