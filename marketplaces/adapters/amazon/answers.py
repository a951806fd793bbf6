"""Reads Amazon's answers into the port's outcomes, and refuses those that its contract does not allow."""

from collections.abc import Mapping
from typing import Any

from marketplaces.adapters.amazon.client import INDIA
from marketplaces.adapters.amazon.exchange import Answer
from marketplaces.adapters.port import (
    ContractBroken,
    Issue,
    ListingState,
    PushOutcome,
    Readback,
    Refused,
    Severity,
)

SEVERITIES: dict[str, Severity] = {"ERROR": "ERROR", "WARNING": "WARNING", "INFO": "INFO"}
SHOWN = frozenset({"BUYABLE", "DISCOVERABLE"})


def submission(answer: Answer, sku: str) -> PushOutcome:
    """Return the verdict on a put or delete.

    Raises Refused for an error list, ContractBroken for an answer without a verdict.
    """
    if answer.status != 200:
        raise refusal(answer)
    body = answer.body
    # Amazon answers 200 for a refused item too: the verdict is in "status", VALID belongs to previews alone.
    verdict, submission_id = body.get("status"), body.get("submissionId")
    if verdict not in ("ACCEPTED", "INVALID") or not isinstance(submission_id, str) or body.get("sku") != sku:
        raise ContractBroken("The answer holds no verdict on this SKU.", call=answer.call, may_have_acted=True)
    return PushOutcome(
        accepted=verdict == "ACCEPTED",
        submission_id=submission_id,
        call=answer.call,
        issues=_issues(answer, may_have_acted=True),
    )


def item(answer: Answer, sku: str, expected: Mapping[str, Any] | None) -> Readback:
    """Return the item as shown; `expected` attributes, when given, are looked for among those shown."""
    if answer.status == 404:
        # Only Amazon's own error list says that the item is unknown; a stray 404 of a proxy says nothing.
        raise_unless_error_list(answer)
        return Readback(state="absent", call=answer.call)
    if answer.status != 200:
        raise refusal(answer)
    if answer.body.get("sku") != sku:
        raise ContractBroken("The answer is about another SKU.", call=answer.call)
    issues = _issues(answer, may_have_acted=False)
    summary = _summary(answer)
    shown = answer.body.get("attributes")
    return Readback(
        state=_state(summary, issues),
        call=answer.call,
        marketplace_id=str(summary.get("asin") or ""),
        issues=issues,
        matches=_covers(shown, expected) if expected is not None and isinstance(shown, dict) else None,
    )


def refusal(answer: Answer) -> Refused:
    """Return the Refused that an error list stands for."""
    raise_unless_error_list(answer)
    issues = tuple(
        Issue(str(each["code"]), " ".join(str(each[key]) for key in ("message", "details") if each.get(key)))
        for each in answer.body["errors"]
    )
    return Refused(f"Answered {answer.status}: {issues[0].message}", call=answer.call, issues=issues)


def raise_unless_error_list(answer: Answer) -> None:
    """Return only when the body is Amazon's error list with at least one error."""
    errors = answer.body.get("errors")
    if not isinstance(errors, list) or not errors:
        raise ContractBroken(f"Answered {answer.status} without an error list.", call=answer.call)
    if not all(isinstance(each, dict) and each.get("code") and each.get("message") for each in errors):
        raise ContractBroken(f"Answered {answer.status} with a broken error list.", call=answer.call)


def _issues(answer: Answer, *, may_have_acted: bool) -> tuple[Issue, ...]:
    listed = answer.body.get("issues", [])
    if not isinstance(listed, list):
        raise ContractBroken("The issues are no list.", call=answer.call, may_have_acted=may_have_acted)
    found = []
    for each in listed:
        severity = SEVERITIES.get(str(each.get("severity"))) if isinstance(each, dict) else None
        names = each.get("attributeNames", []) if severity else None
        if severity is None or not isinstance(names, list):
            raise ContractBroken("An issue is broken.", call=answer.call, may_have_acted=may_have_acted)
        found.append(Issue(str(each.get("code", "")), str(each.get("message", "")), severity, tuple(map(str, names))))
    return tuple(found)


def _summary(answer: Answer) -> dict[str, Any]:
    summaries = answer.body.get("summaries", [])
    if not isinstance(summaries, list) or not all(isinstance(each, dict) for each in summaries):
        raise ContractBroken("The summaries are no list of objects.", call=answer.call)
    each: dict[str, Any]
    for each in summaries:
        if each.get("marketplaceId") == INDIA:
            if not isinstance(each.get("status"), list):
                raise ContractBroken("The summary has no status.", call=answer.call)
            return each
    return {"status": []}


def _state(summary: Mapping[str, Any], issues: tuple[Issue, ...]) -> ListingState:
    if SHOWN.intersection(map(str, summary["status"])):
        return "live"
    # Acceptance is only the first look: an error may follow until the item is shown (8015 was seen).
    if any(issue.severity == "ERROR" for issue in issues):
        return "refused"
    return "checking"


def _covers(shown: Any, expected: Any) -> bool:
    """Return whether all that was expected is shown; Amazon may add keys and values of its own."""
    if isinstance(expected, Mapping):
        return isinstance(shown, dict) and all(
            name in shown and _covers(shown[name], value) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(shown, list) and all(any(_covers(has, wants) for has in shown) for wants in expected)
    return bool(shown == expected)
