"""Stuck: publications and events that failed too often, with their reasons, and the way to revive them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from marketplaces.models import Publication
from onboarding.boards.policies import require_whole_board
from onboarding.boards.requests import OfficerRequest
from onboarding.outbox.actions import revive_event
from onboarding.outbox.models import OutboxEvent

SHOWN = 100


def stuck(request: OfficerRequest) -> HttpResponse:
    """The oldest first. Events concern the whole board, so a district officer sees publications only."""
    publications = Publication.objects.dead().in_district(request.actor.district_id)
    events = OutboxEvent.objects.dead() if request.actor.district_id is None else OutboxEvent.objects.none()
    context = {
        "publications": publications.select_related("account").order_by("dead_at")[:SHOWN],
        "events": events.order_by("dead_at")[:SHOWN],
    }
    return render(request, "insights/pages/stuck.html", context)


@require_POST
def event_revive(request: OfficerRequest, event_id: int) -> HttpResponse:
    """Let a dead event be tried from the start."""
    require_whole_board(request.actor)
    revive_event(event_id, by=request.actor)
    return redirect("stuck", request.board.slug)
