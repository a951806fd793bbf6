"""My road, read from every room."""

import pytest
from django.urls import reverse
from django.utils import translation

from catalog.actions.review import send_back_listing
from catalog.states import ListingStatus
from insights.road.steps import next_step_of, waits_of
from insights.road.stones import read_road, stones_of
from marketplaces.actions.planning import plan_publications
from onboarding.tenancy.scope import board_scope
from sellers.actions.applications import Fault, reject_application, send_back_application
from sellers.states import ApplicationStatus
from tests import factories
from tests.queries import queries_of
from tests.sessions import browser_of


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def states(seller):
    return {stone.key: stone.state for stone in stones_of(read_road(seller))}


def test_before_she_has_a_file_she_is_asked_to_begin(board):
    step = next_step_of(read_road(None), board)

    assert states(None) == {
        "application": "current", "approved": "todo", "trained": "todo", "account": "todo",
        "listed": "todo", "live": "todo", "sold": "todo",
    }  # fmt: skip
    assert step.url == reverse("application", args=[board.slug])


def test_a_sent_application_waits_on_the_board_since_it_was_sent(board):
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)

    facts = read_road(application.seller)

    assert states(application.seller)["application"] == "done"
    assert states(application.seller)["approved"] == "waiting"
    assert next_step_of(facts, board) is None
    (wait,) = waits_of(facts, "The board")
    assert (wait.on_whom, wait.since) == ("The board", application.submitted_at)


def test_an_application_sent_back_shows_the_officers_words(board):
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    send_back_application(application.pk, officer=factories.make_officer(board), reason="The PIN is not yours.")

    step = next_step_of(read_road(application.seller), board)

    assert step.body == "The PIN is not yours."
    assert step.url == reverse("application", args=[board.slug])


def test_a_rejected_application_is_said_and_offers_no_button(board):
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    reject_application(application.pk, officer=factories.make_officer(board), reason="This is another state's craft.")

    step = next_step_of(read_road(application.seller), board)

    appeal = "If you see it differently, object here: +911800000000"
    assert (step.body, step.url) == (f"This is another state's craft. {appeal}", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We asked several times and got no answer. Since May. If you see it differently, object here: "),
        ("hi", None),
    ],
)
def test_a_rejection_says_why_in_her_language_and_where_to_object(board, language, words):
    board.appeal_contact = {"en": "District office, 0542 250 0000", "hi": "ज़िला कार्यालय, 0542 250 0000"}
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    reject_application(application.pk, officer=factories.make_officer(board), why="no_answer", reason="Since May.")

    with translation.override(language):
        body = next_step_of(read_road(application.seller), board).body

    assert board.appeal_contact[language] in body
    assert "Since May." in body  # the officer's own words stay as written
    assert words is None or body.startswith(words)


def test_where_a_board_names_nobody_the_help_phone_hears_objections(board):
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    reject_application(application.pk, officer=factories.make_officer(board), why="other", reason="Another reason.")

    body = next_step_of(read_road(application.seller), board).body

    assert body == "Another reason. If you see it differently, object here: +911800000000"


def test_a_file_sent_back_with_marks_alone_points_to_the_list(board):
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    faults = [Fault("pin", "not_readable")]
    send_back_application(application.pk, officer=factories.make_officer(board), faults=faults)

    assert next_step_of(read_road(application.seller), board).body == "What to mend is marked in the list."


def test_an_approved_seller_is_asked_for_her_first_photo(board):
    factories.make_account()
    seller = factories.make_seller()

    step = next_step_of(read_road(seller), board)

    assert step.url == reverse("listing_new", args=[board.slug])
    assert {key for key, state in states(seller).items() if state == "done"} == {"application", "approved", "account"}


def test_a_listing_sent_back_comes_before_everything_else(board):
    listing = factories.make_listing(status=ListingStatus.SUBMITTED)
    send_back_listing(listing.pk, officer=factories.make_officer(board), reason="The photo is dark.")

    step = next_step_of(read_road(listing.seller), board)

    assert (step.body, step.url) == (
        "The photo is dark.",
        reverse("listing_details", args=[board.slug, listing.pk]),
    )


def test_a_publication_on_its_way_waits_on_the_marketplace(board):
    factories.make_account()
    listing = factories.make_listing(status=ListingStatus.APPROVED)
    plan_publications(listing.pk)

    facts = read_road(listing.seller)

    assert states(listing.seller)["live"] == "waiting"
    assert [wait.on_whom for wait in waits_of(facts, "The board")] == ["Amazon"]


@pytest.mark.django_db
def test_the_road_of_another_board_is_empty():
    with board_scope(factories.make_board().pk):
        seller = factories.make_seller()
    other = factories.make_board()

    page = browser_of(seller.user).get(reverse("road", args=[other.slug]))

    assert page.status_code == 200
    assert page.context["listings"] == []
    assert states(None) == {stone.key: stone.state for stone in page.context["stones"]}


def test_asked_by_htmx_the_road_answers_with_its_changing_part_only(board):
    seller = factories.make_seller()
    url = reverse("road", args=[board.slug])

    part = browser_of(seller.user).get(url, headers={"HX-Request": "true"})
    page = browser_of(seller.user).get(url)

    assert "<html" not in part.content.decode()
    assert "<html" in page.content.decode()


def test_a_long_road_costs_no_more_queries_than_a_short_one(board):
    factories.make_account()
    seller = factories.make_seller()
    for _number in range(2):
        plan_publications(factories.make_listing(status=ListingStatus.APPROVED, seller=seller).pk)
    browser, url = browser_of(seller.user), reverse("road", args=[board.slug])
    counted = queries_of(browser, url)

    for _number in range(8):
        plan_publications(factories.make_listing(status=ListingStatus.APPROVED, seller=seller).pk)

    assert queries_of(browser, url) == counted


@pytest.mark.parametrize(
    ("origin", "title"), [("import", "Your board began a file for you"), ("self", "Finish your application")]
)
def test_a_draft_of_the_boards_list_is_hers_to_look_at(board, origin, title):
    application = factories.make_application(status=ApplicationStatus.DRAFT)
    type(application.seller).objects.filter(pk=application.seller_id).update(origin=origin)
    application.seller.refresh_from_db()

    step = next_step_of(read_road(application.seller), board)

    assert (step.title, step.url) == (title, reverse("application", args=[board.slug]))
