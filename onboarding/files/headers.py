"""What a file's own bytes say, read before any decoder is trusted with them. No Pillow here."""

import re

from onboarding.files.errors import Damaged, NotADocument, NotAnImage, PdfDamaged

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"

# ISO base media brands of HEIF pictures (ISO/IEC 23008-12); AVIF, also as a variant, is refused as any other format.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

# In compressed data 0xFF is always followed by 0x00 or a restart marker, so anything else begins a segment with its
# length. TEM (0x01) and SOI (0xD8) stand alone: taken for a segment, either would hide what follows from the count.
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd8])")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_PDF_LENGTH = re.compile(rb"/Linearized[^>]{0,200}?/L\s+([0-9]{1,12})\b")
MAX_JPEG_SCANS = 100  # cameras and editors write 1 to 10


def sniff(content: bytes) -> str:
    """Return the photo's content type by magic bytes; the name and the browser's word count for nothing.

    Raises NotAnImage for all else.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS and b"avif" not in _brands(content):
        return HEIC
    raise NotAnImage


def sniff_document(content: bytes) -> str:
    """Return the content type of a photo or a PDF; a PDF hidden behind something else is none. Raises NotADocument."""
    if content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return PDF
    try:
        return sniff(content)
    except NotAnImage:
        raise NotADocument from None


def _brands(content: bytes) -> list[bytes]:
    box = content[8 : min(int.from_bytes(content[:4], "big"), 256)]
    return [box[at : at + 4] for at in range(0, len(box), 4)]


def refuse_cut_pdf(content: bytes) -> None:
    """Raise PdfDamaged for a PDF that arrived in part: a viewer would mend it by leaving pages blank.

    A linearised one has an end mark near its beginning too, but says how long it is (ISO 32000-1, annex F).
    """
    if b"%%EOF" not in content:
        raise PdfDamaged
    promised = _PDF_LENGTH.search(content, 0, 1024)
    if promised and int(promised[1]) > len(content):
        raise PdfDamaged


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
