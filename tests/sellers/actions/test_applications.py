"""An application from its first saved line to the decision."""

from typing import Any

import pytest

from onboarding.audit.models import AuditEntry
from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.applications import (
    BadPan,
    Facts,
    approve_application,
    pan_of,
    reject_application,
    save_application,
    send_back_application,
    submit_application,
)
from sellers.actions.enrolments import ProgrammeClosed
from sellers.models import Application, Enrolment, Seller
from tests import factories
from tests.watching import events_of, history, refused

PAN = "ABCPE1234F"


@pytest.fixture
def submitted(board: factories.Board) -> Application:
    return factories.make_application(status="submitted")


@pytest.fixture
def officer(board: factories.Board) -> factories.Officer:
    return factories.make_officer(board)


def facts(**changed: Any) -> Facts:
    defaults = {
        "name": "Sunita Devi",
        "district": factories.make_district(),
        "craft": factories.make_craft(),
        "address": "Madanpura",
        "pin": "221001",
    }
    return Facts(**{**defaults, **changed})


def district_officer(board: factories.Board, lgd_code: int) -> factories.Officer:
    district = factories.make_district(lgd_code)
    return factories.make_officer(board, role="district_officer", district=district)


def test_the_first_save_opens_the_sellers_file(board: factories.Board) -> None:
    user = factories.make_user()

    application = save_application(user, facts(name="Asha", pin="221002"), language="hi")

    seller = application.seller
    assert (seller.user, seller.name, seller.language) == (user, "Asha", "hi")
    assert (application.status, application.pin, application.submitted_at) == ("draft", "221002", None)
    assert history(application) == [("application.saved", "seller", "", "draft")]
    assert AuditEntry.objects.get().fields == ["name", "district", "craft", "address", "pin", "pan"]


def test_saving_again_changes_the_same_file(board: factories.Board) -> None:
    user = factories.make_user()
    first = save_application(user, facts(name="Asha"), language="hi")

    second = save_application(user, facts(name="Asha Devi", address="Lanka"), language="en")

    assert first.pk == second.pk
    assert Seller.objects.values_list("name", "language").get() == ("Asha Devi", "en")
    assert Application.objects.values_list("address", flat=True).get() == "Lanka"


def test_a_file_that_was_sent_cannot_be_saved(submitted: Application) -> None:
    with refused(IllegalMove):
        save_application(submitted.seller.user, facts(name="Another", address="Lanka"), language="en")


def test_a_file_that_was_sent_back_can_be_saved_and_sent_again(submitted: Application, officer: Any) -> None:
    send_back_application(submitted.pk, officer=officer, reason="The PIN is wrong.")

    save_application(submitted.seller.user, facts(pin="221010"), language="hi")
    again = submit_application(submitted.pk, by=factories.actor_of(submitted.seller))

    assert (again.status, again.pin, again.officer_note) == ("submitted", "221010", "")


def test_a_pan_is_kept_sealed_and_read_back(board: factories.Board) -> None:
    application = save_application(factories.make_user(), facts(pan=f" {PAN.lower()} "), language="hi")

    row = Application.objects.get(pk=application.pk)
    assert pan_of(row) == PAN
    assert PAN.encode() not in bytes(row.sealed_pan)
    assert PAN.encode() not in bytes(row.pan_index)


def test_a_pan_taken_away_leaves_nothing(board: factories.Board) -> None:
    user = factories.make_user()
    save_application(user, facts(pan=PAN), language="hi")

    row = Application.objects.get(pk=save_application(user, facts(pan=""), language="hi").pk)

    assert (row.sealed_pan, row.pan_index, pan_of(row)) == (None, None, "")


@pytest.mark.parametrize("pan", ["ABCPE1234", "ABCPE12345", "1BCPE1234F", "ABCPE1234F5", "ABCPE 1234F", "ＡBCPE1234F"])
def test_a_malformed_pan_is_refused_and_nothing_is_written(board: factories.Board, pan: str) -> None:
    user = factories.make_user()

    with refused(BadPan):
        save_application(user, facts(pan=pan), language="hi")


def test_a_sent_application_waits_for_its_board(board: factories.Board) -> None:
    draft = factories.make_application()

    sent = submit_application(draft.pk, by=factories.actor_of(draft.seller))

    assert sent.status == "submitted"
    assert sent.submitted_at is not None
    assert history(sent) == [
        ("application.saved", "seller", "", "draft"),
        ("application.submitted", "seller", "draft", "submitted"),
    ]


def test_an_application_sent_twice_is_refused_the_second_time(submitted: Application) -> None:
    with refused(IllegalMove):
        submit_application(submitted.pk, by=factories.actor_of(submitted.seller))


def test_another_sellers_application_cannot_be_sent(board: factories.Board) -> None:
    draft, other = factories.make_application(), factories.make_application()

    with refused(Application.DoesNotExist):
        submit_application(draft.pk, by=factories.actor_of(other.seller))


def test_an_approved_seller_has_a_place_in_the_programme(submitted: Application, officer: Any) -> None:
    programme = factories.make_programme()

    enrolment = approve_application(submitted.pk, officer=officer, programme_id=programme.pk, reason="Papers seen.")

    submitted.refresh_from_db()
    programme.refresh_from_db()
    assert submitted.status == "approved"
    assert (enrolment.status, enrolment.seller, enrolment.programme) == ("enrolled", submitted.seller, programme)
    assert programme.enrolled_count == 1
    assert history(submitted)[-1] == ("application.approved", "officer", "submitted", "approved")
    assert history(enrolment) == [("seller.enrolled", "officer", "", "enrolled")]
    assert events_of(submitted) == ["application.decided"]
    assert AuditEntry.objects.get(action="application.approved").reason == "Papers seen."


def test_beyond_the_cap_an_approved_seller_is_on_the_waitlist(submitted: Application, officer: Any) -> None:
    programme = factories.make_programme(seller_cap=1)
    factories.make_seller(programme=programme)

    enrolment = approve_application(submitted.pk, officer=officer, programme_id=programme.pk)

    programme.refresh_from_db()
    assert enrolment.status == "waitlisted"
    assert programme.enrolled_count == 1
    assert history(enrolment) == [("seller.waitlisted", "officer", "", "waitlisted")]


def test_a_programme_without_a_cap_takes_everyone(submitted: Application, officer: Any) -> None:
    programme = factories.make_programme(seller_cap=None)

    assert approve_application(submitted.pk, officer=officer, programme_id=programme.pk).status == "enrolled"


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_only_what_lies_with_the_board_is_approved(board: factories.Board, officer: Any, status: str) -> None:
    application = factories.make_application(status=status)
    programme = factories.make_programme()

    with refused(IllegalMove):
        approve_application(application.pk, officer=officer, programme_id=programme.pk)


def test_an_approval_sent_twice_enrols_once(submitted: Application, officer: Any) -> None:
    programme = factories.make_programme()
    approve_application(submitted.pk, officer=officer, programme_id=programme.pk)

    with refused(IllegalMove):
        approve_application(submitted.pk, officer=officer, programme_id=programme.pk)
    assert Enrolment.objects.count() == 1


def test_an_officer_of_another_district_cannot_approve(board: factories.Board, submitted: Application) -> None:
    stranger = district_officer(board, 154)
    programme = factories.make_programme()

    with refused(NotAllowed):
        approve_application(submitted.pk, officer=stranger, programme_id=programme.pk)


def test_an_officer_of_the_sellers_district_can_approve(board: factories.Board, submitted: Application) -> None:
    neighbour = district_officer(board, submitted.district_id)

    approve_application(submitted.pk, officer=neighbour, programme_id=factories.make_programme().pk)

    submitted.refresh_from_db()
    assert submitted.status == "approved"


def test_a_seller_cannot_approve_herself(submitted: Application) -> None:
    programme = factories.make_programme()

    with refused(NotAllowed):
        approve_application(
            submitted.pk,
            officer=factories.actor_of(submitted.seller),  # type: ignore[arg-type]
            programme_id=programme.pk,
        )


@pytest.mark.parametrize(
    "closed",
    [
        {"starts_on": "2999-01-01"},
        {"ends_on": "2000-01-01"},
        {"districts": (154,)},
    ],
    ids=["not begun", "over", "for another district"],
)
def test_a_closed_programme_takes_nobody(submitted: Application, officer: Any, closed: dict[str, Any]) -> None:
    districts = tuple(factories.make_district(code) for code in closed.pop("districts", ()))
    programme = factories.make_programme(districts=districts, **closed)

    with refused(ProgrammeClosed):
        approve_application(submitted.pk, officer=officer, programme_id=programme.pk)


DECISIONS = {send_back_application: ("needs_changes", "application.sent_back")}
DECISIONS[reject_application] = ("rejected", "application.rejected")
both_decisions = pytest.mark.parametrize("decide", DECISIONS, ids=lambda action: action.__name__)


@both_decisions
def test_a_decision_against_her_tells_the_seller_why(submitted: Application, officer: Any, decide: Any) -> None:
    status, action = DECISIONS[decide]

    decided = decide(submitted.pk, officer=officer, reason="  The photo of the card is dark. ")

    assert (decided.status, decided.officer_note) == (status, "The photo of the card is dark.")
    assert history(decided)[-1] == (action, "officer", "submitted", status)
    assert events_of(decided) == ["application.decided"]
    assert AuditEntry.objects.get(action=action).reason == "The photo of the card is dark."


@both_decisions
@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_a_decision_against_her_needs_a_reason(submitted: Application, officer: Any, decide: Any, reason: str) -> None:
    with refused(ReasonMissing):
        decide(submitted.pk, officer=officer, reason=reason)


@both_decisions
def test_what_was_decided_is_not_decided_again(submitted: Application, officer: Any, decide: Any) -> None:
    decide(submitted.pk, officer=officer, reason="A reason.")

    with refused(IllegalMove):
        decide(submitted.pk, officer=officer, reason="Another reason.")


@both_decisions
def test_another_districts_officer_cannot_decide(board: factories.Board, submitted: Application, decide: Any) -> None:
    stranger = district_officer(board, 154)

    with refused(NotAllowed):
        decide(submitted.pk, officer=stranger, reason="A reason.")


@pytest.mark.django_db
def test_another_board_finds_nothing_to_decide_or_send() -> None:
    with board_scope(factories.make_board().pk):
        submitted = factories.make_application(status="submitted")
        actor = factories.actor_of(submitted.seller)
    other = factories.make_board()

    with board_scope(other.pk):
        officer = factories.make_officer(other)
        programme = factories.make_programme()
        with refused(Application.DoesNotExist):
            approve_application(submitted.pk, officer=officer, programme_id=programme.pk)
        with refused(Application.DoesNotExist):
            send_back_application(submitted.pk, officer=officer, reason="A reason.")
        with refused(Application.DoesNotExist):
            reject_application(submitted.pk, officer=officer, reason="A reason.")
        with refused(Application.DoesNotExist):
            submit_application(submitted.pk, by=actor)


@pytest.mark.django_db
def test_another_boards_programme_takes_nobody() -> None:
    with board_scope(factories.make_board().pk):
        theirs = factories.make_programme()
    board = factories.make_board()

    with board_scope(board.pk):
        submitted = factories.make_application(status="submitted")
        officer = factories.make_officer(board)
        with refused(ProgrammeClosed):
            approve_application(submitted.pk, officer=officer, programme_id=theirs.pk)


@pytest.mark.django_db
def test_one_person_has_a_file_of_her_own_at_each_board() -> None:
    user = factories.make_user()
    pans = {}

    for pan in (PAN, "XYZPE9876K"):
        with board_scope(factories.make_board().pk):
            application = save_application(user, facts(pan=pan), language="hi")
            pans[application.seller_id] = pan_of(application)
            assert Seller.objects.count() == 1

    assert list(pans.values()) == [PAN, "XYZPE9876K"]
