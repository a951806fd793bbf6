"""A group's list on its pages, the member's own answer, and what the officer sees of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.errors import ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.members import NewMember, dispute_membership
from sellers.models import Consent, Member, Seller
from sellers.roster.links import member_token
from sellers.roster.secrets import phone_of
from tests import factories
from tests.queries import queries_of
from tests.sellers.groups import ASHA, add, file_of, fresh, leave, make_group, tell
from tests.sellers.people import in_english
from tests.sessions import browser_of, browser_of_officer


@pytest.fixture
def group(board: Board) -> Seller:
    return make_group()


@pytest.fixture
def browser(group: Seller) -> Client:
    return in_english(browser_of(group.user))


@pytest.fixture
def asha(board: Board) -> Member:
    """A member who was told, of a group whose application was sent."""
    factories.make_sms_texts()
    member = add(make_group(status="submitted"))
    tell()
    return fresh(member)


def address(board: Board, rest: str = "") -> str:
    return f"/seller/{board.slug}/members/{rest}"


def link(member: Member, rest: str = "") -> str:
    return f"/m/{member_token(member)}{rest}"


def anybody() -> Client:
    return in_english(Client())


def body_of(answer: Any) -> str:
    return str(answer.content.decode())


# The group's own pages


def test_the_list_of_steps_has_a_line_for_the_members(board: Board) -> None:
    application = factories.make_application(kind="shg", contact_name="Meena Devi", name="Ganga Samuh")
    browser = in_english(browser_of(application.seller.user))

    def state() -> str:
        tasks = browser.get(f"/seller/{board.slug}/application/").context["tasks"]
        return next(task.state for task in tasks if task.code == "members")

    before = state()
    add(application.seller, NewMember("Meena Devi", "+919812300001", is_signatory=True))

    assert (before, state()) == ("todo", "done")


def test_a_single_artisan_has_no_such_line_and_no_such_page(board: Board) -> None:
    artisan = factories.make_application().seller
    browser = browser_of(artisan.user)

    assert "members" not in [task.code for task in browser.get(f"/seller/{board.slug}/application/").context["tasks"]]
    assert browser.get(address(board)).headers["Location"] == f"/seller/{board.slug}/"
    assert browser.get(address(board, "list/")).status_code == 302


def test_a_member_is_added_with_what_is_typed(browser: Client, board: Board, group: Seller) -> None:
    craft = factories.make_craft()
    typed = {
        "name": " Asha  Devi ",
        "phone": "०98123-00002",
        "craft": craft.pk,
        "piece_wage": "₹1,200",
        "is_signatory": "on",
    }

    answer = browser.post(address(board), typed)

    assert answer.status_code == 302
    member = Member.objects.select_related("seller__data_key").get(seller=group, name="Asha Devi")
    assert (phone_of(member), member.craft, member.piece_wage_paise) == ("+919812300002", craft, 120000)
    assert (member.share_percent, member.is_signatory) == (None, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "phone": "9812300002"}, "name"),
        ({"name": "Asha Devi", "phone": "12345"}, "phone"),
        ({"name": "Asha Devi"}, "phone"),
        ({"name": "Asha Devi", "phone": "9812300002", "share_percent": "101"}, "share_percent"),
        ({"name": "Asha Devi", "phone": "9812300002", "share_percent": "half"}, "share_percent"),
        ({"name": "Asha Devi", "phone": "9812300002", "share_percent": "1", "piece_wage": "1"}, "piece_wage"),
        ({"name": "Asha Devi", "phone": "9812300002", "craft": "999999"}, "craft"),
    ],
)
def test_what_is_not_right_stays_typed_and_nobody_is_added(
    browser: Client, board: Board, group: Seller, typed: dict[str, str], field: str
) -> None:
    answer = browser.post(address(board), typed)

    assert 400 <= answer.status_code < 500
    assert field in answer.context["form"].errors
    assert all(value in body_of(answer) for name, value in typed.items() if value and name != "craft")
    assert Member.objects.filter(seller=group).count() == 1


def test_an_aadhaar_number_is_neither_kept_nor_shown_again(browser: Client, board: Board, group: Seller) -> None:
    answer = browser.post(address(board), {"name": "Asha Devi", "reach": "card 2341 2341 2346"})

    assert (answer.status_code, "reach" in answer.context["form"].errors) == (422, True)
    assert "2341 2341 2346" not in body_of(answer)
    assert Member.objects.filter(seller=group).count() == 1


def test_too_many_percent_says_by_how_much(browser: Client, board: Board, group: Seller) -> None:
    add(group, NewMember("Rekha Devi", "+919812300003", share_percent=70))

    answer = browser.post(address(board), {"name": "Asha Devi", "phone": "9812300002", "share_percent": "42"})

    assert "All shares together would be 112 percent: 12 percent too much." in body_of(answer)


def test_a_pasted_list_is_kept_whole(browser: Client, board: Board, group: Seller) -> None:
    lines = "\n".join(f"Asha {chr(65 + number % 26)}, 98123{number:05d}" for number in range(500))

    answer = browser.post(address(board, "list/"), {"lines": lines})

    assert answer.status_code == 302
    assert Member.objects.filter(seller=group).count() == 501
    assert AuditEntry.objects.filter(action="members.added", reason="500").count() == 1


def test_a_pasted_list_with_bad_lines_adds_nobody_names_the_lines_and_stays_typed(
    browser: Client, board: Board, group: Seller
) -> None:
    lines = "Asha Devi, 9812300002\nRekha Devi\nSita, 123456"

    answer = browser.post(address(board, "list/"), {"lines": lines})

    assert answer.status_code == 422
    assert [error.line for error in answer.context["errors"]] == [2, 3]
    assert "2 lines need mending. Nobody was added yet." in body_of(answer)
    assert lines in body_of(answer)
    assert Member.objects.filter(seller=group).count() == 1


@pytest.mark.parametrize("lines", ["", "\n", "x" * 60_001])
def test_no_list_or_one_too_long_is_refused_in_words(browser: Client, board: Board, group: Seller, lines: str) -> None:
    answer = browser.post(address(board, "list/"), {"lines": lines})

    assert (answer.status_code in (400, 422), "lines" in answer.context["form"].errors) == (True, True)
    assert Member.objects.filter(seller=group).count() == 1


def test_a_long_list_comes_in_pages_and_each_page_costs_the_same(browser: Client, board: Board, group: Seller) -> None:
    few = queries_of(browser, address(board))
    for number in range(119):
        Member.objects.bulk_create([Member(seller=group, name=f"Member {number}")])

    first = browser.get(address(board))
    seen = [line.member.pk for line in first.context["lines"]]
    cursor = first.context["next_cursor"]
    while cursor:
        page = browser.get(address(board), {"after": cursor})
        seen += [line.member.pk for line in page.context["lines"]]
        cursor = page.context["next_cursor"]

    assert (len(seen), len(set(seen)), first.context["count"]) == (120, 120, 120)
    assert queries_of(browser, address(board)) == few


def test_a_member_is_changed_and_leaves(browser: Client, board: Board, group: Seller) -> None:
    member = add(group)
    page = browser.get(address(board, f"{member.pk}/"))
    typed = {**{key: value or "" for key, value in page.context["form"].initial.items()}, "share_percent": "25"}

    changed = browser.post(address(board, f"{member.pk}/"), typed)
    left = browser.post(address(board, f"{member.pk}/left/"))

    assert (changed.status_code, left.status_code) == (302, 302)
    assert (fresh(member).share_percent, fresh(member).status) == (25, "left")
    assert browser.get(address(board, f"{member.pk}/")).status_code == 404


def test_another_groups_member_is_absent(browser: Client, board: Board) -> None:
    other = add(make_group(name="Yamuna Samuh"))

    for rest in (f"{other.pk}/", f"{other.pk}/left/", f"{uuid4()}/"):
        assert browser.post(address(board, rest), {"name": "Mine Now", "phone": "9812300009"}).status_code == 404

    assert fresh(other).name == "Asha Devi"


def test_a_group_cannot_end_a_line_that_is_in_doubt(browser: Client, board: Board, group: Seller) -> None:
    member = add(group)
    dispute_membership(member.pk)

    answer = browser.post(address(board, f"{member.pk}/left/"))

    assert answer.status_code == 400
    assert fresh(member).status == "disputed"
    assert "An officer looks at it" in body_of(browser.get(address(board)))


# The member's own answer


def test_the_link_shows_who_lists_her_and_as_what(asha: Member) -> None:
    page = body_of(anybody().get(link(asha)))

    assert ("Ganga Samuh has you on its list" in page, "Asha Devi" in page) == (True, True)
    assert "May Ganga Samuh tell the board your name" in page
    assert ASHA.phone not in page


def test_opening_the_links_changes_nothing_however_often(asha: Member) -> None:
    before = fresh(asha).status_since, AuditEntry.objects.count()
    browser = anybody()

    for method in (browser.get, browser.head, browser.options):
        for rest in ("", "/no"):
            method(link(asha, rest))

    assert (fresh(asha).status, fresh(asha).status_since, AuditEntry.objects.count()) == ("listed", *before)


def test_yes_is_kept_as_her_consent(asha: Member) -> None:
    answer = anybody().post(link(asha))

    assert answer.status_code == 302
    assert fresh(asha).status == "confirmed"
    assert Consent.objects.filter(member=asha, purpose="member_listing", is_given=True).count() == 1
    assert "You said that it is you" in body_of(anybody().get(link(asha)))


def test_not_me_takes_one_tap_on_a_second_page(asha: Member) -> None:
    page = anybody().get(link(asha, "/no"))

    assert "nobody is blamed" in body_of(page)
    assert fresh(asha).status == "listed"
    assert anybody().post(link(asha, "/no")).status_code == 302
    assert fresh(asha).status == "disputed"


def test_a_form_of_another_site_answers_nothing(asha: Member) -> None:
    strict = Client(enforce_csrf_checks=True)

    for rest in ("", "/no"):
        assert strict.post(link(asha, rest)).status_code == 403

    assert fresh(asha).status == "listed"


def test_who_left_is_told_so_and_may_answer_nothing_more(asha: Member) -> None:
    leave(asha)

    assert "You are not on the list of Ganga Samuh" in body_of(anybody().get(link(asha)))
    assert anybody().post(link(asha)).status_code == 409
    assert Consent.objects.count() == 0


def test_a_member_whom_nobody_told_has_no_page_yet(board: Board) -> None:
    member = add(make_group())

    assert anybody().get(link(member)).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 30, "a" * 4000])
def test_a_forged_link_is_absent(asha: Member, token: str) -> None:
    for rest in ("", "/no"):
        assert anybody().get(f"/m/{token}{rest}").status_code == 404
        assert anybody().post(f"/m/{token}{rest}").status_code == 404


def test_the_link_works_only_while_the_board_is_open(asha: Member, board: Board) -> None:
    Board.objects.filter(pk=board.pk).update(is_open=False)

    assert anybody().get(link(asha)).status_code == 404


def test_a_link_of_one_board_touches_no_other(db: None) -> None:
    boards = [factories.make_board() for _each in range(2)]
    members = []
    for each in boards:
        with board_scope(each.pk):
            factories.make_sms_texts()
            members.append(add(make_group(status="submitted")))
            tell()

    anybody().post(link(members[0], "/no"))

    for each, expected in zip(boards, ("disputed", "listed"), strict=True):
        with board_scope(each.pk):
            assert Member.objects.get(name="Asha Devi").status == expected


# The officer


def officers_page(board: Board, group: Seller) -> Any:
    browser = in_english(browser_of_officer(factories.make_officer(board)))
    return browser.get(f"/board/{board.slug}/applications/{file_of(group).pk}/")


def test_the_officer_sees_who_signs_who_has_no_phone_and_how_she_is_reached(board: Board) -> None:
    group = make_group(status="submitted")
    add(group, NewMember("Geeta", reach="through her sister Meena"))

    roster = officers_page(board, group).context["roster"]

    assert (roster.total, roster.confirmed, roster.without_phone) == (2, 0, 1)
    assert [(each.member.name, each.phone) for each in roster.signatories] == [("Meena Devi", "+919812300001")]
    assert [(each.member.name, each.reach) for each in roster.no_phone] == [("Geeta", "through her sister Meena")]


def test_one_phone_in_two_groups_or_on_two_lines_is_shown_and_not_refused(board: Board) -> None:
    first = make_group(status="submitted")
    second = make_group(status="submitted", name="Yamuna Samuh")
    draft = make_group(name="Saryu Samuh")
    add(first)
    add(first, NewMember("Bela Devi", ASHA.phone))
    add(first, NewMember("Only Once", "+919812300077"))
    add(draft, NewMember("Only Once", "+919812300077"))

    shared = officers_page(board, first).context["roster"].shared

    found = {each.phone: (list(each.names), [file.seller.name for file in each.elsewhere]) for each in shared}
    assert found == {
        "+919812300001": (["Meena Devi"], ["Yamuna Samuh"]),
        ASHA.phone: (["Asha Devi", "Bela Devi"], []),
    }
    assert second.name in body_of(officers_page(board, first))


def test_a_long_list_costs_the_officers_page_no_more(board: Board) -> None:
    groups = [make_group(status="submitted", name=name) for name in ("Ganga Samuh", "Yamuna Samuh", "Saryu Samuh")]
    browser = browser_of_officer(factories.make_officer(board))
    address = f"/board/{board.slug}/applications/{file_of(groups[0]).pk}/"
    few = queries_of(browser, address)
    for number in range(30):
        add(groups[0], NewMember(f"Asha {chr(65 + number % 26)}", f"+91981230{number:04d}", is_signatory=True))
        add(groups[1], NewMember(f"Asha {chr(65 + number % 26)}", f"+91981230{number:04d}"))

    assert queries_of(browser, address) == few


def test_the_officer_settles_what_a_member_denied(board: Board) -> None:
    group = make_group(status="submitted")
    member = add(group)
    dispute_membership(member.pk)
    browser = in_english(browser_of_officer(factories.make_officer(board)))
    assert "not me" in body_of(officers_page(board, group))

    empty = browser.post(f"/board/{board.slug}/members/{member.pk}/", {"reason": ""}, follow=True)
    assert (str(ReasonMissing.message) in body_of(empty) or "reason" in body_of(empty), fresh(member).status) == (
        True,
        "disputed",
    )
    browser.post(f"/board/{board.slug}/members/{member.pk}/", {"reason": "Two of this name; settled by phone."})

    assert fresh(member).status == "left"


def test_another_districts_officer_finds_no_such_member(board: Board) -> None:
    member = add(make_group(status="submitted"))
    dispute_membership(member.pk)
    stranger = factories.make_officer(board, role="district_officer", district=factories.make_district(999))

    answer = browser_of_officer(stranger).post(f"/board/{board.slug}/members/{member.pk}/", {"reason": "Fine."})

    assert answer.status_code == 404
    assert fresh(member).status == "disputed"


def test_today_counts_sellers_and_makers_side_by_side(board: Board) -> None:
    programme = factories.make_programme()
    group = make_group(status="approved", programme=programme)
    add(group)
    factories.make_seller(programme=programme)
    factories.make_application(status="submitted")
    browser = browser_of_officer(factories.make_officer(board))

    people = browser.get(f"/board/{board.slug}/").context["people"]

    assert (people.sellers, people.makers) == (2, 3)
