"""An application from its sending to the decision, and what an officer must have settled before."""

from typing import Any

import pytest

from onboarding.audit.models import AuditEntry
from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.actions.applications import (
    Fault,
    NotComplete,
    approve_application,
    reconsider_application,
    reject_application,
    send_back_application,
    submit_application,
    take_application,
)
from sellers.actions.enrolments import ProgrammeClosed
from sellers.models import Application, Check, Enrolment, Finding
from sellers.policies import OwnWork
from sellers.questions.reasons import UnknownReason
from tests import factories
from tests.sellers.files import make_file
from tests.sellers.people import his_own_work
from tests.watching import events_of, history, refused


@pytest.fixture
def submitted(board: factories.Board) -> Application:
    return factories.make_application(status="submitted")


@pytest.fixture
def officer(board: factories.Board) -> factories.Officer:
    return factories.make_officer(board)


def district_officer(board: factories.Board, lgd_code: int) -> factories.Officer:
    district = factories.make_district(lgd_code)
    return factories.make_officer(board, role="district_officer", district=district)


def test_a_sent_application_waits_for_its_board(board: factories.Board) -> None:
    draft = factories.make_application()

    sent = submit_application(draft.pk, by=factories.actor_of(draft.seller))

    assert sent.status == "submitted"
    assert sent.submitted_at is not None
    assert history(sent) == [
        ("application.begun", "seller", "", "draft"),
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


@pytest.mark.parametrize("way", ["filled in", "own phone"])
def test_nobody_approves_his_own_work_but_a_colleague_does(
    board: factories.Board, submitted: Application, officer: Any, way: str
) -> None:
    his_own_work(way, submitted.seller, officer)
    programme = factories.make_programme()

    with refused(OwnWork):
        approve_application(submitted.pk, officer=officer, programme_id=programme.pk)

    colleague = factories.make_officer(board)
    assert approve_application(submitted.pk, officer=colleague, programme_id=programme.pk).status == "enrolled"


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
    assert events_of(submitted) == ["application.submitted", "application.decided"]
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
    assert events_of(decided) == ["application.submitted", "application.decided"]
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


# Reading


def test_an_officer_says_that_she_reads_a_file(submitted: Application, officer: Any) -> None:
    taken = take_application(submitted.pk, officer=officer)

    assert taken.status == "in_review"
    assert history(taken)[-1] == ("application.taken", "officer", "submitted", "in_review")


def test_a_file_that_somebody_reads_is_not_taken_again(board: Any, submitted: Application, officer: Any) -> None:
    take_application(submitted.pk, officer=officer)

    with refused(IllegalMove):
        take_application(submitted.pk, officer=factories.make_officer(board))


def test_a_file_that_somebody_reads_is_decided_as_before(submitted: Application, officer: Any) -> None:
    take_application(submitted.pk, officer=officer)

    approve_application(submitted.pk, officer=officer, programme_id=factories.make_programme().pk)

    submitted.refresh_from_db()
    assert submitted.status == "approved"


@pytest.mark.parametrize("act", ["take", "approve", "send_back", "reject"])
def test_an_operator_decides_nothing(board: Any, submitted: Application, act: str) -> None:
    operator = factories.make_officer(board, role="operator")
    programme = factories.make_programme()
    acts = {
        "take": lambda: take_application(submitted.pk, officer=operator),
        "approve": lambda: approve_application(submitted.pk, officer=operator, programme_id=programme.pk),
        "send_back": lambda: send_back_application(submitted.pk, officer=operator, reason="A reason."),
        "reject": lambda: reject_application(submitted.pk, officer=operator, reason="A reason."),
    }

    with refused(NotAllowed):
        acts[act]()


# What is wrong, answer by answer


def test_a_file_goes_back_with_what_is_wrong_in_it(board: Any, officer: Any) -> None:
    application = make_file(gstin="09ABCPE1234F1Z4", papers={"pan_photo": ""})
    faults = [Fault("gstin", "not_known"), Fault("pan_photo", "blurred", " The number. ")]

    send_back_application(application.pk, officer=officer, faults=faults, right=["address"])

    assert set(Finding.objects.values_list("code", "reason", "note", "mended_at")) == {
        ("gstin", "not_known", "", None),
        ("pan_photo", "blurred", "The number.", None),
    }
    checks = Check.objects.filter(method="officer").order_by("code").values_list("code", "result", "reason", "by")
    assert list(checks) == [
        ("address", "match", "", "Officer"),
        ("gstin", "mismatch", "not_known", "Officer"),
        ("pan_photo", "mismatch", "blurred", "Officer"),
    ]


def test_what_was_right_stays_right_and_the_rest_is_open(board: Any, officer: Any) -> None:
    application = make_file()
    send_back_application(application.pk, officer=officer, faults=[Fault("pin", "not_readable")])
    seller = factories.actor_of(application.seller)

    with refused(NotAllowed):
        save_answers(application.pk, {"name": "Another"}, by=seller)
    save_answers(application.pk, {"pin": "221010"}, by=seller)
    submit_application(application.pk, by=seller)

    assert Finding.objects.get().mended_at is not None


def test_a_file_with_something_to_mend_is_not_sent_again(board: Any, officer: Any) -> None:
    application = make_file()
    send_back_application(application.pk, officer=officer, faults=[Fault("pin", "not_readable")])

    with refused(NotComplete):
        submit_application(application.pk, by=factories.actor_of(application.seller))


@pytest.mark.parametrize("fault", [Fault("pin", "blurred"), Fault("pan_photo", "not_known"), Fault("shoe", "blurred")])
def test_a_reason_that_does_not_fit_is_refused(submitted: Application, officer: Any, fault: Fault) -> None:
    with refused(UnknownReason):
        send_back_application(submitted.pk, officer=officer, faults=[Fault("name", "incomplete"), fault])


def test_an_application_is_turned_down_for_a_reason_of_the_list(submitted: Application, officer: Any) -> None:
    rejected = reject_application(submitted.pk, officer=officer, why="not_maker", reason="")

    assert (rejected.status, rejected.rejected_for, rejected.officer_note) == ("rejected", "not_maker", "")


def test_an_unknown_reason_turns_nobody_down(submitted: Application, officer: Any) -> None:
    with refused(UnknownReason):
        reject_application(submitted.pk, officer=officer, why="no_bribe", reason="Words.")


def test_a_file_that_was_turned_down_is_read_once_more(submitted: Application, officer: Any) -> None:
    reject_application(submitted.pk, officer=officer, why="no_answer", reason="")

    with refused(ReasonMissing):
        reconsider_application(submitted.pk, officer=officer, reason=" ")
    again = reconsider_application(submitted.pk, officer=officer, reason="She called.")

    assert again.status == "in_review"
    assert AuditEntry.objects.get(action="application.reconsidered").reason == "She called."
