"""What an officer decides about a listing."""

from typing import Any

import pytest

from catalog.actions.drafting import save_details, submit_listing
from catalog.actions.review import approve_listing, send_back_listing
from catalog.models import Listing
from onboarding.audit.models import AuditEntry
from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from tests import factories
from tests.watching import events_of, history, refused


@pytest.fixture
def submitted(board: factories.Board) -> Listing:
    return factories.make_listing(status="submitted")


@pytest.fixture
def officer(board: factories.Board) -> factories.Officer:
    return factories.make_officer(board)


def decide(name: str, listing: Listing, officer: Any, reason: str = "A reason.") -> Listing:
    action = {"approve": approve_listing, "send_back": send_back_listing}[name]
    return action(listing.pk, officer=officer, reason=reason)


each_decision = pytest.mark.parametrize("name", ["approve", "send_back"])


def test_an_approved_listing_is_announced_to_its_marketplaces(submitted: Listing, officer: Any) -> None:
    approved = approve_listing(submitted.pk, officer=officer, reason="Seen.")

    assert approved.status == "approved"
    assert history(approved)[-1] == ("listing.approved", "officer", "submitted", "approved")
    assert events_of(approved) == ["listing.approved"]
    assert AuditEntry.objects.get(action="listing.approved").reason == "Seen."


def test_a_listing_sent_back_tells_the_seller_what_to_mend(submitted: Listing, officer: Any) -> None:
    returned = send_back_listing(submitted.pk, officer=officer, reason=" The photo is dark. ")

    assert (returned.status, returned.officer_note) == ("needs_changes", "The photo is dark.")
    assert history(returned)[-1] == ("listing.sent_back", "officer", "submitted", "needs_changes")
    assert events_of(returned) == ["listing.sent_back"]


def test_a_listing_sent_back_may_be_mended_and_sent_again(submitted: Listing, officer: Any) -> None:
    send_back_listing(submitted.pk, officer=officer, reason="The title is too short.")

    save_details(submitted.pk, factories.make_details(title="Red silk saree, zari"), seller=submitted.seller)
    again = submit_listing(submitted.pk, seller=submitted.seller)

    assert (again.status, again.officer_note) == ("submitted", "")


@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_sending_back_needs_a_reason(submitted: Listing, officer: Any, reason: str) -> None:
    with refused(ReasonMissing):
        send_back_listing(submitted.pk, officer=officer, reason=reason)


@pytest.mark.parametrize(("name", "status"), [("approve", "draft"), ("approve", "approved"), ("send_back", "draft")])
def test_only_what_lies_with_the_board_is_decided(board: factories.Board, officer: Any, name: str, status: str) -> None:
    listing = factories.make_listing(status=status)

    with refused(IllegalMove):
        decide(name, listing, officer)


@each_decision
def test_a_decision_sent_twice_is_refused_the_second_time(submitted: Listing, officer: Any, name: str) -> None:
    decide(name, submitted, officer)

    with refused(IllegalMove):
        decide(name, submitted, officer)


@each_decision
def test_an_officer_of_another_district_cannot_decide(board: factories.Board, submitted: Listing, name: str) -> None:
    stranger = factories.make_officer(board, role="district_officer", district=factories.make_district(154))

    with refused(NotAllowed):
        decide(name, submitted, stranger)


@each_decision
def test_an_officer_of_the_sellers_district_can_decide(board: factories.Board, submitted: Listing, name: str) -> None:
    neighbour = factories.make_officer(board, role="district_officer", district=submitted.district)

    assert decide(name, submitted, neighbour).status != "submitted"


@each_decision
def test_a_seller_cannot_decide_on_her_own_listing(submitted: Listing, name: str) -> None:
    with refused(NotAllowed):
        decide(name, submitted, factories.actor_of(submitted.seller))


@pytest.mark.django_db
@each_decision
def test_another_board_finds_nothing_to_decide(name: str) -> None:
    with board_scope(factories.make_board().pk):
        submitted = factories.make_listing(status="submitted")
    other = factories.make_board()

    with board_scope(other.pk):
        officer = factories.make_officer(other)
        with refused(Listing.DoesNotExist):
            decide(name, submitted, officer)


def test_an_approved_listing_may_be_sent_back_to_be_mended(board: factories.Board, officer: Any) -> None:
    listing = factories.make_listing(status="approved")

    returned = send_back_listing(listing.pk, officer=officer, reason="The border is cotton, not silk.")

    assert (returned.status, returned.officer_note) == ("needs_changes", "The border is cotton, not silk.")
