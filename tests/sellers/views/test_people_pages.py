"""Whose file a browser opens: by choice among what is hers, behind her PIN, and never by a forged choice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from onboarding.accounts.freshness import PHONE_PROVED_AT
from onboarding.accounts.models import User
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.models import Application, Fact, Helper, NumberChange, Seller
from tests import factories
from tests.sellers.people import (
    OTHER_PIN,
    PIN,
    application_of,
    fresh,
    in_english,
    make_silent,
    newest_code,
    two_on_one_phone,
    with_pin,
)
from tests.sessions import browser_of

NEW = "+919812345678"


def at(board: Board, path: str = "") -> str:
    return f"/seller/{board.slug}/{path}"


def browser(user: User) -> Client:
    """A browser in which she signed in by a code just now."""
    opened = in_english(browser_of(user))
    put(opened, PHONE_PROVED_AT, timezone.now().isoformat())
    return opened


def put(browser: Client, name: str, value: Any) -> None:
    session = browser.session
    session[name] = value
    session.save()


def choose(browser: Client, board: Board, seller: Seller) -> None:
    assert browser.post(at(board, "whose/"), {"seller": seller.pk})["Location"] == at(board)


def signed_in_long_ago(user: User) -> Client:
    """Her browser of yesterday; another one signed in a moment ago, which proves nothing here."""
    made = browser(user)
    put(made, PHONE_PROVED_AT, (timezone.now() - timedelta(days=1)).isoformat())
    browser(user)
    return made


# Whose file?


def test_one_file_raises_no_question(board: Board) -> None:
    seller = factories.make_application().seller

    answer = browser(seller.user).get(at(board))

    assert answer.status_code == 200
    assert b"Finish your application" in answer.content


def test_with_two_files_the_names_are_shown_first(board: Board) -> None:
    one, other = two_on_one_phone()
    opened = browser(one.user)

    assert opened.get(at(board, "application/"))["Location"] == at(board, "whose/")
    page = opened.get(at(board, "whose/")).content.decode()
    assert one.name in page
    assert other.name in page


def test_the_choice_is_kept_and_can_be_changed(board: Board) -> None:
    one, other = two_on_one_phone()
    opened = browser(one.user)

    for seller, pin in ((one, "221001"), (other, "221002")):
        choose(opened, board, seller)
        assert f'value="{pin}"' in opened.get(at(board, "application/place/")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_choice_is_one_boards() -> None:
    board, elsewhere = factories.make_board(), factories.make_board()
    with board_scope(board.pk):
        one, _other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)

    assert b"Tell us about you" in opened.get(at(elsewhere)).content


@pytest.mark.parametrize("forged", ["another's", "nobody's", "no uuid", ["a", "list"], None])
def test_a_forged_choice_is_none(board: Board, forged: Any) -> None:
    one, _other = two_on_one_phone()
    stranger = factories.make_application(name="Meena Devi").seller
    opened = browser(one.user)
    put(opened, f"whose:{board.pk}", {"another's": str(stranger.pk), "nobody's": str(uuid4())}.get(str(forged), forged))

    assert opened.get(at(board))["Location"] == at(board, "whose/")


@pytest.mark.parametrize("typed", ["another's", "nobody's", ""])
def test_anothers_file_cannot_be_chosen(board: Board, typed: str) -> None:
    one, _other = two_on_one_phone()
    stranger = factories.make_application(name="Meena Devi").seller
    opened = browser(one.user)

    sent = {"another's": stranger.pk, "nobody's": uuid4()}.get(typed, typed)
    answer = opened.post(at(board, "whose/"), {"seller": sent})

    assert answer["Location"] == at(board, "whose/")
    assert f"whose:{board.pk}" not in opened.session


def test_neither_path_nor_body_names_the_file(board: Board) -> None:
    one, other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)

    opened.post(at(board, f"application/place/?seller={other.pk}"), {"seller": other.pk, "address": "Lanka"})

    saved = {fact.seller_id for fact in Fact.objects.filter(code="address", saved_at__gt=other.created_at)}
    assert one.pk in saved
    assert application_of(other).seller_id == other.pk
    assert "Lanka" not in opened.get(at(board, "whose/")).content.decode()


def test_another_person_begins_one_empty_file(board: Board) -> None:
    one = factories.make_application().seller
    opened = browser(one.user)

    for _click in range(2):
        assert opened.post(at(board, "whose/"), {"new": "1"})["Location"] == at(board, "application/")
    opened.post(at(board, "application/who/"), {"kind": "individual", "name": "Asha Devi"})

    assert list(Seller.objects.order_by("created_at").values_list("name", flat=True)) == ["Sunita Devi", "Asha Devi"]
    assert Application.objects.count() == 2


def test_an_empty_file_makes_no_phone_a_shared_one(board: Board) -> None:
    one = factories.make_application().seller
    browser(one.user).post(at(board, "whose/"), {"new": "1"})

    assert browser(one.user).get(at(board)).status_code == 200
    assert browser(one.user).get(at(board, "application/bank/")).status_code == 200


# The PIN before guarded pages

GUARDED = ["application/bank/", "application/pan/", "application/check/", "helpers/", "number/"]


@pytest.mark.parametrize("path", GUARDED)
def test_on_a_phone_of_her_own_nobody_asks_for_a_pin(board: Board, path: str) -> None:
    """The negative control."""
    seller = factories.make_application().seller

    assert browser(seller.user).get(at(board, path)).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
def test_on_a_shared_phone_she_chooses_one_first_and_gives_it_later(board: Board, path: str) -> None:
    one, _other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)

    asked = opened.get(at(board, path))["Location"]
    assert asked.split("?")[0] == at(board, "pin/")
    chosen = opened.get(asked)["Location"]
    assert chosen.split("?")[0] == at(board, "pin/new/")
    assert opened.post(chosen, {"pin": PIN, "again": PIN})["Location"] == at(board, path)
    assert opened.get(at(board, path)).status_code == 200

    later = browser(one.user)
    choose(later, board, one)
    asked = later.get(at(board, path))["Location"]
    assert later.get(asked).status_code == 200
    assert later.post(asked, {"pin": "1111"}).status_code == 422
    assert later.get(at(board, path)).status_code == 302
    assert later.post(asked, {"pin": PIN})["Location"] == at(board, path)
    assert later.get(at(board, path)).status_code == 200


def test_a_post_without_the_pin_writes_nothing(board: Board) -> None:
    one, _other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)

    answer = opened.post(at(board, "application/bank/"), {"bank_account": "123456789012"})

    assert answer.status_code == 302
    assert not Fact.objects.filter(code="bank_account").exists()


def test_unguarded_steps_stay_open(board: Board) -> None:
    """The negative control."""
    one, _other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)

    assert opened.get(at(board, "application/place/")).status_code == 200


def test_one_persons_pin_opens_no_other_file(board: Board) -> None:
    one, other = two_on_one_phone()
    with_pin(one)
    with_pin(other, OTHER_PIN)
    opened = browser(one.user)
    choose(opened, board, one)
    opened.post(at(board, "pin/"), {"pin": PIN})
    assert opened.get(at(board, "application/bank/")).status_code == 200

    choose(opened, board, other)

    assert opened.get(at(board, "application/bank/")).status_code == 302
    assert opened.post(at(board, "pin/"), {"pin": PIN}).status_code == 422


def test_the_proof_ends_after_a_quarter_of_an_hour_and_with_another_pin(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(seller.user)
    opened.post(at(board, "pin/"), {"pin": PIN})
    key = f"proved:{seller.pk}"
    mark = opened.session[key]
    assert opened.get(at(board, "application/bank/")).status_code == 200

    put(opened, key, {**mark, "at": (timezone.now() - timedelta(minutes=16)).isoformat()})
    assert opened.get(at(board, "application/bank/")).status_code == 302

    put(opened, key, mark)
    assert opened.get(at(board, "application/bank/")).status_code == 200
    Seller.objects.filter(pk=seller.pk).update(pin_hash="another")
    assert opened.get(at(board, "application/bank/")).status_code == 302


@pytest.mark.parametrize("forged", [True, "yes", {"at": "2999-01-01T00:00:00+00:00"}, {"at": "now", "seal": ""}])
def test_a_forged_proof_is_none(board: Board, forged: Any) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(seller.user)
    put(opened, f"proved:{seller.pk}", forged)

    assert opened.get(at(board, "application/bank/")).status_code == 302


def test_the_fifth_wrong_pin_says_wait(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(seller.user)

    statuses = [opened.post(at(board, "pin/"), {"pin": "1111"}).status_code for _try in range(6)]

    assert statuses == [422] * 4 + [429] * 2
    assert b"Wait an hour" in opened.post(at(board, "pin/"), {"pin": PIN}).content


@pytest.mark.django_db(transaction=True)
def test_a_wrong_pin_over_the_page_is_counted_and_committed() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = with_pin(factories.make_application().seller)

    browser(seller.user).post(at(board, "pin/"), {"pin": "1111"})

    with board_scope(board.pk):
        assert fresh(seller).pin_tries == 1


def test_the_two_new_pins_must_agree_and_a_weak_one_is_refused(board: Board) -> None:
    seller = factories.make_application().seller
    opened = browser(seller.user)

    assert opened.post(at(board, "pin/new/"), {"pin": PIN, "again": OTHER_PIN}).status_code == 422
    assert opened.post(at(board, "pin/new/"), {"pin": "1234", "again": "1234"}).status_code == 400
    assert fresh(seller).pin_hash == ""


def test_a_pin_is_changed_by_the_old_one_alone(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(seller.user)
    new = {"pin": OTHER_PIN, "again": OTHER_PIN}

    assert opened.post(at(board, "pin/new/"), new).status_code == 422
    assert opened.post(at(board, "pin/new/"), {**new, "old": "1111"}).status_code == 422
    assert opened.post(at(board, "pin/new/"), {**new, "old": PIN}).status_code == 302


def test_a_first_pin_needs_a_phone_proved_just_now(board: Board) -> None:
    seller = factories.make_application().seller
    opened = signed_in_long_ago(seller.user)

    assert opened.get(at(board, "pin/new/"))["Location"] == at(board, "pin/code/")
    assert opened.post(at(board, "pin/new/"), {"pin": PIN, "again": PIN}).status_code == 302
    assert fresh(seller).pin_hash == ""

    opened.post(at(board, "pin/code/"), {"again": "sms"})
    answer = opened.post(at(board, "pin/code/"), {"code": newest_code(seller.user.phone or "")})
    assert answer["Location"] == at(board, "pin/new/")
    assert opened.post(at(board, "pin/new/"), {"pin": PIN, "again": PIN}).status_code == 302
    assert fresh(seller).pin_hash != ""


def test_signing_in_by_a_code_proves_the_phone_in_that_browser(board: Board) -> None:
    phone = factories.make_application().seller.user.phone or ""
    opened = in_english(Client())
    opened.post(f"/join/{board.slug}/", {"phone": phone})
    assert opened.post(f"/join/{board.slug}/code/", {"code": newest_code(phone)}).status_code == 302

    assert opened.get(at(board, "pin/new/")).status_code == 200


def test_a_new_pins_rules_are_said_first_and_no_pin_is_said_to_be_kept(board: Board) -> None:
    opened = browser(factories.make_application().seller.user)

    assert b"not in a row, not all the same, no year" in opened.get(at(board, "pin/new/")).content
    refused = opened.post(at(board, "pin/new/"), {"pin": "1234", "again": "1234"})
    assert b"Something needs mending" in refused.content
    assert b"Nothing you wrote is lost" not in refused.content


def test_a_pin_guessed_at_too_often_is_for_the_office(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    Seller.objects.filter(pk=seller.pk).update(pin_misses=60)
    opened = browser(seller.user)

    for path in ("pin/", "pin/new/", "pin/forgot/"):
        assert b"A wrong PIN was written very often" in opened.get(at(board, path)).content
    assert opened.post(at(board, "pin/"), {"pin": PIN}).status_code == 200
    assert opened.get(at(board, "application/bank/")).status_code == 302


def test_after_the_other_moved_away_her_forgotten_pin_is_still_for_the_office(board: Board) -> None:
    wife, husband = two_on_one_phone()
    with_pin(wife)
    Seller.objects.filter(pk=husband.pk).update(user=factories.make_user())

    page = browser(wife.user).get(at(board, "pin/forgot/"))

    assert b"Several people use or used this phone" in page.content
    assert b'name="again"' not in page.content


def test_forgotten_on_her_own_phone_a_code_leads_to_a_new_one(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = signed_in_long_ago(seller.user)

    opened.post(at(board, "pin/forgot/"), {"again": "sms"})
    answer = opened.post(at(board, "pin/forgot/"), {"code": newest_code(seller.user.phone or "")})

    assert answer["Location"] == at(board, "pin/new/")
    assert opened.post(at(board, "pin/new/"), {"pin": OTHER_PIN, "again": OTHER_PIN}).status_code == 302


def test_forgotten_on_a_shared_phone_she_is_sent_to_the_office(board: Board) -> None:
    one, _other = two_on_one_phone()
    with_pin(one)
    opened = browser(one.user)
    choose(opened, board, one)

    page = opened.get(at(board, "pin/forgot/"))

    assert b"Please come to us once" in page.content
    assert b'name="again"' not in page.content
    assert opened.post(at(board, "pin/forgot/"), {"again": "sms"}).status_code == 200
    assert fresh(one).pin_hash != ""


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/seller/other/", "/board/x/", ""])
def test_the_pin_leads_on_inside_her_own_pages_only(board: Board, wanted: str) -> None:
    seller = with_pin(factories.make_application().seller)

    answer = browser(seller.user).post(at(board, f"pin/?next={wanted}"), {"pin": PIN})

    assert answer["Location"] == at(board)


# After a silence


@pytest.mark.parametrize("path", GUARDED)
def test_after_a_silence_bank_and_papers_are_closed(board: Board, path: str) -> None:
    seller = factories.make_application(pan="ABCPE1234F").seller
    make_silent(seller.user)
    opened = browser(seller.user)

    answer = opened.get(at(board, path), follow=True)

    assert b"Please come to us once" in answer.content
    assert b"ABCPE1234F" not in answer.content


def test_after_a_silence_her_pin_opens_them(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    make_silent(seller.user)
    opened = browser(seller.user)
    assert opened.get(at(board, "application/bank/")).status_code == 302

    opened.post(at(board, "pin/"), {"pin": PIN})

    assert opened.get(at(board, "application/bank/")).status_code == 200


def test_a_proof_from_before_the_silence_is_worth_nothing(board: Board) -> None:
    seller = with_pin(factories.make_application().seller)
    opened = browser(seller.user)
    opened.post(at(board, "pin/"), {"pin": PIN})
    make_silent(seller.user)

    assert opened.get(at(board, "application/bank/")).status_code == 302


# Another number


def test_a_number_is_changed_by_a_code_to_each(board: Board) -> None:
    seller = factories.make_application().seller
    old = seller.user.phone or ""
    opened = browser(seller.user)

    new_page = opened.post(at(board, "number/"), {"phone": NEW})["Location"]
    old_page = opened.post(new_page, {"code": newest_code(NEW)})["Location"]
    opened.post(old_page, {"again": "sms"})
    done = opened.post(old_page, {"code": newest_code(old)})

    assert done["Location"] == at(board)
    assert fresh(seller).user.phone == NEW
    assert b"Finish your application" in opened.get(at(board)).content
    assert b"Tell us about you" in browser(seller.user).get(at(board)).content


def test_a_code_for_the_new_number_confirms_nothing_for_the_old(board: Board) -> None:
    seller = factories.make_application().seller
    opened = browser(seller.user)
    new_page = opened.post(at(board, "number/"), {"phone": NEW})["Location"]
    old_page = new_page.replace("/new/", "/old/")

    assert opened.get(old_page)["Location"] == new_page
    assert opened.post(old_page, {"code": newest_code(NEW)}).status_code == 302
    assert NumberChange.objects.get().status == "asked"
    assert fresh(seller).user == seller.user


# Helpers


@pytest.fixture
def helped(board: Board) -> Helper:
    seller = factories.make_seller()
    opened = browser(seller.user)
    form = {"name": "Ravi Kumar", "phone": NEW, "relation": "family", "is_adult": "on"}
    code_page = opened.post(at(board, "helpers/"), form)["Location"]
    opened.post(code_page, {"code": newest_code(NEW)})
    helper: Helper = Helper.objects.select_related("user", "seller").get()
    return helper


def test_a_helper_under_age_is_not_named(board: Board) -> None:
    seller = factories.make_seller()

    form = {"name": "Ravi Kumar", "phone": NEW, "relation": "family"}
    answer = browser(seller.user).post(at(board, "helpers/"), form)

    assert answer.status_code == 422
    assert "Ravi Kumar" in answer.content.decode()
    assert not Helper.objects.exists()


def asked_by(opened: Client, board: Board) -> str:
    form = {"name": "Ravi Kumar", "phone": NEW, "relation": "family", "is_adult": "on"}
    return str(opened.post(at(board, "helpers/"), form)["Location"])


def test_whom_she_names_lies_sealed_in_the_session(board: Board) -> None:
    opened = browser(factories.make_seller().user)

    code_page = asked_by(opened, board)

    assert "Ravi" not in str(dict(opened.session))
    assert "9812345678" not in str(dict(opened.session))
    assert b"Ravi Kumar" in opened.get(code_page).content


@pytest.mark.parametrize("minutes", [0, 31])
def test_whom_she_named_half_an_hour_ago_or_elsewhere_is_forgotten(board: Board, minutes: int) -> None:
    seller = factories.make_seller()
    opened = browser(seller.user)
    code_page = asked_by(opened, board)
    key = f"helper:{seller.pk}"
    kept = opened.session[key]

    put(opened, key, {**kept, "at": (timezone.now() - timedelta(minutes=minutes)).isoformat()})

    assert opened.get(code_page)["Location"] == at(board, "helpers/")
    assert key not in opened.session


def test_the_road_says_whose_it_is_where_there_are_several(board: Board) -> None:
    one, _other = two_on_one_phone()
    opened = browser(one.user)
    choose(opened, board, one)
    alone = browser(factories.make_application(name="Meena Devi").seller.user)

    assert "Road of Sunita Devi" in opened.get(at(board)).content.decode()
    assert "Road of" not in alone.get(at(board)).content.decode()


def test_a_wrong_code_names_nobody(board: Board) -> None:
    opened = browser(factories.make_seller().user)
    form = {"name": "Ravi Kumar", "phone": NEW, "relation": "family", "is_adult": "on"}
    code_page = opened.post(at(board, "helpers/"), form)["Location"]

    assert opened.post(code_page, {"code": "nothing"}).status_code == 422
    assert not Helper.objects.exists()


def test_the_helper_finds_whom_she_helps_and_lists(board: Board, helped: Helper) -> None:
    opened = browser(helped.user)
    assert opened.get(at(board))["Location"] == at(board, "whose/")
    assert b"For Sunita Devi: list, price and pack" in opened.get(at(board, "whose/")).content
    choose(opened, board, helped.seller)

    road = opened.get(at(board))
    assert b"You help <b>Sunita Devi</b>" in road.content
    assert road.context["next_step"].url == at(board, "listings/new/")
    assert opened.get(at(board, "listings/new/")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "application/",
        "application/bank/",
        "application/place/",
        "application/pictures/pan-photo/",
        "application/check/",
        "pin/",
        "pin/new/",
        "pin/forgot/",
        "number/",
        "helpers/",
        "confirm/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_stays_the_sellers_is_shut_to_a_helper(board: Board, helped: Helper, path: str, method: str) -> None:
    opened = browser(helped.user)
    choose(opened, board, helped.seller)

    answer = getattr(opened, method)(at(board, path))

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Only Sunita Devi can do this. You may list, price and pack for her." in page
    assert f'href="{at(board)}">Go back' in page


def test_a_helper_is_not_sent_to_steps_that_are_shut(board: Board) -> None:
    helper = Helper.objects.create(
        seller=factories.make_application().seller, user=factories.make_user(), name="Ravi", relation="family"
    )
    opened = browser(helper.user)
    choose(opened, board, helper.seller)

    assert opened.get(at(board)).context["next_step"] is None


def test_the_help_ends_at_once(board: Board, helped: Helper) -> None:
    opened = browser(helped.user)
    choose(opened, board, helped.seller)
    assert opened.get(at(board, "listings/new/")).status_code == 200

    browser(helped.seller.user).post(at(board, f"helpers/{helped.pk}/end/"))

    assert b"Sunita Devi" not in opened.get(at(board)).content
    assert b"Tell us about you" in opened.get(at(board)).content


def test_a_helper_begins_a_file_of_her_own(board: Board, helped: Helper) -> None:
    opened = browser(helped.user)

    opened.post(at(board, "whose/"), {"new": "1"})
    opened.post(at(board, "application/who/"), {"kind": "individual", "name": "Ravi Kumar"})

    assert Seller.objects.get(name="Ravi Kumar").user == helped.user
    assert b"For Sunita Devi" in opened.get(at(board, "whose/")).content
