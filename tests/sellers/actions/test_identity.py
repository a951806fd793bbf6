"""Showing who a seller is: by DigiLocker or before an officer; of an Aadhaar four digits are kept, and no code."""

from datetime import timedelta
from typing import Any

import pytest

from onboarding.errors import DomainError, NotAllowed
from onboarding.event_routes import ROUTES
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import Final, Postponed
from onboarding.tenancy.scope import board_scope
from sellers.actions.identity import CODES_A_DAY, give_token, see_card
from sellers.identifiers.aadhaar import AadhaarGiven, BadAadhaarLastFour
from sellers.models import Application, Check, Seller
from sellers.policies import OperatorMayNot, operator_actor
from sellers.review.evidence import evidence_of
from sellers.review.identity import identity_of
from tests import factories
from tests.marketplaces.conftest import Sandbox

WHOLE, MISTYPED = "234567890124", "234567890125"  # the check digit of the second is wrong


def hear() -> list[Any]:
    """Let each waiting question reach DigiLocker; return what each raised, or None."""
    raised: list[Any] = []
    for row in OutboxEvent.objects.filter(name="identity.asked").order_by("pk"):
        try:
            ROUTES["identity.asked"][0](Event(row.pk, row.board_id, row.name, row.object_id, row.payload))
            raised.append(None)
        except (Final, Postponed) as error:
            raised.append(error)
    return raised


def make_willing(**answers: Any) -> Seller:
    """A seller who lets the board ask the registers."""
    seller: Seller = factories.make_application(**answers).seller
    factories.give_consent(seller, "registry_checks")
    return seller


def give(seller: Seller, token: str = "consent-9876") -> Check:
    return give_token(seller.pk, token, by=factories.actor_of(seller))


def newest() -> Check:
    return Check.objects.select_related("seller__data_key").latest("asked_at")


def evidence() -> Any:
    check = newest()
    return evidence_of(check, check.seller.data_key)


# DigiLocker


def test_a_code_is_kept_sealed_until_it_is_used_and_then_wiped(board: Any, registries: Sandbox) -> None:
    seller = make_willing()

    given = give(seller)

    assert (given.code, given.method, given.result) == ("aadhaar", "digilocker", "pending")
    assert evidence().of == {"token": "consent-9876"}
    assert b"9876" not in bytes(given.sealed_evidence or b"")

    hear()

    check = newest()
    assert (check.result, check.reason, check.answered_at is not None) == ("match", "", True)
    assert evidence().of == {"name": "Sunita Devi"}
    assert evidence().said == {"last_four": "9876", "name": "Sunita Devi"}
    assert identity_of(check.seller).is_shown


@pytest.mark.parametrize(
    ("name", "token", "result"),
    [
        ("सुनीता देवी", "consent-9876", "match"),
        ("Vimla Yadav", "consent-9876", "mismatch"),  # a genuine paper of somebody else
        ("Sunita Devi", "consent-4090", "mismatch"),
        ("Sunita Devi", "consent-4040", "not_found"),
        ("Sunita Devi", "consent-4100", "cancelled"),
        ("Sunita Devi", "consent-4220", "unsure"),
    ],
)
def test_what_digilocker_says_is_compared_with_her_name(
    board: Any, registries: Sandbox, name: str, token: str, result: str
) -> None:
    seller = make_willing(name=name)
    give(seller, token)

    hear()

    assert newest().result == result
    assert "token" not in evidence().of
    assert identity_of(newest().seller).is_shown == (result == "match")


def test_a_code_that_digilocker_refuses_is_hers_to_mend(board: Any, registries: Sandbox) -> None:
    give(make_willing(), "consent-4030")

    assert hear() == [None]

    check = newest()
    assert (check.result, check.reason) == ("unreachable", "code_refused")
    assert (dict(evidence().of), dict(evidence().said)) == ({"name": "Sunita Devi"}, {})


def test_while_digilocker_is_down_the_code_waits_for_a_day(board: Any, registries: Sandbox) -> None:
    check = give(make_willing(), "consent-5030")

    (first,) = hear()
    kept = evidence().of
    Check.objects.filter(pk=check.pk).update(asked_at=check.asked_at - timedelta(days=1))
    (last,) = hear()

    assert (type(first), first.delay_s, kept) == (Postponed, 30.0, {"token": "consent-5030"})
    assert type(last) is Final
    assert (newest().result, dict(evidence().of)) == ("unreachable", {"name": "Sunita Devi"})


def test_our_own_wrong_token_is_a_matter_for_the_maintainers(board: Any, registries: Sandbox, settings: Any) -> None:
    settings.REGISTRY_TOKEN = "another"
    give(make_willing())

    (raised,) = hear()

    assert type(raised) is Final
    assert newest().reason == "The registry does not take our token."
    assert "token" not in evidence().of


def test_a_code_is_wiped_unused_where_she_took_her_yes_back(board: Any, registries: Sandbox) -> None:
    seller = make_willing()
    give(seller)
    factories.give_consent(seller, "registry_checks", is_given=False)

    hear()

    assert (newest().result, newest().reason) == ("unreachable", "identity.consent_missing")
    assert "token" not in evidence().of


def test_an_event_that_comes_twice_asks_once(board: Any, registries: Sandbox) -> None:
    give(make_willing())
    hear()
    answered_at = newest().answered_at

    hear()

    assert newest().answered_at == answered_at
    assert Check.objects.count() == 1


def test_a_new_code_takes_the_place_of_one_on_its_way(board: Any, registries: Sandbox) -> None:
    seller = make_willing()
    first = give(seller, "consent-1111")

    assert give(seller, "consent-1111").pk == first.pk
    give(seller, "consent-2222")

    first.refresh_from_db()
    assert (first.result, first.sealed_evidence, first.stale_at is not None) == ("unreachable", None, True)
    hear()
    assert evidence().said["last_four"] == "2222"


def test_a_changed_name_is_shown_anew(board: Any, registries: Sandbox) -> None:
    seller = make_willing()
    give(seller)
    hear()

    Seller.objects.filter(pk=seller.pk).update(name="Vimla Yadav")

    looked = identity_of(newest().seller)
    assert looked.digilocker is not None
    assert (looked.is_shown, looked.digilocker.is_of_her_name) == (False, False)


@pytest.mark.parametrize(
    "typed", [WHOLE, MISTYPED, "2345 6789 0124", "२३४५ ६७८९ ०१२४", f"code {WHOLE}", "short", "ख" * 9]
)
def test_a_whole_number_is_no_code_and_nothing_is_written(board: Any, registries: Sandbox, typed: str) -> None:
    seller = make_willing()
    events = OutboxEvent.objects.count()

    with pytest.raises(DomainError) as refused:
        give(seller, typed)

    is_number = len(typed) > 9
    assert (refused.value.code, refused.value.field) == (
        "aadhaar.whole_number" if is_number else "digilocker.code_invalid",
        "token",
    )
    assert (Check.objects.count(), OutboxEvent.objects.count()) == (0, events)


def test_nobody_but_one_artisan_who_said_yes_gives_a_code(board: Any) -> None:
    willing, group = make_willing(), make_willing(kind="shg", contact_name="Asha Devi")
    unasked = factories.make_application().seller
    operator = operator_actor(factories.make_user(email="op@example.org", name="Operator"))

    with pytest.raises(OperatorMayNot):
        give_token(willing.pk, "consent-9876", by=operator)
    for seller, code in ((group, "identity.not_one_person"), (unasked, "identity.consent_missing")):
        with pytest.raises(NotAllowed) as refused:
            give(seller)
        assert refused.value.code == code
    assert not Check.objects.exists()


def test_a_day_has_five_codes(board: Any) -> None:
    seller = make_willing()
    for number in range(CODES_A_DAY):
        give(seller, f"consent-{number:04d}")

    with pytest.raises(DomainError) as refused:
        give(seller, "consent-9876")

    assert refused.value.code == "digilocker.codes_used"
    Check.objects.update(asked_at=newest().asked_at - timedelta(days=1))
    assert give(seller, "consent-9876").result == "pending"


# In person


def make_sent() -> Application:
    return factories.make_application(status="submitted")


def see(application: Application, officer: Any, last_four: str = "1234", **said: Any) -> Check:
    return see_card(application.pk, last_four, officer=officer, **{"agrees": True, "on_visit": False, **said})


def test_an_officer_keeps_four_digits_way_time_and_result(board: Any) -> None:
    application, officer = make_sent(), factories.make_officer(board)

    seen = see(application, officer, "१२३४", on_visit=True)

    assert (seen.code, seen.method, seen.result, seen.by) == ("aadhaar", "visit", "match", "Officer")
    assert dict(evidence().said) == {"last_four": "1234"}
    assert identity_of(newest().seller).is_shown


def test_the_newest_look_counts_and_the_same_again_is_no_new_row(board: Any) -> None:
    application, officer = make_sent(), factories.make_officer(board)
    first = see(application, officer)

    assert see(application, officer).pk == first.pk
    see(application, officer, agrees=False)

    looked = identity_of(newest().seller)
    assert looked.in_person is not None
    assert (looked.is_shown, looked.in_person.state) == (False, "mismatch")
    assert Check.objects.filter(stale_at=None).count() == 1


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [(WHOLE, AadhaarGiven), (MISTYPED, AadhaarGiven), ("123", BadAadhaarLastFour), ("12345", BadAadhaarLastFour)],
)
def test_an_officer_who_types_more_or_less_is_refused(board: Any, typed: str, refusal: type[DomainError]) -> None:
    application, officer = make_sent(), factories.make_officer(board)

    with pytest.raises(refusal):
        see(application, officer, typed)

    assert not Check.objects.exists()


def test_only_an_officer_of_her_district_sees_the_card(board: Any) -> None:
    application = make_sent()
    stranger = factories.make_officer(board, role="district_officer", district=factories.make_district(118))

    with pytest.raises(NotAllowed):
        see(application, stranger)

    assert not Check.objects.exists()
    # The negative control.
    own = factories.make_officer(board, role="district_officer", district=application.district)
    assert see(application, own).result == "match"


@pytest.mark.django_db
def test_another_board_sees_nothing_of_it() -> None:
    mine, other = factories.make_board(), factories.make_board()
    with board_scope(mine.pk):
        see(make_sent(), factories.make_officer(mine))
        assert Check.objects.count() == 1

    with board_scope(other.pk):
        assert not Check.objects.exists()
