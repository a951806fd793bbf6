"""Taking a listing down is reconciled like putting one up: called for at its pace, read back, confirmed or kept."""

from typing import Any

import pytest
from django.utils import timezone

from catalog.actions.review import send_back_listing
from catalog.models import Listing
from marketplaces import pump
from marketplaces.actions.outcomes import TAKE_DOWN_AGAIN, record_failure, record_push
from marketplaces.actions.planning import BackWithItsSeller, plan_publications, retry_publication, want_down
from marketplaces.adapters.port import Call, Issue, PushOutcome, Refused
from marketplaces.models import Publication
from marketplaces.states import DOWN
from onboarding.outbox.claims import MAX_ATTEMPTS
from onboarding.tenancy.scope import board_scope
from tests import factories
from tests.marketplaces.shop import Shop, claimed, history_of, make_call


@pytest.fixture
def live(shop: Shop) -> Publication:
    """A publication that stands on the marketplace."""
    publication = shop.publication()
    shop.pump_until_settled(publication)
    return publication


def want_gone(publication: Publication) -> Publication:
    return want_down(Publication.objects.locked().get(pk=publication.pk))


def events_of(shop: Shop) -> list[str]:
    return [row["event"] for row in shop.sandbox.live_events(shop.account.merchant_id)]


def operations_of(shop: Shop) -> list[str]:
    return [row["operation"] for row in shop.sandbox.submissions(shop.account.merchant_id)]


def test_what_is_wanted_down_is_taken_down_and_confirmed_by_its_absence(shop: Shop, live: Publication) -> None:
    shop.sandbox.clock(delay_s=3600)
    want_gone(live)

    assert shop.pump() == 1
    live.refresh_from_db()
    assert (live.status, live.sent_hash) == ("sent", DOWN)
    shop.make_due(live)
    shop.pump()
    live.refresh_from_db()
    assert (live.status, live.attempts, live.done_at) == ("sent", 0, None)

    shop.sandbox.clock(advance_s=3600)
    shop.make_due(live)
    shop.pump()
    live.refresh_from_db()
    assert (live.status, live.confirmed_hash, live.desired, live.last_error) == ("taken_down", DOWN, {}, "")
    assert live.done_at is not None
    assert (shop.shown(live), events_of(shop)) == ({}, ["live", "down"])
    assert operations_of(shop) == ["putListingsItem", "deleteListingsItem"]
    assert history_of(live)[-1] == ("publication.taken_down", "sent", "taken_down")


def test_what_is_gone_is_not_called_for_again(shop: Shop, live: Publication) -> None:
    want_gone(live)
    shop.pump_until_settled(live)

    shop.make_due(live)

    assert shop.pump() == 0


def test_a_put_in_flight_does_not_undo_a_take_down_wanted_meanwhile(shop: Shop) -> None:
    publication = shop.publication()
    in_flight = claimed(publication)
    want_gone(publication)

    make_call(shop, in_flight)
    shop.pump_until_settled(publication)

    assert (publication.status, shop.shown(publication)) == ("taken_down", {})
    assert operations_of(shop) == ["putListingsItem", "deleteListingsItem"]


def test_a_take_down_in_flight_does_not_undo_a_listing_wanted_up_again(shop: Shop, live: Publication) -> None:
    want_gone(live)
    in_flight = claimed(live)
    plan_publications(live.listing_id)

    make_call(shop, in_flight)
    shop.pump_until_settled(live)

    assert (live.status, shop.shown(live)["state"]) == ("live", "live")
    assert events_of(shop) == ["live", "down", "live"]


@pytest.mark.parametrize("kind", ["timeout_after_accept", "500_after_accept"])
def test_a_take_down_of_unknown_outcome_is_read_back_and_not_sent_twice(
    shop: Shop, live: Publication, kind: str
) -> None:
    want_gone(live)
    shop.fault("deleteListingsItem", kind, count=1, seconds=0.1)

    shop.pump()
    live.refresh_from_db()
    assert (live.status, live.attempts, live.last_error[:10]) == ("sent", 1, "TryLater: ")
    shop.make_due(live)
    shop.pump()
    live.refresh_from_db()
    assert live.status == "sent"  # absent, but so may be a listing that was accepted a moment ago

    shop.make_due(live)
    shop.pass_grace(live)
    shop.pump()
    live.refresh_from_db()
    assert (live.status, live.last_error) == ("taken_down", "")
    assert operations_of(shop).count("deleteListingsItem") == 1


@pytest.mark.parametrize("kind", ["hang_up", "html", "empty", "no_verdict", "huge", "503"])
def test_a_take_down_that_was_not_carried_out_is_sent_again_until_it_is(
    shop: Shop, live: Publication, kind: str
) -> None:
    want_gone(live)
    shop.fault("deleteListingsItem", kind, count=2)

    shop.pump_until_settled(live)

    assert (live.status, shop.shown(live)) == ("taken_down", {})
    assert operations_of(shop).count("deleteListingsItem") == 1


def test_a_take_down_that_is_accepted_and_never_happens_is_asked_for_again_after_a_while(
    shop: Shop, live: Publication
) -> None:
    shop.sandbox.clock(delay_s=3600)
    want_gone(live)
    shop.pump()

    pass_time(live)
    shop.pump()
    live.refresh_from_db()

    assert (live.status, live.attempts) == ("sent", 0)
    assert operations_of(shop).count("deleteListingsItem") == 2


def pass_time(publication: Publication) -> None:
    long_ago = timezone.now() - TAKE_DOWN_AGAIN
    Publication.objects.filter(pk=publication.pk).update(status_since=long_ago, run_after=long_ago)


def test_throttling_a_take_down_costs_no_attempt_and_slows_take_downs_alone(shop: Shop, live: Publication) -> None:
    want_gone(live)
    shop.fault("deleteListingsItem", "429", count=1)

    shop.pump()

    live.refresh_from_db()
    assert (live.status, live.attempts) == ("waiting", 0)
    assert shop.pace.wait_for_slot("delete_listing", patience_s=0) > 1
    assert shop.pace.wait_for_slot("put_listing", patience_s=1) == 0


def test_endless_errors_bury_a_take_down_and_an_officer_revives_it(shop: Shop, live: Publication) -> None:
    want_gone(live)
    shop.fault("deleteListingsItem", "500")

    shop.pump_until_settled(live)
    assert (live.attempts, live.last_error, live.may_retry) == (MAX_ATTEMPTS, "TryLater: Answered 500.", True)
    assert live.dead_at is not None

    shop.sandbox.clear_faults()
    retry_publication(live.pk, officer=factories.make_officer(shop.board))
    shop.pump_until_settled(live)
    assert (live.status, live.dead_at) == ("taken_down", None)


def test_an_expired_login_keeps_a_take_down_waiting_for_people(shop: Shop, live: Publication) -> None:
    want_gone(live)
    shop.fault("*", "invalid_grant")

    shop.pump()

    live.refresh_from_db()
    assert (live.status, live.attempts, live.last_error[:12]) == ("waiting", 0, "LoginExpired")


def test_a_refused_take_down_is_looked_into_and_never_goes_back_to_the_seller(shop: Shop, live: Publication) -> None:
    """A marketplace may refuse to delete what it does not know, so whether it stands is looked at."""
    want_gone(live)
    unknown = Refused("Answered 404: Not found.", call=Call("delete_listing"))
    record_failure(claimed(live), unknown)
    live.refresh_from_db()
    assert (live.status, live.attempts, live.last_error) == ("sent", 1, "Refused: Answered 404: Not found.")

    pass_time(live)
    record_failure(claimed(live), Refused("Answered 400: Not now.", call=Call("read_listing")))
    live.refresh_from_db()
    assert (live.status, live.attempts, live.dead_at) == ("sent", 2, None)

    shop.pump_until_settled(live)
    assert (live.status, shop.shown(live)) == ("taken_down", {})


def test_a_take_down_answered_as_invalid_is_looked_into_as_well(shop: Shop, live: Publication) -> None:
    want_gone(live)
    invalid = PushOutcome(accepted=False, submission_id="1", call=Call("delete_listing"), issues=(Issue("1", "No."),))

    record_push(claimed(live), invalid)

    live.refresh_from_db()
    assert (live.status, live.attempts, live.last_error) == ("sent", 1, "No.")
    assert history_of(live) == [("publication.live", "sent", "live")]


def test_a_refused_listing_is_taken_down_too(shop: Shop) -> None:
    publication = shop.publication()
    shop.fault("putListingsItem", "late_issue", count=1)
    shop.pump_until_settled(publication)
    assert (publication.status, shop.shown(publication)["state"]) == ("refused", "refused")

    want_gone(publication)
    shop.pump_until_settled(publication)

    assert (publication.status, shop.shown(publication), publication.issues) == ("taken_down", {}, [])


def test_take_downs_and_puts_of_one_account_go_out_beside_each_other(shop: Shop, live: Publication) -> None:
    other = shop.publication()
    want_gone(live)

    for publication in (live, other):
        shop.pump_until_settled(publication)

    live.refresh_from_db()
    assert (live.status, other.status) == ("taken_down", "live")


# Trying again


def test_what_has_gone_back_to_its_seller_is_not_sent_again_as_it_was(shop: Shop) -> None:
    publication = shop.publication(color="")
    shop.pump_until_settled(publication)
    officer = factories.make_officer(shop.board)
    send_back_listing(publication.listing_id, officer=officer, reason="The colour is missing.")
    before = Publication.objects.values().get(pk=publication.pk)

    with pytest.raises(BackWithItsSeller) as refused:
        retry_publication(publication.pk, officer=officer)

    assert (refused.value.code, refused.value.http_status) == ("publication.back_with_seller", 409)
    assert Publication.objects.values().get(pk=publication.pk) == before
    assert "publication.retried" not in [action for action, *_statuses in history_of(publication)]
    Listing.objects.filter(pk=publication.listing_id).update(status="submitted")
    with pytest.raises(BackWithItsSeller):
        retry_publication(publication.pk, officer=officer)


def test_an_approved_listing_may_be_tried_again(shop: Shop) -> None:
    """The negative control of the test above."""
    publication = shop.publication(color="")
    shop.pump_until_settled(publication)

    retry_publication(publication.pk, officer=factories.make_officer(shop.board))

    publication.refresh_from_db()
    assert publication.status == "waiting"


@pytest.mark.django_db(transaction=True)
def test_a_take_down_of_one_board_touches_nothing_of_another(amazon: Any) -> None:
    first, second = factories.make_board(), factories.make_board()
    with board_scope(first.pk):
        theirs = Shop.open(first, amazon)
        kept = theirs.publication()
        theirs.pump_until_settled(kept)
    with board_scope(second.pk):
        ours = Shop.open(second, amazon)
        gone = ours.publication()
        ours.pump_until_settled(gone)
        want_gone(gone)

    assert pump.accounts_with_due_work() == [(second.pk, gone.account_id)]
    with board_scope(second.pk):
        ours.pump_until_settled(gone)
        assert gone.status == "taken_down"
    with board_scope(first.pk):
        kept.refresh_from_db()
        assert (kept.status, theirs.shown(kept)["state"]) == ("live", "live")
