"""Files as phones, scanners and attackers send them."""

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()  # here only: the server opens HEIC nowhere but in a limited child

CORNERS = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220), "white": (250, 250, 250)}


def sent(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(width: int = 900, height: int = 700) -> Image.Image:
    """Four quarters: red and green above, blue and white below."""
    whole = Image.new("RGB", (width, height))
    places = ((0, 0), (width // 2, 0), (0, height // 2), (width // 2, height // 2))
    for colour, place in zip(CORNERS.values(), places, strict=True):
        whole.paste(colour, (*place, place[0] + (width + 1) // 2, place[1] + (height + 1) // 2))
    return whole


def encoded(image: Image.Image, pillow_format: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, pillow_format, **options)
    return file.getvalue()


def noise(width: int, height: int, pillow_format: str = "JPEG", **options: Any) -> bytes:
    content = random.Random(7).randbytes(width * height * 3)
    return encoded(Image.frombytes("RGB", (width, height), content), pillow_format, **options)


def exif_with_place() -> Image.Exif:
    """EXIF as a phone writes it: maker, artist, and where the photo was taken (Varanasi)."""
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    exif[0x013B] = "Sunita Devi"
    exif[0x8825] = {1: "N", 2: (25.0, 19.0, 3.0), 3: "E", 4: (82.0, 58.0, 26.0)}
    return exif


def seen_at(image: Image.Image) -> list[str]:
    """The names of the colours nearest to the four corners: above left, above right, below left, below right."""
    width, height = image.size
    spots = [(width // 8, height // 8), (width * 7 // 8, height // 8)]
    spots += [(width // 8, height * 7 // 8), (width * 7 // 8, height * 7 // 8)]
    return [nearest(image.convert("RGB").getpixel(spot)) for spot in spots]


def nearest(pixel: Any) -> str:
    return min(CORNERS, key=lambda name: sum((a - b) ** 2 for a, b in zip(CORNERS[name], pixel, strict=True)))


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(bytes(100))) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_header(width: int, height: int) -> bytes:
    """A true JPEG whose header promises another size than it holds."""
    content = bytearray(encoded(picture(600, 600)))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def webp_header(width: int, height: int) -> bytes:
    """An extended WebP with a canvas of this size and no picture."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def scan_bomb(scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated, so that each repetition repaints the whole picture."""
    content = encoded(picture(), progressive=True)
    last = content.rindex(b"\xff\xda")
    scan = content[last : content.rindex(b"\xff\xd9")]
    return content[:last] + scan * scans + b"\xff\xd9"


def profile_with_red_and_green_swapped() -> bytes:
    """A minimal ICC display profile: sRGB's primaries, the first two the wrong way round."""
    primaries = {
        b"rXYZ": (0.3851, 0.7169, 0.0971),
        b"gXYZ": (0.4361, 0.2225, 0.0139),
        b"bXYZ": (0.1431, 0.0606, 0.7141),
    }
    tags = {name: b"XYZ " + bytes(4) + fixed(*xyz) for name, xyz in primaries.items()}
    tags[b"wtpt"] = b"XYZ " + bytes(4) + fixed(0.9642, 1.0, 0.8249)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, int(2.2 * 256)) + bytes(2)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    directory, bodies, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        directory += name + struct.pack(">II", offset + len(bodies), len(body))
        bodies += body
    header = bytearray(128)
    header[8:12], header[12:24], header[36:40] = b"\x02\x40\x00\x00", b"mntrRGB XYZ ", b"acsp"
    header[68:80] = fixed(0.9642, 1.0, 0.8249)
    content = bytes(header) + struct.pack(">I", len(tags)) + directory + bodies
    return struct.pack(">I", len(content)) + content[4:]


def fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
