"""The queue of applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.models import AuditEntry
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import StatusFilter, chosen_status, status_filters
from onboarding.console.keyset import page_of
from sellers.actions.repeats import sellers_with_open_repeats
from sellers.models import Application
from sellers.review.changes import needing_another_look
from sellers.states import ApplicationStatus

STATUSES = [status for status in ApplicationStatus if status != ApplicationStatus.DRAFT]
AGAIN = "again"  # no status: approved files of which a registry says something else since
READING = ("application.taken", "application.reconsidered")


@dataclass(frozen=True)
class Line:
    """One row of the queue: the file, who reads it, and whether something in it waits for an officer's word."""

    file: Application
    reader: str
    has_open_question: bool


def applications(request: OfficerRequest) -> HttpResponse:
    """Show what this officer reviews, oldest first."""
    chosen = chosen_status(request.GET.get("status"), [*STATUSES, AGAIN], default=ApplicationStatus.SUBMITTED)
    files = needing_another_look() if chosen == AGAIN else Application.objects.filter(status=chosen)
    files = files.in_district(request.actor.district_id).oldest_first()
    page = page_of(files, since="submitted_at", after=request.GET.get("after", ""))
    filters = status_filters(STATUSES, chosen)
    context = {
        "rows": page.rows,
        "lines": lines_of(page.rows),
        "next_cursor": page.next_cursor,
        "filters": [*filters, StatusFilter(AGAIN, _("Needs another look"), active=chosen == AGAIN)],
        "shows_readers": chosen == ApplicationStatus.IN_REVIEW,
    }
    return render(request, "sellers/pages/officer_queue.html", context)


def lines_of(files: list[Application]) -> list[Line]:
    readers = readers_of(file for file in files if file.status == ApplicationStatus.IN_REVIEW)
    waiting = sellers_with_open_repeats([file.seller_id for file in files])
    return [Line(file, readers.get(file.pk, ""), file.seller_id in waiting) for file in files]


def readers_of(files: Iterable[Application]) -> dict[UUID, str]:
    """Return the names of the officers who said last that they read these files."""
    ids = {str(file.pk): file.pk for file in files}
    if not ids:
        return {}
    entries = AuditEntry.objects.filter(
        object_type=Application._meta.label_lower, object_id__in=list(ids), action__in=READING
    )
    officers = dict(entries.order_by("id").values_list("object_id", "actor_id"))
    names = {str(user.pk): user.name for user in User.objects.filter(pk__in=set(officers.values()))}
    return {ids[object_id]: names.get(officer, "") for object_id, officer in officers.items()}
