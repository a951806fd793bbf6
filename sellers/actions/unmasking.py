"""Showing an officer a masked value: for a reason, counted against her day's allowance."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onboarding.audit.actions import record
from onboarding.boards.models import Membership
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError
from onboarding.tenancy.scope import current_board_id
from sellers.models import Application, Fact, Unmasking
from sellers.policies import require_can_review_application
from sellers.questions.catalogue import QUESTIONS, Text
from sellers.secrets import value_of
from sellers.states import ApplicationStatus

A_DAY = 40  # more than an officer needs who compares papers all day, less than who copies a list
WHY: Mapping[str, Text] = {
    "compare": pgettext_lazy("unmasking", "To compare it with the paper"),
    "call": pgettext_lazy("unmasking", "The seller asks me about it"),
    "office": pgettext_lazy("unmasking", "A bank or an office asks for it"),
    "other": pgettext_lazy("unmasking", "Another reason, written below"),
}


class WhyMissing(DomainError):
    code = "unmasking.why_missing"
    message = _("Say why you must see it. With “another reason”, write it down.")

    def __init__(self) -> None:
        super().__init__(field="why")


class AllowanceUsed(DomainError):
    code = "unmasking.allowance_used"
    message = _("You have looked at as many numbers today as one officer may. It goes on tomorrow.")
    http_status = 429


@transaction.atomic
def show_secret(application_id: UUID, code: str, *, officer: Officer, why: str, words: str = "") -> str:
    """Return one masked answer in clear; that she looked, and why, is kept and counted.

    Raises AllowanceUsed beyond A_DAY a day (India's day), WhyMissing, NotAllowed, Fact.DoesNotExist for what is no
    secret or not there.
    """
    application: Application = (
        Application.objects.exclude(status=ApplicationStatus.DRAFT).select_related("seller").get(pk=application_id)
    )
    require_can_review_application(officer, application)
    if why not in WHY or (why == "other" and not words.strip()):
        raise WhyMissing
    if code not in QUESTIONS or not QUESTIONS[code].is_secret:
        raise Fact.DoesNotExist
    fact = Fact.objects.select_related("seller__data_key").get(seller=application.seller_id, code=code)
    value = value_of(fact)
    count_one(officer)
    reason = f"{why}: {words.strip()}"[:300] if words.strip() else why
    Unmasking.objects.create(seller=application.seller, code=code, officer_id=int(officer.id), reason=reason)
    record("secret.shown", application, by=officer, fields=(code,), reason=reason)
    return value


def count_one(officer: Officer) -> None:
    """Raise AllowanceUsed unless she may look once more today. Her membership's lock puts her looks in line."""
    Membership.objects.select_for_update().get(board=current_board_id(), user=int(officer.id))
    if looks_today(officer) >= A_DAY:
        raise AllowanceUsed


def looks_today(officer: Officer) -> int:
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return int(Unmasking.objects.filter(officer=int(officer.id), at__gte=today).count())
