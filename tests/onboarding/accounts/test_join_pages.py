"""The door of a board, seen from browsers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.test import Client
from django.utils import timezone

from onboarding.accounts import actions
from onboarding.accounts.actions import TRIES_OF_NUMBER_A_DAY, record_code_lost, take_code_for_sending
from onboarding.accounts.budgets import take
from onboarding.accounts.models import PhoneChallenge
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board, make_user
from tests.sessions import browser_of

DOOR, CODE = "/join/up-odop/", "/join/up-odop/code/"
PHONE = "9876543210"


@pytest.fixture
def up_odop(db: None) -> Board:
    return make_board("up-odop")


def in_board(board: Board, read: Any) -> Any:
    with board_scope(board.pk):
        return read()


def ask(phone: str = PHONE) -> Client:
    """A browser that has asked for a code."""
    browser = Client(headers={"Accept-Language": "en"})
    assert browser.post(DOOR, {"phone": phone}).status_code == 302
    return browser


def newest_code(board: Board) -> str:
    newest = in_board(board, lambda: PhoneChallenge.objects.latest("created_at").pk)
    return str(in_board(board, lambda: take_code_for_sending(newest))[1])


def text_of(answer: Any) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "csrf", answer.content.decode())
    return text.replace(answer["X-Request-Id"], "request").replace("3211", "3210")


def signed_in_as(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def test_known_and_unknown_numbers_are_answered_alike(up_odop: Board) -> None:
    make_user("+919876543210")

    known, unknown = ask("9876543210"), ask("9876543211")

    assert text_of(known.get(CODE)) == text_of(unknown.get(CODE))
    assert text_of(known.post(CODE, {"code": "nothing"})) == text_of(unknown.post(CODE, {"code": "nothing"}))
    assert in_board(up_odop, PhoneChallenge.objects.count) == 2


def test_the_right_code_signs_in_and_gives_the_session_a_new_key(up_odop: Board) -> None:
    browser = ask()
    before = browser.session.session_key

    answer = browser.post(CODE, {"code": newest_code(up_odop)})

    assert (answer.status_code, answer["Location"]) == (302, "/seller/up-odop/")
    assert signed_in_as(browser) is not None
    assert browser.session.session_key != before
    assert "phone_challenge" not in browser.session


def test_the_session_of_another_browser_cannot_use_the_challenge(up_odop: Board) -> None:
    ask()
    code = newest_code(up_odop)
    stranger = Client()

    answer = stranger.post(CODE, {"code": code})

    assert (answer.status_code, answer["Location"]) == (302, "/seller/up-odop/")
    assert stranger.get(answer["Location"])["Location"] == DOOR
    assert signed_in_as(stranger) is None
    assert in_board(up_odop, lambda: PhoneChallenge.objects.get().tries) == 0


def test_a_browser_with_its_own_challenge_cannot_use_anothers_code(
    up_odop: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([123456, 654321])
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _bound: next(drawn))
    ask()
    code = newest_code(up_odop)
    stranger = ask("9876543211")

    assert stranger.post(CODE, {"code": code}).status_code == 422
    assert signed_in_as(stranger) is None
    assert stranger.post(CODE, {"code": "654321"}).status_code == 302


def test_a_challenge_of_one_board_opens_no_other(up_odop: Board) -> None:
    make_board("up-khadi")
    browser = ask()
    code = newest_code(up_odop)

    answer = browser.post("/join/up-khadi/code/", {"code": code})

    assert answer.status_code == 302
    assert signed_in_as(browser) is None
    assert in_board(up_odop, lambda: PhoneChallenge.objects.get().tries) == 0


@pytest.mark.django_db(transaction=True)
def test_a_wrong_try_over_the_page_is_counted_and_committed() -> None:
    up_odop = make_board("up-odop")
    browser = ask()
    code = newest_code(up_odop)

    statuses = [browser.post(CODE, {"code": "nothing"}).status_code for _try in range(7)]

    assert statuses == [422] * 7
    assert in_board(up_odop, lambda: PhoneChallenge.objects.get().tries) == 5
    answer = browser.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "This code was tried too often. Ask for a new one." in answer.content.decode()
    assert signed_in_as(browser) is None


def test_the_sixth_code_over_the_page_is_a_429_beside_the_field(up_odop: Board) -> None:
    for _code in range(5):
        ask()  # each from a browser of its own

    answer = Client(headers={"Accept-Language": "en"}).post(DOOR, {"phone": PHONE})

    assert answer.status_code == 429
    assert "Several codes were sent to this number already." in answer.content.decode()
    assert 'value="9876543210"' in answer.content.decode()
    assert in_board(up_odop, PhoneChallenge.objects.count) == 5


def test_someone_who_was_shut_out_is_not_let_in_by_a_code(up_odop: Board) -> None:
    user = make_user("+919876543210")
    user.is_active = False
    user.save()
    browser = ask()

    browser.post(CODE, {"code": newest_code(up_odop)})

    assert browser.get("/seller/up-odop/")["Location"] == DOOR


def test_signing_out_needs_a_post_and_ends_the_session(up_odop: Board) -> None:
    browser = ask()
    browser.post(CODE, {"code": newest_code(up_odop)})

    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/seller/up-odop/")["Location"] == DOOR


@pytest.mark.parametrize("path", [DOOR, CODE, "/sign-out/", "/language/", "/account/login/"])
def test_a_post_without_its_token_is_refused(up_odop: Board, path: str) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(path, {"phone": PHONE, "code": "123456"}).status_code == 403
    assert in_board(up_odop, PhoneChallenge.objects.count) == 0


@pytest.mark.parametrize(
    "path", ["/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/reauthenticate/"]
)
@pytest.mark.django_db
def test_the_officers_account_pages_are_absent_for_someone_who_only_proved_a_phone(path: str) -> None:
    assert browser_of(make_user()).get(path).status_code == 404


@pytest.mark.django_db
def test_an_officer_finds_her_account_pages() -> None:
    officer = make_user(email="officer@up-odop.example", password="a long passphrase here")

    assert browser_of(officer).get("/account/password/change/").status_code == 200


def test_a_new_code_comes_at_one_press_once_it_is_time(up_odop: Board) -> None:
    browser = ask()
    first = in_board(up_odop, PhoneChallenge.objects.get)

    too_early = browser.post(f"{CODE}again/")
    in_board(up_odop, lambda: PhoneChallenge.objects.update(created_at=first.created_at - timedelta(minutes=2)))
    in_time = browser.post(f"{CODE}again/")

    assert (too_early.status_code, in_time.status_code) == (302, 302)
    assert in_board(up_odop, PhoneChallenge.objects.count) == 2
    assert browser.session["phone_challenge"] != str(first.pk)


def test_a_new_code_without_an_old_one_asks_for_the_number(up_odop: Board) -> None:
    answer = Client().post(f"{CODE}again/")

    assert (answer.status_code, answer["Location"]) == (302, DOOR)
    assert in_board(up_odop, PhoneChallenge.objects.count) == 0


def test_a_second_factor_lies_sealed_in_the_database_and_still_opens(db: None) -> None:
    officer = make_user(email="officer@up-odop.example", password="a long passphrase here")
    secret = "JBSWY3DPEHPK3PXP"

    authenticator = TOTP.activate(officer, secret).instance

    stored = Authenticator.objects.get(pk=authenticator.pk).data["secret"]
    assert secret not in stored
    assert decrypt(stored) == secret


def test_a_boards_pages_are_kept_by_no_browser(up_odop: Board) -> None:
    assert Client().get(DOOR)["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/healthz")


# Codes that do not arrive


@pytest.fixture
def voice(settings: Any) -> None:
    settings.VOICE_GATEWAY_URL = "http://127.0.0.1:9/voice"


def test_without_a_voice_gateway_no_call_is_offered(up_odop: Board) -> None:
    assert "Call me and say the code" not in ask().get(CODE).content.decode()


def test_the_page_counts_down_and_says_the_time_for_browsers_that_do_not(up_odop: Board) -> None:
    browser = ask()
    waiting = browser.get(CODE).content.decode()
    in_board(up_odop, lambda: PhoneChallenge.objects.update(created_at=timezone.now() - timedelta(minutes=2)))
    waited = browser.get(CODE).content.decode()

    assert re.search(r'data-countdown="(60|59|58)"', waiting)
    assert "You can ask for a new code from" in waiting
    assert "js/countdown" in waiting
    assert "data-countdown" not in waited
    assert "js/countdown" not in waited
    assert all("Ask for a new code" in page for page in (waiting, waited))


def test_a_call_is_made_once_the_sms_had_its_time_and_its_code_signs_in(up_odop: Board, voice: None) -> None:
    browser = ask()
    assert "Call me and say the code" in browser.get(CODE).content.decode()

    browser.post(f"{CODE}again/", {"again": "voice"})
    too_early = in_board(up_odop, PhoneChallenge.objects.count)
    in_board(up_odop, lambda: PhoneChallenge.objects.update(created_at=timezone.now() - timedelta(minutes=2)))
    answer = browser.post(f"{CODE}again/", {"again": "voice"}, follow=True)

    assert too_early == 1
    newest = in_board(up_odop, lambda: PhoneChallenge.objects.latest("created_at"))
    assert (newest.channel, in_board(up_odop, PhoneChallenge.objects.count)) == ("voice", 2)
    page = answer.content.decode()
    assert "We are calling you now and say the code." in page
    assert "The 6 digits that you heard" in page
    assert browser.post(CODE, {"code": newest_code(up_odop)})["Location"] == "/seller/up-odop/"


def test_a_lost_message_is_said_and_another_way_is_open_at_once(up_odop: Board, voice: None) -> None:
    browser = ask()
    assert "did not reach your phone" not in browser.get(CODE).content.decode()

    in_board(up_odop, lambda: record_code_lost(PhoneChallenge.objects.get().pk))
    page = browser.get(CODE).content.decode()
    browser.post(f"{CODE}again/", {"again": "voice"})

    assert "The message did not reach your phone. Ask for a new code below." in page
    assert "data-countdown" not in page
    assert in_board(up_odop, PhoneChallenge.objects.count) == 2


def test_more_than_a_days_tries_is_a_429_at_the_field(up_odop: Board) -> None:
    for _try in range(25):
        take(TRIES_OF_NUMBER_A_DAY, "+919876543210")
    browser = ask()

    answer = browser.post(CODE, {"code": newest_code(up_odop)})

    assert answer.status_code == 429
    assert "Too many wrong codes today." in answer.content.decode()
    assert signed_in_as(browser) is None


def test_one_address_is_counted_over_its_browsers_and_another_is_free(up_odop: Board, settings: Any) -> None:
    settings.CODES_OF_NETWORK_AN_HOUR = 2
    ask("9876543210")
    ask("9876543211")

    refused = Client(headers={"Accept-Language": "en"}).post(DOOR, {"phone": "9876543212"})
    other = Client(REMOTE_ADDR="203.0.113.9").post(DOOR, {"phone": "9876543212"})

    assert refused.status_code == 429
    assert "Very many people are asking for a code just now." in refused.content.decode()
    assert other.status_code == 302
