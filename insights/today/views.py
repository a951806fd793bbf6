"""Today: what waits for the officer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Listing
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.boards.models import Programme
from onboarding.boards.requests import OfficerRequest
from onboarding.boards.states import ProgrammeStatus
from onboarding.outbox.models import OutboxEvent
from sellers.models import Application, Member, SellerKind
from sellers.states import EnrolmentStatus


@dataclass(frozen=True)
class Number:
    label: str
    count: int
    url: str
    oldest_at: datetime | None


def today(request: OfficerRequest) -> HttpResponse:
    context = {
        "today": timezone.localdate(),
        "numbers": numbers(request),
        "programmes": programmes(),
        "people": people(request.actor.district_id),
    }
    return render(request, "insights/pages/today.html", context)


def numbers(request: OfficerRequest) -> list[Number]:
    district_id, slug = request.actor.district_id, request.board.slug
    publications = Publication.objects.in_district(district_id)
    at_marketplaces = reverse("officer_publications", args=[slug])
    return [
        number(
            _("Applications to read"),
            Application.objects.awaiting_review().in_district(district_id),
            "submitted_at",
            reverse("officer_applications", args=[slug]),
        ),
        number(
            _("Listings to check"),
            Listing.objects.awaiting_review().in_district(district_id),
            "submitted_at",
            reverse("officer_listings", args=[slug]),
        ),
        number(
            _("On the way to a marketplace"),
            publications.filter(done_at=None, dead_at=None),
            "status_since",
            f"{at_marketplaces}?status={PublicationStatus.WAITING}",
        ),
        number(
            _("Refused by a marketplace"),
            publications.filter(status=PublicationStatus.REFUSED),
            "status_since",
            f"{at_marketplaces}?status={PublicationStatus.REFUSED}",
        ),
        stuck(request),
    ]


@dataclass(frozen=True)
class People:
    """Who sells, and whose hands make it: a group is one seller and many makers."""

    sellers: int
    makers: int


def people(district_id: int | None) -> People:
    selling = Application.objects.selling().in_district(district_id)
    found = selling.aggregate(sellers=Count("pk"), artisans=Count("pk", filter=Q(seller__kind=SellerKind.INDIVIDUAL)))
    makers = Member.objects.makers().in_district(district_id).count()
    return People(found["sellers"], found["artisans"] + makers)


def stuck(request: OfficerRequest) -> Number:
    """Count what failed too often: publications of the officer's district, and for the whole board events too."""
    url = reverse("stuck", args=[request.board.slug])
    found = number(_("Stuck"), Publication.objects.dead().in_district(request.actor.district_id), "dead_at", url)
    if request.actor.district_id is not None:
        return found
    events = number(_("Stuck"), OutboxEvent.objects.dead(), "dead_at", url)
    oldest = [each.oldest_at for each in (found, events) if each.oldest_at]
    return Number(found.label, found.count + events.count, url, min(oldest, default=None))


def number(label: str, rows: "QuerySet[Any]", since: str, url: str) -> Number:
    found = rows.aggregate(count=Count("pk"), oldest_at=Min(since))
    return Number(label, found["count"], url, found["oldest_at"])


def programmes() -> "QuerySet[Any]":
    waitlisted = Count("enrolments", filter=Q(enrolments__status=EnrolmentStatus.WAITLISTED))
    return (
        Programme.objects.filter(status=ProgrammeStatus.ACTIVE)
        .annotate(enrolled=F("enrolled_count"), cap=F("seller_cap"), waitlisted=waitlisted)
        .order_by("slug")
    )
