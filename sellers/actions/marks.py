"""What an officer says of a file's answers by eye: right, not right and why, the same person, looked at again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onboarding.audit.actions import record
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, IllegalMove, ReasonMissing
from onboarding.moves import require_unmoved
from sellers.models import Application, Check, Seller
from sellers.policies import require_can_review_application, require_not_own_work
from sellers.questions.reasons import require_reason
from sellers.review.evidence import Evidence, seal_evidence
from sellers.review.names import spellings_of
from sellers.review.reading import FileReading, read_file
from sellers.review.standing import is_of_another_answer
from sellers.states import ApplicationStatus

OPEN_TO_MARKS = (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW, ApplicationStatus.APPROVED)

Method, Result = Check.Method, Check.Result


class NothingToSettle(DomainError):
    code = "names.nothing_to_settle"
    message = _("These names were settled already, or have changed. Look at the page again.")
    http_status = 409


@dataclass(frozen=True)
class Mark:
    """What an officer says of one answer or picture: right, or not right with a code of reasons and words if needed."""

    code: str
    reason: str = ""  # empty: right
    note: str = ""


@transaction.atomic
def mark_answers(application_id: UUID, marks: Sequence[Mark], *, officer: Officer, seen: str = "") -> Sequence[Check]:
    """Keep what the officer says of these answers and pictures; return the checks that are new.

    Raises IllegalMove for a file that is not with the board, UnknownReason, NotAllowed.
    """
    application = locked_for_marks(application_id, officer, seen)
    reading = read_file(application)
    made = [check for mark in marks if (check := mark_answer(reading, mark, officer))]
    if made:
        record("application.marked", application, by=officer, fields=tuple(check.code for check in made))
    return made


def mark_answer(reading: FileReading, mark: Mark, officer: Officer) -> Check | None:
    """Keep one mark; None where it says what is known already, or nothing stands there to be marked."""
    if mark.reason:
        require_reason(mark.code, mark.reason)
    value = reading.values.get(mark.code)
    if not value:
        return None
    result = Result.MISMATCH if mark.reason else Result.MATCH
    evidence = Evidence(of={mark.code: value}, said={"note": mark.note.strip()} if mark.note.strip() else {})
    known = newest_mark(reading, mark.code)
    if known and (known.result, known.reason, reading.evidence[known.pk].said) == (result, mark.reason, evidence.said):
        return None
    return officers_check(reading.application.seller, mark.code, result, evidence, officer, reason=mark.reason)


def newest_mark(reading: FileReading, code: str) -> Check | None:
    """Return the newest thing an officer said of this answer as it stands."""
    hers = (check for check in reading.checks if check.code == code and check.method == Method.OFFICER)
    return next(
        (each for each in hers if not is_of_another_answer(each, reading.evidence[each.pk], reading.values)), None
    )


@transaction.atomic
def settle_names(
    application_id: UUID, names: Collection[str], *, officer: Officer, seen: str = "", reason: str
) -> Check:
    """These spellings count as the same person's, for this reason, until her name changes.

    `names` are those that the officer saw. Raises ReasonMissing, NothingToSettle, IllegalMove, NotAllowed, OwnWork.
    """
    if not reason.strip():
        raise ReasonMissing
    application = locked_for_marks(application_id, officer, seen)
    require_not_own_work(officer, application.seller)
    reading = read_file(application)
    names = sorted({each.name for each in spellings_of(reading) if each.is_open and each.name in names})
    if not names:
        raise NothingToSettle
    evidence = Evidence(of={"name": reading.name, "spellings": names})
    check = officers_check(application.seller, "name", Result.MATCH, evidence, officer, reason=reason.strip()[:500])
    record("application.names_settled", application, by=officer, reason=reason.strip())
    return check


@transaction.atomic
def look_again(application_id: UUID, code: str, *, officer: Officer, reason: str) -> Check:
    """Say why an approved file stands although a registry changed its mind; the file leaves the list of such.

    Raises ReasonMissing, IllegalMove for a file that is not approved, NotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing
    application = locked_for_marks(application_id, officer, "")
    reading = read_file(application)
    value = reading.values.get(code)
    if application.status != ApplicationStatus.APPROVED or not value:
        raise IllegalMove
    evidence = Evidence(of={code: value})
    check = officers_check(application.seller, code, Result.MATCH, evidence, officer, reason=reason.strip()[:500])
    record("application.looked_again", application, by=officer, fields=(code,), reason=reason.strip())
    return check


def officers_check(
    seller: Seller, code: str, result: str, evidence: Evidence, officer: Officer, *, reason: str = ""
) -> Check:
    check = Check(seller=seller, code=code, method=Method.OFFICER, result=result, reason=reason, by=officer.name)
    check.answered_at = check.asked_at
    seal_evidence(check, evidence, seller.data_key)
    check.save(force_insert=True)
    return check


def locked_for_marks(application_id: UUID, officer: Officer, seen: str) -> Application:
    files = Application.objects.locked().select_related("seller__data_key")
    application: Application = files.get(pk=application_id)
    require_can_review_application(officer, application)
    if application.status not in OPEN_TO_MARKS:
        raise IllegalMove
    require_unmoved(application, seen)
    return application
