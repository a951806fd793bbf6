"""The pages of an application: the list while she mends, the camera page, her answers before and after sending."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from onboarding.boards.models import Board
from sellers.actions.applications import Fault, send_back_application
from sellers.models import Application
from tests import factories
from tests.sellers.files import make_file, make_paper
from tests.sellers.groups import make_group
from tests.sessions import browser_of

PAN = "ABCPE1234F"
FIRST = "First write your name."


def phone_of(application: Application) -> Client:
    browser = browser_of(application.seller.user)
    browser.cookies["django_language"] = "en"
    return browser


def at(board: Board, rest: str = "") -> str:
    return f"/seller/{board.slug}/application/{rest}"


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def lines_of(application: Application) -> dict[str, str]:
    """Return what her list says of each step, by its title."""
    page = text_of(phone_of(application).get(at(application.board)))
    found = re.findall(r'<li class="task.*?task-title.*?>(.*?)</.*?task-state">.*?<span>(.*?)</span>', page, re.S)
    return dict(found)


@pytest.fixture
def sent_back(board: Board) -> Application:
    """The PAN's picture is blurred; the PAN and the district's step were looked at, the craft was not."""
    application = make_file(papers={"pan_photo": ""}, pan=PAN)
    right = ["pan", "district", "address"]
    officer = factories.make_officer(board)
    send_back_application(application.pk, officer=officer, faults=[Fault("pan_photo", "blurred")], right=right)
    application.refresh_from_db()
    return application


def test_the_list_says_right_only_of_what_an_officer_found_right(sent_back: Application) -> None:
    lines = lines_of(sent_back)

    assert lines["Photo of your PAN card"] == "Mend this"
    assert lines["Your PAN"] == "Read and right"
    assert lines["What do you make?"] == "Stays as it is"
    assert lines["Where do you live and work?"] == "Stays as it is"  # nobody looked at the PIN code
    assert lines["Your bank account"] == "If you like"


def test_what_she_never_answered_may_be_answered_while_she_mends(board: Board, sent_back: Application) -> None:
    browser = phone_of(sent_back)
    page, bank = at(board, "bank/"), {"bank_account": "123456789012", "ifsc": "SBIN0001234"}

    assert browser.post(page, bank)["Location"] == at(board)

    assert lines_of(sent_back)["Your bank account"] == "Done"
    assert browser.get(page).status_code == 200  # a slip of the pen can be put right
    assert browser.get(at(board, "craft/"))["Location"] == at(board)


def test_a_camera_page_asks_for_the_name_on_the_paper_and_does_not_know_it(board: Board) -> None:
    application = factories.make_application(name="Sunita Devi")
    browser, page = phone_of(application), at(board, "pictures/pan-photo/")

    assert browser.get(page).context["form"]["spelled_name"].value() == ""

    make_paper(application, "pan_photo", "SUNITA DEVI KUSHWAHA")
    assert browser.get(page).context["form"]["spelled_name"].value() == "SUNITA DEVI KUSHWAHA"


@pytest.mark.parametrize("page", ["pictures/pan-photo/", "place/"])
def test_a_step_before_her_name_says_what_comes_first(board: Board, page: str) -> None:
    newcomer = browser_of(factories.make_user())
    newcomer.cookies["django_language"] = "en"

    answer = newcomer.get(at(board, page), follow=True)

    assert (answer.redirect_chain, FIRST in text_of(answer)) == ([(at(board), 302)], True)
    assert Application.objects.count() == 0


def test_with_her_name_written_every_step_opens(board: Board) -> None:
    answer = phone_of(factories.make_application()).get(at(board, "pictures/pan-photo/"))

    assert (answer.status_code, FIRST in text_of(answer)) == (200, False)


def test_her_papers_stand_among_her_answers_and_she_may_change_each(board: Board) -> None:
    application = factories.make_application(pan=PAN)
    paper = make_paper(application, "pan_photo")

    rows = phone_of(application).get(at(board, "check/")).context["rows"]
    shown = {row["url"]: row["picture"] for row in rows if row["picture"]}
    assert shown == {at(board, "pictures/pan-photo/"): f"/seller/{board.slug}/documents/{paper.pk}/"}


def test_a_group_reads_how_many_members_it_lists(board: Board) -> None:
    group = make_group()

    rows = phone_of(Application.objects.get(seller=group)).get(at(board, "check/")).context["rows"]

    assert [row["value"] for row in rows if row["url"].endswith("/members/")] == ["1 member"]


def test_what_was_sent_can_be_read_and_not_changed(board: Board) -> None:
    application = make_file(pan=PAN, papers={"pan_photo": ""})
    browser = phone_of(application)

    page = text_of(browser.get(at(board, "check/")))

    assert "What you sent" in page
    assert "Madanpura" in page
    assert "●●●●●●234F" in page
    assert PAN not in page
    assert 'class="change"' not in page
    assert "Send my application" not in page
    assert at(board, "check/") in text_of(browser.get(at(board, "sent/")))
    assert at(board, "check/") in text_of(browser.get(f"/seller/{board.slug}/"))


def test_what_was_sent_is_guarded_on_a_shared_phone(board: Board) -> None:
    application = make_file(pan=PAN)
    factories.make_application(user=application.seller.user, name="Rekha Devi")
    browser = phone_of(application)
    browser.post(f"/seller/{board.slug}/whose/", {"seller": str(application.seller_id)})

    answer = browser.get(at(board, "check/"))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, f"/seller/{board.slug}/pin/")


def test_choosing_a_group_keeps_her_where_one_more_question_came_up(board: Board) -> None:
    browser = phone_of(factories.make_application())
    who = {"kind": "shg", "name": "Ganga Samuh"}

    assert browser.post(at(board, "who/"), who)["Location"] == at(board, "who/")

    after = browser.post(at(board, "who/"), {**who, "contact_name": "Meena Devi"})["Location"]
    assert after != at(board, "who/")


def test_a_step_counts_as_her_list_counts(board: Board) -> None:
    browser = phone_of(factories.make_application())

    tasks = browser.get(at(board)).context["tasks"]

    for page, code in (("place/", "place"), ("pictures/pan-photo/", "pan-photo")):
        context = browser.get(at(board, page)).context
        assert (context["place"], context["places"]) == ([task.code for task in tasks].index(code) + 1, len(tasks))
