import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from pytest_django import DjangoAssertNumQueries, Settings

from onboarding.files.actions import store_document, store_photo
from onboarding.files.documents import DocumentPicture, read_document
from onboarding.files.links import signed_photo_url
from onboarding.files.models import StoredFile
from onboarding.files.photos import Photo, read_photo
from onboarding.files.renditions import Size
from onboarding.files.serving import open_rendition, rendition_response
from onboarding.files.storage import DurableFileStorage
from onboarding.tenancy.scope import NoBoardScope, board_scope
from tests.onboarding.files import pdfs
from tests.onboarding.files.pictures import encoded, exif_with_place, picture, sent


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    backend = {"BACKEND": "onboarding.files.storage.DurableFileStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "uploads": backend}
    return folder


@pytest.fixture(scope="module")
def photo() -> Photo:
    return read_photo(sent(encoded(picture(2000, 1000), exif=exif_with_place()), "IMG_0001.JPEG"))


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_the_row_says_what_the_photo_is(board_id: int, photo: Photo) -> None:
    with board_scope(board_id):
        store_photo(photo)
        stored = StoredFile.objects.get()

    assert (stored.board_id, stored.kind, stored.content_type) == (board_id, "photo", "image/jpeg")
    assert (stored.width, stored.height, stored.bytes) == (2000, 1000, len(photo.original))
    assert stored.sha256 == hashlib.sha256(photo.original).hexdigest()
    assert stored.original_name_ext == ".jpeg"


@pytest.mark.django_db
def test_the_files_lie_under_board_and_id_for_this_user_only(board_id: int, photo: Photo, uploads: Path) -> None:
    with board_scope(board_id):
        stored = store_photo(photo)

    name = str(stored.pk)
    folder = uploads / str(board_id) / name[:2]
    suffixes = ["1600.jpg", "1600.webp", "320.webp", "800.webp", "original"]
    assert files_below(uploads) == [folder / f"{name}.{suffix}" for suffix in suffixes]
    assert (folder / f"{name}.original").read_bytes() == photo.original
    assert (folder / f"{name}.320.webp").read_bytes() == photo.renditions[Size.SMALL]
    assert {path.stat().st_mode & 0o777 for path in files_below(uploads)} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (uploads, folder.parent, folder)} == {0o700}


@pytest.mark.django_db
def test_a_full_disk_leaves_no_row(board_id: int, photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onboarding.files.storage.os.fsync", no_space)
    with board_scope(board_id), pytest.raises(OSError, match="No space left"), transaction.atomic():
        store_photo(photo)

    monkeypatch.undo()
    with board_scope(board_id):
        assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_rolled_back_action_leaves_files_that_nothing_names(board_id: int, photo: Photo, uploads: Path) -> None:
    with board_scope(board_id):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            store_photo(photo)
            raise ZeroDivisionError

        assert not StoredFile.objects.exists()
    assert len(files_below(uploads)) == 5


@pytest.mark.django_db
def test_nothing_is_stored_outside_a_scope(photo: Photo, uploads: Path) -> None:
    with pytest.raises(NoBoardScope):
        store_photo(photo)

    assert files_below(uploads) == []


@pytest.mark.django_db
def test_another_board_sees_no_file(board_id: int, other_board_id: int, photo: Photo) -> None:
    with board_scope(board_id):
        store_photo(photo)

    with board_scope(other_board_id):
        assert not StoredFile.objects.exists()


def test_a_write_that_breaks_off_leaves_nothing_behind(uploads: Path) -> None:
    class BreaksOff(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"first half"
            raise ConnectionError

    with pytest.raises(ConnectionError):
        DurableFileStorage(location=uploads).save("1/ab/name.webp", BreaksOff(b"x"))

    assert files_below(uploads) == []


def test_a_file_is_on_the_disk_before_it_has_its_name(uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    true_sync = __import__("os").fsync
    monkeypatch.setattr(
        "onboarding.files.storage.os.fsync",
        lambda descriptor: (seen.append([path.name for path in files_below(uploads)]), true_sync(descriptor)),
    )

    DurableFileStorage(location=uploads).save("name.webp", ContentFile(b"content"))

    contents, folder = seen[-2:]
    assert [name.startswith(".incoming-") for name in contents] == [True]
    assert folder == ["name.webp"]
    assert (uploads / "name.webp").read_bytes() == b"content"


def test_uploads_have_no_public_address_and_no_way_out_of_their_folder(uploads: Path) -> None:
    storage = DurableFileStorage(location=uploads)

    with pytest.raises(ValueError, match="no public address"):
        storage.url("1/ab/name.webp")
    with pytest.raises(SuspiciousFileOperation):
        storage.save("../outside", ContentFile(b"x"))
    assert not (uploads.parent / "outside").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("size", list(Size))
def test_a_rendition_is_answered_privately_and_streamed_without_the_database(
    board_id: int, photo: Photo, size: Size, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with board_scope(board_id):
        stored = store_photo(photo)

    with django_assert_num_queries(0):
        response = rendition_response(stored, str(size))
        content = b"".join(response.streaming_content)  # type: ignore[arg-type]

    assert content == photo.renditions[size]
    assert response["Content-Type"] == ("image/jpeg" if size == Size.MARKET else "image/webp")
    assert response["Content-Length"] == str(len(content))
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "inline"


@pytest.mark.django_db
def test_the_original_and_unknown_sizes_are_not_served(board_id: int, photo: Photo) -> None:
    with board_scope(board_id):
        stored = store_photo(photo)

    for size in ("original", "1600.webp", "", "../x"):
        with pytest.raises(Http404):
            rendition_response(stored, size)
        with pytest.raises(ValueError, match="is not a valid Size"):
            open_rendition(stored, size)


# Documents


@pytest.fixture(scope="module")
def document() -> DocumentPicture:
    return read_document(sent(pdfs.pdf(3), "Certificate.PDF"))


@pytest.mark.django_db
def test_the_row_of_a_document_counts_its_pages(board_id: int, document: DocumentPicture) -> None:
    with board_scope(board_id):
        store_document(document)
        stored = StoredFile.objects.get()

    assert (stored.kind, stored.pages, stored.content_type) == ("document", 3, "application/pdf")
    assert (stored.width, stored.height, stored.bytes) == (1131, 1600, len(document.original))
    assert (stored.sha256, stored.original_name_ext) == (document.sha256, ".pdf")


@pytest.mark.django_db
def test_each_page_of_a_document_lies_beside_its_original(
    board_id: int, document: DocumentPicture, uploads: Path
) -> None:
    with board_scope(board_id):
        stored = store_document(document)

    names = [path.name.removeprefix(f"{stored.pk}.") for path in files_below(uploads)]
    pages = ["1600.webp", "320.webp", "p2.1600.webp", "p2.320.webp", "p3.1600.webp", "p3.320.webp"]
    assert names == sorted(["original", *pages])
    assert open_rendition(stored, Size.SMALL, 3).read() == document.pages[2][Size.SMALL]


@pytest.mark.django_db
@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_is_answered_and_kept_by_no_browser(
    board_id: int, document: DocumentPicture, page: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with board_scope(board_id):
        stored = store_document(document)

    with django_assert_num_queries(0):
        response = rendition_response(stored, "1600", page)
        content = b"".join(response.streaming_content)  # type: ignore[arg-type]

    assert content == document.pages[page - 1][Size.LARGE]
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_no_other_size_or_page_of_a_document_is_served(board_id: int, document: DocumentPicture, photo: Photo) -> None:
    with board_scope(board_id):
        stored, shown = store_document(document), store_photo(photo)

    absent = [(stored, "800", 1), (stored, "1600-jpeg", 1), (stored, "original", 1), (shown, "800", 2)]
    for file, size, page in [*absent, *[(stored, "1600", page) for page in (0, 4, -1)]]:
        with pytest.raises(Http404):
            rendition_response(file, size, page)


@pytest.mark.django_db
def test_a_document_gets_no_link_that_works_without_signing_in(
    board_id: int, document: DocumentPicture, photo: Photo
) -> None:
    with board_scope(board_id):
        stored, shown = store_document(document), store_photo(photo)

    with pytest.raises(ValueError, match="only photos"):
        signed_photo_url(stored, Size.LARGE, expires_s=60)
    assert signed_photo_url(shown, Size.LARGE, expires_s=60)


@pytest.mark.django_db
def test_bytes_sent_again_are_recognised_on_their_own_board_only(
    board_id: int, other_board_id: int, document: DocumentPicture, photo: Photo
) -> None:
    again = read_document(sent(document.original, "again.pdf"))
    with board_scope(board_id):
        first, second = store_document(document), store_document(again)
        store_photo(photo)

        assert list(StoredFile.objects.same_file(again.sha256)) == [second, first]
        assert not StoredFile.objects.same_file("0" * 64).exists()
    with board_scope(other_board_id):
        assert not StoredFile.objects.same_file(again.sha256).exists()
