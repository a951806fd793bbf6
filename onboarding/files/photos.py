"""From sent bytes to a photo that is safe to show, without database or disk: call it before any lock."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from onboarding.files.decoding import Needs, picture_renditions, read_within_limit, sender_extension
from onboarding.files.errors import TooSmall
from onboarding.files.headers import sniff
from onboarding.files.renditions import Size

MIN_LONG_SIDE_PX = 500  # Amazon refuses smaller product images


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
    original = read_within_limit(uploaded)
    content_type = sniff(original)
    size, renditions = picture_renditions(original, content_type, Needs(MIN_LONG_SIDE_PX, TooSmall, list(Size)))
    return Photo(
        original=original,
        content_type=content_type,
        name_ext=sender_extension(uploaded.name),
        width=size[0],
        height=size[1],
        sha256=hashlib.sha256(original).hexdigest(),
        renditions=renditions,
    )
