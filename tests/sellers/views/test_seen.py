"""An officer decides about what she saw, not about what came after."""

import re

import pytest
from django.urls import reverse

from catalog.actions.drafting import submit_listing
from catalog.actions.review import send_back_listing
from catalog.models import Listing
from catalog.states import ListingStatus
from onboarding.audit.models import AuditEntry
from onboarding.moves import mark_of
from sellers.actions.applications import send_back_application, submit_application
from sellers.models import Application, Enrolment
from sellers.states import ApplicationStatus
from tests import factories
from tests.sessions import browser_of_officer


@pytest.fixture
def officer(board):
    return factories.make_officer(board)


def test_a_listing_that_was_mended_meanwhile_is_not_approved_unseen(board, officer):
    listing = factories.make_listing(status=ListingStatus.SUBMITTED)
    seen = mark_of(listing)
    send_back_listing(listing.pk, officer=factories.make_officer(board), reason="Dark photo.")
    submit_listing(listing.pk, seller=listing.seller)
    url = reverse("officer_listing", args=[board.slug, listing.pk])

    answer = browser_of_officer(officer).post(url, {"move": "approve", "seen": seen})

    assert answer.status_code == 409
    assert Listing.objects.get(pk=listing.pk).status == ListingStatus.SUBMITTED
    assert not AuditEntry.objects.filter(action="listing.approved").exists()


def test_an_application_that_was_mended_meanwhile_is_not_approved_unseen(board, officer):
    programme = factories.make_programme()
    application = factories.make_application(status=ApplicationStatus.SUBMITTED)
    seen = mark_of(application)
    send_back_application(application.pk, officer=factories.make_officer(board), reason="Which street?")
    submit_application(application.pk, by=factories.actor_of(application.seller))
    url = reverse("officer_application", args=[board.slug, application.pk])

    sent = {"move": "approve", "programme": programme.pk, "seen": seen}
    answer = browser_of_officer(officer).post(url, sent)

    assert answer.status_code == 409
    assert Application.objects.get(pk=application.pk).status == ApplicationStatus.SUBMITTED
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("page", ["officer_listing", "officer_application"])
def test_the_page_carries_the_mark_of_what_it_shows_and_its_own_decision_is_taken(board, officer, page):
    programme = factories.make_programme()
    shown = (
        factories.make_listing(status=ListingStatus.SUBMITTED)
        if page == "officer_listing"
        else factories.make_application(status=ApplicationStatus.SUBMITTED)
    )
    browser, url = browser_of_officer(officer), reverse(page, args=[board.slug, shown.pk])

    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(url).content.decode())[1]
    answer = browser.post(url, {"move": "approve", "programme": programme.pk, "seen": seen})

    assert answer.status_code == 302
