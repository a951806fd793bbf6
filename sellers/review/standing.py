"""Which checks count now: made of the answer as it stands, answered, and not run out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from sellers.models import Check
from sellers.review.evidence import Evidence
from sellers.review.reading import FileReading

Method, Result = Check.Method, Check.Result
# What each register is asked, the first of which names the check; the name goes along, to be compared there.
ASKED: Mapping[str, tuple[str, ...]] = {
    Method.GST: ("gstin", "name"),
    Method.UDYAM: ("udyam", "name"),
    Method.BANK: ("bank_account", "ifsc", "name"),
}
ANSWERED = (Result.MATCH, Result.MISMATCH, Result.CANCELLED, Result.NOT_FOUND, Result.UNSURE)
BAD = (Result.MISMATCH, Result.CANCELLED, Result.NOT_FOUND)
GIVEN_UP_AFTER = timedelta(days=2)  # an event that was buried leaves its check pending: nobody waits for it


@dataclass(frozen=True)
class Standing:
    """One check that counts, or one on its way; `state` is its result as it reads today."""

    check: Check
    evidence: Evidence
    state: Check.Result

    @property
    def is_answered(self) -> bool:
        return self.state in ANSWERED


def subject_of(method: str, code: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that a check by this method looks at; empty where one of them is missing."""
    codes = ASKED.get(method, (code,))
    return {each: values[each] for each in codes} if all(values.get(each) for each in codes) else {}


def standings_of(reading: FileReading, today: date | None = None) -> dict[str, list[Standing]]:
    """Return by question the newest check of each method that counts, and one still on its way beside it."""
    today = today or timezone.localdate()
    found: dict[tuple[str, str, bool], Standing] = {}
    for check in reading.checks:
        evidence = reading.evidence[check.pk]
        if is_of_another_answer(check, evidence, reading.values) or has_run_out(check, today):
            continue
        standing = Standing(check, evidence, state_of(check))
        found.setdefault((check.code, check.method, standing.is_answered), standing)
    by_code: dict[str, list[Standing]] = {}
    for (code, method, is_answered), standing in found.items():
        answered = found.get((code, method, True))
        if is_answered or answered is None or answered.check.asked_at < standing.check.asked_at:
            by_code.setdefault(code, []).append(standing)
    return by_code


def is_of_another_answer(check: Check, evidence: Evidence, values: Mapping[str, str]) -> bool:
    """Tell whether the answer has changed since: the check then says nothing about what stands now."""
    subject = subject_of(check.method, check.code, values)
    return not subject or any(evidence.of.get(code) != value for code, value in subject.items())


def has_run_out(check: Check, today: date) -> bool:
    return check.expires_on is not None and check.expires_on < today


def state_of(check: Check) -> Check.Result:
    """Return the result; a question that a registry left open for days reads as unanswered, an officer's does not."""
    is_registrys = check.result == Result.PENDING and check.method != Method.OFFICER
    if is_registrys and check.asked_at < timezone.now() - GIVEN_UP_AFTER:
        return Result.UNREACHABLE
    return Result(check.result)
