"""From an opened picture to upright, shrunk sRGB pixels. No Django here: the limited child imports it too."""

import warnings
from io import BytesIO

from PIL import Image, ImageCms

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

# For the whole process on purpose: a bomb is an error wherever Pillow meets it.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def size_upright(image: Image.Image) -> tuple[int, int]:
    """Return width and height as looked at."""
    return image.size if _orientation(image) not in _SIDES_SWAPPED else (image.height, image.width)


def shrunk_upright(image: Image.Image, long_side_px: int) -> Image.Image:
    """Return the picture at most `long_side_px` long, upright, in sRGB, on white, with nothing of its metadata."""
    orientation = _orientation(image)
    box = fitted(image.size, long_side_px)
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


def fitted(size: tuple[int, int], long_side_px: int) -> tuple[int, int]:
    """Return the box of this aspect ratio whose longer side is at most `long_side_px`."""
    scale = min(1.0, long_side_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1  # a good photo with broken EXIF is still a good photo


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
