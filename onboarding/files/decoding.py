"""From sent bytes to renditions, under limits: simple formats here, one at a time; HEIC and PDF in a limited child."""

import re
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any, NamedTuple, TypeGuard

from django.conf import settings
from PIL import Image

from onboarding.files.errors import (
    BadFile,
    Busy,
    Damaged,
    EmptyFile,
    NotOpened,
    PdfDamaged,
    PdfLocked,
    PdfTooLong,
    TooLarge,
    TooManyPixels,
    TooNarrow,
)
from onboarding.files.headers import HEIC, JPEG, PNG, WEBP, refuse_endless_scans
from onboarding.files.limits import PATIENCE_S, Answer, Limits, NoTurn, Stopped, run_limited, take_turn
from onboarding.files.pixels import shrunk_upright, size_upright
from onboarding.files.renditions import RENDITIONS, Size

_PILLOW_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# A JPEG is decoded small from the start. The others stand in memory whole, a WebP about four times over:
# at these bounds one photo costs at most about 480 MB.
MAX_PIXELS = {JPEG: 50_000_000, PNG: 50_000_000, WEBP: 25_000_000, HEIC: 50_000_000}
MAX_ASPECT = 20  # a phone's panorama has up to about 10
MAX_PAGES = 5
LARGEST_PX = RENDITIONS[Size.LARGE].long_side_px

_ANSWER_BYTES = MAX_PAGES * LARGEST_PX * LARGEST_PX * 3
# Least address space that was enough: 12 MP HEIC 163 MB, 48 MP 409 MB; five A4 pages scanned at 600 dpi 132 MB.
HEIC_LIMITS = Limits(  # libde265 decodes in a thread of its own
    memory_bytes=768 * 1024**2, cpu_s=10, wall_s=20, answer_bytes=LARGEST_PX * LARGEST_PX * 3, threads=True
)
# A form that calls itself draws for ever. Those five pages take about 2 s of a processor, under load 2.5 s.
PDF_LIMITS = Limits(memory_bytes=512 * 1024**2, cpu_s=4, wall_s=8, answer_bytes=_ANSWER_BYTES)

_HEIC_REFUSALS: dict[str, type[BadFile]] = {"too_many_pixels": TooManyPixels, "damaged": Damaged}
_PDF_REFUSALS: dict[str, type[BadFile]] = {
    "locked": PdfLocked,
    "too_many_pages": PdfTooLong,
    "too_narrow": TooNarrow,
    "damaged": PdfDamaged,
}

# Decoding is bound by processor and memory: ten threads at once would be no faster and ten times as heavy.
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)


class Needs(NamedTuple):
    """What a picture must have to be of use, and which renditions are made of it."""

    long_side_px: int
    otherwise: type[BadFile]
    sizes: Collection[Size]


def read_within_limit(uploaded: Any) -> bytes:
    """Return the bytes of a sent file. Raises EmptyFile, TooLarge."""
    if uploaded.size is not None and uploaded.size > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    uploaded.seek(0)
    content: bytes = uploaded.read(settings.PHOTO_MAX_BYTES + 1)
    if not content:
        raise EmptyFile
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    return content


def picture_renditions(original: bytes, content_type: str, needs: Needs) -> tuple[tuple[int, int], dict[Size, bytes]]:
    """Return the picture's size as looked at, and its renditions. Raises a BadFile."""
    if content_type == JPEG:
        refuse_endless_scans(original)
    if content_type == HEIC:
        size, shown = _decode_heic(original, needs)
        with turn():
            return size, render(shown, needs.sizes)
    with turn():
        size, shown = _decode(original, content_type, needs)
        return size, render(shown, needs.sizes)


def pdf_renditions(original: bytes, needs: Needs) -> tuple[tuple[int, int], list[dict[Size, bytes]]]:
    """Return the first page's size as drawn, and each page's renditions. Raises a BadFile."""
    pages = _drawn_pages(original)
    size = pages[0].size
    with turn():
        return size, [render(page, needs.sizes) for page in pages]


def sender_extension(name: str | None) -> str:
    """Return the sender's own file extension, as a note only: nothing is decided by it."""
    suffix = PurePath(name or "").suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ""


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this process's turn to decode. Raises Busy rather than let every thread wait behind slow photos."""
    if not take_turn(_ONE_AT_A_TIME, PATIENCE_S):
        raise Busy
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def render(shown: Image.Image, sizes: Collection[Size]) -> dict[Size, bytes]:
    """Encode each rendition, each shrunk from the one before it; none is made larger than the photo."""
    renditions: dict[Size, bytes] = {}
    for size, rendition in RENDITIONS.items():
        if size in sizes:
            shown.thumbnail((rendition.long_side_px, rendition.long_side_px))
            encoded = BytesIO()
            shown.save(encoded, rendition.pillow_format, **rendition.options)
            renditions[size] = encoded.getvalue()
    return renditions


def _decode(original: bytes, content_type: str, needs: Needs) -> tuple[tuple[int, int], Image.Image]:
    """Return the original's size as looked at, and the picture shrunk to the largest rendition."""
    try:
        with Image.open(BytesIO(original), formats=[_PILLOW_FORMATS[content_type]]) as image:
            _refuse_size(image.size, MAX_PIXELS[content_type], needs)
            size = size_upright(image)
            return size, shrunk_upright(image, LARGEST_PX)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except Exception as fault:
        # Not narrow on purpose: on hostile bytes a decoder raises whatever it trips over, from struct.error
        # to MemoryError, and each of them means the same to the sender.
        raise Damaged from fault


def _refuse_size(size: tuple[int, int], max_pixels: int, needs: Needs) -> None:
    if size[0] * size[1] > max_pixels:
        raise TooManyPixels
    if max(size) > MAX_ASPECT * min(size):
        raise TooNarrow
    if max(size) < needs.long_side_px:
        raise needs.otherwise


def _decode_heic(original: bytes, needs: Needs) -> tuple[tuple[int, int], Image.Image]:
    """Do as _decode does, in a child: libheif has had memory bugs, and a whole HEIC stands in memory three times."""
    options = {"max_pixels": MAX_PIXELS[HEIC], "long_side_px": LARGEST_PX}
    answer = _in_child("heic:draw_heic", original, HEIC_LIMITS, _HEIC_REFUSALS, Damaged, **options)
    images = _images(answer)
    size = answer.notes.get("size")
    if len(images) != 1 or not _is_size(size):
        raise NotOpened
    size = size[0], size[1]
    _refuse_size(size, MAX_PIXELS[HEIC], needs)
    return size, images[0]


def _drawn_pages(original: bytes) -> list[Image.Image]:
    options = {"max_pages": MAX_PAGES, "long_side_px": LARGEST_PX, "max_aspect": MAX_ASPECT}
    answer = _in_child("pdf:draw_pdf", original, PDF_LIMITS, _PDF_REFUSALS, PdfDamaged, **options)
    pages = _images(answer)
    if len(pages) > MAX_PAGES:
        raise NotOpened
    if not pages:
        raise PdfDamaged
    return pages


def _in_child(
    name: str,
    original: bytes,
    limits: Limits,
    refusals: dict[str, type[BadFile]],
    otherwise: type[BadFile],
    **options: int,
) -> Answer:
    try:
        answer = run_limited(
            f"onboarding.files.drawing.{name}", original, limits=limits, patience_s=PATIENCE_S, **options
        )
    except NoTurn:
        raise Busy from None
    except Stopped as stopped:
        raise NotOpened from stopped
    if "refused" in answer.notes:
        raise refusals.get(str(answer.notes["refused"]), otherwise)
    return answer


def _images(answer: Answer) -> list[Image.Image]:
    """Return the drawn pictures. Nothing the child says is believed before it is measured. Raises NotOpened."""
    sizes = answer.notes.get("sizes")
    if not isinstance(sizes, list) or len(sizes) != len(answer.parts):
        raise NotOpened
    for size, pixels in zip(sizes, answer.parts, strict=True):
        if not _is_size(size) or max(size) > LARGEST_PX or len(pixels) != size[0] * size[1] * 3:
            raise NotOpened
    return [Image.frombytes("RGB", (w, h), pixels) for (w, h), pixels in zip(sizes, answer.parts, strict=True)]


def _is_size(size: Any) -> TypeGuard[tuple[int, int]]:
    return isinstance(size, list) and len(size) == 2 and all(type(side) is int and side > 0 for side in size)
