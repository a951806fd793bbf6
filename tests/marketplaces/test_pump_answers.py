"""Every answer of a marketplace leaves a row in a state that people can read."""

import time
from typing import Any

import pytest
from django.utils import timezone

from marketplaces import pump
from marketplaces.actions.planning import retry_publication
from marketplaces.adapters.port import Call
from marketplaces.connections import adapter_of
from marketplaces.models import Publication
from onboarding.outbox.claims import MAX_ATTEMPTS
from onboarding.outbox.models import OutboxEvent
from tests import factories
from tests.marketplaces.shop import Shop, claimed, history_of


def test_an_accepted_listing_goes_live_with_the_marketplaces_own_id(shop: Shop) -> None:
    publication = shop.publication()

    assert shop.pump() == 1
    publication.refresh_from_db()
    assert (publication.status, publication.marketplace_id, publication.confirmed_hash) == ("sent", "", "")
    assert publication.sent_hash == publication.desired_hash

    shop.make_due(publication)
    assert shop.pump() == 1
    publication.refresh_from_db()
    shown = shop.shown(publication)
    assert (publication.status, publication.last_error, publication.issues) == ("live", "", [])
    assert publication.marketplace_id == shown["asin"]
    assert publication.confirmed_hash == publication.desired_hash
    assert publication.done_at is not None
    assert (shown["puts"], shown["went_live"]) == (1, 1)
    assert history_of(publication) == [("publication.live", "sent", "live")]
    assert OutboxEvent.objects.filter(name="publication.live", object_id=str(publication.pk)).count() == 1


def test_a_listing_not_shown_yet_is_looked_at_again_and_costs_no_attempt(shop: Shop) -> None:
    publication = shop.publication()
    shop.sandbox.clock(delay_s=3600)
    shop.pump()

    for _look in range(3):
        shop.make_due(publication)
        shop.pump()
    publication.refresh_from_db()
    assert (publication.status, publication.attempts) == ("sent", 0)

    shop.sandbox.clock(advance_s=3600)
    shop.make_due(publication)
    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "live"


def test_a_refused_listing_keeps_its_issues_and_an_officer_may_try_again(shop: Shop) -> None:
    publication = shop.publication(color="")

    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "refused"
    assert [(issue["code"], issue["attribute_names"]) for issue in publication.issues] == [("90220", ["color"])]
    assert publication.done_at is not None
    assert shop.shown(publication) == {}
    assert history_of(publication) == [("publication.refused", "waiting", "refused")]

    officer = factories.make_officer(shop.board)
    retry_publication(publication.pk, officer=officer)
    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "refused"
    assert [action for action, *_statuses in history_of(publication)] == [
        "publication.refused",
        "publication.retried",
        "publication.refused",
    ]


def test_an_issue_that_comes_after_acceptance_refuses_the_listing(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "late_issue", count=1)

    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "sent"

    shop.make_due(publication)
    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "refused"
    assert [issue["code"] for issue in publication.issues] == ["8015"]
    assert history_of(publication) == [("publication.refused", "sent", "refused")]


@pytest.mark.parametrize("kind", ["timeout_after_accept", "500_after_accept"])
def test_a_push_of_unknown_outcome_is_read_back_and_not_sent_twice(shop: Shop, kind: str) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", kind, count=1, seconds=0.1)

    shop.pump()
    publication.refresh_from_db()
    assert (publication.status, publication.attempts) == ("sent", 1)
    assert publication.last_error.startswith("TryLater: ")

    shop.make_due(publication)
    shop.pump()
    publication.refresh_from_db()
    assert publication.status == "live"
    assert (shop.shown(publication)["puts"], shop.shown(publication)["went_live"]) == (1, 1)


def test_a_push_that_never_arrived_is_sent_again_once_the_grace_is_over(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "hang_up", count=1)
    shop.pump()

    shop.make_due(publication)
    shop.pump()
    publication.refresh_from_db()
    assert (publication.status, shop.shown(publication)) == ("sent", {})

    shop.pump_until_settled(publication)
    assert publication.status == "live"
    assert (shop.shown(publication)["puts"], shop.shown(publication)["went_live"]) == (1, 1)


def test_throttling_costs_no_attempt_and_moves_the_next_call_of_all_workers(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "429", count=1)

    shop.pump()

    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.dead_at) == ("waiting", 0, None)
    waits_s = (publication.run_after - timezone.now()).total_seconds()
    assert 1 < waits_s <= 2
    assert 1 < shop.pace.wait_for_slot("put_listing", patience_s=0) <= 2


def test_throttling_may_last_longer_than_the_attempts(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "429", count=MAX_ATTEMPTS + 2)

    for _throttled in range(MAX_ATTEMPTS + 2):
        with_claim(shop, publication)
    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.dead_at) == ("waiting", 0, None)

    with_claim(shop, publication)
    publication.refresh_from_db()
    assert publication.status == "sent"


def test_endless_server_errors_bury_the_row_with_its_reason_and_a_retry_revives_it(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "500")

    shop.pump_until_settled(publication)
    assert publication.dead_at is not None
    assert publication.last_error == "TryLater: Answered 500."
    assert publication.may_retry
    assert calls_of(shop, "putListingsItem") == MAX_ATTEMPTS

    shop.sandbox.clear_faults()
    retry_publication(publication.pk, officer=factories.make_officer(shop.board))
    shop.pump_until_settled(publication)
    assert (publication.status, publication.last_error, publication.dead_at) == ("live", "", None)
    assert history_of(publication) == [("publication.retried", "sent", "waiting"), ("publication.live", "sent", "live")]


def test_read_backs_that_fail_end_dead_too_and_each_waits_longer(shop: Shop) -> None:
    publication = shop.publication()
    shop.pump()
    shop.fault("getListingsItem", "503")
    waits_s = []

    for _look in range(MAX_ATTEMPTS):
        shop.make_due(publication)
        shop.pump()
        publication.refresh_from_db()
        waits_s.append(round((publication.run_after - timezone.now()).total_seconds()))

    assert waits_s[:-1] == [2, 8, 32, 128, 512, 2048, 7200]
    assert publication.dead_at is not None
    assert (publication.status, publication.last_error) == ("sent", "TryLater: Answered 503.")


@pytest.mark.parametrize("kind", ["html", "empty", "no_verdict", "huge"])
def test_an_answer_outside_the_contract_keeps_the_row_and_is_read_back(shop: Shop, kind: str) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", kind, count=1)

    shop.pump()
    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.done_at) == ("sent", 1, None)
    assert publication.last_error.startswith("ContractBroken: ")

    shop.pump_until_settled(publication)
    assert publication.status == "live"
    assert shop.shown(publication)["went_live"] == 1


def test_a_redirect_is_not_followed_and_the_row_is_kept(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "redirect", count=1)

    shop.pump()

    publication.refresh_from_db()
    assert (publication.status, publication.attempts) == ("waiting", 1)
    assert publication.last_error.startswith("ContractBroken: ")
    assert shop.shown(publication) == {}


def test_an_expired_login_costs_no_attempt_and_waits_for_people_with_its_own_reason(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("token", "invalid_grant")

    shop.pump()
    publication.refresh_from_db()
    assert (publication.status, publication.attempts, publication.done_at) == ("waiting", 0, None)
    assert 298 < (publication.run_after - timezone.now()).total_seconds() <= 300
    assert publication.last_error == "LoginExpired: Login with Amazon answered invalid_grant."

    shop.sandbox.clear_faults()
    shop.pump_until_settled(publication)
    assert (publication.status, publication.last_error) == ("live", "")


def test_a_marketplace_out_of_reach_keeps_the_row(shop: Shop, settings: Any) -> None:
    publication = shop.publication()
    settings.AMAZON_SPAPI_URL = settings.AMAZON_LWA_URL = "http://127.0.0.1:9/amazon"

    shop.pump()

    publication.refresh_from_db()
    assert (publication.status, publication.attempts) == ("waiting", 1)
    assert publication.last_error == "TryLater: Out of reach: ConnectError."


def with_claim(shop: Shop, publication: Publication) -> None:
    """One call for the row, whatever the pace says."""
    shop.make_due(publication)
    row = claimed(publication)
    pump.step(row, adapter_of(shop.account), Unhurried(), stop_at=time.monotonic() + 10)  # type: ignore[arg-type]


class Unhurried:
    """A pace that is never in the way."""

    def wait_for_slot(self, operation: str, *, patience_s: float) -> float:
        return 0.0

    def learn(self, call: Call) -> None:
        """Nothing to learn."""

    def back_off(self, operation: str, delay_s: float) -> None:
        """Nothing to slow."""


def calls_of(shop: Shop, operation: str) -> int:
    """How often this account's orders for faults fell on the operation."""
    faults = shop.sandbox.state(shop.account.merchant_id)["faults"]
    return sum(fault["hits"] for fault in faults if fault["operation"] == operation)
