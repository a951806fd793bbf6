import hashlib
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from onboarding.files import decoding, limits
from onboarding.files.errors import BadFile, Busy
from onboarding.files.headers import MAX_JPEG_SCANS
from onboarding.files.photos import Photo, read_photo
from onboarding.files.renditions import Size
from tests.onboarding.files import pictures
from tests.onboarding.files.pictures import encoded, noise, picture, seen_at, sent

QUIET = pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")  # it remarks on broken EXIF


def shown(photo: Photo, size: Size) -> Image.Image:
    return Image.open(BytesIO(photo.renditions[size]))


def refusal_of(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(BadFile) as refusal:
        read_photo(sent(content, name))
    assert str(refusal.value.message)
    return refusal.value.code


# What is accepted


@pytest.mark.parametrize(
    ("pillow_format", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")],
)
def test_each_accepted_format_gives_the_same_four_renditions(pillow_format: str, content_type: str) -> None:
    content = encoded(picture(4000, 3000), pillow_format)

    photo = read_photo(sent(content, "IMG_0001.JPG"))

    assert (photo.content_type, photo.name_ext, photo.width, photo.height) == (content_type, ".jpg", 4000, 3000)
    assert photo.original == content
    assert photo.sha256 == hashlib.sha256(content).hexdigest()
    assert {size: (shown(photo, size).format, shown(photo, size).size) for size in photo.renditions} == {
        Size.LARGE: ("WEBP", (1600, 1200)),
        Size.MARKET: ("JPEG", (1600, 1200)),
        Size.MEDIUM: ("WEBP", (800, 600)),
        Size.SMALL: ("WEBP", (320, 240)),
    }
    for size in Size:
        assert seen_at(shown(photo, size)) == ["red", "green", "blue", "white"]
        assert shown(photo, size).mode == "RGB"


def test_a_small_photo_is_never_made_larger() -> None:
    photo = read_photo(sent(encoded(picture(700, 500))))

    assert (
        shown(photo, Size.LARGE).size == shown(photo, Size.MARKET).size == shown(photo, Size.MEDIUM).size == (700, 500)
    )
    assert shown(photo, Size.SMALL).size == (320, 229)


@pytest.mark.parametrize("size", [(500, 25), (25, 500), (9000, 450), (450, 9000)])
def test_a_very_long_photo_keeps_its_shape(size: tuple[int, int]) -> None:
    photo = read_photo(sent(encoded(Image.new("RGB", size, "red"), "PNG")))

    assert sorted(shown(photo, Size.SMALL).size) == [16, 320]


@pytest.mark.parametrize("size", [(501, 25), (25, 501), (1, 500), (1, 50_000), (50_000, 1)])
@pytest.mark.parametrize("pillow_format", ["PNG", "JPEG"])
def test_a_strip_of_pixels_is_refused(size: tuple[int, int], pillow_format: str) -> None:
    assert refusal_of(encoded(Image.new("RGB", size, "red"), pillow_format)) == "file.too_narrow"


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, ["red", "green", "blue", "white"]),
        (2, ["green", "red", "white", "blue"]),
        (3, ["white", "blue", "green", "red"]),
        (4, ["blue", "white", "red", "green"]),
        (5, ["red", "blue", "green", "white"]),
        (6, ["blue", "red", "white", "green"]),
        (7, ["white", "green", "blue", "red"]),
        (8, ["green", "white", "red", "blue"]),
        (9, ["red", "green", "blue", "white"]),
    ],
)
def test_a_photo_is_turned_upright_as_the_camera_says(orientation: int, corners: list[str]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    photo = read_photo(sent(encoded(picture(2000, 1000), exif=exif)))

    lies_sideways = orientation in (5, 6, 7, 8)
    assert (photo.width, photo.height) == ((1000, 2000) if lies_sideways else (2000, 1000))
    assert shown(photo, Size.LARGE).size == ((800, 1600) if lies_sideways else (1600, 800))
    assert all(seen_at(shown(photo, size)) == corners for size in Size)


def transparent(mode: str) -> Image.Image:
    """Transparent black: it shows as white paper, not as a black hole."""
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    return image.convert(mode) if mode != "P" else image.quantize(8)


@pytest.mark.parametrize(
    ("content", "pixel"),
    [
        (encoded(Image.new("CMYK", (600, 600), (0, 255, 255, 0)), "JPEG"), (254, 0, 0)),
        (encoded(Image.new("L", (600, 600), 128), "JPEG"), (128, 128, 128)),
        (encoded(Image.new("I;16", (600, 600), 128 * 256), "PNG"), (128, 128, 128)),
        (encoded(Image.new("1", (600, 600), 1), "PNG"), (255, 255, 255)),
        (encoded(Image.new("RGB", (600, 600), "red").quantize(4), "PNG"), (255, 0, 0)),
        (encoded(transparent("RGBA"), "PNG"), (255, 255, 255)),
        (encoded(transparent("LA"), "PNG"), (255, 255, 255)),
        (encoded(transparent("P"), "PNG"), (255, 255, 255)),
        (encoded(transparent("RGBA"), "WEBP", lossless=True), (255, 255, 255)),
    ],
    ids=["cmyk", "grey", "16-bit", "1-bit", "palette", "rgba", "grey-alpha", "palette-alpha", "webp-alpha"],
)
def test_every_colour_mode_becomes_plain_rgb(content: bytes, pixel: tuple[int, int, int]) -> None:
    photo = read_photo(sent(content))

    for size in Size:
        image = shown(photo, size)
        seen: Any = image.getpixel((image.width // 2, image.height // 2))
        assert image.mode == "RGB"
        assert all(abs(a - b) <= 3 for a, b in zip(seen, pixel, strict=True))


def test_colours_of_a_wide_gamut_phone_are_brought_to_srgb() -> None:
    profile = pictures.profile_with_red_and_green_swapped()
    red = Image.new("RGB", (600, 600), (255, 0, 0))

    converted = shown(read_photo(sent(encoded(red, icc_profile=profile))), Size.MARKET)
    without_profile = shown(read_photo(sent(encoded(red))), Size.MARKET)

    assert pictures.nearest(converted.getpixel((300, 300))) == "green"
    assert pictures.nearest(without_profile.getpixel((300, 300))) == "red"


@pytest.mark.parametrize("profile", [b"no profile", bytes(70_000)], ids=["broken", "oversized"])
def test_a_profile_that_cannot_serve_is_left_aside(profile: bytes) -> None:
    photo = read_photo(sent(encoded(picture(), icc_profile=profile)))

    assert seen_at(shown(photo, Size.LARGE)) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("pillow_format", ["PNG", "WEBP"])
def test_an_animation_becomes_its_first_frame(pillow_format: str) -> None:
    frames = [Image.new("RGB", (600, 600), colour) for colour in ("red", "blue", "green")]
    content = encoded(frames[0], pillow_format, save_all=True, append_images=frames[1:], duration=100)

    photo = read_photo(sent(content))

    assert pictures.nearest(shown(photo, Size.LARGE).convert("RGB").getpixel((300, 300))) == "red"
    assert getattr(shown(photo, Size.LARGE), "n_frames", 1) == 1


def test_a_phone_that_appends_a_second_picture_is_understood() -> None:
    content = encoded(picture(1200, 900), "MPO", save_all=True, append_images=[picture(600, 450)])

    photo = read_photo(sent(content))

    assert (photo.content_type, photo.width, photo.height) == ("image/jpeg", 1200, 900)


@QUIET
def test_a_good_photo_with_broken_exif_is_still_accepted() -> None:
    content = encoded(picture(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")

    assert read_photo(sent(content)).width == 900


# What never leaves


def test_no_rendition_tells_where_by_whom_or_with_what_a_photo_was_taken() -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretXmp</x:xmpmeta>"
    profile = pictures.profile_with_red_and_green_swapped()
    options = {"exif": pictures.exif_with_place(), "icc_profile": profile, "xmp": xmp}
    for content in (
        encoded(picture(2000, 1500), "JPEG", comment=b"SecretComment", **options),
        encoded(picture(2000, 1500), "WEBP", **options),
        encoded(picture(2000, 1500), "PNG", exif=pictures.exif_with_place(), icc_profile=profile),
    ):
        assert b"SecretPhoneMaker" in content  # else this test could not fail

        photo = read_photo(sent(content))

        for size, rendition in photo.renditions.items():
            image = shown(photo, size)
            assert dict(image.getexif()) == {}
            assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()
            assert not [word for word in (b"Secret", b"Sunita", b"Exif", b"acsp", b"ICC") if word in rendition]


def test_nothing_that_was_hidden_in_a_photo_reaches_a_rendition() -> None:
    script = b"<script>alert(document.domain)</script>"
    content = encoded(picture(), comment=script) + b"PK\x03\x04" + script

    photo = read_photo(sent(content, "photo.html"))

    assert photo.original.count(script) == 2
    assert all(script not in rendition and b"PK" not in rendition[-64:] for rendition in photo.renditions.values())


# What is refused


def test_an_empty_file_is_refused() -> None:
    assert refusal_of(b"") == "file.empty"


def test_a_file_of_40_mb_is_refused_unread() -> None:
    class Unread:
        name, size = "photo.jpg", 40 * 1024 * 1024

        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"{name} was used")

    with pytest.raises(BadFile) as refusal:
        read_photo(Unread())

    assert refusal.value.code == "file.too_large"


def test_a_file_that_lies_about_its_length_is_refused_at_the_limit(settings: Settings) -> None:
    settings.PHOTO_MAX_BYTES = 1000
    at_the_limit = sent(b"\xff\xd8\xff" + bytes(997))
    lying = sent(b"\xff\xd8\xff" + bytes(998))
    lying.size = 10

    with pytest.raises(BadFile) as refusal:
        read_photo(lying)
    assert refusal.value.code == "file.too_large"
    with pytest.raises(BadFile) as other_refusal:
        read_photo(at_the_limit)
    assert other_refusal.value.code == "file.truncated"


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        b"GIF89a" + bytes(100),
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"II*\x00" + bytes(100),
        b"BM" + bytes(100),
        b"\x00\x00\x00\x20ftypisom" + bytes(100),
        b"\x00\x00\x00\x20ftypavif" + bytes(100),
        b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf" + bytes(100),
        b"RIFF" + bytes(4) + b"WAVE" + bytes(100),
        b" \xff\xd8\xff" + bytes(100),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name_says(content: bytes) -> None:
    assert refusal_of(content, "photo.jpg") == "file.not_an_image"


@pytest.mark.parametrize("pillow_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.9, 0.99])
def test_a_photo_that_arrived_in_part_is_refused(pillow_format: str, part: float) -> None:
    content = noise(800, 600, pillow_format)
    assert read_photo(sent(content)).width == 800

    assert refusal_of(content[: int(len(content) * part)]) == "file.truncated"


def test_a_jpeg_without_its_last_byte_is_refused() -> None:
    assert refusal_of(noise(800, 600)[:-1]) == "file.truncated"


@pytest.mark.parametrize("make", [pictures.png_header, pictures.jpeg_header, pictures.webp_header])
def test_50000_by_50000_pixels_are_refused_from_the_header(make: Callable[[int, int], bytes]) -> None:
    started = time.monotonic()

    assert refusal_of(make(50_000, 50_000)) == "file.too_many_pixels"
    assert time.monotonic() - started < 1


def test_one_row_of_pixels_more_than_allowed_is_refused() -> None:
    assert refusal_of(pictures.png_header(10_001, 5000)) == "file.too_many_pixels"
    assert refusal_of(pictures.png_header(10_000, 5000)) == "file.truncated"  # believed, and found to be empty
    assert refusal_of(pictures.jpeg_header(10_001, 5000)) == "file.too_many_pixels"
    assert read_photo(sent(pictures.jpeg_header(10_000, 5000))).width == 10_000
    assert refusal_of(encoded(Image.new("RGB", (5001, 5000)), "WEBP", method=0)) == "file.too_many_pixels"
    assert read_photo(sent(encoded(Image.new("RGB", (5000, 5000)), "WEBP", method=0))).width == 5000


def test_a_photo_whose_longer_side_has_less_than_500_pixels_is_refused() -> None:
    assert refusal_of(encoded(picture(499, 499))) == "file.too_small"
    assert read_photo(sent(encoded(picture(500, 25)))).width == 500


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded() -> None:
    started = time.monotonic()

    assert refusal_of(pictures.scan_bomb(20_000)) == "file.truncated"
    assert time.monotonic() - started < 1
    assert read_photo(sent(pictures.scan_bomb(MAX_JPEG_SCANS - 20))).width == 900


def test_a_text_bomb_inside_a_png_is_refused() -> None:
    good = encoded(picture(), "PNG")
    bomb = pictures.png_chunk(b"zTXt", b"k\x00\x00" + pictures.zlib.compress(bytes(80_000_000), 9))

    assert refusal_of(good[:33] + bomb + good[33:]) == "file.truncated"


@QUIET
@pytest.mark.parametrize("pillow_format", ["JPEG", "PNG", "WEBP"])
def test_damage_anywhere_gives_a_photo_or_a_refusal_and_nothing_else(pillow_format: str) -> None:
    whole = noise(520, 40, pillow_format, exif=pictures.exif_with_place())
    chance = random.Random(20)
    outcomes = set()
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(min(len(damaged), chance.choice((200, len(damaged)))))] = chance.randrange(256)
        try:
            read_photo(sent(bytes(damaged)))
            outcomes.add("photo")
        except BadFile as refusal:
            outcomes.add(refusal.code)

    assert "file.truncated" in outcomes
    assert outcomes <= {"photo", "file.truncated", "file.not_an_image", "file.too_many_pixels", "file.too_small"} | {
        "file.too_narrow"
    }


# What it costs

MEASURE = """
import resource, sys
from pathlib import Path
from io import BytesIO
from types import SimpleNamespace
from django.conf import settings
settings.configure(PHOTO_MAX_BYTES=20 * 1024 * 1024)
from onboarding.files import photos
from PIL import Image

def peak_kb():
    status = Path("/proc/self/status")
    if status.exists():  # Linux lets ru_maxrss begin with the parent's
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

content = Path(sys.argv[1]).read_bytes()
file = BytesIO(content)
before = peak_kb()
if sys.argv[2] == "ours":
    photos.read_photo(SimpleNamespace(name="p.jpg", size=len(content), seek=file.seek, read=file.read))
else:
    Image.open(file).load()
print((peak_kb() - before) // 1024)
"""


def growth_mb(path: Path, way: str) -> int:
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path), way], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_48_megapixel_photo_is_decoded_in_a_fraction_of_its_memory(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(picture(8000, 6000)))

    assert growth_mb(path, "ours") < 80
    assert growth_mb(path, "naive") > 140


def most_decodes_at_once(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many of six photos sent at once are inside the decoder together."""
    inside, most = 0, 0
    counting = threading.Lock()
    decode = decoding._decode

    def counted(*arguments: Any) -> Any:
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        time.sleep(0.05)
        try:
            return decode(*arguments)
        finally:
            with counting:
                inside -= 1

    monkeypatch.setattr(decoding, "_decode", counted)
    monkeypatch.setattr(limits, "_LINE", threading.BoundedSemaphore(6))
    monkeypatch.setattr(decoding, "PATIENCE_S", 60)
    threads = [threading.Thread(target=read_photo, args=(sent(encoded(picture())),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


def test_photos_are_decoded_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_decodes_at_once(monkeypatch) == 1


def test_without_the_guard_they_would_be_decoded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_ONE_AT_A_TIME", threading.BoundedSemaphore(6))

    assert most_decodes_at_once(monkeypatch) > 1


def test_a_photo_is_refused_kindly_rather_than_wait_for_ever_and_taken_once_there_is_a_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decoding, "PATIENCE_S", 0.01)
    content = encoded(picture())

    with decoding._ONE_AT_A_TIME, pytest.raises(Busy):
        read_photo(sent(content))

    assert read_photo(sent(content)).content_type == "image/jpeg"
