"""What failed too often is seen by an officer and can be revived."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.states import ListingStatus
from marketplaces.actions.planning import plan_publications
from marketplaces.models import Publication
from onboarding.audit.models import AuditEntry
from onboarding.outbox.actions import publish
from onboarding.outbox.models import OutboxEvent
from tests import factories
from tests.sessions import browser_of_officer


@pytest.fixture
def officer(board):
    return factories.make_officer(board)


@pytest.fixture
def dead_event(board):
    publish("listing.approved", board)
    event = OutboxEvent.objects.get()
    OutboxEvent.objects.update(dead_at=timezone.now(), attempts=8, last_error="The gateway was away.")
    return event


def make_dead_publication():
    factories.make_account()
    plan_publications(factories.make_listing(status=ListingStatus.APPROVED).pk)
    OutboxEvent.objects.all().delete()
    Publication.objects.update(dead_at=timezone.now(), attempts=8, last_error="No answer.")
    return Publication.objects.get()


def test_today_counts_what_is_stuck_and_links_to_it(board, officer, dead_event):
    page = browser_of_officer(officer).get(reverse("today", args=[board.slug]))

    stuck = page.context["numbers"][-1]

    assert (stuck.count, stuck.url) == (1, reverse("stuck", args=[board.slug]))
    assert stuck.oldest_at is not None


def test_the_page_shows_events_and_publications_with_their_reasons(board, officer):
    publication = make_dead_publication()
    publish("listing.approved", board)
    OutboxEvent.objects.update(dead_at=timezone.now(), last_error="The gateway was away.")

    page = browser_of_officer(officer).get(reverse("stuck", args=[board.slug])).content.decode()

    assert publication.sku in page
    assert "No answer." in page
    assert "The gateway was away." in page


def test_reviving_an_event_lets_it_run_from_the_start_and_is_in_the_history(board, officer, dead_event):
    url = reverse("event_revive", args=[board.slug, dead_event.pk])

    answer = browser_of_officer(officer).post(url)

    dead_event.refresh_from_db()
    assert answer.status_code == 302
    assert (dead_event.dead_at, dead_event.attempts, dead_event.fence) == (None, 0, 1)
    assert AuditEntry.objects.get(action="event.revived").actor_id == officer.id


def test_a_district_officer_neither_sees_nor_revives_the_boards_events(board, dead_event):
    officer = factories.make_officer(board, role="district_officer", district=factories.make_district())
    browser = browser_of_officer(officer)

    page = browser.get(reverse("stuck", args=[board.slug]))
    answer = browser.post(reverse("event_revive", args=[board.slug, dead_event.pk]))

    dead_event.refresh_from_db()
    assert list(page.context["events"]) == []
    assert answer.status_code == 403
    assert dead_event.dead_at is not None
    assert not AuditEntry.objects.filter(action="event.revived").exists()


def test_an_event_that_is_not_dead_cannot_be_revived(board, officer):
    publish("listing.approved", board)
    event = OutboxEvent.objects.get()

    answer = browser_of_officer(officer).post(reverse("event_revive", args=[board.slug, event.pk]))

    assert answer.status_code == 404
    assert not AuditEntry.objects.filter(action="event.revived").exists()
