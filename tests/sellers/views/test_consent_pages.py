"""Her consents on her phone: asked at the right moment, answered by herself, and never in the way."""

from typing import Any

import pytest
from django.test import Client

from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.consents.reading import may_use
from sellers.models import Application, Consent, Fact, Helper, Seller
from tests import factories
from tests.sellers.files import make_paper
from tests.sellers.people import in_english, newest_code, with_pin
from tests.sessions import browser_of

QUESTION = "consents/registry_checks/"


def at(board: Board, path: str = "") -> str:
    return f"/seller/{board.slug}/{path}"


def browser(seller: Seller) -> Client:
    return in_english(browser_of(seller.user))


@pytest.fixture
def seller(board: Board) -> Seller:
    return factories.make_application().seller


def test_the_question_is_read_with_a_listen_button_and_two_buttons_of_equal_weight(
    board: Board, seller: Seller
) -> None:
    page = browser(seller).get(at(board, QUESTION)).content.decode()

    assert "May the board ask the GST, Udyam and bank registers" in page
    assert 'data-listen="question"' in page
    assert page.count('class="button quiet" name="answer"') == 2


@pytest.mark.parametrize(
    ("typed", "given", "words"), [("yes", True, "You said yes on"), ("no", False, "You said no on")]
)
def test_both_answers_are_kept_and_stand_in_the_list(
    board: Board, seller: Seller, typed: str, given: bool, words: str
) -> None:
    phone = browser(seller)

    answer = phone.post(at(board, QUESTION), {"answer": typed})

    assert answer["Location"] == at(board, "consents/")
    assert may_use(seller, "registry_checks") is given
    assert Consent.objects.get().language == "en"
    assert words in phone.get(at(board, "consents/")).content.decode()


@pytest.mark.parametrize("typed", ["", "maybe", "yes\u0000"])
def test_neither_yes_nor_no_is_asked_again_and_nothing_is_kept(board: Board, seller: Seller, typed: str) -> None:
    answer = browser(seller).post(at(board, QUESTION), {"answer": typed})

    assert answer.status_code in (400, 422)
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "consents/never_heard_of/",
        "consents/board_reads/",
        "consents/member_listing/",
        "consents/copy_file/up-odop/",
        "consents/marketplace_share/",
        "consents/marketplace_share/nowhere/",
        "consents/photo_of_me/",
        "consents/workshop_calls/",
        "consents/registry_checks/amazon/",
    ],
)
def test_what_is_no_question_is_absent(board: Board, seller: Seller, path: str) -> None:
    phone = browser(seller)

    assert phone.get(at(board, path)).status_code == 404
    assert phone.post(at(board, path), {"answer": "yes"}).status_code == 404
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "/board/x/"])
def test_she_is_led_on_to_a_page_of_her_own_only(board: Board, seller: Seller, wanted: str) -> None:
    phone = browser(seller)

    away = phone.post(at(board, f"{QUESTION}?next={wanted}"), {"answer": "no"})
    own = phone.post(at(board, f"{QUESTION}?next={at(board, 'application/')}"), {"answer": "no"})

    assert away["Location"] == at(board, "consents/")
    assert own["Location"] == at(board, "application/")


def test_who_has_a_pin_is_asked_for_it_first(board: Board, seller: Seller) -> None:
    with_pin(seller)

    answer = browser(seller).post(at(board, QUESTION), {"answer": "yes"})

    assert answer["Location"].startswith(at(board, "pin/"))
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    "path", [QUESTION, "consents/", "leave/", "leave/code/", "come-back/", "copy/other/", "copy/other/code/"]
)
def test_a_helper_is_refused(board: Board, seller: Seller, path: str) -> None:
    helper = factories.make_user()
    Helper.objects.create(seller=seller, user=helper, name="Ravi", relation="family")
    phone = in_english(browser_of(helper))
    phone.post(at(board, "whose/"), {"seller": seller.pk})

    answers = [phone.get(at(board, path)).status_code, phone.post(at(board, path), {"answer": "yes"}).status_code]

    assert answers == [403, 403]
    assert Consent.objects.count() == 0


# In the application


def test_the_list_asks_once_there_is_a_number_and_a_no_lets_her_go_on(board: Board, seller: Seller) -> None:
    phone = browser(seller)
    make_paper(seller.applications.get(), "work_photo")  # only the board sees it
    assert "Asking the registers" not in phone.get(at(board, "application/")).content.decode()
    udyam = {"udyam": "UDYAM-UP-75-0001234"}
    save_answers(seller.applications.get().pk, udyam, by=factories.actor_of(seller))

    assert "Asking the registers" in phone.get(at(board, "application/")).content.decode()
    question = phone.get(at(board, "application/check/"))["Location"]
    assert question.startswith(at(board, QUESTION))
    assert phone.post(question, {"answer": "no"})["Location"] == at(board, "application/check/")
    assert phone.get(at(board, "application/check/")).status_code == 200
    assert phone.post(at(board, "application/check/"))["Location"] == at(board, "application/sent/")
    assert Application.objects.get().status == "submitted"


def test_the_notice_says_who_reads_and_asks_nothing(board: Board, seller: Seller) -> None:
    page = browser(seller).get(at(board, "application/check/"))

    assert page.status_code == 200
    assert "the officers of your district read" in page.content.decode()


# At the first listing


@pytest.fixture
def listing(board: Board) -> Any:
    seller = factories.make_application(status="approved", programme=factories.make_programme()).seller
    return factories.make_listing(seller=seller, color="Red")


@pytest.mark.parametrize("typed", ["yes", "no"])
def test_before_the_first_listing_is_sent_she_is_asked_once(board: Board, listing: Any, typed: str) -> None:
    phone, check = browser(listing.seller), at(board, f"listings/{listing.pk}/check/")

    question = phone.post(check)["Location"]
    assert question.startswith(at(board, "consents/marketplace_share/amazon/"))
    listing.refresh_from_db()
    assert listing.status == "draft"
    assert phone.post(question, {"answer": typed})["Location"] == check
    phone.post(check)

    listing.refresh_from_db()
    assert listing.status == "submitted"


def test_her_road_shows_the_question_when_it_is_the_next_step(board: Board) -> None:
    seller = factories.make_application(status="approved", programme=factories.make_programme()).seller
    phone = browser(seller)
    assert b"One question before it goes online" not in phone.get(at(board)).content

    factories.make_listing(status="submitted", seller=seller)
    assert b"One question before it goes online" in phone.get(at(board)).content
    factories.give_consent(seller, "marketplace_share", "amazon", is_given=False)
    assert b"One question before it goes online" not in phone.get(at(board)).content


# A copy for another board


@pytest.mark.django_db(transaction=True)
def test_she_is_offered_her_other_file_and_copies_it_by_a_code() -> None:
    here, there = factories.make_board("up-odop"), factories.make_board("up-khadi")
    with board_scope(here.pk):
        factories.make_sms_texts()
        seller = factories.make_seller(pan="AAAPZ1234C")
    phone = browser(seller)

    offer = phone.get(at(there, "application/")).content.decode()
    assert "You have a file at Board up-odop" in offer
    assert at(here, "copy/up-khadi/") in offer
    page = phone.get(at(here, "copy/up-khadi/")).content.decode()
    assert "PAN number" in page
    assert "AAAPZ1234C" not in page
    assert at(there, "application/") in page  # no
    assert phone.post(at(here, "copy/up-khadi/"))["Location"] == at(here, "copy/up-khadi/code/")
    with board_scope(here.pk):
        code = newest_code(seller.user.phone)
    wrong = phone.post(at(here, "copy/up-khadi/code/"), {"code": "000000" if code != "000000" else "000001"})
    assert wrong.status_code == 422
    right = phone.post(at(here, "copy/up-khadi/code/"), {"code": code})

    assert right["Location"] == at(there, "application/")
    assert phone.get(at(there, "application/")).context["copies"] == []  # it is on its way
    with board_scope(here.pk):
        assert [(each.recipient, each.means) for each in Consent.objects.filter(purpose="copy_file")] == [
            ("up-khadi", "code")
        ]


def test_nothing_is_offered_to_who_has_no_file_elsewhere(board: Board, seller: Seller) -> None:
    assert browser(seller).get(at(board, "application/")).context["copies"] == []


@pytest.mark.parametrize("to", ["platform", "never-was", "own"])
def test_a_board_that_cannot_be_copied_to_is_absent(board: Board, to: str) -> None:
    seller = factories.make_seller()

    answer = browser(seller).get(at(board, f"copy/{board.slug if to == 'own' else to}/"))

    assert answer.status_code == 404


def test_a_draft_is_not_copied(board: Board, seller: Seller) -> None:
    other = factories.make_board()

    answer = browser(seller).get(at(board, f"copy/{other.slug}/"))

    assert answer.status_code == 409
    assert Fact.objects.filter(origin="copy").count() == 0
