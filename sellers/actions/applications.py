"""What happens to an application once it is sent: read, sent back, approved, turned down, read anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, ReasonMissing
from onboarding.moves import move, require_unmoved
from onboarding.outbox.actions import publish
from sellers.actions.active import require_active
from sellers.actions.assistance import require_assistance_fine, require_confirmed
from sellers.actions.enrolments import enrol_seller
from sellers.actions.marks import Mark, mark_answer
from sellers.actions.members import require_roster, tell_new_members
from sellers.actions.repeats import find_repeats, require_repeats_decided
from sellers.models import Application, Enrolment, Finding
from sellers.policies import require_can_review_application, require_not_own_work
from sellers.questions.progress import progress_of
from sellers.questions.reasons import OF_REJECTIONS, UnknownReason, require_reason
from sellers.review.names import spellings_of
from sellers.review.reading import read_file


class NotComplete(DomainError):
    """Something required is not answered yet, or not mended; `codes` says what."""

    code = "application.not_complete"
    message = _("Something is still missing. You see it marked in the list.")

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__()


class NamesOpen(DomainError):
    code = "names.open"
    message = _("A paper or a register spells the name in another way. Say whether it is the same person first.")


@dataclass(frozen=True)
class Fault:
    """One answer or picture that the seller must mend: the question's code, a code of reasons, and words if needed."""

    code: str
    reason: str
    note: str = ""


@transaction.atomic
def submit_application(application_id: UUID, *, by: Actor, on_behalf_of: Actor | None = None) -> Application:
    """Send the application to the board.

    Raises IllegalMove when it lies there already, NotComplete, SignatoryMissing.
    """
    seller = on_behalf_of or by
    application: Application = Application.objects.locked().get(pk=application_id, seller_id=seller.id)
    before = application.status
    application.MOVES.require(before, "submit")
    require_active(application.seller)
    require_confirmed(application.seller)
    require_roster(application.seller)
    progress = progress_of(application.seller)
    if not progress.is_complete:
        raise NotComplete([*progress.missing, *progress.to_mend])
    move(application, "submit")
    application.submitted_at = timezone.now()
    application.officer_note = ""
    application.save(update_fields=["submitted_at", "officer_note"])
    find_repeats(application.seller)
    tell_new_members(application.seller)
    record("application.submitted", application, by=by, before=before, on_behalf_of=on_behalf_of)
    publish("application.submitted", application)
    return application


@transaction.atomic
def take_application(application_id: UUID, *, officer: Officer, seen: str = "") -> Application:
    """Say that this officer reads the file now, so that colleagues take another."""
    application = locked_for_review(application_id, officer, seen)
    before = move(application, "take")
    record("application.taken", application, by=officer, before=before)
    return application


@transaction.atomic
def approve_application(
    application_id: UUID, *, officer: Officer, programme_id: UUID, seen: str = "", reason: str = ""
) -> Enrolment:
    """Approve the application and give the seller a place in the programme, or in its waitlist when it is full.

    `seen` is the mark of what the officer saw. Raises IllegalMove if it moved meanwhile, NotAllowed for
    another district's officer, OwnWork for who filled it in or owns it, ProgrammeClosed when the programme takes
    nobody; NamesOpen, RepeatsOpen and RepeatRefused while an officer's word on the file is missing or against it,
    SaidToBeWrong when the seller was asked and said that what was filled in for her is not right.
    """
    application = locked_for_review(application_id, officer, seen)
    require_not_own_work(officer, application.seller)
    application.MOVES.require(application.status, "approve")
    require_names_settled(application)
    require_repeats_decided(application.seller)
    require_assistance_fine(application.seller)
    before = move(application, "approve")
    record("application.approved", application, by=officer, before=before, reason=reason)
    enrolment = enrol_seller(application.seller, programme_id, district_id=application.district_id, by=officer)
    publish("application.decided", application, status=application.status)
    return enrolment


@transaction.atomic
def send_back_application(
    application_id: UUID,
    *,
    officer: Officer,
    seen: str = "",
    faults: Sequence[Fault] = (),
    right: Sequence[str] = (),
    reason: str = "",
) -> Application:
    """Give the application back to the seller with what she should mend; what was right stays right.

    `right` are the questions whose answers the officer saw and found right. Raises ReasonMissing where neither a fault
    nor words are given, UnknownReason.
    """
    if not faults and not reason.strip():
        raise ReasonMissing
    application = locked_for_review(application_id, officer, seen)
    before = move(application, "send_back")
    for fault in faults:
        require_reason(fault.code, fault.reason)
        Finding.objects.update_or_create(
            application=application,
            code=fault.code,
            mended_at=None,
            defaults={"reason": fault.reason, "note": fault.note.strip()},
        )
    note_marks(application, officer, faults, right)
    tell_decision(application, "application.sent_back", officer=officer, before=before, reason=reason)
    return application


@transaction.atomic
def reject_application(
    application_id: UUID, *, officer: Officer, seen: str = "", why: str = "other", reason: str
) -> Application:
    """Turn the application down: `why` is a code of reasons, `reason` the words that the seller reads."""
    if why not in OF_REJECTIONS:
        raise UnknownReason(field="why")
    if why == "other" and not reason.strip():
        raise ReasonMissing
    application = locked_for_review(application_id, officer, seen)
    before = move(application, "reject")
    application.rejected_for = why
    application.save(update_fields=["rejected_for"])
    tell_decision(application, "application.rejected", officer=officer, before=before, reason=reason)
    return application


@transaction.atomic
def reconsider_application(application_id: UUID, *, officer: Officer, seen: str = "", reason: str) -> Application:
    """Read a file that was turned down once more, as after an appeal. The reason is for the history."""
    if not reason.strip():
        raise ReasonMissing
    application = locked_for_review(application_id, officer, seen)
    before = move(application, "reconsider")
    record("application.reconsidered", application, by=officer, before=before, reason=reason.strip())
    return application


def tell_decision(application: Application, action: str, *, officer: Officer, before: str, reason: str) -> None:
    application.officer_note = reason.strip()
    application.save(update_fields=["officer_note"])
    record(action, application, by=officer, before=before, reason=application.officer_note)
    publish("application.decided", application, status=application.status)


def note_marks(application: Application, officer: Officer, faults: Sequence[Fault], right: Sequence[str]) -> None:
    """Keep what the officer saw as her checks, so that a colleague who reads the mended file knows it."""
    reading = read_file(application)
    for mark in (*(Mark(fault.code, fault.reason, fault.note) for fault in faults), *map(Mark, right)):
        mark_answer(reading, mark, officer)


def require_names_settled(application: Application) -> None:
    if any(spelling.is_open for spelling in spellings_of(read_file(application))):
        raise NamesOpen


def locked_for_review(application_id: UUID, officer: Officer, seen: str) -> Application:
    files = Application.objects.locked().select_related("seller__data_key")
    application: Application = files.get(pk=application_id)
    require_can_review_application(officer, application)
    require_active(application.seller)
    require_unmoved(application, seen)
    return application
