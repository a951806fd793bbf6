"""The door for delivery reports."""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onboarding.messages.actions import record_delivered, record_undelivered
from onboarding.messages.models import Message
from onboarding.messages.reports import read_token
from onboarding.routes import body_limit
from onboarding.tenancy.scope import board_scope

MAX_BYTES = 4096


@dataclass(frozen=True)
class Report:
    is_delivered: bool
    reason: str


@csrf_exempt
@require_POST
@body_limit(MAX_BYTES)
def message_report(request: HttpRequest, token: str) -> HttpResponse:
    """Take `{"status": "delivered" | "failed", "reason": "..."}` about the message that the path names.

    204 also for what is known already, so that a gateway may repeat itself; 404 for a path of nobody's; 400 else.
    """
    reported = read_token(token)
    if reported is None:
        raise Http404
    report = read_report(request.body)
    if report is None:
        return JsonResponse({"error": "status is delivered or failed; reason is text, if there is one"}, status=400)
    with board_scope(reported.board_id):
        if not Message.objects.filter(pk=reported.message_id).exists():
            raise Http404
        if report.is_delivered:
            record_delivered(reported.message_id)
        else:
            record_undelivered(reported.message_id, report.reason)
    return HttpResponse(status=204)


def read_report(body: bytes) -> Report | None:
    """Return the report, or None for anything else; keys that we do not know are the gateway's business."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("status") not in ("delivered", "failed"):
        return None
    reason = told.get("reason") or ""
    return Report(told["status"] == "delivered", reason) if isinstance(reason, str) else None
