"""What a file's own bytes say, read before any decoder is trusted with them. No Pillow here."""

import re

from onboarding.files.errors import Damaged, HeicNotRead, NotAnImage

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"

# ISO base media brands of HEIF pictures (ISO/IEC 23008-12); AVIF is refused as any other format.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

# In compressed data 0xFF is always followed by 0x00 or a restart marker, so anything else begins a segment with its
# length. TEM (0x01) and SOI (0xD8) stand alone: taken for a segment, either would hide what follows from the count.
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd8])")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
MAX_JPEG_SCANS = 100  # cameras and editors write 1 to 10


def sniff(content: bytes) -> str:
    """Return the content type by magic bytes; the name and the browser's word count for nothing.

    Raises HeicNotRead for HEIC, NotAnImage for all else.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise HeicNotRead
    raise NotAnImage


def refuse_endless_scans(content: bytes) -> None:
    """Raise Damaged for a JPEG whose scans would keep a decoder busy for hours: each repaints every pixel.

    Source: "Two Issues with the JPEG Standard", libjpeg-turbo's report on progressive JPEG bombs.
    """
    scans, position = 0, 2
    while found := _JPEG_MARKER.search(content, position):
        marker = found[1][0]
        if marker == _END_OF_IMAGE:
            return
        if marker == _START_OF_SCAN:
            scans += 1
            if scans > MAX_JPEG_SCANS:
                raise Damaged
        length = int.from_bytes(content[found.end() : found.end() + 2], "big")
        position = found.end() + max(length, 2)
