"""The pages on which she leaves and comes back."""

import pytest
from django.test import Client

from onboarding.boards.models import Board
from sellers.actions.withdrawal import finish_withdrawal
from sellers.models import Application, Seller
from tests import factories
from tests.partners.factories import make_offer, make_publication
from tests.sellers.people import in_english, newest_code, with_pin
from tests.sessions import browser_of


def at(board: Board, path: str = "") -> str:
    return f"/seller/{board.slug}/{path}"


def browser(seller: Seller) -> Client:
    return in_english(browser_of(seller.user))


@pytest.fixture
def seller(board: Board) -> Seller:
    factories.make_sms_texts()
    return factories.make_seller(programme=factories.make_programme(name={"en": "Kala Haat"}))


def status_of(seller: Seller) -> str:
    return str(Seller.objects.get(pk=seller.pk).status)


def leave(phone: Client, board: Board, seller: Seller) -> None:
    assert phone.post(at(board, "leave/"))["Location"] == at(board, "leave/code/")
    code = newest_code(seller.user.phone or "")
    assert phone.post(at(board, "leave/code/"), {"code": code})["Location"] == at(board, "leave/")


def test_the_page_says_first_what_stops_and_what_stays_by_name(board: Board, seller: Seller) -> None:
    account = factories.make_account()
    make_publication(make_offer(seller, title="Red saree"), account=account, marketplace_id="B0LIVE")
    make_publication(make_offer(seller, title="Blue stole"), account=account)

    page = browser(seller).get(at(board, "leave/")).content.decode()

    assert "Red saree is taken down from Amazon." in page
    assert "Blue stole does not go to Amazon." in page
    assert "You give up your place in: Kala Haat." in page
    assert "We know of no open orders." in page
    assert status_of(seller) == "active"


def test_a_code_to_her_phone_confirms_it(board: Board, seller: Seller) -> None:
    phone = browser(seller)
    phone.post(at(board, "leave/"))
    code = newest_code(seller.user.phone or "")

    wrong = phone.post(at(board, "leave/code/"), {"code": "123456" if code != "123456" else "654321"})
    assert (wrong.status_code, status_of(seller)) == (422, "active")
    phone.post(at(board, "leave/code/"), {"code": code})

    assert status_of(seller) == "stopping"
    assert phone.post(at(board, "leave/code/"), {"code": code})["Location"] == at(board, "leave/")


def test_looking_changes_nothing_and_sends_nothing(board: Board, seller: Seller) -> None:
    phone = browser(seller)

    assert [phone.get(at(board, path)).status_code for path in ("leave/", "leave/code/", "come-back/")] == [
        200,
        200,
        405,
    ]
    assert status_of(seller) == "active"


def test_another_purposes_code_does_not_confirm_it(board: Board, seller: Seller) -> None:
    other = factories.make_board()
    phone = browser(seller)
    phone.post(at(board, f"copy/{other.slug}/"))
    code = newest_code(seller.user.phone or "")

    assert phone.post(at(board, "leave/code/"), {"code": code}).status_code == 422
    assert status_of(seller) == "active"


def test_who_has_a_pin_is_asked_for_it_first(board: Board, seller: Seller) -> None:
    with_pin(seller)

    for path in ("leave/", "leave/code/", "come-back/"):
        assert browser(seller).post(at(board, path))["Location"].startswith(at(board, "pin/"))
    assert status_of(seller) == "active"


def test_while_she_is_leaving_her_road_and_page_say_so_calmly(board: Board, seller: Seller) -> None:
    phone = browser(seller)
    leave(phone, board, seller)

    road = phone.get(at(board))
    assert "You are leaving" in road.content.decode()
    assert road.context["waits"] == []
    assert phone.get(at(board, "listings/new/"))["Location"] == at(board)
    page = phone.get(at(board, "leave/")).content.decode()
    assert "nothing new begins for you" in page
    assert at(board, "come-back/") not in page


def test_who_has_left_reads_her_file_and_comes_back(board: Board, seller: Seller) -> None:
    phone = browser(seller)
    leave(phone, board, seller)
    finish_withdrawal(seller.pk)

    assert "You have left" in phone.get(at(board)).content.decode()
    assert phone.get(at(board, "application/check/")).status_code == 200
    assert phone.get(at(board, "consents/")).status_code == 200
    assert "Come back" in phone.get(at(board, "leave/")).content.decode()

    assert phone.post(at(board, "come-back/"))["Location"] == at(board)
    assert status_of(seller) == "active"


def test_nothing_typed_is_kept_in_a_file_at_rest_and_the_reason_is_said(board: Board) -> None:
    factories.make_sms_texts()
    seller = factories.make_application().seller
    phone = browser(seller)
    leave(phone, board, seller)

    answer = phone.post(at(board, "application/place/"), {"address": "Lallapura", "pin": "221002"})
    sent = phone.post(at(board, "application/check/"))

    assert answer.status_code == 422
    assert b"This file is at rest" in answer.content
    assert b"Lallapura" in answer.content
    assert sent.status_code == 409
    assert Application.objects.get().status == "draft"


def test_coming_back_without_having_left_is_refused(board: Board, seller: Seller) -> None:
    assert browser(seller).post(at(board, "come-back/")).status_code == 409
    assert status_of(seller) == "active"
