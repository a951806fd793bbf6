"""From sent bytes to a photo that is safe to show, without database or disk: call it before any lock."""

import hashlib
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from PIL import Image, ImageCms

from onboarding.files.errors import BadFile, Busy, Damaged, EmptyFile, TooLarge, TooManyPixels, TooSmall
from onboarding.files.headers import JPEG, PNG, WEBP, refuse_endless_scans, sniff
from onboarding.files.renditions import RENDITIONS, Size

_PILLOW_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# A JPEG is decoded small from the start. The others stand in memory whole, a WebP about four times over:
# at these bounds one photo costs at most about 480 MB.
MAX_PIXELS = {JPEG: 50_000_000, PNG: 50_000_000, WEBP: 25_000_000}
MIN_LONG_SIDE_PX = 500  # Amazon refuses smaller product images
MAX_PROFILE_BYTES = 64 * 1024  # camera profiles have a few kilobytes

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDES_SWAPPED = {5, 6, 7, 8}

# Decoding is bound by processor and memory: ten threads at once would be no faster and ten times as heavy.
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)
PATIENCE_S = 15.0

# For the whole process on purpose: a bomb is an error wherever Pillow meets it.
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Photo:
    """A photo decoded under limits, with its renditions. Width and height: the original's, upright."""

    original: bytes = field(repr=False)
    content_type: str
    name_ext: str
    width: int
    height: int
    sha256: str
    renditions: dict[Size, bytes] = field(repr=False)


def read_photo(uploaded: Any) -> Photo:
    """Return the photo in a sent file (`name`, `size`, `read`), upright, in sRGB, without EXIF or GPS.

    Raises a BadFile for anything else; of an animation the first frame is taken.
    """
    original = _read_within_limit(uploaded)
    content_type = sniff(original)
    if content_type == JPEG:
        refuse_endless_scans(original)
    with _turn():
        size, shown = _decode(original, content_type)
        renditions = _render(shown)
    return Photo(
        original=original,
        content_type=content_type,
        name_ext=_extension(uploaded.name),
        width=size[0],
        height=size[1],
        sha256=hashlib.sha256(original).hexdigest(),
        renditions=renditions,
    )


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for this process's turn to decode. Raises Busy rather than let every thread wait behind slow photos."""
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE_S):
        raise Busy
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _read_within_limit(uploaded: Any) -> bytes:
    if uploaded.size is not None and uploaded.size > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    uploaded.seek(0)
    content: bytes = uploaded.read(settings.PHOTO_MAX_BYTES + 1)
    if not content:
        raise EmptyFile
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    return content


def _decode(original: bytes, content_type: str) -> tuple[tuple[int, int], Image.Image]:
    """Return the original's size as looked at, and the picture shrunk to the largest rendition."""
    try:
        with Image.open(BytesIO(original), formats=[_PILLOW_FORMATS[content_type]]) as image:
            _refuse_size(image.size, MAX_PIXELS[content_type])
            orientation = _orientation(image)
            size = image.size if orientation not in _SIDES_SWAPPED else (image.height, image.width)
            return size, _shrunk_upright(image, orientation)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except Exception as fault:
        # Not narrow on purpose: on hostile bytes a decoder raises whatever it trips over, from struct.error
        # to MemoryError, and each of them means the same to the sender.
        raise Damaged from fault


def _refuse_size(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels:
        raise TooManyPixels
    if max(size) < MIN_LONG_SIDE_PX:
        raise TooSmall


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1  # a good photo with broken EXIF is still a good photo


def _shrunk_upright(image: Image.Image, orientation: int) -> Image.Image:
    box = _fitted(image.size, RENDITIONS[Size.LARGE].long_side_px)
    # A square box would keep a 4:3 photo at full size, and turning first would decode it whole.
    image.draft("RGB", box)
    profile = image.info.get("icc_profile")
    shrunk = _as_rgb_or_rgba(image)
    shrunk.thumbnail(box)
    shrunk = _on_white(shrunk)
    shrunk = _in_srgb(shrunk, profile)
    if orientation in _UPRIGHT:
        shrunk = shrunk.transpose(_UPRIGHT[orientation])
    shrunk.info = {}  # Pillow would write comments and profiles found here into the renditions
    return shrunk


def _fitted(size: tuple[int, int], long_side_px: int) -> tuple[int, int]:
    """Return the box of this aspect ratio whose longer side is at most `long_side_px`."""
    scale = min(1.0, long_side_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _as_rgb_or_rgba(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that shrinks well: a palette has no averages, 16 bits fit no WebP."""
    if image.mode in {"RGB", "RGBA"}:
        image.load()
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    has_transparency = image.mode in {"LA", "La", "PA", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if has_transparency else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the colours as they were taken: without this an indigo from a wide-gamut phone turns dull."""
    if not profile or len(profile) > MAX_PROFILE_BYTES:
        return image
    try:
        taken_in = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, taken_in, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a profile of another colour space, or a broken one
    return converted or image


def _render(shown: Image.Image) -> dict[Size, bytes]:
    """Encode each rendition, each shrunk from the one before it; none is made larger than the photo."""
    renditions: dict[Size, bytes] = {}
    for size, rendition in RENDITIONS.items():
        shown.thumbnail((rendition.long_side_px, rendition.long_side_px))
        encoded = BytesIO()
        shown.save(encoded, rendition.pillow_format, **rendition.options)
        renditions[size] = encoded.getvalue()
    return renditions


def _extension(name: str | None) -> str:
    """Return the sender's own file extension, as a note only: nothing is decided by it."""
    suffix = PurePath(name or "").suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ""
