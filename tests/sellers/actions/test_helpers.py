"""A named helper lists, prices and packs until the seller ends it; both names stand in the history."""

import pytest

from catalog.actions.drafting import save_details, start_listing, submit_listing
from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.actions.helpers import HelpsAlready, NewHelper, OwnPhone, TooManyHelpers, add_helper, end_helper
from sellers.models import Helper, Seller
from sellers.policies import HelperMayNot, OperatorMayNot, helper_actor
from tests import factories
from tests.onboarding.crowd import at_once
from tests.sellers.people import application_of
from tests.watching import history, refused

RAVI = NewHelper("Ravi Kumar", "+919812345678", "family")


@pytest.fixture
def seller(board: Board) -> Seller:
    return factories.make_seller()


def add(seller: Seller, new: NewHelper = RAVI) -> Helper:
    return add_helper(seller.pk, new, by=factories.actor_of(seller))


def test_a_helper_is_a_person_with_a_phone_of_her_own(seller: Seller) -> None:
    helper = add(seller)

    assert (helper.user.phone, helper.name, helper.relation) == ("+919812345678", "Ravi Kumar", "family")
    assert history(helper) == [("helper.added", "seller", "", "")]


def test_what_a_helper_lists_names_both(seller: Seller) -> None:
    helper = add(seller)
    actor = helper_actor(helper)

    listing = start_listing(factories.make_photo(), seller=seller, by=actor)
    save_details(listing.pk, factories.make_details(), seller=seller, by=actor)
    submit_listing(listing.pk, seller=seller, by=actor)

    entries = AuditEntry.objects.filter(object_id=str(listing.pk))
    assert set(entries.values_list("actor_kind", "actor_id", "on_behalf_of")) == {
        ("helper", str(helper.pk), f"seller:{seller.pk}")
    }
    assert entries.count() == 3


def test_what_she_lists_herself_names_her_alone(seller: Seller) -> None:
    """The negative control."""
    listing = start_listing(factories.make_photo(), seller=seller, by=factories.actor_of(seller))

    entry = AuditEntry.objects.get(object_id=str(listing.pk))
    assert (entry.actor_kind, entry.actor_id, entry.on_behalf_of) == ("seller", str(seller.pk), "")


def test_a_helper_answers_nothing_in_the_file(seller: Seller) -> None:
    actor, herself = helper_actor(add(seller)), factories.actor_of(seller)

    with refused(HelperMayNot):
        save_answers(application_of(seller).pk, {"handloom_mark": "HLM-1"}, by=actor, on_behalf_of=herself)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewHelper("Ravi", "98123 45678", "family"), HelpsAlready),
        (NewHelper("Ravi", "own", "family"), OwnPhone),
    ],
)
def test_who_cannot_be_added(seller: Seller, new: NewHelper, error: type[Exception]) -> None:
    add(seller)
    phone = (seller.user.phone or "") if new.phone == "own" else new.phone

    with refused(error):
        add(seller, NewHelper(new.name, phone, new.relation))


def test_a_fourth_helper_is_too_many(seller: Seller) -> None:
    for last in "123":
        add(seller, NewHelper(f"Helper {last}", f"981234567{last}", "neighbour"))

    with refused(TooManyHelpers):
        add(seller, NewHelper("Helper 4", "9812345674", "neighbour"))


@pytest.mark.parametrize(("kind", "error"), [("helper", HelperMayNot), ("operator", OperatorMayNot)])
def test_only_the_seller_names_and_ends_helpers(seller: Seller, kind: str, error: type[Exception]) -> None:
    helper = add(seller)
    somebody = Actor(kind=kind, id=str(helper.pk))  # type: ignore[arg-type]

    with refused(error):
        add_helper(seller.pk, NewHelper("Asha", "9812345670", "family"), by=somebody)
    with refused(error):
        end_helper(helper.pk, by=somebody)
    assert not User.objects.filter(phone="+919812345670").exists()


def test_an_ended_helper_can_be_named_anew(seller: Seller) -> None:
    first = end_helper(add(seller).pk, by=factories.actor_of(seller))
    end_helper(first.pk, by=factories.actor_of(seller))

    second = add(seller)

    assert history(first) == [("helper.added", "seller", "", ""), ("helper.ended", "seller", "", "")]
    assert first.pk != second.pk


@pytest.mark.django_db(transaction=True)
def test_the_same_helper_named_twice_at_once_helps_once() -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = factories.make_application().seller

    def name(_place: int) -> Helper:
        with board_scope(board.pk):
            return add(seller)

    outcomes = at_once(2, name)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Helper", "HelpsAlready"]
    with board_scope(board.pk):
        assert Helper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_another_board_knows_no_such_helper() -> None:
    mine, theirs = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        seller = factories.make_application().seller
        helper = add(seller)

    with board_scope(theirs.pk), pytest.raises(Helper.DoesNotExist):
        end_helper(helper.pk, by=factories.actor_of(seller))
