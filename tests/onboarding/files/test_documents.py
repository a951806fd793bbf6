import hashlib
import random
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from onboarding.files import decoding, limits
from onboarding.files.documents import DocumentPicture, read_document
from onboarding.files.errors import BadFile, Busy, NotOpened, TooSmall
from onboarding.files.limits import Answer, Limits
from onboarding.files.photos import read_photo
from onboarding.files.renditions import Size
from tests.onboarding.files import corpus, pdfs, pictures
from tests.onboarding.files.corpus import ACCEPTED, REFUSED, SCRIPT
from tests.onboarding.files.pictures import encoded, picture, seen_at, sent

MOST_SECONDS = 30  # the wall of a child and a slow machine; a bomb would take hours


def shown(document: DocumentPicture, page: int = 1, size: Size = Size.LARGE) -> Image.Image:
    return Image.open(BytesIO(document.pages[page - 1][size]))


def refusal_of(content: bytes) -> str:
    with pytest.raises(BadFile) as refusal:
        read_document(sent(content, "document.jpg"))
    assert str(refusal.value.message)
    return refusal.value.code


# What is accepted


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_accepted_is_served_as_pixels_and_nothing_else(name: str) -> None:
    content = ACCEPTED[name]()

    document = read_document(sent(content, "document.jpg"))

    assert document.original == content
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    for page in document.pages:
        assert list(page) == [Size.LARGE, Size.SMALL]
        for rendition in page.values():
            image = Image.open(BytesIO(rendition))
            assert (image.format, image.mode, dict(image.getexif())) == ("WEBP", "RGB", {})
            assert len(rendition) == int.from_bytes(rendition[4:8], "little") + 8  # nothing is appended
            assert not [word for word in (b"script", b"PK\x03\x04", b"%PDF", b"JavaScript") if word in rendition]


def test_the_table_holds_files_that_carry_something() -> None:
    carried = {name: build() for name, build in ACCEPTED.items() if "+" in name or "scripts" in name}

    assert all(
        SCRIPT in content or b"PK\x03\x04" in content or b"/JavaScript" in content for content in carried.values()
    )
    assert len(carried) == 8


def test_a_document_has_a_picture_to_read_and_a_small_one() -> None:
    document = read_document(sent(encoded(picture(4000, 3000)), "PAN.JPG"))

    assert (document.content_type, document.name_ext) == ("image/jpeg", ".jpg")
    assert (document.width, document.height) == (4000, 3000)
    assert [shown(document, size=size).size for size in document.pages[0]] == [(1600, 1200), (320, 240)]


def test_each_page_of_a_pdf_is_drawn_on_its_own() -> None:
    pages = [Image.new("RGB", (595, 842), colour) for colour in ("red", "green", "blue")]
    content = encoded(pages[0], "PDF", save_all=True, append_images=pages[1:])

    document = read_document(sent(content, "certificate.pdf"))

    assert (document.content_type, document.name_ext) == ("application/pdf", ".pdf")
    assert (document.width, document.height) == (1131, 1600)
    middle = [pictures.nearest(shown(document, page).getpixel((500, 800))) for page in (1, 2, 3)]
    assert middle == ["red", "green", "blue"]
    assert shown(document, 3, Size.SMALL).size == (226, 320)


def test_a_pdf_is_drawn_the_right_way_up_on_white_paper() -> None:
    document = read_document(sent(pdfs.pdf()))

    assert seen_at(shown(document)) == ["red", "white", "white", "white"]


def test_what_a_pdf_would_do_on_opening_changes_nothing_of_its_picture() -> None:
    with_scripts, plain = (read_document(sent(content)) for content in (pdfs.with_scripts(), pdfs.pdf()))

    assert with_scripts.pages == plain.pages


def test_a_document_may_be_smaller_than_a_photo_of_a_piece() -> None:
    content = encoded(picture(450, 300))

    assert read_document(sent(content)).width == 450
    with pytest.raises(TooSmall):
        read_photo(sent(content))


def test_the_first_frame_of_an_animation_is_taken() -> None:
    document = read_document(sent(corpus.animated_webp()))

    assert pictures.nearest(shown(document).getpixel((300, 300))) == "red"


# HEIC


def test_a_heic_is_turned_upright_and_keeps_its_colours() -> None:
    content = encoded(picture(2000, 1000), "HEIF", exif=lying_sideways().tobytes(), quality=80)
    assert b"irot" in content

    document, photo = read_document(sent(content)), read_photo(sent(content, "IMG_1.HEIC"))

    assert (document.width, document.height) == (photo.width, photo.height) == (1000, 2000)
    assert shown(document).size == (800, 1600)
    assert seen_at(shown(document)) == ["blue", "red", "white", "green"]


def test_a_heic_is_turned_by_its_own_box_and_not_once_more_by_its_exif() -> None:
    # ISO/IEC 23008-12: a reader follows irot and imir, and leaves EXIF's orientation aside.
    content = encoded(picture(2000, 1000), "HEIF", exif=lying_sideways(), quality=80)
    assert b"irot" not in content

    assert seen_at(shown(read_document(sent(content)))) == ["red", "green", "blue", "white"]


def lying_sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_colours_of_a_wide_gamut_heic_are_brought_to_srgb() -> None:
    profile = pictures.profile_with_red_and_green_swapped()
    red = Image.new("RGB", (600, 600), (255, 0, 0))

    document = read_document(sent(encoded(red, "HEIF", icc_profile=profile)))

    assert pictures.nearest(shown(document).getpixel((300, 300))) == "green"


@pytest.mark.parametrize("pillow_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_served_tells_where_or_by_whom_it_was_taken(pillow_format: str) -> None:
    content = encoded(picture(), pillow_format, exif=pictures.exif_with_place())
    assert b"SecretPhoneMaker" in content  # else this test could not fail

    document, photo = read_document(sent(content)), read_photo(sent(content))

    for rendition in [*document.pages[0].values(), *photo.renditions.values()]:
        assert dict(Image.open(BytesIO(rendition)).getexif()) == {}
        assert not [word for word in (b"Secret", b"Sunita", b"Exif") if word in rendition]


def test_damage_anywhere_in_a_heic_or_pdf_gives_a_document_or_a_refusal() -> None:
    chance = random.Random(20)
    outcomes = set()
    for whole in [corpus.heic(), encoded(picture(), "PDF")] * 8:
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(min(len(damaged), chance.choice((400, len(damaged)))))] = chance.randrange(256)
        try:
            read_document(sent(bytes(damaged)))
            outcomes.add("document")
        except BadFile as refusal:
            outcomes.add(refusal.code)

    assert len(outcomes) > 1
    assert not outcomes & {"file.bad", "file.busy"}


# What is refused


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_gets_its_own_answer_in_bounded_time(name: str) -> None:
    build, code = REFUSED[name]
    content, started = build(), time.monotonic()

    assert refusal_of(content) == code
    assert time.monotonic() - started < MOST_SECONDS


def test_every_refusal_has_a_sentence_in_english_that_says_what_to_do() -> None:
    with translation.override("en"):
        sentences = {str(kind.message) for kind in BadFile.__subclasses__()}

    assert len(sentences) == len(BadFile.__subclasses__())
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_bank_statement_is_refused_rather_than_shown_in_part() -> None:
    assert refusal_of(pdfs.pdf(40)) == "file.pdf_too_long"


# What a child says is not believed


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"sizes": [[10, 10]]}, [bytes(299)]),
        Answer({"sizes": [[10, 10]]}, []),
        Answer({"sizes": [[1601, 1]]}, [bytes(4803)]),
        Answer({"sizes": [[-10, -10]]}, [bytes(300)]),
        Answer({"sizes": [["10", 10]]}, [bytes(300)]),
        Answer({"sizes": [[10, 10, 1]]}, [bytes(300)]),
        Answer({"sizes": {}}, [bytes(300)]),
        Answer({}, []),
        Answer({"sizes": [[1, 1]] * 6}, [bytes(3)] * 6),
    ],
)
def test_pixels_that_do_not_fit_their_size_are_not_opened(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "run_limited", lambda *_arguments, **_options: answer)

    with pytest.raises(NotOpened):
        read_document(sent(pdfs.pdf()))


def test_a_pdf_over_its_memory_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encoded(picture(3000, 4000), "PDF")
    assert read_document(sent(content)).width == 1200

    monkeypatch.setattr(decoding, "PDF_LIMITS", Limits(50 * 1024**2, 10, 20, 10_000_000))
    with pytest.raises(NotOpened):
        read_document(sent(content))


def test_a_document_waits_for_its_turn_and_is_refused_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PATIENCE_S", 0.01)

    with decoding._ONE_AT_A_TIME:
        for content in (encoded(picture()), pdfs.pdf(), corpus.heic()):
            with pytest.raises(Busy):
                read_document(sent(content))
    assert read_document(sent(pdfs.pdf())).width == 1131


def test_five_pages_scanned_at_600_dpi_fit_the_limits() -> None:
    page = picture(4960, 7016)

    document = read_document(sent(encoded(page, "PDF", save_all=True, append_images=[page] * 4)))

    assert len(document.pages) == 5
    assert (decoding.PDF_LIMITS.cpu_s, decoding.PDF_LIMITS.wall_s) == (4, 8)


def test_two_wait_for_a_turn_and_whoever_comes_then_is_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PATIENCE_S", 600)
    content = encoded(picture())
    with ThreadPoolExecutor(2) as pool:
        with decoding._ONE_AT_A_TIME:
            waiting = [pool.submit(read_document, sent(content)) for _ in range(2)]
            while limits._LINE._value:
                time.sleep(0.01)
            for late in (content, corpus.heic()):
                with limits._ONE_CHILD, pytest.raises(Busy):
                    read_document(sent(late))
            assert not any(each.done() for each in waiting)
        assert [len(each.result(60).pages) for each in waiting] == [1, 1]

    assert len(read_document(sent(content)).pages) == 1
