"""Draws a HEIC photo."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, TiffImagePlugin

from onboarding.files.drawing.answers import drawn, refused
from onboarding.files.limits import Answer
from onboarding.files.pixels import shrunk_upright, size_upright

Image.preinit()
ImageCms.createProfile("sRGB")
READS_EXIF = TiffImagePlugin.__name__
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def draw_heic(content: bytes, *, max_pixels: int, long_side_px: int) -> Answer:
    """Answer with the picture's pixels, upright and shrunk, or with the word of its refusal."""
    try:
        with Image.open(BytesIO(content), formats=["HEIF"]) as image:
            if image.width * image.height > max_pixels:
                return refused("too_many_pixels")
            size = size_upright(image)
            return drawn([shrunk_upright(image, long_side_px)], size=size)
    except MemoryError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return refused("too_many_pixels")
    except Exception:
        # Not narrow on purpose: on hostile bytes a decoder raises whatever it trips over.
        return refused("damaged")
