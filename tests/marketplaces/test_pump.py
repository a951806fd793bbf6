"""The pump: which rows it takes, what it may write, and what never holds up the others."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces import pump
from marketplaces.actions.planning import retry_publication
from marketplaces.models import Publication
from marketplaces.tasks import sweep_accounts
from onboarding.errors import NotAllowed
from onboarding.outbox.claims import MAX_ATTEMPTS
from onboarding.tenancy.scope import board_scope
from tests import factories
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.shop import Shop, claimed, history_of, make_call


def test_what_is_done_is_not_pumped_again(shop: Shop) -> None:
    publication = shop.publication()
    shop.pump_until_settled(publication)

    shop.make_due(publication)

    assert shop.pump() == 0
    assert shop.shown(publication)["puts"] == 1


def test_a_newer_version_wanted_during_a_push_wins_in_the_end(shop: Shop) -> None:
    publication = shop.publication(price_paise=240000)
    in_flight = claimed(publication)
    shop.change_price(publication, 250000)

    make_call(shop, in_flight)
    publication.refresh_from_db()
    assert (publication.status, publication.sent_hash, publication.lease_until) == ("waiting", "", None)
    assert shop.shown(publication)["puts"] == 1

    shop.pump_until_settled(publication)
    assert publication.status == "live"
    assert publication.desired["price_paise"] == 250000
    assert (shop.shown(publication)["puts"], shop.shown(publication)["went_live"]) == (2, 1)


def test_a_newer_version_wanted_during_a_read_back_is_not_taken_for_live(shop: Shop) -> None:
    publication = shop.publication(price_paise=240000)
    shop.pump()
    shop.make_due(publication)
    in_flight = claimed(publication)
    shop.change_price(publication, 250000)

    make_call(shop, in_flight)
    publication.refresh_from_db()
    assert (publication.status, publication.confirmed_hash, history_of(publication)) == ("waiting", "", [])

    shop.pump_until_settled(publication)
    assert (publication.status, publication.confirmed_hash) == ("live", publication.desired_hash)


def test_a_live_listing_changes_without_going_live_again(shop: Shop) -> None:
    publication = shop.publication(price_paise=240000)
    shop.pump_until_settled(publication)

    shop.change_price(publication, 250000)
    shop.pump_until_settled(publication)

    assert publication.status == "live"
    assert (shop.shown(publication)["puts"], shop.shown(publication)["went_live"]) == (2, 1)


def test_the_old_version_still_shown_is_not_taken_for_the_new_one(shop: Shop) -> None:
    publication = shop.publication(price_paise=240000)
    shop.pump_until_settled(publication)
    shop.sandbox.clock(delay_s=3600)
    shop.change_price(publication, 250000)
    shop.pump()

    shop.make_due(publication)
    shop.pump()

    publication.refresh_from_db()
    assert (publication.status, publication.done_at) == ("sent", None)


def test_a_worker_whose_row_has_passed_to_another_writes_nothing(shop: Shop) -> None:
    publication = shop.publication()
    slow = claimed(publication)
    shop.end_lease(publication)
    quick = claimed(publication)
    make_call(shop, quick)
    before = Publication.objects.filter(pk=publication.pk).values().get()

    make_call(shop, slow)

    assert Publication.objects.filter(pk=publication.pk).values().get() == before


def test_a_row_with_a_live_lease_is_nobody_elses(shop: Shop) -> None:
    publication = shop.publication()
    claimed(publication)

    assert shop.pump() == 0
    shop.end_lease(publication)
    assert shop.pump() == 1


def test_a_row_that_cannot_be_sent_does_not_hold_up_the_others(shop: Shop) -> None:
    poison = shop.publication()
    Publication.objects.filter(pk=poison.pk).update(desired={"bullet_points": [], "image_urls": []})
    others = [shop.publication() for _other in range(3)]

    for _round in range(MAX_ATTEMPTS):
        for publication in (poison, *others):
            shop.make_due(publication)
        shop.pump()

    assert [Publication.objects.get(pk=other.pk).status for other in others] == ["live", "live", "live"]
    poison.refresh_from_db()
    assert (poison.status, poison.attempts) == ("waiting", MAX_ATTEMPTS)
    assert poison.dead_at is not None
    assert poison.last_error.startswith("TypeError: ")


def test_an_account_without_an_adapter_buries_its_rows_with_the_reason(shop: Shop) -> None:
    flipkart = factories.make_account(marketplace="flipkart")
    publication = shop.publication()
    Publication.objects.filter(pk=publication.pk).update(account=flipkart)

    assert pump.pump_account(shop.board.pk, flipkart.pk) == 0

    publication.refresh_from_db()
    assert publication.dead_at is not None
    assert publication.last_error == "NoAdapter: There is no adapter for flipkart yet."
    assert publication.may_retry


def test_a_dead_row_stays_dead_until_an_officer_of_its_district_revives_it(shop: Shop) -> None:
    publication = shop.publication()
    Publication.objects.filter(pk=publication.pk).update(dead_at=timezone.now(), last_error="A reason.")
    other_district = factories.make_district(154)
    stranger = factories.make_officer(shop.board, role="district_officer", district=other_district)

    assert shop.pump() == 0
    with pytest.raises(NotAllowed):
        retry_publication(publication.pk, officer=stranger)
    publication.refresh_from_db()
    assert (publication.last_error, history_of(publication)) == ("A reason.", [])

    retry_publication(publication.pk, officer=factories.make_officer(shop.board))
    shop.pump_until_settled(publication)
    assert publication.status == "live"


def test_a_row_on_its_way_is_left_alone_by_a_retry(shop: Shop) -> None:
    publication = shop.publication()
    shop.pump()

    retry_publication(publication.pk, officer=factories.make_officer(shop.board))

    publication.refresh_from_db()
    assert (publication.status, history_of(publication)) == ("sent", [])


def test_the_time_of_a_pump_is_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = shop.publication()
    monkeypatch.setattr(pump, "PUMP_S", 0.0)

    assert shop.pump() == 0

    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.lease_until) == ("waiting", 0, None)


def test_no_slot_gives_the_row_back_at_once_and_costs_no_attempt(shop: Shop) -> None:
    publication = shop.publication()
    shop.run_fast()
    shop.pace.back_off("put_listing", 30)
    started = time.monotonic()

    assert pump.pump_account(shop.board.pk, shop.account.pk) == 0

    assert time.monotonic() - started < 1
    publication.refresh_from_db()
    assert (publication.attempts, publication.lease_until) == (0, None)
    assert 28 < (publication.run_after - timezone.now()).total_seconds() <= 30


@pytest.mark.django_db(transaction=True)
def test_the_pump_of_one_board_touches_nothing_of_another(amazon: Sandbox) -> None:
    first, second = factories.make_board(), factories.make_board()
    with board_scope(first.pk):
        theirs = Shop.open(first, amazon).publication()
    with board_scope(second.pk):
        shop = Shop.open(second, amazon)
        ours = shop.publication()
        shop.run_fast()

    due = pump.accounts_with_due_work()
    pump.pump_account(second.pk, ours.account_id)

    assert set(due) == {(first.pk, theirs.account_id), (second.pk, ours.account_id)}
    with board_scope(first.pk):
        theirs.refresh_from_db()
        assert (theirs.status, theirs.attempts) == ("waiting", 0)
    with board_scope(second.pk):
        ours.refresh_from_db()
        assert ours.status == "sent"
        assert not Publication.objects.filter(pk=theirs.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_sweep_rings_once_for_each_account_with_work(amazon: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        shop = Shop.open(board, amazon)
        leased, dead, done, later, due, due_too = [shop.publication() for _each in range(6)]
        in_an_hour = timezone.now() + timedelta(hours=1)
        for row, change in (
            (leased, {"lease_until": in_an_hour}),
            (dead, {"dead_at": timezone.now()}),
            (done, {"done_at": timezone.now()}),
            (later, {"run_after": in_an_hour}),
        ):
            Publication.objects.filter(pk=row.pk).update(**change)
        factories.make_account()
    rung: list[tuple[Any, ...]] = []
    monkeypatch.setattr("marketplaces.tasks.ring", lambda *what: rung.append(what))

    sweep_accounts()
    assert rung == [("marketplaces.tasks.pump_account", board.pk, str(shop.account.pk))]

    with board_scope(board.pk):
        Publication.objects.filter(pk__in=[due.pk, due_too.pk]).update(run_after=in_an_hour)
    sweep_accounts()
    assert len(rung) == 1
