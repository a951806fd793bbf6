"""Applications, for officers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onboarding.boards.models import Programme
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import DecisionForm, OfferedMove, chosen_status, status_filters
from onboarding.console.history import history_of
from onboarding.console.keyset import page_of
from onboarding.errors import DomainError, show_refusal
from onboarding.moves import mark_of
from onboarding.pages.templatetags.pages import localtext
from sellers.actions.applications import (
    approve_application,
    pan_of,
    reject_application,
    send_back_application,
)
from sellers.forms import ProgrammeForm
from sellers.models import Application
from sellers.policies import available_moves
from sellers.states import ApplicationStatus
from sellers.views.seller import masked

QUEUE_STATUSES = [status for status in ApplicationStatus if status != ApplicationStatus.DRAFT]
LABELS = {
    "application.submitted": gettext_lazy("Sent to the board"),
    "application.sent_back": gettext_lazy("Sent back to the seller"),
    "application.approved": gettext_lazy("Approved"),
    "application.rejected": gettext_lazy("Not approved"),
}


def applications(request: OfficerRequest) -> HttpResponse:
    """The queue: what this officer reviews, oldest first."""
    chosen = chosen_status(request.GET.get("status"), QUEUE_STATUSES, default=ApplicationStatus.SUBMITTED)
    rows = Application.objects.filter(status=chosen).in_district(request.actor.district_id).oldest_first()
    page = page_of(rows, since="submitted_at", after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "next_cursor": page.next_cursor,
        "filters": status_filters(QUEUE_STATUSES, chosen),
    }
    return render(request, "sellers/pages/officer_queue.html", context)


def application(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """One file: what the seller says, what may be decided, what was."""
    file = reviewable(request, application_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            decide(request, application_id, form)
        except DomainError as refusal:
            show_refusal(form, refusal)
            file = reviewable(request, application_id)
            status = refusal.http_status
        else:
            messages.success(request, _("Decided: %(name)s") % {"name": file.seller.name})
            return redirect("officer_applications", request.board.slug)
    context = {
        "application": file,
        "facts": facts_of(file),
        "form": form,
        "seen": mark_of(file),
        "available_moves": offered_moves(request, file),
        "history": history_of(file, LABELS),
    }
    return render(request, "sellers/pages/officer_application.html", context, status=status)


def reviewable(request: OfficerRequest, application_id: UUID) -> Application:
    """Return a file of the officer's own district; another district's is as absent as another board's."""
    files = Application.objects.in_district(request.actor.district_id).exclude(status=ApplicationStatus.DRAFT)
    return files.select_related("seller__data_key", "seller__user", "district", "craft").get(pk=application_id)


def decide(request: OfficerRequest, application_id: UUID, form: DecisionForm) -> None:
    officer, seen, reason = request.actor, form.cleaned_data["seen"], form.cleaned_data["reason"]
    match form.cleaned_data["move"]:
        case "approve":
            programme_form = ProgrammeForm(request.POST, programmes=Programme.objects.all())
            if not programme_form.is_valid():
                raise DomainError(_("Choose the programme that the seller joins."), code="programme.missing")
            programme = programme_form.cleaned_data["programme"]
            approve_application(application_id, officer=officer, programme_id=programme.pk, seen=seen, reason=reason)
        case "send_back":
            send_back_application(application_id, officer=officer, seen=seen, reason=reason)
        case "reject":
            reject_application(application_id, officer=officer, seen=seen, reason=reason)
        case _other:
            raise DomainError(code="move.unknown")


def offered_moves(request: OfficerRequest, file: Application) -> list[OfferedMove]:
    offered = {
        "approve": OfferedMove("approve", _("Approve and enrol"), form=programme_form(request, file)),
        "send_back": OfferedMove("send_back", _("Send back to mend"), needs_reason=True),
        "reject": OfferedMove("reject", _("Do not approve"), needs_reason=True, tone="stop"),
    }
    return [offered[name] for name in available_moves(request.actor, file)]


def programme_form(request: OfficerRequest, file: Application) -> ProgrammeForm:
    """Return the choice among the programmes for this file, with what was chosen if the officer tried to approve it."""
    programmes = Programme.objects.open_on(timezone.localdate()).for_district(file.district_id)
    tried = request.POST if request.POST.get("move") == "approve" else None
    return ProgrammeForm(tried, programmes=programmes.order_by("slug"))


def facts_of(file: Application) -> list[dict[str, str]]:
    facts = [
        (_("Name"), file.seller.name),
        (_("Phone"), file.seller.user.phone or ""),
        (_("District"), localtext(file.district.name)),
        (_("Address"), f"{file.address}, {file.pin}"),
        (_("Craft"), localtext(file.craft.name)),
        (_("PAN"), masked(pan_of(file))),
    ]
    return [{"label": label, "value": value} for label, value in facts]
