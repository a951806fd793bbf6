import pytest

from onboarding.files.errors import Damaged, HeicNotRead, NotAnImage
from onboarding.files.headers import MAX_JPEG_SCANS, refuse_endless_scans, sniff
from tests.onboarding.files.pictures import encoded, noise, picture, scan_bomb


def test_content_types_are_told_by_magic_bytes() -> None:
    assert sniff(encoded(picture(), "JPEG")) == "image/jpeg"
    assert sniff(encoded(picture(), "PNG")) == "image/png"
    assert sniff(encoded(picture(), "WEBP")) == "image/webp"


def test_anything_else_is_refused() -> None:
    for content in (b"", b"\xff\xd8", b"\x89PNG", encoded(picture(), "GIF"), encoded(picture(), "TIFF")):
        with pytest.raises(NotAnImage):
            sniff(content)
    with pytest.raises(HeicNotRead):
        sniff(b"\x00\x00\x00\x18ftypheix")


def test_honest_jpegs_have_few_scans_whatever_their_pixels_hold() -> None:
    for content in (noise(800, 600), noise(800, 600, progressive=True), b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\xff"):
        refuse_endless_scans(content)


def test_one_scan_more_than_allowed_is_refused() -> None:
    scans_before = encoded(picture(), progressive=True).count(b"\xff\xda") - 1

    refuse_endless_scans(scan_bomb(MAX_JPEG_SCANS - scans_before))
    with pytest.raises(Damaged):
        refuse_endless_scans(scan_bomb(MAX_JPEG_SCANS - scans_before + 1))


def test_what_follows_the_end_of_the_image_is_not_counted() -> None:
    # A phone's motion photo appends a film, whose bytes may look like anything.
    refuse_endless_scans(encoded(picture()) + b"\xff\xda\x00\x08" * 1000)


@pytest.mark.parametrize("alone", [b"\xff\x01", b"\xff\xd8"])
def test_a_marker_without_a_length_hides_no_scans_behind_it(alone: bytes) -> None:
    scan = b"\xff\xda\x00\x08" + bytes(6)

    refuse_endless_scans(b"\xff\xd8" + alone + scan * MAX_JPEG_SCANS)
    with pytest.raises(Damaged):
        refuse_endless_scans(b"\xff\xd8" + alone + scan * (MAX_JPEG_SCANS + 1))
