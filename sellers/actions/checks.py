"""Checks that registries make of a file's facts: asked for, answered, asked again. The call itself is a handler's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.outbox.actions import publish
from sellers.consents.purposes import REGISTRY_CHECKS
from sellers.consents.reading import may_use
from sellers.models import Application, Check, Consent, Seller
from sellers.review.evidence import Evidence, evidence_of, seal_evidence
from sellers.review.reading import read_file
from sellers.review.standing import ANSWERED, ASKED, is_of_another_answer, standings_of, subject_of
from sellers.states import ApplicationStatus, SellerStatus

VALID_FOR = timedelta(days=365)
ASK_AGAIN_AFTER = timedelta(days=7)
ASK_BEFORE_END = timedelta(days=30)
A_NIGHT = 1000  # of one board; the oldest come first, so that a larger board is gone through in turns
SPACING_S = 3  # between two questions of a sweep: nobody's sign-in code must wait behind them

Result = Check.Result
REGISTRY = Actor.system("registry")


@dataclass(frozen=True)
class Question:
    """What a registry is to be asked, and since when."""

    method: str
    subject: Mapping[str, str]
    asked_at: datetime


@transaction.atomic
def ask_registries(seller_id: UUID) -> int:
    """Ask the registries about each fact of the seller that no registry has confirmed; return how many were asked.

    Without her consent, as without a registry, the check is an officer's by eye.
    """
    if not settings.REGISTRY_URL:
        return 0
    # The lock lets the event come twice: the second time the first one's questions are seen.
    seller = Seller.objects.locked().get(pk=seller_id)
    if not may_ask(seller):
        return 0
    application = file_of(seller_id)
    reading = read_file(application)
    standings = standings_of(reading)
    asked = 0
    for method, (code, *_others) in ASKED.items():
        subject = subject_of(method, code, reading.values)
        known = [each for each in standings.get(code, []) if each.check.method == method]
        if subject and not any(each.is_answered or each.state == Result.PENDING for each in known):
            ask(application.seller, method, subject)
            asked += 1
    return asked


def ask(seller: Seller, method: str, subject: Mapping[str, str], *, wait_s: int = 0) -> Check:
    """Queue one question to one registry; it is retried on its own."""
    check = Check(seller=seller, code=ASKED[method][0], method=method)
    seal_evidence(check, Evidence(of=subject), seller.data_key)
    check.save(force_insert=True)
    publish("check.asked", check, wait_s=wait_s)
    return check


def question_of(check_id: UUID) -> Question | None:
    """Return what is still to be asked; None once it was answered, or nobody may ask about her any more."""
    check: Check = Check.objects.select_related("seller__data_key").get(pk=check_id)
    is_open = check.result in (Result.PENDING, Result.UNREACHABLE) and check.stale_at is None
    if not is_open or not may_ask(check.seller):
        return None
    return Question(check.method, evidence_of(check, check.seller.data_key).of, check.asked_at)


def may_ask(seller: Seller) -> bool:
    """Tell whether the registries may be asked about her: she said yes and is not leaving."""
    return seller.status == SellerStatus.ACTIVE and may_use(seller, REGISTRY_CHECKS.code)


@transaction.atomic
def record_answer(check_id: UUID, *, result: str, said: Mapping[str, Any]) -> Check:
    """Write down what the registry said. It counts from now on instead of what the same registry said before.

    An answer about a value that has changed meanwhile is kept as stale.
    """
    check = locked_check(check_id)
    reading = read_file(file_of(check.seller_id))
    evidence = evidence_of(check, check.seller.data_key)
    now = timezone.now()
    same = Check.objects.filter(seller=check.seller, code=check.code, method=check.method, stale_at=None)
    is_late = same.filter(asked_at__gt=check.asked_at, result__in=ANSWERED).exists()
    if is_late or is_of_another_answer(check, evidence, reading.values):
        check.stale_at = check.stale_at or now
    else:
        same.filter(asked_at__lt=check.asked_at).update(stale_at=now)
    check.result = result
    check.answered_at = now
    check.expires_on = timezone.localdate() + VALID_FOR
    seal_evidence(check, Evidence(of=evidence.of, said=said), check.seller.data_key)
    check.save()
    record("check.answered", check, by=REGISTRY, fields=(check.code,))
    return check


@transaction.atomic
def record_no_answer(check_id: UUID, reason: str) -> None:
    """Write down that no answer came, so that an officer looks by eye. What was answered meanwhile stays."""
    check = locked_check(check_id)
    if check.result in ANSWERED:
        return
    check.result, check.reason, check.answered_at = Result.UNREACHABLE, reason[:500], timezone.now()
    check.save(update_fields=["result", "reason", "answered_at"])
    record("check.unanswered", check, by=REGISTRY, fields=(check.code,))


@transaction.atomic
def ask_again(limit: int = A_NIGHT) -> int:
    """Ask anew about what the registries confirmed long ago; return how many questions were queued.

    Facts of approved files are asked about every week, the others before their check runs out. Up to `limit` at once.
    """
    if not settings.REGISTRY_URL:
        return 0
    due = list(due_again()[:limit])
    asked = 0
    for check in due:
        reading = read_file(file_of(check.seller_id))
        subject = subject_of(check.method, check.code, reading.values)
        if subject:
            ask(reading.application.seller, check.method, subject, wait_s=asked * SPACING_S)
            asked += 1
        else:
            Check.objects.filter(pk=check.pk).update(stale_at=timezone.now())
    return asked


def due_again() -> Any:
    """Return the confirmed checks that a registry should be asked about once more, oldest first."""
    now = timezone.now()
    approved = Application.objects.filter(seller=OuterRef("seller"), status=ApplicationStatus.APPROVED)
    on_its_way = Check.objects.filter(
        seller=OuterRef("seller"), code=OuterRef("code"), method=OuterRef("method"), stale_at=None
    ).filter(Q(asked_at__gt=OuterRef("asked_at")) & Q(asked_at__gt=now - ASK_AGAIN_AFTER))
    confirmed = Check.objects.filter(method__in=list(ASKED), result=Result.MATCH, stale_at=None)
    agreed = Consent.objects.filter(
        seller=OuterRef("seller"), member=None, purpose=REGISTRY_CHECKS.code, is_given=True, withdrawn_at=None
    )
    old = confirmed.filter(Exists(agreed), answered_at__lt=now - ASK_AGAIN_AFTER, seller__status=SellerStatus.ACTIVE)
    wanted = old.filter(Q(expires_on__lte=timezone.localdate() + ASK_BEFORE_END) | Exists(approved))
    return wanted.filter(~Exists(on_its_way)).order_by("answered_at", "id")


def locked_check(check_id: UUID) -> Check:
    check: Check = Check.objects.locked().select_related("seller__data_key").get(pk=check_id)
    return check


def file_of(seller_id: UUID) -> Application:
    application: Application = Application.objects.select_related("seller__data_key").get(seller_id=seller_id)
    return application
