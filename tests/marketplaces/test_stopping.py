"""A seller withdraws: nothing new is claimed for her, calls under way end, and what stands is taken down."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import Listing
from marketplaces import pump
from marketplaces.actions.planning import plan_publications
from marketplaces.actions.stopping import Standing, calls_in_flight, publications_of, stop_publications
from marketplaces.handlers import publish_listing, publish_listings_again, stop_publishing, tell_seller_it_is_live
from marketplaces.models import Publication
from marketplaces.querysets import PublicationQuerySet
from marketplaces.states import DOWN
from onboarding.audit.models import AuditEntry
from onboarding.messages.models import Message
from onboarding.moves import move
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Postponed, relay_due
from onboarding.tenancy.models import BoardQuerySet
from onboarding.tenancy.scope import board_scope
from sellers.actions.withdrawal import come_back, stop_seller
from sellers.models import Seller
from tests import factories
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.shop import Shop, claimed, history_of, make_call

PATIENCE_S = 20


def stop(seller: Seller) -> Seller:
    """She says that she withdraws; nobody has heard of it yet."""
    seller = Seller.objects.locked().get(pk=seller.pk)
    move(seller, "stop")
    return seller


def event_about(seller: Seller, name: str = "seller.stopping") -> Event:
    return Event(1, seller.board_id, name, str(seller.pk), {})  # type: ignore[arg-type]  # never null


def status_of(seller: Seller) -> str:
    return str(Seller.objects.get(pk=seller.pk).status)


def seller_of(publication: Publication) -> Seller:
    return Publication.objects.select_related("listing__seller").get(pk=publication.pk).listing.seller


@pytest.fixture
def seller(board: Any) -> Seller:
    return factories.make_seller()


def test_she_is_withdrawn_at_once_where_nothing_is_in_flight_and_then_everything_is_taken_down(
    shop: Shop, seller: Seller
) -> None:
    live, refused = shop.publication(seller=seller), shop.publication(seller=seller, color="")
    other = shop.publication()
    for publication in (live, refused, other):
        shop.pump_until_settled(publication)

    stop_publishing(event_about(stop(seller)))

    assert status_of(seller) == "withdrawn"
    for publication in (live, refused):
        shop.pump_until_settled(publication)
        assert (publication.status, shop.shown(publication)) == ("taken_down", {})
    other.refresh_from_db()
    assert (other.status, shop.shown(other)["state"]) == ("live", "live")
    assert AuditEntry.objects.filter(action="seller.withdrawn", object_id=str(seller.pk)).count() == 1


def test_what_was_never_called_for_is_gone_without_a_call(shop: Shop, seller: Seller) -> None:
    publication = shop.publication(seller=seller)

    stop_publishing(event_about(stop(seller)))

    publication.refresh_from_db()
    assert (publication.status, publication.desired_hash, publication.confirmed_hash) == ("taken_down", DOWN, DOWN)
    assert publication.done_at is not None
    assert history_of(publication) == [("publication.taken_down", "waiting", "taken_down")]
    assert shop.pump() == 0
    assert shop.sandbox.submissions(shop.account.merchant_id) == []


def test_a_row_that_died_at_work_is_taken_down_by_a_call(shop: Shop, seller: Seller) -> None:
    publication = shop.publication(seller=seller)
    make_call(shop, claimed(publication))
    Publication.objects.filter(pk=publication.pk).update(dead_at=timezone.now(), last_error="A reason.")

    stop_publishing(event_about(stop(seller)))
    shop.pump_until_settled(publication)

    assert (publication.status, shop.shown(publication)) == ("taken_down", {})


def test_a_call_in_flight_is_waited_for_and_its_answer_is_written_down(shop: Shop, seller: Seller) -> None:
    publication, idle = shop.publication(seller=seller), shop.publication(seller=seller)
    in_flight = claimed(publication)
    event = event_about(stop(seller))

    with pytest.raises(Postponed) as postponed:
        stop_publishing(event)
    assert postponed.value.delay_s == 2
    assert (status_of(seller), calls_in_flight(seller.pk)) == ("stopping", 1)
    idle.refresh_from_db()
    assert idle.status == "taken_down"

    make_call(shop, in_flight)
    publication.refresh_from_db()
    assert (publication.status, publication.sent_hash) == ("sent", publication.desired_hash)
    assert calls_in_flight(seller.pk) == 0
    shop.make_due(publication)
    assert shop.pump() == 0  # not even read back: that would be a new call

    stop_publishing(event)
    assert status_of(seller) == "withdrawn"
    shop.pump_until_settled(publication)
    assert (publication.status, shop.shown(publication)) == ("taken_down", {})


def test_she_is_not_told_that_something_is_live_which_is_about_to_go(shop: Shop, seller: Seller) -> None:
    factories.make_sms_texts()
    publication = shop.publication(seller=seller)
    shop.pump_until_settled(publication)
    told = Message.objects.filter(purpose="listing_live")
    live = Event(2, shop.board.pk, "publication.live", str(publication.pk), {})

    stop(seller)
    tell_seller_it_is_live(live)
    assert told.count() == 0

    Seller.objects.filter(pk=seller.pk).update(status="withdrawn")
    Seller.objects.filter(pk=seller.pk).update(status="active")
    tell_seller_it_is_live(live)
    assert told.count() == 1


def test_without_waiting_she_would_be_withdrawn_while_a_call_is_in_flight(
    shop: Shop, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    claimed(shop.publication(seller=seller))
    monkeypatch.setattr(PublicationQuerySet, "in_flight", QuerySet.none)

    stop_publishing(event_about(stop(seller)))

    assert status_of(seller) == "withdrawn"


def test_a_dead_workers_call_is_waited_for_until_its_lease_ends(shop: Shop, seller: Seller) -> None:
    publication = shop.publication(seller=seller)
    claimed(publication)
    stop(seller)
    assert stop_publications(seller.pk) == 1

    shop.end_lease(publication)

    assert stop_publications(seller.pk) == 0
    assert status_of(seller) == "withdrawn"
    publication.refresh_from_db()
    assert (publication.status, publication.wants_down) == ("waiting", True)  # it may have acted, so it is called for


def test_take_downs_in_flight_do_not_hold_up_the_withdrawal(shop: Shop, seller: Seller) -> None:
    gone, busy = shop.publication(seller=seller), shop.publication(seller=seller)
    make_call(shop, claimed(gone))
    in_flight = claimed(busy)
    stop(seller)
    assert stop_publications(seller.pk) == 1
    take_down = claimed(gone)
    assert take_down.wants_down

    make_call(shop, in_flight)

    assert calls_in_flight(seller.pk) == 0
    assert stop_publications(seller.pk) == 0
    assert status_of(seller) == "withdrawn"


def test_the_event_twice_or_after_she_has_come_back_takes_nothing_down(shop: Shop, seller: Seller) -> None:
    publication = shop.publication(seller=seller)
    event = event_about(stop(seller))
    stop_publishing(event)
    before = Publication.objects.values().get()
    stop_publishing(event)
    assert Publication.objects.values().get() == before

    move(Seller.objects.get(pk=seller.pk), "come_back")
    publish_listings_again(event_about(seller, "seller.active_again"))
    stop_publishing(event)

    shop.pump_until_settled(publication)
    assert (publication.status, shop.shown(publication)["state"]) == ("live", "live")


def test_coming_back_puts_what_is_approved_up_again_and_nothing_else(shop: Shop, seller: Seller) -> None:
    publication, unapproved = shop.publication(seller=seller), shop.publication(seller=seller)
    for each in (publication, unapproved):
        shop.pump_until_settled(each)
    stop_publishing(event_about(stop(seller)))
    for each in (publication, unapproved):
        shop.pump_until_settled(each)
    Listing.objects.filter(pk=unapproved.listing_id).update(status="needs_changes")

    move(Seller.objects.get(pk=seller.pk), "come_back")
    publish_listings_again(event_about(seller, "seller.active_again"))
    shop.pump_until_settled(publication)

    unapproved.refresh_from_db()
    assert (publication.status, unapproved.status) == ("live", "taken_down")
    assert shop.shown(publication)["went_live"] == 2


@pytest.mark.parametrize("steps", [["stop"], ["stop", "withdraw"], ["stop", "withdraw", "erase"]])
def test_nothing_is_planned_for_a_seller_who_is_not_active(shop: Shop, seller: Seller, steps: list[str]) -> None:
    listing = factories.make_listing(status="approved", seller=seller)
    for step in steps:
        move(Seller.objects.get(pk=seller.pk), step)

    publish_listing(Event(1, shop.board.pk, "listing.approved", str(listing.pk), {}))

    assert Publication.objects.count() == 0


def test_what_a_withdrawal_stops_is_named_with_marketplace_and_id_the_live_first(shop: Shop, seller: Seller) -> None:
    waiting = shop.publication(seller=seller, title="Blue stole")
    live = shop.publication(seller=seller, title="Red saree")
    shop.publication(title="Another seller's")
    shop.pump_until_settled(live)
    Publication.objects.filter(pk=waiting.pk).update(marketplace_id="")

    assert publications_of(seller) == [
        Standing({"en": "Red saree"}, "Amazon", live.marketplace_id, is_live=True),
        Standing({"en": "Blue stole"}, "Amazon", "", is_live=False),
    ]
    stop_publishing(event_about(stop(seller)))
    assert publications_of(seller) == []


@pytest.mark.django_db(transaction=True)
def test_she_leaves_and_comes_back_by_her_own_actions_and_the_relay(amazon: Sandbox, settings: Any) -> None:
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = amazon.sms_url, amazon.sms_token
    board = factories.make_board()
    with board_scope(board.pk):
        factories.make_sms_texts()
        shop = Shop.open(board, amazon)
        publication = shop.publication()
        seller = seller_of(publication)
        shop.pump_until_settled(publication)

    with board_scope(board.pk):
        stop_seller(seller.pk, by=factories.actor_of(seller))
    relay_due()
    with board_scope(board.pk):
        assert status_of(seller) == "withdrawn"
        shop.pump_until_settled(publication)
        assert (publication.status, shop.shown(publication)) == ("taken_down", {})

    with board_scope(board.pk):
        come_back(seller.pk, by=factories.actor_of(seller))
        factories.give_consent(seller, "marketplace_share", "amazon")
    relay_due()
    with board_scope(board.pk):
        shop.pump_until_settled(publication)
        assert (publication.status, shop.shown(publication)["went_live"]) == ("live", 2)


# Claims


def test_nothing_wanted_up_is_claimed_for_her_and_others_go_on(shop: Shop, seller: Seller) -> None:
    hers, others = shop.publication(seller=seller), shop.publication()
    stop(seller)

    assert shop.pump() == 1

    for publication in (hers, others):
        publication.refresh_from_db()
    assert (hers.status, hers.fence, others.status) == ("waiting", 0, "sent")


def test_without_the_exclusion_a_stopping_sellers_row_would_be_claimed(
    shop: Shop, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    shop.publication(seller=seller)
    stop(seller)
    monkeypatch.setattr(PublicationQuerySet, "may_be_called_for", QuerySet.all)

    assert shop.pump() == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_does_not_ring_for_a_stopping_sellers_rows_but_for_take_downs(amazon: Sandbox) -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        shop = Shop.open(board, amazon)
        publication = shop.publication()
        due = [(board.pk, shop.account.pk)]
    assert pump.accounts_with_due_work() == due

    with board_scope(board.pk):
        seller = stop(seller_of(publication))
        Publication.objects.update(fence=1)
    assert pump.accounts_with_due_work() == []

    with board_scope(board.pk):
        stop_publications(seller.pk)
    assert pump.accounts_with_due_work() == due


# Races, each with real transactions beside each other


@pytest.fixture
def racing(transactional_db: None, amazon: Sandbox) -> Shop:
    """A shop whose rows other connections see; no scope is open."""
    board = factories.make_board()
    with board_scope(board.pk):
        return Shop.open(board, amazon)


def in_thread(pool: ThreadPoolExecutor, act: Callable[[], Any]) -> "Future[Any]":
    def closing() -> Any:
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(closing)


def wait_until_it_waits_for_a_lock(work: "Future[Any]") -> None:
    """Return when the work waits for a lock, or is done without having waited."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not work.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)


@contextmanager
def a_claim_under_way(shop: Shop) -> Iterator[Callable[[], Publication]]:
    """A worker has found its row and not yet committed its lease; the function that is given lets it."""
    found, go_on = threading.Event(), threading.Event()

    def claim_slowly() -> Publication | None:
        with board_scope(shop.board.pk):
            row = pump.next_due(shop.account)
            found.set()
            assert go_on.wait(PATIENCE_S)
            return row

    with ThreadPoolExecutor(1) as pool:
        claiming = in_thread(pool, claim_slowly)
        assert found.wait(PATIENCE_S)

        def let_it() -> Publication:
            go_on.set()
            row: Publication = claiming.result(PATIENCE_S)
            return row

        try:
            yield let_it
        finally:
            go_on.set()


def withdraw_beside_a_claim(shop: Shop) -> tuple[int, str]:
    """Stop her while a claim is under way; return how many calls the handler saw, and her status after it."""
    with board_scope(shop.board.pk):
        seller = seller_of(shop.publication())
    with a_claim_under_way(shop) as let_claim_commit, ThreadPoolExecutor(1) as pool:
        with board_scope(shop.board.pk):
            stop(seller)

        def stop_in_scope() -> int:
            with board_scope(shop.board.pk):
                return stop_publications(seller.pk)

        stopping = in_thread(pool, stop_in_scope)
        wait_until_it_waits_for_a_lock(stopping)
        let_claim_commit()
        seen = stopping.result(PATIENCE_S)
    with board_scope(shop.board.pk):
        return seen, status_of(seller)


def test_a_claim_that_began_before_she_stopped_counts_as_in_flight(racing: Shop) -> None:
    assert withdraw_beside_a_claim(racing) == (1, "stopping")


def test_without_the_rows_locks_she_would_be_withdrawn_beside_that_claim(
    racing: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(PublicationQuerySet, "locked", QuerySet.all)

    assert withdraw_beside_a_claim(racing) == (0, "withdrawn")


@contextmanager
def just_before_the_lease_is_written(act: Callable[[], None]) -> Iterator[None]:
    """Run `act` in another connection between the two statements of a claim: finding the row, and leasing it."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and '"lease_until" =' in sql:
            with ThreadPoolExecutor(1) as pool:
                in_thread(pool, act).result(PATIENCE_S)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def claim_while_she_stops(shop: Shop) -> Publication | None:
    with board_scope(shop.board.pk):
        seller = seller_of(shop.publication())

    def stop_in_scope() -> None:
        with board_scope(shop.board.pk):
            stop(seller)

    with just_before_the_lease_is_written(stop_in_scope):
        return pump.next_due(shop.account)


def test_a_seller_who_stops_in_the_middle_of_a_claim_is_not_claimed_for(racing: Shop) -> None:
    assert claim_while_she_stops(racing) is None
    with board_scope(racing.board.pk):
        row = Publication.objects.get()
    assert (row.lease_until, row.fence, row.attempts) == (None, 0, 0)


def test_without_a_second_look_that_claim_would_go_to_work_without_a_lease(
    racing: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(PublicationQuerySet, "in_flight", QuerySet.all)
    monkeypatch.setattr(PublicationQuerySet, "exists", lambda _rows: True)

    row = claim_while_she_stops(racing)

    assert row is not None
    with board_scope(racing.board.pk):
        assert Publication.objects.get().lease_until is None


def plan_beside_a_stop(shop: Shop) -> Publication:
    """A newer version of a live listing is planned while she stops; return what is wanted in the end."""
    with board_scope(shop.board.pk):
        publication = shop.publication()
        shop.pump_until_settled(publication)
        seller = seller_of(publication)
        Listing.objects.filter(pk=publication.listing_id).update(price_paise=250000)

    def plan_in_scope() -> None:
        with board_scope(shop.board.pk):
            plan_publications(publication.listing_id)

    with ThreadPoolExecutor(1) as pool:
        with board_scope(shop.board.pk):
            stop(seller)
            planning = in_thread(pool, plan_in_scope)
            wait_until_it_waits_for_a_lock(planning)
        planning.result(PATIENCE_S)
    with board_scope(shop.board.pk):
        return Publication.objects.get(pk=publication.pk)


def test_a_plan_that_met_a_stop_under_way_plans_nothing(racing: Shop) -> None:
    publication = plan_beside_a_stop(racing)

    assert (publication.status, publication.desired["price_paise"]) == ("live", 240000)


def test_without_her_rows_lock_a_plan_would_pass_by_the_stop(racing: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(BoardQuerySet, "locked", QuerySet.all)

    publication = plan_beside_a_stop(racing)

    assert (publication.status, publication.desired["price_paise"]) == ("waiting", 250000)


@pytest.mark.django_db(transaction=True)
def test_a_stop_at_one_board_stops_nothing_at_another(amazon: Sandbox) -> None:
    first, second = factories.make_board(), factories.make_board()
    with board_scope(first.pk):
        theirs = Shop.open(first, amazon).publication()
    with board_scope(second.pk):
        ours = Shop.open(second, amazon).publication()
        seller = seller_of(ours)
        stop(seller)

    with board_scope(first.pk), pytest.raises(Seller.DoesNotExist):
        stop_publications(seller.pk)
    stop_publishing(event_about(seller))

    with board_scope(first.pk):
        theirs.refresh_from_db()
        assert (theirs.status, calls_in_flight(seller.pk), publications_of(seller)) == ("waiting", 0, [])
    with board_scope(second.pk):
        ours.refresh_from_db()
        assert ours.status == "taken_down"
