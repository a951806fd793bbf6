"""The officers' queues and files, as pages."""

import pytest
from django.urls import reverse

from catalog.actions.drafting import save_details, submit_listing
from catalog.states import ListingStatus
from sellers.models import Application, Enrolment
from sellers.states import ApplicationStatus
from tests import factories
from tests.queries import queries_of
from tests.sessions import browser_of_officer


@pytest.fixture
def officer(board):
    return factories.make_officer(board)


@pytest.mark.parametrize("queue", ["officer_applications", "officer_listings"])
def test_a_queue_of_twenty_costs_no_more_queries_than_one_of_two(board, officer, queue):
    browser, url = browser_of_officer(officer), reverse(queue, args=[board.slug])
    add_work(2)
    counted = queries_of(browser, url)

    add_work(18)

    assert queries_of(browser, url) == counted
    assert len(browser.get(url).context["rows"]) == 20


def add_work(count):
    for _number in range(count):
        factories.make_application(status=ApplicationStatus.SUBMITTED)
        factories.make_listing(status=ListingStatus.SUBMITTED)


def test_today_costs_the_same_whatever_waits(board, officer):
    browser, url = browser_of_officer(officer), reverse("today", args=[board.slug])
    add_work(1)
    counted = queries_of(browser, url)

    add_work(4)

    assert queries_of(browser, url) == counted
    assert [number.count for number in browser.get(url).context["numbers"]] == [5, 5, 0, 0, 0]


def test_a_district_officer_sees_her_district_only(board):
    home, other = factories.make_district(187), factories.make_district(118)
    officer = factories.make_officer(board, role="district_officer", district=home)
    mine = factories.make_application(status=ApplicationStatus.SUBMITTED, district=home)
    theirs = factories.make_application(status=ApplicationStatus.SUBMITTED, district=other)
    browser = browser_of_officer(officer)

    queue = browser.get(reverse("officer_applications", args=[board.slug]))
    file = browser.get(reverse("officer_application", args=[board.slug, theirs.pk]))

    assert [row.pk for row in queue.context["rows"]] == [mine.pk]
    assert file.status_code == 404


def test_approving_enrols_in_the_chosen_programme_and_returns_to_the_queue(board, officer):
    programme = factories.make_programme()
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    url = reverse("officer_application", args=[board.slug, application.pk])

    answer = browser_of_officer(officer).post(url, {"move": "approve", "programme": programme.pk})

    assert (answer.status_code, answer.url) == (302, reverse("officer_applications", args=[board.slug]))
    assert Enrolment.objects.get().programme_id == programme.pk


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"move": "approve"}, 400),
        ({"move": "approve", "programme": "x"}, 400),
        ({"move": "reject", "reason": " "}, 422),
        ({"move": "reject", "why": "other", "reason": " "}, 400),
        ({"move": "fly"}, 400),
        ({}, 422),
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_writes_nothing(board, officer, sent, status):
    factories.make_programme()
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    url = reverse("officer_application", args=[board.slug, application.pk])

    answer = browser_of_officer(officer).post(url, sent)

    assert answer.status_code == status
    assert Application.objects.get(pk=application.pk).status == ApplicationStatus.SUBMITTED
    assert Enrolment.objects.count() == 0


def test_a_second_decision_says_that_someone_was_first_and_keeps_the_typed_reason(board, officer):
    application = factories.make_application(status=ApplicationStatus.APPROVED)
    url = reverse("officer_application", args=[board.slug, application.pk])

    answer = browser_of_officer(officer).post(
        url, {"move": "reject", "why": "no_answer", "reason": "Too late, but typed"}
    )

    assert answer.status_code == 409
    assert answer.context["decision"]["reason"].value() == "Too late, but typed"
    assert Application.objects.get(pk=application.pk).status == ApplicationStatus.APPROVED


def test_an_officer_sees_the_words_of_every_language_that_goes_out(board, officer):
    listing = factories.make_listing(title="Red saree")
    save_details(listing.pk, factories.make_details(language="hi", title="लाल साड़ी"), seller=listing.seller)
    submit_listing(listing.pk, seller=listing.seller)

    page = browser_of_officer(officer).get(reverse("officer_listing", args=[board.slug, listing.pk]))

    facts = {fact["label"]: fact["value"] for fact in page.context["facts"]}
    assert next(value for label, value in facts.items() if "English" in label) == "Red saree"
    assert next(value for label, value in facts.items() if "हिंदी" in label) == "लाल साड़ी"
