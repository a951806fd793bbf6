"""Listings on their way to the marketplaces, for officers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from marketplaces.actions.planning import retry_publication
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import chosen_status, status_filters
from onboarding.console.keyset import page_of


def publications(request: OfficerRequest) -> HttpResponse:
    """What is on its way, oldest change first."""
    chosen = chosen_status(request.GET.get("status"), PublicationStatus, default=PublicationStatus.WAITING)
    rows = Publication.objects.filter(status=chosen).in_district(request.actor.district_id).select_related("account")
    page = page_of(rows, since="status_since", after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "next_cursor": page.next_cursor,
        "filters": status_filters(PublicationStatus, chosen),
    }
    return render(request, "marketplaces/pages/officer_publications.html", context)


@require_POST
def publication_retry(request: OfficerRequest, publication_id: UUID) -> HttpResponse:
    """Give a dead or refused publication a fresh start."""
    publication = Publication.objects.in_district(request.actor.district_id).get(pk=publication_id)
    retry_publication(publication.pk, officer=request.actor)
    return redirect("officer_publications", request.board.slug)
