"""One file as the officer reads it, and her decision on it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onboarding.boards.models import Programme
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import DecisionForm
from onboarding.console.history import history_of
from onboarding.errors import DomainError, show_refusal
from onboarding.moves import mark_of
from sellers.actions.applications import (
    approve_application,
    reconsider_application,
    reject_application,
    send_back_application,
    take_application,
)
from sellers.actions.marks import OPEN_TO_MARKS, mark_answers
from sellers.actions.repeats import is_registered_elsewhere, repeats_of
from sellers.consents.purposes import REGISTRY_CHECKS
from sellers.consents.reading import may_use
from sellers.elsewhere import board_names
from sellers.forms.application import ProgrammeForm
from sellers.forms.identity import SeenForm
from sellers.models import Application, Assistance, Finding, Origin
from sellers.policies import available_moves
from sellers.questions.requirements import requirements_of
from sellers.review.changes import unconfirmed
from sellers.review.identity import identity_of, is_asked
from sellers.review.mended import mended_since_sent_back
from sellers.review.names import spellings_of
from sellers.review.reading import FileReading, read_file
from sellers.review.standing import standings_of
from sellers.roster.reading import roster_of
from sellers.states import ApplicationStatus
from sellers.views.review.forms import MarksForm, NamesForm, RejectForm
from sellers.views.review.queue import readers_of
from sellers.views.review.repeats import lines_of
from sellers.views.review.rows import Sheet, groups_of, missing_rows, open_names

LABELS = {
    "application.submitted": gettext_lazy("Sent to the board"),
    "application.taken": gettext_lazy("Being read"),
    "application.sent_back": gettext_lazy("Sent back to the seller"),
    "application.approved": gettext_lazy("Approved"),
    "application.rejected": gettext_lazy("Not approved"),
    "application.reconsidered": gettext_lazy("Read once more"),
    "application.marked": gettext_lazy("Papers and answers looked at"),
    "application.names_settled": gettext_lazy("Said to be the same person"),
    "application.looked_again": gettext_lazy("Looked at again"),
    "identity.seen": gettext_lazy("Aadhaar card seen"),
    "secret.shown": gettext_lazy("A hidden number was shown"),
}


@dataclass
class Attempt:
    """What the officer sent and what came of it: forms to show again, and secrets to show on this one page."""

    decision: DecisionForm = field(default_factory=DecisionForm)
    forms: dict[str, Form] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    http_status: int = 200

    def refuse(self, form: Form, refusal: DomainError) -> None:
        show_refusal(form, refusal)
        self.http_status = refusal.http_status

    @property
    def errors_of(self) -> Form:
        """Return the form whose errors stand above the page."""
        return next((form for form in self.forms.values() if form.errors), self.decision)


def application(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """One file: what the seller says, what checks and papers say, what may be decided, what was."""
    file = reviewable(request, application_id)
    if request.method != "POST":
        return file_page(request, file, Attempt())
    attempt = Attempt(DecisionForm(request.POST), {"marks": MarksForm(request.POST)})
    if request.POST.get("move") == "reject":
        attempt.forms["reject"] = RejectForm(request.POST)
    if not all(form.is_valid() for form in (attempt.decision, *attempt.forms.values())):
        attempt.http_status = 422
        return file_page(request, file, attempt)
    try:
        answer = decide(request, file, attempt)
    except DomainError as refusal:
        attempt.refuse(attempt.decision, refusal)
        return file_page(request, reviewable(request, application_id), attempt)
    return answer


def reviewable(request: OfficerRequest, application_id: UUID) -> Application:
    """Return a file of the officer's own district; another district's is as absent as another board's."""
    files = Application.objects.in_district(request.actor.district_id).exclude(status=ApplicationStatus.DRAFT)
    rows = files.select_related("seller__data_key", "seller__user", "district", "craft", "cluster")
    found: Application = rows.get(pk=application_id)
    return found


def decide(request: OfficerRequest, file: Application, attempt: Attempt) -> HttpResponse:
    officer, sent = request.actor, attempt.decision.cleaned_data
    seen, reason = sent["seen"], sent["reason"]
    marks: Any = attempt.forms["marks"]
    if "keep" in request.POST:
        mark_answers(file.pk, marks.marks, officer=officer, seen=seen)
        messages.success(request, _("Your marks are kept."))
        return redirect("officer_application", request.board.slug, file.pk)
    match sent["move"]:
        case "take":
            take_application(file.pk, officer=officer, seen=seen)
            return redirect("officer_application", request.board.slug, file.pk)
        case "reconsider":
            reconsider_application(file.pk, officer=officer, seen=seen, reason=reason)
            return redirect("officer_application", request.board.slug, file.pk)
        case "approve":
            programme = chosen_programme(request)
            approve_application(file.pk, officer=officer, programme_id=programme.pk, seen=seen, reason=reason)
        case "send_back":
            faults, right = marks.faults, marks.right
            send_back_application(file.pk, officer=officer, seen=seen, faults=faults, right=right, reason=reason)
        case "reject":
            why = attempt.forms["reject"].cleaned_data["why"]
            reject_application(file.pk, officer=officer, seen=seen, why=why, reason=reason)
        case _other:
            raise DomainError(code="move.unknown")
    messages.success(request, _("Decided: %(name)s") % {"name": file.seller.name})
    return redirect("officer_applications", request.board.slug)


def chosen_programme(request: OfficerRequest) -> Programme:
    form = ProgrammeForm(request.POST, programmes=Programme.objects.all())
    if not form.is_valid():
        raise DomainError(_("Choose the programme that the seller joins."), code="programme.missing")
    programme: Programme = form.cleaned_data["programme"]
    return programme


def file_page(request: OfficerRequest, file: Application, attempt: Attempt) -> HttpResponse:
    reading = read_file(file)
    standings = standings_of(reading)
    spellings = spellings_of(reading, standings)
    may_mark = file.status in OPEN_TO_MARKS[:2]
    is_approved = file.status == ApplicationStatus.APPROVED
    looks = unconfirmed().filter(seller=file.seller, answered_at__gt=file.status_since) if is_approved else []
    moves = available_moves(request.actor, file)
    repeats = lines_of(repeats_of(file.seller), file.seller, request.actor, attempt.forms)
    findings = Finding.objects.filter(application=file, mended_at=None)
    sheet = Sheet(
        slug=request.board.slug,
        reading=reading,
        standings=standings,
        findings={finding.code: finding for finding in findings},
        asked=requirements_of(file.seller.kind),
        may_mark=may_mark,
        unconfirmed=frozenset(check.code for check in looks),
        shown=attempt.shown,
        sent=shown_again(attempt.forms.get("marks")),
        boards=boards_of(reading),
        forms=attempt.forms,
    )
    context = {
        "application": file,
        "groups": groups_of(sheet),
        "missing": missing_rows(sheet),
        "spellings": spellings,
        "open_names": open_names(spellings) if moves else [],
        "names_form": attempt.forms.get("names", NamesForm(initial={"seen": mark_of(file)}, auto_id="names-%s")),
        "roster": roster_of(file.seller),
        "repeats": repeats,
        "has_open_repeats": bool(moves) and any(not line.repeat.decision for line in repeats),
        "declines_registers": declines_registers(reading),
        "is_registered_elsewhere": is_registered_elsewhere(own_answers(reading)),
        "assistances": Assistance.objects.filter(seller=file.seller).select_related("operator").order_by("began_at"),
        "reader": readers_of([file]).get(file.pk, "") if file.status == ApplicationStatus.IN_REVIEW else "",
        "form": attempt.errors_of,
        "decision": attempt.decision,
        "reject_form": attempt.forms.get("reject", RejectForm()),
        "seen": mark_of(file),
        "moves": moves,
        "may_mark": may_mark,
        "programme_form": programme_form(request, file) if "approve" in moves else None,
        "identity": identity_of(file.seller) if is_asked(file.seller) else None,
        "identity_form": attempt.forms.get("identity", SeenForm()),
        "mended": list(mended_since_sent_back(file)),
        "history": history_of(file, LABELS),
    }
    return render(request, "sellers/pages/officer_application.html", context, status=attempt.http_status)


def declines_registers(reading: FileReading) -> bool:
    """Tell whether registers could say something of this file, and she has not agreed that they are asked."""
    has_facts = any(code in reading.values for code in REGISTRY_CHECKS.after)
    return bool(settings.REGISTRY_URL) and has_facts and not may_use(reading.application.seller, REGISTRY_CHECKS.code)


def own_answers(reading: FileReading) -> dict[str, str]:
    """Return the answers without those that were copied: of these the other board is known, and nothing is odd."""
    copied = {code for code, fact in reading.facts.items() if fact.origin == Origin.COPY}
    return {code: value for code, value in reading.values.items() if code not in copied}


def boards_of(reading: FileReading) -> dict[str, str]:
    """Return the names of the boards at which copied answers were verified."""
    return board_names([*reading.facts.values(), *reading.documents.values()])


def shown_again(marks: Form | None) -> dict[str, Any]:
    """Return the marks and words as the page may show them again: without a whole Aadhaar number."""
    return {name: marks[name].value() for name in marks.fields if name in marks.data} if marks else {}


def programme_form(request: OfficerRequest, file: Application) -> ProgrammeForm:
    """Return the choice among the programmes for this file, with what was chosen if the officer tried to approve it."""
    programmes = Programme.objects.open_on(timezone.localdate()).for_district(file.district_id)
    tried = request.POST if request.POST.get("move") == "approve" else None
    return ProgrammeForm(tried, programmes=programmes.order_by("slug"))
