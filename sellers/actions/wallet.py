"""Marks and cards: renewed by their seller at any time, and spoken of before they run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.errors import DomainError
from onboarding.messages.actions import send_sms
from onboarding.messages.models import Message
from onboarding.pages.templatetags.pages import ist_date
from onboarding.tenancy.models import BoardQuerySet
from sellers.actions.active import require_active
from sellers.actions.answers import locked_application, mend, put_fact
from sellers.actions.documents import Paper, put_document
from sellers.actions.repeats import find_repeats
from sellers.models import Application, Check, Document, Fact, Origin
from sellers.policies import require_herself
from sellers.questions.catalogue import WALLET
from sellers.review.evidence import Evidence, seal_evidence
from sellers.secrets import value_of
from sellers.states import ApplicationStatus, SellerStatus
from sellers.wallet.marks import MARK_OF_PAPER, NAMES, PAPER_OF, days_until

DAYS_BEFORE = (0, 7, 30, 60)
BATCH = 200
NOT_REMINDED = (ApplicationStatus.DRAFT, ApplicationStatus.REJECTED)


class NotInWallet(DomainError):
    code = "wallet.unknown"


class NumberMissing(DomainError):
    code = "wallet.number_missing"
    message = _("Write the number that is printed on it.")

    def __init__(self) -> None:
        super().__init__(field="number")


class ExpiredAlready(DomainError):
    code = "wallet.expired_already"
    message = _("This day is over. Write until when the new one is valid.")

    def __init__(self) -> None:
        super().__init__(field="expires_on")


@dataclass(frozen=True)
class Renewal:
    """What the seller says of one mark now. `number` is canonical; `paper` its picture, if she sent one."""

    code: str
    number: str
    expires_on: date | None = None
    paper: Paper | None = None


@dataclass(frozen=True)
class Cursor:
    """Where a walk through the expiring rows stands: behind this day and row."""

    expires_on: date
    row_id: UUID


@transaction.atomic
def renew_mark(application_id: UUID, renewal: Renewal, *, by: Actor) -> bool:
    """Her mark is this one from now on; what was said of the one before counts no more. Return whether that is news.

    Her application stays where it is: once the board has it, an officer is asked to look at the mark alone. Raises
    NumberMissing, ExpiredAlready, HelperMayNot, OperatorMayNot, FileAtRest.
    """
    if renewal.code not in WALLET:
        raise NotInWallet
    if not renewal.number:
        raise NumberMissing
    application = locked_application(application_id)
    seller = application.seller
    require_herself(by, seller)
    require_active(seller)
    known = Fact.objects.filter(seller=seller, code=renewal.code).select_related("seller__data_key").first()
    is_same = known is not None and (value_of(known), known.expires_on) == (renewal.number, renewal.expires_on)
    is_sent_twice = (
        renewal.paper is not None and Document.objects.filter(seller=seller, upload_id=renewal.paper.upload_id).exists()
    )
    if is_same and (renewal.paper is None or is_sent_twice):
        return False
    if renewal.expires_on and renewal.expires_on < timezone.localdate():
        raise ExpiredAlready
    Check.objects.filter(seller=seller, code=renewal.code, stale_at=None).update(stale_at=timezone.now())
    put_fact(seller, renewal.code, renewal.number, renewal.expires_on, origin=Origin.SELF)
    if renewal.paper and not is_sent_twice:
        put_document(seller, renewal.paper, origin=Origin.SELF)
    mend(application, [renewal.code, *([renewal.paper.code] if renewal.paper else [])])
    if application.status != ApplicationStatus.DRAFT:
        find_repeats(seller)
        ask_officer(application, renewal)
    record("mark.renewed", application, by=by, fields=(renewal.code,))
    return True


def ask_officer(application: Application, renewal: Renewal) -> Check:
    """Let the file of this seller stand among those that an officer looks at once more."""
    seller = application.seller
    check = Check(seller=seller, code=renewal.code, method=Check.Method.OFFICER)
    check.answered_at = check.asked_at  # what is to be looked at stands in the order in which it came
    seal_evidence(check, Evidence(of={renewal.code: renewal.number}), seller.data_key)
    check.save(force_insert=True)
    return check


@transaction.atomic
def remind_of_facts(after: Cursor | None = None) -> Cursor | None:
    """Queue the SMS about marks that run out, for up to BATCH of them; return where to go on, None at the end.

    60, 30 and 7 days before and on the last day, one SMS each at most, however often it is asked.
    """
    rows = expiring(Fact.objects.filter(code__in=WALLET), after)
    return remind(rows, [fact.code for fact in rows])


@transaction.atomic
def remind_of_papers(after: Cursor | None = None) -> Cursor | None:
    """The same about pictures of papers that carry a day of their own, where the number beside it carries none."""
    dated = Fact.objects.exclude(expires_on=None).filter(code__in=WALLET)
    papers = Document.objects.filter(code__in=MARK_OF_PAPER, replaced_at=None)
    for code, paper in PAPER_OF.items():
        papers = papers.exclude(Q(code=paper) & Q(seller__in=dated.filter(code=code).values("seller")))
    rows = expiring(papers, after)
    return remind(rows, [MARK_OF_PAPER[paper.code] for paper in rows])


def expiring(rows: BoardQuerySet, after: Cursor | None) -> list[Any]:
    """Return the next rows that run out within 60 days, of sellers whose file the board has."""
    today = timezone.localdate()
    soon = rows.filter(expires_on__gte=today, expires_on__lte=today + timedelta(days=max(DAYS_BEFORE)))
    soon = soon.filter(seller__status=SellerStatus.ACTIVE, seller__applications__isnull=False)
    soon = soon.exclude(seller__applications__status__in=NOT_REMINDED)
    if after:
        beyond = Q(expires_on__gt=after.expires_on) | Q(expires_on=after.expires_on, id__gt=after.row_id)
        soon = soon.filter(beyond, expires_on__gte=after.expires_on)
    return list(soon.select_related("seller__user").order_by("expires_on", "id")[:BATCH])


def remind(rows: Sequence[Any], codes: Sequence[str]) -> Cursor | None:
    sources = {row.pk: source_of(row) for row in rows}
    sent = set(Message.objects.filter(source__in=sources.values()).values_list("source", flat=True))
    for row, code in zip(rows, codes, strict=True):
        if sources[row.pk] not in sent and row.seller.user.phone:
            write(row, code, sources[row.pk])
    return Cursor(rows[-1].expires_on, rows[-1].pk) if len(rows) == BATCH else None


def write(row: Fact | Document, code: str, source: str) -> None:
    seller = row.seller
    with translation.override(seller.language):
        said = {"mark": str(NAMES[code]), "day": ist_date(row.expires_on)}
    send_sms(seller.user.phone or "", "mark_expires", seller.language, said, source=source)


def source_of(row: Fact | Document) -> str:
    """Return what makes this reminder the only one: the row, its last day, and which of the four it is.

    A day that was missed is made up for: the reminder of 30 days goes out with 29 left too.
    """
    day: date = row.expires_on  # type: ignore[assignment]  # only dated rows are read
    stage = next(days for days in DAYS_BEFORE if days_until(day) <= days)
    return f"mark:{row.pk.hex[:16]}:{day:%y%m%d}:{stage}"
