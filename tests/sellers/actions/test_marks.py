"""What an officer says by eye: right, not right, the same person under another spelling."""

from typing import Any

import pytest

from onboarding.audit.models import AuditEntry
from onboarding.errors import IllegalMove, NotAllowed, ReasonMissing
from onboarding.moves import mark_of
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.actions.applications import Fault, NamesOpen, approve_application, send_back_application, take_application
from sellers.actions.marks import Mark, NothingToSettle, look_again, mark_answers, settle_names
from sellers.models import Application, Check
from sellers.policies import OwnWork
from sellers.questions.reasons import UnknownReason
from sellers.review.names import spellings_of
from sellers.review.reading import read_file
from sellers.review.standing import standings_of
from tests import factories
from tests.sellers.files import make_file, make_paper
from tests.sellers.people import his_own_work
from tests.watching import refused

GSTIN = "09ABCPE1234F1Z4"


@pytest.fixture
def officer(board: Any) -> Any:
    return factories.make_officer(board)


def fresh(application: Application) -> Application:
    found: Application = Application.objects.select_related("seller__data_key").get(pk=application.pk)
    return found


def said(application: Application) -> dict[str, tuple[str, str]]:
    """What officers say of the answers as they stand: result and reason."""
    standings = standings_of(read_file(fresh(application)))
    return {
        code: (str(each.state), each.check.reason)
        for code, found in standings.items()
        for each in found
        if each.check.method == "officer"
    }


def spellings(application: Application) -> dict[str, tuple[str, bool]]:
    """Every spelling of the name: how it compares, and whether it waits for an officer."""
    found = spellings_of(read_file(fresh(application)))
    return {each.name: (each.verdict.result, each.is_open) for each in found}


# Marks


def test_an_officer_says_what_she_saw(board: Any, officer: Any) -> None:
    application = make_file(gstin=GSTIN, papers={"pan_photo": ""})

    mark_answers(application.pk, [Mark("pan_photo"), Mark("gstin", "not_as_on_paper", "One digit.")], officer=officer)

    assert said(application) == {"pan_photo": ("match", ""), "gstin": ("mismatch", "not_as_on_paper")}
    assert AuditEntry.objects.get(action="application.marked").fields == ["pan_photo", "gstin"]
    assert set(Check.objects.values_list("by", flat=True)) == {"Officer"}


def test_the_same_mark_again_adds_nothing(board: Any, officer: Any) -> None:
    application = make_file()
    mark_answers(application.pk, [Mark("pin"), Mark("address", "incomplete", "No street.")], officer=officer)

    again = mark_answers(
        application.pk,
        [Mark("pin"), Mark("address", "incomplete", "No street.")],
        officer=factories.make_officer(board),
    )

    assert again == []
    assert Check.objects.count() == 2
    assert AuditEntry.objects.filter(action="application.marked").count() == 1


def test_another_word_replaces_the_first(board: Any, officer: Any) -> None:
    application = make_file()
    mark_answers(application.pk, [Mark("pin", "not_readable")], officer=officer)

    mark_answers(application.pk, [Mark("pin")], officer=officer)

    assert said(application) == {"pin": ("match", "")}


def test_a_mark_counts_for_the_answer_that_was_seen(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": ""})
    mark_answers(application.pk, [Mark("pin"), Mark("pan_photo"), Mark("name")], officer=officer)
    faults = [Fault("pin", "not_readable"), Fault("pan_photo", "blurred"), Fault("name", "incomplete")]
    send_back_application(application.pk, officer=officer, faults=faults)

    save_answers(application.pk, {"pin": "221010", "name": "Sunita Kumari"}, by=factories.actor_of(application.seller))
    make_paper(fresh(application), "pan_photo")

    assert said(application) == {}


def test_nothing_is_said_of_an_answer_that_is_not_there(board: Any, officer: Any) -> None:
    application = make_file()

    assert mark_answers(application.pk, [Mark("gstin"), Mark("pan", "missing")], officer=officer) == []


@pytest.mark.parametrize("mark", [Mark("pin", "blurred"), Mark("pin", "fly"), Mark("shoe", "blurred")])
def test_a_reason_that_is_not_in_the_list_is_refused(board: Any, officer: Any, mark: Mark) -> None:
    application = make_file()

    with refused(UnknownReason):
        mark_answers(application.pk, [Mark("address"), mark], officer=officer)


def test_a_file_that_moved_meanwhile_is_not_marked(board: Any, officer: Any) -> None:
    application = make_file()
    seen = mark_of(application)
    take_application(application.pk, officer=officer)

    with refused(IllegalMove):
        mark_answers(application.pk, [Mark("pin")], officer=factories.make_officer(board), seen=seen)


def test_a_draft_is_not_marked(board: Any, officer: Any) -> None:
    draft = factories.make_application()

    with refused(IllegalMove):
        mark_answers(draft.pk, [Mark("pin")], officer=officer)


@pytest.mark.parametrize("role", ["district_officer", "operator"])
def test_who_does_not_review_the_file_marks_and_settles_nothing(board: Any, role: str) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    district = factories.make_district(154) if role == "district_officer" else None
    stranger = factories.make_officer(board, role=role, district=district)

    with refused(NotAllowed):
        mark_answers(application.pk, [Mark("pin")], officer=stranger)
    with refused(NotAllowed):
        settle_names(application.pk, ["Kamla Prajapati"], officer=stranger, reason="Her maiden name.")
    with refused(NotAllowed):
        look_again(application.pk, "pin", officer=stranger, reason="Seen.")


@pytest.mark.django_db
def test_another_board_finds_nothing_to_mark() -> None:
    with board_scope(factories.make_board().pk):
        application = make_file()
    other = factories.make_board()

    with board_scope(other.pk), refused(Application.DoesNotExist):
        mark_answers(application.pk, [Mark("pin")], officer=factories.make_officer(other))


# Names


def test_the_same_name_in_another_script_or_spelling_is_no_difference(board: Any) -> None:
    application = make_file(name="सुनीता देवी", papers={"pan_photo": "SUNITA DEVI", "bank_photo": "Smt. Suneeta Devi"})

    assert spellings(application) == {"SUNITA DEVI": ("same", False), "Smt. Suneeta Devi": ("same", False)}


@pytest.mark.parametrize("way", ["filled in", "own phone"])
def test_nobody_settles_the_names_of_his_own_work_but_a_colleague_does(board: Any, officer: Any, way: str) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    his_own_work(way, application.seller, officer)

    with refused(OwnWork):
        settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason="Her maiden name.")
    settle_names(application.pk, ["Kamla Prajapati"], officer=factories.make_officer(board), reason="Her maiden name.")

    assert spellings(application) == {"Kamla Prajapati": ("different", False)}


def test_another_name_must_be_settled_before_the_approval(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    programme = factories.make_programme()

    with refused(NamesOpen):
        approve_application(application.pk, officer=officer, programme_id=programme.pk)
    settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason=" Her name before the wedding. ")
    approve_application(application.pk, officer=officer, programme_id=programme.pk)

    assert spellings(application) == {"Kamla Prajapati": ("different", False)}
    check = Check.objects.get(code="name")
    assert (check.method, check.result, check.by, check.reason) == (
        "officer",
        "match",
        "Officer",
        "Her name before the wedding.",
    )
    assert b"Kamla" not in bytes(check.sealed_evidence)


def test_a_spelling_that_nobody_saw_is_not_settled_along(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati", "bank_photo": "Geeta Sharma"})

    settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason="Her name before the wedding.")

    assert spellings(application) == {"Kamla Prajapati": ("different", False), "Geeta Sharma": ("different", True)}


def test_each_spelling_is_settled_once_and_stays_so(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati", "bank_photo": "Geeta Sharma"})
    settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason="Her name before the wedding.")
    settle_names(application.pk, ["Geeta Sharma"], officer=officer, reason="The bank misspelt it.")
    mark_answers(application.pk, [Mark("name")], officer=officer)

    assert not any(is_open for _result, is_open in spellings(application).values())
    with refused(NothingToSettle):
        settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason="Once more.")


def test_settling_names_needs_a_reason(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})

    with refused(ReasonMissing):
        settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason=" ")


def test_a_name_that_changes_opens_the_question_again(board: Any, officer: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    settle_names(application.pk, ["Kamla Prajapati"], officer=officer, reason="Her name before the wedding.")
    send_back_application(application.pk, officer=officer, faults=[Fault("name", "incomplete")])

    save_answers(application.pk, {"name": "Asha Gupta"}, by=factories.actor_of(application.seller))

    assert spellings(application) == {"Kamla Prajapati": ("different", True)}


# A second look


def test_only_an_approved_file_is_looked_at_again(board: Any, officer: Any) -> None:
    application = make_file()

    with refused(IllegalMove):
        look_again(application.pk, "pin", officer=officer, reason="Seen.")


def test_a_second_look_needs_its_reason(board: Any, officer: Any) -> None:
    application = factories.make_application(status="approved", gstin=GSTIN)

    with refused(ReasonMissing):
        look_again(application.pk, "gstin", officer=officer, reason="")
