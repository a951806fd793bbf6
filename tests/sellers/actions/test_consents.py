"""A yes and a no are rows; the newest counts from its commit on, and nobody answers for another."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.tenancy.scope import board_scope
from sellers.actions.active import FileAtRest
from sellers.actions.consents import Answer, NoSuchQuestion, answer_consent, end_consents, member_actor
from sellers.actions.withdrawal import stop_seller
from sellers.consents.reading import asks_in_application, asks_of, may_use, recipients_allowed, unasked_marketplaces
from sellers.models import Consent, Member, Seller
from sellers.policies import HelperMayNot, OperatorMayNot
from tests import factories
from tests.sellers.beside import one_beside_another
from tests.sellers.files import make_paper
from tests.watching import events_of, history, refused

YES, NO = Answer("registry_checks", True), Answer("registry_checks", False)


@pytest.fixture
def seller(board: Board) -> Seller:
    return factories.make_application().seller


def answer(seller: Seller, given: Answer) -> Consent:
    return answer_consent(seller.pk, given, by=factories.actor_of(seller))


def standing(seller: Seller) -> list[tuple[str, str, bool]]:
    rows = Consent.objects.filter(seller=seller, withdrawn_at=None).order_by("answered_at")
    return list(rows.values_list("purpose", "recipient", "is_given"))


def test_what_was_never_asked_may_not_be_used(seller: Seller) -> None:
    assert not may_use(seller, "registry_checks")
    assert not may_use(seller, "marketplace_share", "amazon")
    assert not may_use(seller, "board_reads")


def test_a_yes_is_a_row_with_language_wording_and_means(seller: Seller) -> None:
    consent = answer(seller, Answer("marketplace_share", True, "amazon", "hi"))

    assert may_use(seller, "marketplace_share", "amazon")
    kept = Consent.objects.values("purpose", "recipient", "is_given", "wording", "language", "means").get()
    assert kept == {
        "purpose": "marketplace_share",
        "recipient": "amazon",
        "is_given": True,
        "wording": "2026-1",
        "language": "hi",
        "means": "page",
    }
    assert history(consent) == [("consent.given", "seller", "", "")]
    assert events_of(seller) == ["consent.changed"]


def test_a_yes_is_for_this_recipient_purpose_and_seller_only(seller: Seller) -> None:
    other = factories.make_application().seller
    answer(seller, Answer("marketplace_share", True, "amazon"))

    assert recipients_allowed(seller, "marketplace_share") == {"amazon"}
    assert not may_use(seller, "marketplace_share", "flipkart")
    assert not may_use(seller, "registry_checks")
    assert not may_use(other, "marketplace_share", "amazon")


def test_the_newest_answer_counts_and_the_older_ones_stay_as_history(seller: Seller) -> None:
    for given, expected in ((YES, True), (NO, False), (YES, True), (NO, False)):
        answer(seller, given)
        assert may_use(seller, "registry_checks") is expected

    assert standing(seller) == [("registry_checks", "", False)]
    assert Consent.objects.filter(seller=seller).count() == 4


@pytest.mark.parametrize("given", [YES, NO])
def test_an_answer_sent_twice_is_one_row_and_one_event(seller: Seller, given: Answer) -> None:
    assert answer(seller, given) == answer(seller, given)

    assert Consent.objects.count() == 1
    assert events_of(seller) == ["consent.changed"]


def test_the_database_lets_one_answer_count(seller: Seller) -> None:
    answer(seller, YES)

    with pytest.raises(IntegrityError, match="consent_standing_once"), transaction.atomic():
        Consent.objects.create(seller=seller, purpose="registry_checks", is_given=False, wording="1", language="hi")


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (Actor(kind="helper", id="1", name="Ravi"), HelperMayNot),
        (Actor(kind="operator", id="1", name="Meena"), OperatorMayNot),
        (Actor(kind="officer", id="1", name="Officer"), OperatorMayNot),
        (Actor(kind="seller", id="another", name="Sunita"), OperatorMayNot),
    ],
)
@pytest.mark.parametrize("given", [YES, NO])
def test_nobody_else_answers_for_her(seller: Seller, actor: Actor, refusal: type[Exception], given: Answer) -> None:
    with refused(refusal):
        answer_consent(seller.pk, given, by=actor)


@pytest.mark.parametrize("purpose", ["board_reads", "never_heard_of", "photo_of_me", "workshop_calls"])
def test_what_is_no_question_takes_no_answer(seller: Seller, purpose: str) -> None:
    with refused(NoSuchQuestion):
        answer(seller, Answer(purpose, True))


def test_a_maker_answers_for_herself_and_her_group_cannot(board: Board) -> None:
    group = factories.make_application(kind="shg").seller
    asha, uma = (Member.objects.create(seller=group, name=name) for name in ("Asha", "Uma"))
    given = Answer("member_listing", True, means="code")

    with refused(OperatorMayNot):
        answer_consent(group.pk, given, by=factories.actor_of(group), member=asha)
    with refused(OperatorMayNot):
        answer_consent(group.pk, given, by=member_actor(uma), member=asha)
    answer_consent(group.pk, given, by=member_actor(asha), member=asha)

    assert may_use(group, "member_listing", member=asha)
    assert not may_use(group, "member_listing", member=uma)
    assert not may_use(group, "member_listing")
    assert events_of(group) == []


def test_leaving_ends_every_answer_and_no_new_one_is_taken(seller: Seller) -> None:
    answer(seller, YES)
    answer(seller, Answer("marketplace_share", False, "amazon"))

    stop_seller(seller.pk, by=factories.actor_of(seller))

    assert not may_use(seller, "registry_checks")
    assert standing(seller) == []
    with refused(FileAtRest):
        answer(seller, YES)


def test_a_makers_own_answer_stays_when_the_group_leaves(board: Board) -> None:
    group = factories.make_application(kind="shg").seller
    asha = Member.objects.create(seller=group, name="Asha")
    answer_consent(group.pk, Answer("member_listing", False), by=member_actor(asha), member=asha)

    end_consents(group)

    assert Consent.objects.get().withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_another_board_sees_no_answer() -> None:
    board, other = factories.make_board(), factories.make_board()
    with board_scope(board.pk):
        seller = factories.make_application().seller
        answer(seller, YES)

    with board_scope(other.pk):
        assert not may_use(seller, "registry_checks")
        assert Consent.objects.count() == 0


# When it is asked


def test_the_application_asks_once_there_is_something_to_ask_about(seller: Seller) -> None:
    assert asks_in_application(seller) == []
    assert asks_in_application(None) == []

    make_paper(seller.applications.get(), "work_photo")
    assert asks_in_application(seller) == []  # nobody but the board sees it

    other = factories.make_application(udyam="UDYAM-UP-75-0001234").seller
    assert [ask.purpose.code for ask in asks_in_application(other)] == ["registry_checks"]


def test_a_marketplace_is_asked_about_where_she_has_a_place(board: Board) -> None:
    amazon = factories.make_programme(marketplace="amazon")
    factories.make_programme(marketplace="flipkart")
    seller = factories.make_application(status="approved", programme=amazon).seller

    assert unasked_marketplaces(seller) == ["amazon"]
    assert {(ask.purpose.code, ask.recipient) for ask in asks_of(seller)} == {
        ("registry_checks", ""),
        ("marketplace_share", "amazon"),
        ("marketplace_share", "flipkart"),
    }
    answer(seller, Answer("marketplace_share", False, "amazon"))
    assert unasked_marketplaces(seller) == []


# Races


def answer_twice_at_once(act: Any) -> tuple[str, int]:
    board = factories.make_board()
    with board_scope(board.pk):
        seller = factories.make_application().seller
    refusal = one_beside_another(board, lambda: act(seller), lambda: answer(seller, YES))
    with board_scope(board.pk):
        return refusal, Consent.objects.filter(withdrawn_at=None, is_given=True).count()


@pytest.mark.django_db(transaction=True)
def test_a_yes_beside_her_leaving_is_refused() -> None:
    assert answer_twice_at_once(lambda seller: stop_seller(seller.pk, by=factories.actor_of(seller))) == (
        "FileAtRest",
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_yes_beside_her_leaving_would_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("sellers.actions.consents.require_active", lambda seller: None)

    assert answer_twice_at_once(lambda seller: stop_seller(seller.pk, by=factories.actor_of(seller))) == ("", 1)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one_that_counts() -> None:
    assert answer_twice_at_once(lambda seller: answer(seller, YES)) == ("", 1)
