"""Showing who a seller is: by a code from DigiLocker, or by her card before an officer's eyes.

Of an Aadhaar this keeps the last four digits, the name, the way, the time and the result, and never the number.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, NotAllowed
from onboarding.outbox.actions import publish
from sellers.actions.active import require_active
from sellers.actions.checks import REGISTRY, locked_check, may_ask
from sellers.actions.marks import locked_for_marks
from sellers.identifiers.aadhaar import WHOLE_LENGTH, AadhaarGiven, normalise_aadhaar_last_four, refuse_aadhaar
from sellers.identifiers.names import compare_names
from sellers.identifiers.signs import compact
from sellers.models import Check, Seller
from sellers.policies import require_herself
from sellers.registries import Answer
from sellers.review.evidence import Evidence, evidence_of, seal_evidence
from sellers.review.identity import CODE, CODE_REFUSED, IN_PERSON, is_asked

Method, Result = Check.Method, Check.Result
TOKEN = re.compile(r"[\x21-\x7e]{8,200}")
CODES_A_DAY = 5  # more than anybody mistypes; a row each, so that a restart forgives nothing
NAMES_AGREE = {"same": Result.MATCH, "close": Result.UNSURE, "different": Result.MISMATCH}


class BadToken(DomainError):
    code = "digilocker.code_invalid"
    message = _("This is no code of DigiLocker. It has at least 8 letters and digits. Copy it from there once more.")

    def __init__(self) -> None:
        super().__init__(field="token")


class CodesUsed(DomainError):
    code = "digilocker.codes_used"
    message = _("That is enough for today. Try again tomorrow, or show your card to an officer.")
    http_status = 429

    def __init__(self) -> None:
        super().__init__(field="token")


class NotOnePerson(NotAllowed):
    code = "identity.not_one_person"
    message = _("A group or a firm shows its own papers. Only one artisan shows who she is in this way.")


class YesMissing(NotAllowed):
    code = "identity.consent_missing"
    message = _("First say yes to asking the registers.")


@transaction.atomic
def give_token(seller_id: UUID, token: str, *, by: Actor) -> Check:
    """Keep her code sealed until DigiLocker has been asked with it; the same code again asks nothing anew.

    Raises AadhaarGiven, BadToken, YesMissing, NotOnePerson, CodesUsed, FileAtRest, HelperMayNot, OperatorMayNot.
    """
    seller: Seller = Seller.objects.locked().select_related("data_key").get(pk=seller_id)
    require_herself(by, seller)
    require_active(seller)
    if not is_asked(seller):
        raise NotOnePerson
    if not may_ask(seller):
        raise YesMissing
    token = readable_token(token)
    pending = Check.objects.filter(seller=seller, code=CODE, method=Method.DIGILOCKER, result=Result.PENDING)
    for known in pending.filter(stale_at=None):
        if evidence_of(known, seller.data_key).of.get("token") == token:
            return known
    require_codes_left(seller)
    pending.update(result=Result.UNREACHABLE, sealed_evidence=None, stale_at=timezone.now())
    check = Check(seller=seller, code=CODE, method=Method.DIGILOCKER)
    seal_evidence(check, Evidence(of={"token": token}), seller.data_key)
    check.save(force_insert=True)
    record("identity.asked", check, by=by, fields=(CODE,))
    publish("identity.asked", check)
    return check


def require_codes_left(seller: Seller) -> None:
    """Raise CodesUsed when DigiLocker was asked about her CODES_A_DAY times within a day."""
    since = timezone.now() - timedelta(days=1)
    asked = Check.objects.filter(seller=seller, code=CODE, method=Method.DIGILOCKER, asked_at__gt=since)
    if asked.count() >= CODES_A_DAY:
        raise CodesUsed


def readable_token(typed: str) -> str:
    """Return the code without spaces. Raises AadhaarGiven for any twelve digits, well-formed or mistyped, BadToken."""
    digits = compact(typed)
    if len(digits) == WHOLE_LENGTH and digits.isdigit():
        raise AadhaarGiven(field="token")
    refuse_aadhaar(typed, field="token")
    token = "".join(typed.split())
    if not TOKEN.fullmatch(token):
        raise BadToken
    return token


@dataclass(frozen=True)
class Token:
    """A code to ask DigiLocker with, and since when it waits."""

    text: str = field(repr=False)
    given_at: datetime


@transaction.atomic
def open_token(check_id: UUID) -> Token | None:
    """Return her code; None once it was used or replaced.

    Where she left or took her yes back meanwhile, the code is wiped unused.
    """
    check = locked_check(check_id)
    if check.result != Result.PENDING:
        return None
    seller = check.seller
    if not may_ask(seller):
        close(check, Result.UNREACHABLE, reason=YesMissing.code)
        return None
    return Token(str(evidence_of(check, seller.data_key).of["token"]), check.asked_at)


@transaction.atomic
def record_identity(check_id: UUID, answer: Answer) -> None:
    """Write down whom DigiLocker knows by this code, compared with the name she gave; the code is wiped."""
    check = locked_check(check_id)
    if check.result != Result.PENDING:
        return
    said = {"last_four": answer.facts.get("last_four", ""), "name": name_of(answer)}
    before = Check.objects.filter(seller=check.seller, code=CODE, method=Method.DIGILOCKER, stale_at=None)
    before.filter(asked_at__lt=check.asked_at).update(stale_at=timezone.now())
    close(check, result_of(answer, check.seller.name), said=said)
    record("identity.answered", check, by=REGISTRY, fields=(CODE,))


@transaction.atomic
def record_no_identity(check_id: UUID, *, is_her_code: bool, reason: str = "") -> None:
    """Write down that no answer came, because her code was refused or DigiLocker stayed away; the code is wiped."""
    check = locked_check(check_id)
    if check.result == Result.PENDING:
        close(check, Result.UNREACHABLE, reason=CODE_REFUSED if is_her_code else reason[:500])
        record("identity.unanswered", check, by=REGISTRY, fields=(CODE,))


def close(check: Check, result: str, *, said: dict[str, str] | None = None, reason: str = "") -> None:
    """Put the result into the row, and new evidence over the old, in which the code lay."""
    check.result, check.reason, check.answered_at = result, reason, timezone.now()
    seal_evidence(check, Evidence(of={"name": check.seller.name}, said=said or {}), check.seller.data_key)
    check.save(update_fields=["result", "reason", "answered_at", "sealed_evidence"])


def result_of(answer: Answer, name: str) -> str:
    """Return the result: a paper in another person's name proves nothing, however genuine."""
    if answer.result != "match":
        return answer.result
    theirs = name_of(answer)
    return NAMES_AGREE[compare_names(name, theirs).result] if theirs else Result.UNSURE


def name_of(answer: Answer) -> str:
    """Return the name as DigiLocker spells it; nothing where a whole number hides in it."""
    try:
        refuse_aadhaar(answer.legal_name)
    except AadhaarGiven:
        return ""
    return answer.legal_name


@transaction.atomic
def see_card(application_id: UUID, last_four: str, *, agrees: bool, on_visit: bool, officer: Officer) -> Check:
    """Keep that the officer saw the card, and whether name and face agree. The same again is no new row.

    Raises AadhaarGiven, BadAadhaarLastFour, NotOnePerson, IllegalMove for a file that is not with the board,
    FileAtRest, NotAllowed.
    """
    digits = normalise_aadhaar_last_four(last_four)
    application = locked_for_marks(application_id, officer, "")
    seller = application.seller
    require_active(seller)
    if not is_asked(seller):
        raise NotOnePerson
    method = Method.VISIT if on_visit else Method.OFFICER
    result = Result.MATCH if agrees else Result.MISMATCH
    evidence = Evidence(of={"name": seller.name}, said={"last_four": digits})
    before = Check.objects.filter(seller=seller, code=CODE, method__in=IN_PERSON, stale_at=None)
    for known in before:
        if (known.method, known.result, evidence_of(known, seller.data_key)) == (method, result, evidence):
            return known
    before.update(stale_at=timezone.now())
    check = Check(seller=seller, code=CODE, method=method, result=result, by=officer.name)
    check.answered_at = check.asked_at
    seal_evidence(check, evidence, seller.data_key)
    check.save(force_insert=True)
    record("identity.seen", application, by=officer, fields=(CODE,))
    return check
