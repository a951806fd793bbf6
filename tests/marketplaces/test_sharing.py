"""What goes to a marketplace follows her yes and no for that marketplace, from the commit of her answer."""

from typing import Any

import pytest
from django.db.models import QuerySet

from marketplaces.actions.planning import plan_publications
from marketplaces.handlers import follow_consent
from marketplaces.models import Publication
from marketplaces.querysets import PublicationQuerySet
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import Postponed
from sellers.models import Seller
from tests import factories
from tests.marketplaces.shop import Shop, claimed, make_call


@pytest.fixture
def seller(board: Any) -> Seller:
    """Enrolled with Amazon and never asked."""
    return factories.make_application(status="approved", programme=factories.make_programme()).seller


def say(seller: Seller, is_given: bool, marketplace: str = "amazon") -> Event:
    factories.give_consent(seller, "marketplace_share", marketplace, is_given=is_given)
    row = OutboxEvent.objects.filter(name="consent.changed").latest("pk")
    return Event(row.pk, seller.board_id, row.name, row.object_id, row.payload)  # type: ignore[arg-type]  # never null


def planned(seller: Seller) -> list[str]:
    return list(Publication.objects.of_seller(seller.pk).values_list("status", flat=True))


def test_nothing_is_planned_for_who_was_never_asked_or_said_no(shop: Shop, seller: Seller) -> None:
    listing = factories.make_listing(status="approved", seller=seller)
    assert plan_publications(listing.pk) == []

    say(seller, False)
    assert plan_publications(listing.pk) == []
    say(seller, True, "flipkart")
    assert plan_publications(listing.pk) == []

    say(seller, True)  # the negative control
    assert len(plan_publications(listing.pk)) == 1


def test_a_yes_plans_what_is_approved_already(shop: Shop, seller: Seller) -> None:
    factories.make_listing(status="approved", seller=seller)
    factories.make_listing(status="submitted", seller=seller)
    event = say(seller, True)

    for _time in range(2):
        follow_consent(event)

    assert planned(seller) == ["waiting"]


def test_a_no_takes_down_what_stands_there_and_only_hers(shop: Shop) -> None:
    publication, other = shop.publication(), shop.publication()
    for each in (publication, other):
        shop.pump_until_settled(each)
    seller = publication.listing.seller
    event = say(seller, False)

    for _time in range(2):
        follow_consent(event)
    shop.pump_until_settled(publication)

    other.refresh_from_db()
    assert (publication.status, shop.shown(publication)) == ("taken_down", {})
    assert (other.status, Seller.objects.get(pk=seller.pk).status) == ("live", "active")


def test_a_no_stops_the_next_call_before_anybody_heard_of_it(shop: Shop) -> None:
    publication = shop.publication()

    say(publication.listing.seller, False)

    assert shop.pump() == 0
    assert shop.shown(publication) == {}


def test_without_the_question_it_would_still_be_called_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    publication = shop.publication()
    say(publication.listing.seller, False)
    monkeypatch.setattr(PublicationQuerySet, "may_be_called_for", QuerySet.all)

    assert shop.pump() == 1


def test_a_call_in_flight_is_waited_for(shop: Shop) -> None:
    publication = shop.publication()
    in_flight = claimed(publication)
    event = say(publication.listing.seller, False)

    with pytest.raises(Postponed):
        follow_consent(event)
    make_call(shop, in_flight)
    follow_consent(event)
    shop.pump_until_settled(publication)

    assert (publication.status, shop.shown(publication)) == ("taken_down", {})


def test_an_older_event_follows_the_newest_answer(shop: Shop) -> None:
    publication = shop.publication()
    seller = publication.listing.seller
    no = say(seller, False)
    say(seller, True)

    follow_consent(no)

    publication.refresh_from_db()
    assert (publication.status, publication.wants_down) == ("waiting", False)


def test_another_purpose_and_a_seller_who_left_change_nothing(shop: Shop) -> None:
    publication = shop.publication()
    seller = publication.listing.seller
    event = say(seller, False)
    Seller.objects.filter(pk=seller.pk).update(status="stopping")
    before = Publication.objects.values().get()

    follow_consent(event)
    follow_consent(Event(event.id, event.board_id, event.name, event.object_id, {"purpose": "registry_checks"}))

    assert Publication.objects.values().get() == before
