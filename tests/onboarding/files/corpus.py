"""Files that people, phones and attackers send as a document, each with the code of the answer it must get.

"" is the answer of a file that is accepted.
"""

import io
import zipfile
from collections.abc import Callable

from PIL import Image

from tests.onboarding.files import pdfs, pictures
from tests.onboarding.files.pictures import encoded, noise, picture

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
Builder = Callable[[], bytes]


def part(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def zip_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Main.class", b"\xca\xfe\xba\xbe" + SCRIPT * 20)
    return file.getvalue()


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(50_000_000))
    return file.getvalue()


def heic(width: int = 900, height: int = 700) -> bytes:
    return encoded(picture(width, height), "HEIF", quality=60)


def heic_that_promises(width: int, height: int) -> bytes:
    """A true HEIC whose header (ispe) promises another size than it holds."""
    content = bytearray(heic())
    at = content.index(b"ispe") + 8
    content[at : at + 8] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(content)


def animated_webp() -> bytes:
    frames = [Image.new("RGB", (600, 600), colour) for colour in ("red", "blue", "green")]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)


ACCEPTED: dict[str, Builder] = {
    "jpeg": lambda: encoded(picture()),
    "png": lambda: encoded(picture(), "PNG"),
    "webp": lambda: encoded(picture(), "WEBP"),
    "heic": heic,
    "heic renamed .jpg": heic,  # every file of the table is sent as document.jpg
    "pdf": pdfs.pdf,
    "pdf of five pages": lambda: pdfs.pdf(5),
    "pdf by a scanner": lambda: encoded(picture(), "PDF"),
    "small but legible": lambda: encoded(picture(400, 252)),
    "animated webp": animated_webp,
    "cmyk jpeg": lambda: encoded(Image.new("CMYK", (600, 400), (0, 255, 255, 0))),
    "16-bit png": lambda: encoded(Image.new("I;16", (600, 400), 40_000), "PNG"),
    "pdf with scripts": pdfs.with_scripts,
    "pdf with a huge paper": lambda: pdfs.pdf(media_box="[0 0 9999999 9999999]"),
    "pdf with a tiny paper": lambda: pdfs.pdf(media_box="[0 0 0.001 0.001]"),
    "pdf with an image bomb": pdfs.with_image_bomb,
    "jpeg + zip": lambda: encoded(picture()) + zip_archive(),
    "jpeg + pdf": lambda: encoded(picture()) + pdfs.with_scripts(),
    "jpeg + html": lambda: encoded(picture(), comment=SCRIPT),
    "png + zip": lambda: encoded(picture(), "PNG") + zip_archive(),
    "heic + html": lambda: heic() + SCRIPT,
    "pdf + zip": lambda: pdfs.pdf() + zip_archive(),
    "pdf + html": lambda: pdfs.pdf() + SCRIPT,
}

REFUSED: dict[str, tuple[Builder, str]] = {
    "empty": (lambda: b"", "file.empty"),
    "text renamed": (lambda: "पैन कार्ड".encode(), "file.not_a_document"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file.not_a_document"),
    "html": (lambda: SCRIPT, "file.not_a_document"),
    "html + pdf": (lambda: SCRIPT + pdfs.pdf(), "file.not_a_document"),
    "gifar": (lambda: encoded(picture(), "GIF") + zip_archive(), "file.not_a_document"),
    "zip": (zip_archive, "file.not_a_document"),
    "zip bomb": (zip_bomb, "file.not_a_document"),
    "program": (lambda: b"MZ" + bytes(2000), "file.not_a_document"),
    "avif": (lambda: b"\x00\x00\x00\x20ftypavif" + bytes(500), "file.not_a_document"),
    "tiff": (lambda: encoded(picture(), "TIFF"), "file.not_a_document"),
    "postscript": (lambda: b"%!PS-Adobe-3.0\n(%stdin) run", "file.not_a_document"),
    "half a jpeg": (lambda: part(noise(800, 600), 0.5), "file.truncated"),
    "half a png": (lambda: part(noise(800, 600, "PNG"), 0.5), "file.truncated"),
    "half a heic": (lambda: part(heic(), 0.5), "file.truncated"),
    "heic without its last byte": (lambda: heic()[:-1], "file.truncated"),
    "heic header alone": (lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "file.truncated"),
    "half a pdf": (lambda: part(pdfs.pdf(), 0.5), "file.pdf_damaged"),
    "pdf without its end": (lambda: part(pdfs.pdf(), 0.98), "file.pdf_damaged"),
    "pdf of no pages": (lambda: pdfs.pdf(0), "file.pdf_damaged"),
    "pdf header alone": (lambda: b"%PDF-1.7\n%%EOF", "file.pdf_damaged"),
    "pdf of rubbish": (lambda: b"%PDF-1.7\n" + noise(80, 60, "PNG") + b"\n%%EOF", "file.pdf_damaged"),
    "pdf of six pages": (lambda: pdfs.pdf(6), "file.pdf_too_long"),
    "pdf with a password": (pdfs.with_password, "file.pdf_locked"),
    "pdf as a strip": (lambda: pdfs.pdf(media_box="[0 0 10 9999]"), "file.too_narrow"),
    "pdf of endless drawing": (pdfs.with_endless_drawing, "file.not_opened"),
    "pdf of a form that calls itself": (pdfs.with_a_form_that_calls_itself, "file.not_opened"),
    "pdf that unfolds": (pdfs.content_bomb, "file.not_opened"),
    "png bomb": (lambda: pictures.png_header(50_000, 50_000), "file.too_many_pixels"),
    "webp bomb": (lambda: pictures.webp_header(16_000, 16_000), "file.too_many_pixels"),
    "heic bomb": (lambda: heic_that_promises(60_000, 60_000), "file.too_many_pixels"),
    "heic a little too large": (lambda: heic_that_promises(10_001, 5000), "file.too_many_pixels"),
    "jpeg of endless scans": (lambda: pictures.scan_bomb(5000), "file.truncated"),
    "one pixel wide": (lambda: encoded(Image.new("RGB", (1, 50_000)), "PNG"), "file.too_narrow"),
    "one pixel high": (lambda: encoded(Image.new("RGB", (50_000, 1)), "PNG"), "file.too_narrow"),
    "heic as a strip": (lambda: heic(1400, 66), "file.too_narrow"),
    "too small to read": (lambda: encoded(picture(399, 252)), "file.too_small_to_read"),
    "heic too small to read": (lambda: heic(398, 252), "file.too_small_to_read"),
}
