"""The pictures of papers, for the officers who review the file."""

from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.models import AuditEntry
from onboarding.boards.policies import Officer
from onboarding.boards.requests import OfficerRequest
from onboarding.files.renditions import Size
from onboarding.files.serving import rendition_response
from sellers.models import Application, Document
from sellers.states import ApplicationStatus

SEEN = "document.seen"


def officer_document(request: OfficerRequest, document_id: UUID, page: int) -> HttpResponseBase:
    """Show one page of a paper, large; who looked is written down once a day."""
    document = reviewable(request.actor, document_id)
    answer = rendition_response(document.file, Size.LARGE, page)
    note_seen(document, request.actor)
    return answer


def officer_document_small(request: OfficerRequest, document_id: UUID, page: int) -> HttpResponseBase:
    """Show one page of a paper, too small to be read."""
    return rendition_response(reviewable(request.actor, document_id).file, Size.SMALL, page)


def reviewable(officer: Officer, document_id: UUID) -> Document:
    """Return a paper of a file that this officer reviews; any other is as absent as another board's."""
    files = Application.objects.in_district(officer.district_id).exclude(status=ApplicationStatus.DRAFT)
    document: Document = Document.objects.select_related("file").get(pk=document_id, seller__in=files.values("seller"))
    return document


def note_seen(document: Document, officer: Officer) -> None:
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    seen = AuditEntry.objects.filter(
        object_type=document._meta.label_lower, object_id=str(document.pk), action=SEEN, actor_id=officer.id
    )
    if not seen.filter(at__gte=today).exists():
        record(SEEN, document, by=officer, fields=(document.code,))
