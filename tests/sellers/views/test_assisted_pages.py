"""An operator in somebody's file: both are named, the seller confirms, and what is hers alone stays shut."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from onboarding.accounts.models import PhoneChallenge
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board, Membership
from onboarding.boards.policies import Officer
from onboarding.tenancy.scope import board_scope
from sellers.actions import assistance as module
from sellers.models import Application, Assistance, NumberChange, Seller
from sellers.policies import ASSIST_PAGES, HELPER_PAGES, OPERATOR_PAGES
from tests import factories
from tests.sellers.people import (
    application_of,
    file_of,
    fresh,
    in_english,
    make_silent,
    newest_code,
    officer_of_district,
    officers,
    with_pin,
)
from tests.sessions import browser_of, browser_of_officer

PHONE, NEW = "+919812345678", "+919812345679"
WHY = "She showed her voter card."

# Pages of a seller that nobody opens for her. A new page belongs here, or into policies.
HERS_ALONE = {
    "pin",
    "pin_new",
    "pin_code",
    "pin_forgot",
    "number",
    "number_new",
    "number_old",
    "number_stop",
    "helpers",
    "helper_code",
    "helper_end",
}


@pytest.fixture(autouse=True)
def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.secrets, "randbelow", lambda _bound: 1)


@pytest.fixture
def operator(board: Board) -> Officer:
    return factories.make_officer(board, role="operator")


def at(board: Board, path: str = "", room: str = "seller") -> str:
    return f"/{room}/{board.slug}/{path}"


def browser(officer: Officer) -> Client:
    return in_english(browser_of_officer(officer))


def begun(board: Board, operator: Officer, **answers: Any) -> tuple[Client, Seller]:
    """The operator's browser in a file whose every required question is answered."""
    opened = browser(operator)
    answer = opened.post(at(board, "assist/", "board"), {"phone": PHONE, "name": "Sunita Devi", "language": "hi"})
    assert answer["Location"] == at(board, "application/")
    seller = Seller.objects.select_related("user").get(user__phone=PHONE)
    place = {"district": factories.make_district().pk, "address": "Madanpura", "pin": "221001"}
    opened.post(at(board, "application/place/"), place)
    opened.post(at(board, "application/craft/"), {"craft": factories.make_craft().pk})
    return opened, seller


def saved(seller: Seller) -> int:
    return AuditEntry.objects.filter(action="application.saved", object_id=str(application_of(seller).pk)).count()


def test_each_page_of_a_seller_is_decided_about() -> None:
    seller_routes = next(each for each in get_resolver().url_patterns if str(each.pattern).startswith("seller/"))
    names = {route.name for route in seller_routes.url_patterns}

    assert names >= HELPER_PAGES | OPERATOR_PAGES
    assert names - HELPER_PAGES - OPERATOR_PAGES >= HERS_ALONE


def test_the_operator_fills_in_and_both_names_stand(board: Board, operator: Officer) -> None:
    opened, seller = begun(board, operator)

    page = opened.get(at(board, "application/")).content.decode()

    assert "You fill in for <b>Sunita Devi</b>; she confirms by code." in page
    assert "Another person" not in page
    entries = AuditEntry.objects.filter(action="application.saved")
    assert set(entries.values_list("actor_kind", "actor_id", "on_behalf_of")) == {
        ("operator", operator.id, f"seller:{seller.pk}")
    }


def test_the_file_goes_out_after_her_code(board: Board, operator: Officer) -> None:
    opened, seller = begun(board, operator)
    confirm = at(board, "confirm/")

    assert opened.post(at(board, "application/check/"))["Location"] == confirm
    opened.post(confirm, {"again": "sms"})
    assert opened.post(confirm, {"code": "nothing"}).status_code == 422
    assert application_of(seller).status == "draft"
    assert "Confirm and send" in opened.get(confirm).content.decode()
    assert opened.post(confirm, {"code": newest_code(PHONE)})["Location"] == at(board, "application/sent/")

    assert application_of(seller).status == "submitted"
    sent = AuditEntry.objects.get(action="application.submitted")
    assert (sent.actor_kind, sent.actor_id, sent.on_behalf_of) == ("operator", operator.id, f"seller:{seller.pk}")


def test_she_confirms_on_her_own_phone(board: Board, operator: Officer) -> None:
    _opened, seller = begun(board, operator)
    own = in_english(browser_of(seller.user))

    assert own.post(at(board, "application/check/"))["Location"] == at(board, "confirm/")
    assert f"{operator.name} filled in this file for you." in own.get(at(board, "confirm/")).content.decode()
    assert "Yes, it is right. Send it" in own.get(at(board, "confirm/")).content.decode()
    assert own.post(at(board, "confirm/"))["Location"] == at(board, "application/sent/")

    assert Assistance.objects.get().confirmed_at is not None
    assert application_of(seller).status == "submitted"
    assert AuditEntry.objects.get(action="assistance.confirmed").actor_kind == "seller"
    assert AuditEntry.objects.get(action="application.submitted").actor_kind == "seller"


def test_confirmed_before_it_is_complete_it_is_not_sent_and_stays_in_the_operators_list(
    board: Board, operator: Officer
) -> None:
    opened, seller = begun(board, operator)
    Application.objects.filter(seller=seller).update(craft=None)
    opened.post(at(board, "confirm/"), {"again": "sms"})

    assert "Confirm and send" not in opened.get(at(board, "confirm/")).content.decode()
    assert opened.post(at(board, "confirm/"), {"code": newest_code(PHONE)})["Location"] == at(
        board, "application/check/"
    )

    assert application_of(seller).status == "draft"
    assert "She has confirmed it. Send it now." in opened.get(at(board, "assist/", "board")).content.decode()
    go_on = at(board, f"assist/{Assistance.objects.get().pk}/", "board")
    assert opened.post(go_on)["Location"] == at(board, "application/")
    Application.objects.filter(seller=seller).update(status="submitted")
    assert "Sunita Devi" not in opened.get(at(board, "assist/", "board")).content.decode()
    assert opened.post(go_on).status_code == 404


@pytest.mark.parametrize("language", ["hi", "en"])
def test_her_file_and_her_code_are_in_her_language_and_not_in_the_operators(
    board: Board, operator: Officer, language: str
) -> None:
    opened = browser(operator)
    opened.post(at(board, "assist/", "board"), {"phone": PHONE, "name": "Sunita Devi", "language": language})

    opened.post(at(board, "confirm/"), {"again": "sms"})

    assert Seller.objects.get().language == language
    assert PhoneChallenge.objects.get(phone=PHONE).language == language


def test_hindi_is_chosen_before_and_no_other_language_is_taken(board: Board, operator: Officer) -> None:
    opened = browser(operator)
    typed = {"phone": PHONE, "name": "Sunita Devi", "language": "xx"}

    assert opened.get(at(board, "assist/", "board")).context["form"]["language"].value() == "hi"
    assert opened.post(at(board, "assist/", "board"), typed).status_code == 422
    assert not Seller.objects.exists()


def test_an_operator_confirms_nothing_by_a_plain_post(board: Board, operator: Officer) -> None:
    opened, _seller = begun(board, operator)

    opened.post(at(board, "confirm/"))

    assert Assistance.objects.get().confirmed_at is None


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["pin/", "pin/new/", "pin/forgot/", "number/", "helpers/", "whose/"])
def test_what_is_hers_alone_is_shut(board: Board, operator: Officer, path: str, method: str) -> None:
    opened, _seller = begun(board, operator)

    answer = getattr(opened, method)(at(board, path))

    assert answer.status_code == 403
    assert "Only Sunita Devi can do this, on her own phone." in answer.content.decode()


def test_bank_is_filled_in_before_and_fixed_after_the_approval(board: Board, operator: Officer) -> None:
    opened, seller = begun(board, operator)
    bank = at(board, "application/bank/")
    assert opened.post(bank, {"bank_account": "123456789012", "ifsc": "SBIN0001234"}).status_code == 302
    Application.objects.filter(seller=seller).update(status="submitted")
    Application.objects.filter(seller=seller).update(status="approved")
    before = saved(seller)

    assert opened.post(bank, {"bank_account": "123456789013"}).status_code == 302
    assert saved(seller) == before


def test_behind_her_pin_and_after_a_silence_nothing_guarded_is_open(board: Board, operator: Officer) -> None:
    opened, seller = begun(board, operator)
    assert opened.get(at(board, "application/bank/")).status_code == 200

    make_silent(seller.user)
    assert opened.get(at(board, "application/bank/")).status_code == 403
    Seller.objects.update(proved_at=timezone.now())
    assert opened.get(at(board, "application/bank/")).status_code == 200
    with_pin(fresh(seller))
    assert opened.get(at(board, "application/bank/")).status_code == 403
    assert opened.get(at(board, "application/place/")).status_code == 200


def test_what_she_confirmed_is_not_changed(board: Board, operator: Officer) -> None:
    opened, seller = begun(board, operator)
    in_english(browser_of(seller.user)).post(at(board, "confirm/"))
    before = saved(seller)

    answer = opened.post(at(board, "application/place/"), {"address": "Lanka"})

    assert answer.status_code == 409
    assert saved(seller) == before


def test_stopped_the_file_is_shut(board: Board, operator: Officer) -> None:
    opened, _seller = begun(board, operator)

    assert opened.post(at(board, "assist/stop/", "board"))["Location"] == at(board, "assist/", "board")

    assert opened.get(at(board, "application/"))["Location"] == f"/join/{board.slug}/"
    assert "Sunita Devi" in opened.get(at(board, "assist/", "board")).content.decode()


def test_after_some_hours_the_file_is_shut(board: Board, operator: Officer) -> None:
    opened, _seller = begun(board, operator)
    session = opened.session
    key = f"assisting:{board.pk}"
    session[key] = {**session[key], "at": (timezone.now() - timedelta(hours=5)).isoformat()}
    session.save()

    assert opened.get(at(board, "application/"))["Location"] == at(board, "assist/", "board")


def test_a_member_no_more_she_is_shut_out(board: Board, operator: Officer) -> None:
    opened, _seller = begun(board, operator)
    Membership.objects.filter(user_id=operator.id).delete()

    assert opened.get(at(board, "application/"))["Location"] == f"/join/{board.slug}/"


def test_without_the_second_factor_she_is_shut_out(board: Board, operator: Officer) -> None:
    opened, _seller = begun(board, operator)
    bare = browser_of(Assistance.objects.get().operator)
    session = bare.session
    session[f"assisting:{board.pk}"] = opened.session[f"assisting:{board.pk}"]
    session.save()

    assert bare.get(at(board, "application/"))["Location"] == f"/join/{board.slug}/"


@pytest.mark.parametrize("forged", ["another operator's", "nobody's", "no dictionary"])
def test_a_forged_session_opens_nothing(board: Board, operator: Officer, forged: str) -> None:
    begun(board, operator)
    other = browser(factories.make_officer(board, role="operator"))
    mark = {"id": str(Assistance.objects.get().pk), "at": timezone.now().isoformat()}
    put = {"another operator's": mark, "nobody's": {**mark, "id": str(uuid4())}, "no dictionary": mark["id"]}
    session = other.session
    session[f"assisting:{board.pk}"] = put[forged]
    session.save()

    assert other.get(at(board, "application/"))["Location"] == at(board, "assist/", "board")


def test_anothers_assistance_is_not_gone_on_with(board: Board, operator: Officer) -> None:
    begun(board, operator)
    other = browser(factories.make_officer(board, role="operator"))

    assert other.post(at(board, f"assist/{Assistance.objects.get().pk}/", "board")).status_code == 404


def test_a_file_that_stands_is_opened_by_her_code(board: Board, operator: Officer) -> None:
    own = file_of(factories.make_user(PHONE), "Sunita Devi", address="Secret lane")
    opened = browser(operator)

    typed = {"phone": PHONE, "name": "Sunita Devi", "language": "hi"}
    page = opened.post(at(board, "assist/", "board"), typed)["Location"]
    assert page == at(board, f"assist/open/{own.pk}/", "board")
    opened.post(page, {"again": "sms"})
    assert opened.post(page, {"code": "nothing"}).status_code == 422
    assert not Assistance.objects.exists()
    assert opened.post(page, {"code": newest_code(PHONE)})["Location"] == at(board, "application/")

    assert "Secret lane" in opened.get(at(board, "application/place/")).content.decode()


def test_typed_badly_nothing_is_lost_or_written(board: Board, operator: Officer) -> None:
    typed = {"phone": "12345", "name": "Sunita Devi", "language": "en"}
    answer = browser(operator).post(at(board, "assist/", "board"), typed)

    assert answer.status_code == 400
    assert 'value="Sunita Devi"' in answer.content.decode()
    assert not Seller.objects.exists()


def test_an_operator_sees_nothing_else_of_the_console(board: Board, operator: Officer) -> None:
    opened = browser(operator)

    assert opened.get(at(board, "", "board"))["Location"] == at(board, "assist/", "board")
    for path in ("applications/", "listings/", "numbers/", "assist/drawn/", "stuck/"):
        assert opened.get(at(board, path, "board")).status_code == 403
    assert {"assist", "assist_open", "assist_go_on", "assist_stop"} == ASSIST_PAGES


@pytest.mark.django_db(transaction=True)
def test_assistance_at_one_board_opens_no_other() -> None:
    mine, theirs = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        operator = factories.make_officer(mine, role="operator")
        begin = module.begin_assistance(PHONE, "Sunita Devi", language="hi", operator=operator)
    Membership.objects.create(board=theirs, user_id=operator.id, role="operator")
    opened = browser(operator)
    session = opened.session
    session[f"assisting:{theirs.pk}"] = {"id": str(begin.pk), "at": timezone.now().isoformat()}
    session.save()

    assert opened.get(at(theirs, "application/"))["Location"] == at(theirs, "assist/", "board")
    assert opened.post(at(theirs, f"assist/{begin.pk}/", "board")).status_code == 404
    assert opened.get(at(theirs, f"assist/open/{begin.seller_id}/", "board")).status_code == 404


# Looked at again


def test_a_drawn_file_is_listed_asked_and_gone(board: Board, operator: Officer) -> None:
    _opened, seller = begun(board, operator)
    in_english(browser_of(seller.user)).post(at(board, "confirm/"))
    Assistance.objects.update(is_drawn=True)
    officer = browser(factories.make_officer(board))
    drawn = at(board, "assist/drawn/", "board")
    outcome = f"{drawn}{Assistance.objects.get().pk}/"

    the_file = at(board, f"applications/{application_of(seller).pk}/", "board")
    page = officer.get(drawn).content.decode()
    assert "Sunita Devi" in page
    assert f'href="{the_file}"' in page
    assert officer.get(the_file).status_code == 200
    Application.objects.update(submitted_at=None)
    assert the_file not in officer.get(drawn).content.decode()
    assert officer.post(outcome, {"note": "She knew."}).status_code == 422
    assert officer.post(outcome, {"outcome": "right", "note": "She knew."})["Location"] == drawn
    assert "Sunita Devi" not in officer.get(drawn).content.decode()

    elsewhere = browser(officer_of_district(board, 118))
    assert elsewhere.get(outcome).status_code == 404


# At the office


def test_a_lost_number_goes_through_code_and_two_officers(board: Board) -> None:
    seller = factories.make_application().seller
    first, second = (browser(officer) for officer in officers(board))

    page = first.post(at(board, f"sellers/{seller.pk}/number/", "board"), {"phone": NEW, "reason": WHY})["Location"]
    assert first.post(page, {"reason": WHY}).status_code == 422  # no code yet
    assert first.post(page, {"code": newest_code(NEW)})["Location"] == page
    assert first.post(page, {"reason": ""}).status_code == 422
    assert first.post(page, {"reason": WHY})["Location"] == page
    assert b"A second officer must do it too." in first.get(page).content
    assert first.post(page, {"reason": WHY}).status_code == 403
    assert fresh(seller).user == seller.user
    assert "Sunita Devi" in second.get(at(board, "numbers/", "board")).content.decode()
    assert second.post(page, {"reason": "I saw her too."})["Location"] == page

    assert fresh(seller).user.phone == NEW
    assert b"Changed" in second.get(page).content


def test_the_old_number_stops_it(board: Board) -> None:
    user = factories.make_user()
    seller, _other = file_of(user, "Sunita Devi"), file_of(user, "Asha Devi")
    first, second = officers(board)
    opened = browser(first)
    page = opened.post(at(board, f"sellers/{seller.pk}/number/", "board"), {"phone": NEW, "reason": WHY})["Location"]
    opened.post(page, {"code": newest_code(NEW)})
    opened.post(page, {"reason": WHY})
    change = NumberChange.objects.get()
    old = in_english(browser_of(seller.user))

    assert f"/number/{change.pk}/stop/" in old.get(at(board, "whose/")).content.decode()
    old.post(at(board, f"number/{change.pk}/stop/"))

    assert browser(second).post(page, {"reason": WHY}).status_code == 409
    assert fresh(seller).user == seller.user


def test_another_district_finds_neither_person_nor_change(board: Board) -> None:
    seller = factories.make_application().seller
    opened = browser(factories.make_officer(board))
    page = opened.post(at(board, f"sellers/{seller.pk}/number/", "board"), {"phone": NEW, "reason": WHY})["Location"]
    elsewhere = browser(officer_of_district(board, 118))

    for path in (
        page,
        at(board, f"sellers/{seller.pk}/number/", "board"),
        at(board, f"sellers/{seller.pk}/person/", "board"),
    ):
        assert elsewhere.get(path).status_code == 404
        assert elsewhere.post(path, {"reason": WHY, "phone": NEW, "move": "confirm"}).status_code == 404
    assert "Sunita Devi" not in elsewhere.get(at(board, "numbers/", "board")).content.decode()
    assert fresh(seller).proved_at is None


@pytest.mark.parametrize(
    ("move", "action"), [("confirm", "seller.confirmed_in_person"), ("clear_pin", "pin.cleared_in_person")]
)
def test_in_person_the_officer_confirms_or_clears_with_a_reason(board: Board, move: str, action: str) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(factories.make_officer(board))
    page = at(board, f"sellers/{seller.pk}/person/", "board")

    assert opened.post(page, {"move": move, "reason": ""}).status_code == 422
    assert opened.post(page, {"move": "nothing", "reason": WHY}).status_code == 400
    assert fresh(seller).proved_at is None
    assert opened.post(page, {"move": move, "reason": WHY})["Location"] == page

    entry = AuditEntry.objects.get(action=action)
    assert (entry.actor_kind, entry.reason) == ("officer", WHY)
    assert bool(fresh(seller).pin_hash) is (move == "confirm")
