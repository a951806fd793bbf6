"""Bodies are bounded, read whole and in UTF-8; text that no column can hold gets no further."""

import socket
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from onboarding.accounts.models import PhoneChallenge
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board, make_user
from tests.onboarding.tenancy.snapshot import snapshot
from tests.sessions import browser_of

pytestmark = pytest.mark.urls("tests.onboarding.probes")

FORM = "application/x-www-form-urlencoded"
LIMIT = 1024 * 1024


@pytest.fixture
def browser() -> Client:
    """A browser that shows a failing server as the 500 that people see."""
    return Client(raise_request_exception=False)


def send(browser: Client, path: str, body: bytes, *, length: int | str | None = None, **headers: Any) -> Any:
    """Post these bytes, announcing another length than theirs where one is given."""
    said = len(body) if length is None else length
    kind = headers.pop("content_type", FORM)
    return browser.generic(
        "POST", path, body, kind, **{"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(said), **headers}
    )


# Bodies


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(db: None, browser: Client) -> None:
    at_limit = b"a=" + b"x" * (LIMIT - 2)

    assert send(browser, "/probe/take/", at_limit).status_code == 200
    assert send(browser, "/probe/take/", at_limit + b"x").status_code == 413


def test_a_body_over_the_limit_is_refused_unread(db: None, browser: Client) -> None:
    class Unread(BytesIO):
        def read(self, *_size: Any) -> bytes:
            pytest.fail("the body was read")

    answer = browser.generic(
        "POST", "/probe/take/", b"", FORM, **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**12)}
    )

    assert answer.status_code == 413


def test_the_language_of_a_413_is_the_readers(db: None, browser: Client) -> None:
    translation.activate("hi")

    answer = send(browser, "/probe/take/", b"", length=LIMIT + 1, HTTP_ACCEPT_LANGUAGE="en")

    assert 'lang="en"' in answer.content.decode()
    assert answer["Content-Language"] == "en"


def test_a_route_may_take_more_and_has_its_own_limit(db: None, browser: Client) -> None:
    browser.force_login(make_user())
    photo = SimpleUploadedFile("photo.jpg", b"x" * (2 * LIMIT), "image/jpeg")

    answer = browser.post("/probe/take-more/", {"photo": photo})

    assert answer.json()["files"] == {"photo": 2 * LIMIT}
    assert send(browser, "/probe/take-more/", b"", length=3 * LIMIT + 1).status_code == 413
    assert send(browser, "/probe/take/", b"", length=2 * LIMIT).status_code == 413


def test_photo_routes_take_more_than_their_form_and_the_rest_do_not(db: None, browser: Client) -> None:
    board = make_board()
    browser.force_login(make_user())
    length = settings.PHOTO_MAX_BYTES * 2

    assert send(browser, f"/seller/{board.slug}/listings/new/", b"", length=length).status_code == 400  # broken off
    assert send(browser, f"/seller/{board.slug}/application/", b"", length=length).status_code == 413


class Unread(BytesIO):
    def read(self, *_size: Any) -> bytes:
        pytest.fail("the body was read")


@pytest.mark.parametrize("cookie", ["none", "forged", "of nobody", "expired"])
def test_a_large_body_of_someone_who_is_not_signed_in_is_not_read(db: None, browser: Client, cookie: str) -> None:
    board = make_board("up-odop")
    if cookie == "forged":
        browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    elif cookie == "of nobody":
        session = browser.session
        session["said"] = "something"
        session.save()
    elif cookie == "expired":
        browser.force_login(make_user())
        Session.objects.update(expire_date=timezone.now())

    def answer_at(path: str) -> tuple[int, str]:
        stream = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(2 * LIMIT)}
        answer = browser.generic("POST", path, b"", "multipart/form-data; boundary=line", **stream)
        return answer.status_code, answer.get("Location", "")

    assert answer_at(f"/seller/{board.slug}/listings/new/") == (302, "/join/up-odop/")
    assert answer_at("/board/up-odop/import/") == (302, "/account/login/?next=/board/up-odop/import/")
    assert answer_at("/probe/take-more/") == (403, "")


def test_a_body_of_the_usual_size_is_read_from_anybody_without_a_question(db: None, browser: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert send(browser, "/probe/take-more/", b"a=" + b"x" * (LIMIT - 2)).status_code == 200

    assert not [query for query in asked.captured_queries if "django_session" in query["sql"]]


def test_a_body_without_announced_length_is_refused(db: None, browser: Client) -> None:
    answer = send(browser, "/probe/take/", b"a=b", HTTP_TRANSFER_ENCODING="gzip, Chunked")

    assert answer.status_code == 411


@pytest.mark.parametrize("length", ["-1", "many", "²", "१", "1e3", "0x10", "1, 2"])
def test_a_length_that_is_no_number_is_refused(db: None, browser: Client, length: str) -> None:
    assert send(browser, "/probe/take/", b"a=b", length=length).status_code == 400


def test_no_length_means_no_body(db: None, browser: Client) -> None:
    assert send(browser, "/probe/take/", b"a=b", length="").json()["fields"] == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"phone=9876543210&name=Sunita"),
        ("application/json", b'{"price_paise": 240000}'),
        (
            "multipart/form-data; boundary=line",
            b'--line\r\nContent-Disposition: form-data; name="name"\r\n\r\nSunita Devi\r\n--line--\r\n',
        ),
    ],
)
def test_a_body_that_breaks_off_is_refused(
    db: None, browser: Client, method: str, content_type: str, body: bytes
) -> None:
    def post(part: bytes) -> int:
        extra = {"wsgi.input": BytesIO(part), "CONTENT_LENGTH": str(len(body))}
        return browser.generic(method, "/probe/take/", part, content_type, **extra).status_code

    assert post(body) == 200
    assert [post(body[:cut]) for cut in (0, 1, len(body) // 2, len(body) - 1)] == [400] * 4


@pytest.mark.django_db(transaction=True)
def test_a_sender_who_hangs_up_half_way_is_refused_over_a_real_socket(live_server: Any) -> None:
    board = make_board("up-odop")
    host, port = live_server.thread.host, live_server.thread.port

    def post(body: bytes, length: int) -> bytes:
        head = (
            f"POST /join/up-odop/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\nContent-Length: {length}\r\n\r\n"
        )
        with socket.create_connection((host, port), timeout=30) as sender:
            sender.sendall(head.encode() + body)
            sender.shutdown(socket.SHUT_WR)
            return sender.makefile("rb").readline()

    assert b" 400 " in post(b"phone=9876543210", 500)
    assert not board_has_challenges(board)
    assert b" 403 " in post(b"phone=9876543210", 16)  # read whole; it lacks only its token


def test_a_connection_that_breaks_while_reading_is_a_400(db: None, browser: Client) -> None:
    class Broken(BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise OSError("connection reset by peer")

    extra = {"wsgi.input": Broken(), "CONTENT_LENGTH": "10"}

    assert browser.generic("POST", "/probe/take/", b"", FORM, **extra).status_code == 400
    assert browser.generic("POST", "/probe/take/", b"", "application/json", **extra).status_code == 400


def test_a_malformed_multipart_body_is_a_400(db: None, browser: Client) -> None:
    assert send(browser, "/probe/take/", b"no parts", content_type="multipart/form-data").status_code == 400
    too_many = b"&".join(b"f%d=" % number for number in range(1001))
    assert send(browser, "/probe/take/", too_many).status_code == 400


def test_the_body_is_read_before_a_transaction_opens(db: None, browser: Client, django_assert_num_queries: Any) -> None:
    seen = []

    class Slow(BytesIO):
        def read(self, *size: Any) -> bytes:
            seen.append(len(connection.savepoint_ids))
            return super().read(*size)

    outside = len(connection.savepoint_ids)
    body = b"a=b"
    browser.generic("POST", "/probe/take/", body, FORM, **{"wsgi.input": Slow(body), "CONTENT_LENGTH": "3"})

    assert set(seen) == {outside}


# Text that no column can hold


@pytest.fixture
def open_board(db: None) -> Board:
    return make_board("up-odop")


NUL_PATHS = [
    "/%00",
    "/join/%00/",
    "/join/up-odop%00/",
    "/photo/%00",
    "/account/password/reset/key/1-%00/",
    "/verify/%00",
    "/join/up-odop/?next=%00",
    "/?%00=1",
    "/account/login/?next=/%00",
    "/language/?next=%00",
    "/board/up-odop/applications/?status=%00",
    "/board/up-odop/applications/?after=%00",
    "/api/v1/boards/up-odop/listings/?after=%00",
    "/healthz?%00",
]


@pytest.mark.parametrize("path", NUL_PATHS)
def test_nul_in_an_address_is_a_400(open_board: Board, browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/join/%ED%A0%80/", "/photo/%ED%A0%80", "/%ED%A0%80", "/verify/%FF"])
def test_a_lone_surrogate_in_a_path_is_a_4xx(open_board: Board, browser: Client, path: str) -> None:
    assert browser.get(path).status_code in (400, 403, 404, 410)


def test_a_lone_surrogate_in_a_query_is_replaced(open_board: Board, browser: Client) -> None:
    assert browser.get("/join/up-odop/?q=%ED%A0%80").status_code == 200


@pytest.mark.parametrize(
    "cookie", ['sessionid="\\000aaaaaaaaaaaaaaaaaaaa"', 'csrftoken="\\000"', 'django_language="\\000"']
)
def test_nul_in_a_cookie_is_a_400(open_board: Board, browser: Client, cookie: str) -> None:
    assert browser.get("/seller/up-odop/", HTTP_COOKIE=cookie).status_code == 400


FORMS = [
    ("/join/up-odop/", ["phone"]),
    ("/language/", ["language", "next"]),
    ("/account/login/", ["login", "password", "next", "remember"]),
    ("/account/password/reset/", ["email"]),
    ("/seller/up-odop/application/", ["name", "district", "address", "pin", "craft", "pan"]),
    ("/api/v1/oauth/token", ["client_id", "client_secret", "grant_type", "scope"]),
]


@pytest.mark.parametrize("text", ["\0", "98765\0" + "43210", "क\0"])
@pytest.mark.parametrize(("path", "fields"), FORMS, ids=[path for path, _fields in FORMS])
def test_nul_in_a_form_is_no_5xx_and_nothing_is_written(
    open_board: Board, path: str, fields: list[str], text: str
) -> None:
    browser = browser_of(make_user()) if path.startswith("/seller/") else Client()
    before = snapshot([open_board.pk])

    answer = browser.post(path, urlencode(dict.fromkeys(fields, text)), content_type=FORM)

    # Changing the language always leads back to a page.
    assert answer.status_code in ((302,) if path == "/language/" else (200, 400, 401, 422))
    assert "\0" not in answer.get("Location", "")
    assert snapshot([open_board.pk]) == before


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "unicode_escape", "utf-16", "utf-7", "latin-1", "base64"])
@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=line"])
def test_text_in_another_encoding_than_utf_8_is_refused(
    open_board: Board, browser: Client, content_type: str, charset: str
) -> None:
    """By raw_unicode_escape a lone surrogate could come in, which the database refuses only later."""
    part = b'--line\r\nContent-Disposition: form-data; name="phone"\r\n\r\n\\ud800\r\n--line--\r\n'
    body = b"phone=\\ud800" if content_type == FORM else part

    answer = send(browser, "/join/up-odop/", body, content_type=f"{content_type}; charset={charset}")

    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "no-such-encoding"])
def test_utf_8_may_be_said(open_board: Board, browser: Client, charset: str) -> None:
    answer = send(browser, "/probe/take/", "a=क".encode(), content_type=f"{FORM}; charset={charset}")

    assert (answer.status_code, answer.json()["fields"]) == (200, {"a": "क"})


def test_bytes_that_are_no_utf_8_are_answered_at_the_field(open_board: Board, browser: Client) -> None:
    answer = send(browser, "/join/up-odop/", b"phone=%ED%A0%80%FF")

    assert answer.status_code in (400, 422)
    assert not board_has_challenges(open_board)


def board_has_challenges(board: Board) -> bool:
    with board_scope(board.pk):
        return PhoneChallenge.objects.exists()
