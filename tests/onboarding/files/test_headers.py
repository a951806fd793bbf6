import pytest

from onboarding.files.errors import Damaged, NotADocument, NotAnImage, PdfDamaged
from onboarding.files.headers import MAX_JPEG_SCANS, refuse_cut_pdf, refuse_endless_scans, sniff, sniff_document
from tests.onboarding.files.pictures import encoded, noise, picture, scan_bomb


def test_content_types_are_told_by_magic_bytes() -> None:
    assert sniff(encoded(picture(), "JPEG")) == "image/jpeg"
    assert sniff(encoded(picture(), "PNG")) == "image/png"
    assert sniff(encoded(picture(), "WEBP")) == "image/webp"


def test_anything_else_is_refused() -> None:
    for content in (b"", b"\xff\xd8", b"\x89PNG", encoded(picture(), "GIF"), encoded(picture(), "TIFF")):
        with pytest.raises(NotAnImage):
            sniff(content)


def test_heic_is_told_by_its_brands_and_avif_is_none() -> None:
    for brand in (b"heic", b"heix", b"hevc", b"mif1"):
        assert sniff(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic") == "image/heic"
    for brands in (b"avif\x00\x00\x00\x00mif1heic", b"mif1\x00\x00\x00\x00mif1avif"):
        with pytest.raises(NotAnImage):
            sniff(b"\x00\x00\x00\x18ftyp" + brands)


def test_a_document_is_a_photo_or_a_pdf_from_its_first_sign_on() -> None:
    assert sniff_document(b"%PDF-1.4") == sniff_document(b"\xef\xbb\xbf\r\n%PDF-1.7") == "application/pdf"
    assert sniff_document(encoded(picture(), "JPEG") + b"%PDF-1.7") == "image/jpeg"
    for content in (b"", b"<html>%PDF-1.7", b"MZ%PDF-1.7", b" " * 64 + b"%PDF-1.7", b"PK\x03\x04%PDF-1.7"):
        with pytest.raises(NotADocument):
            sniff_document(content)


def test_a_pdf_that_arrived_in_part_is_refused_also_when_it_was_made_for_the_web() -> None:
    linearised = b"%PDF-1.7\n1 0 obj << /Linearized 1 /L 100 /O 3 >> endobj\nstartxref\n0\n%%EOF\n"

    refuse_cut_pdf(linearised + bytes(100 - len(linearised)))
    for cut in (linearised + bytes(99 - len(linearised)), b"%PDF-1.7 no end"):
        with pytest.raises(PdfDamaged):
            refuse_cut_pdf(cut)


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
