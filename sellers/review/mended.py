"""What a seller mended after her file was sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from onboarding.audit.models import AuditEntry
from sellers.models import Application, Finding
from sellers.questions.catalogue import QUESTIONS, Text
from sellers.questions.reasons import reason_text

AT_MOST = 60  # more than there are questions


@dataclass(frozen=True)
class Mended:
    """One answer or picture that was asked for again and came: what was wrong with it, and when it was mended."""

    code: str
    label: Text
    was: Text
    note: str
    mended_at: datetime


def mended_since_sent_back(file: Application) -> Iterator[Mended]:
    """Yield what was mended since the file was last sent back, in the order in which it came; one query."""
    sent_back = AuditEntry.objects.filter(
        object_type=Application._meta.label_lower, object_id=str(file.pk), action="application.sent_back"
    )
    since = Subquery(sent_back.order_by("-pk").values("at")[:1])
    found = Finding.objects.filter(application=file, mended_at__gte=since).order_by("mended_at", "pk")
    for finding in found[:AT_MOST]:
        label = QUESTIONS[finding.code].label if finding.code in QUESTIONS else finding.code
        yield Mended(finding.code, label, reason_text(finding.reason), finding.note, finding.mended_at)
