"""Listings on their way to the marketplaces, for officers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplaces.actions.planning import retry_publication
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.boards.requests import OfficerRequest
from onboarding.console.decisions import StatusFilter, chosen_status, status_filters
from onboarding.console.keyset import page_of

ALL = "all"


def publications(request: OfficerRequest) -> HttpResponse:
    """What is on its way or arrived, oldest change first; all of it unless the address asks for one status."""
    chosen = chosen_status(request.GET.get("status"), PublicationStatus, default=ALL)
    rows = Publication.objects.in_district(request.actor.district_id).select_related("account", "listing")
    if chosen != ALL:
        rows = rows.filter(status=chosen)
    page = page_of(rows, since="status_since", after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "next_cursor": page.next_cursor,
        "filters": [StatusFilter(ALL, _("All"), active=chosen == ALL), *status_filters(PublicationStatus, chosen)],
    }
    return render(request, "marketplaces/pages/officer_publications.html", context)


@require_POST
def publication_retry(request: OfficerRequest, publication_id: UUID) -> HttpResponse:
    """Give a dead or refused publication a fresh start."""
    publication = Publication.objects.in_district(request.actor.district_id).get(pk=publication_id)
    retry_publication(publication.pk, officer=request.actor)
    return redirect("officer_publications", request.board.slug)
