"""The seven stones of a seller's road, read from what every room knows of her."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog.models import Listing
from catalog.states import ListingStatus
from marketplaces.models import Account, Publication
from marketplaces.states import PublicationStatus
from sellers.consents.reading import unasked_marketplaces
from sellers.models import Application, Enrolment, Seller
from sellers.states import ApplicationStatus, EnrolmentStatus

StoneState = Literal["done", "current", "waiting", "todo"]


@dataclass(frozen=True)
class Stone:
    key: str
    title: str | Promise
    state: StoneState
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True)
class RoadFacts:
    """All that is read for one seller's road; None and empty before she has a file."""

    application: Application | None
    enrolments: list[Enrolment]
    accounts: list[Account]
    listings: list[Listing]
    publications: list[Publication]
    seller: Seller | None = None
    unasked: tuple[str, ...] = ()  # marketplaces on which she may sell, and was never asked whether she wants to

    @property
    def is_approved(self) -> bool:
        return self.application is not None and self.application.status == ApplicationStatus.APPROVED

    @property
    def live(self) -> list[Publication]:
        return [each for each in self.publications if each.status == PublicationStatus.LIVE]

    @property
    def on_the_way(self) -> list[Publication]:
        return [
            each
            for each in self.publications
            if each.status in (PublicationStatus.WAITING, PublicationStatus.SENT)
            and each.dead_at is None
            and not each.wants_down
        ]


def read_road(seller: Seller | None) -> RoadFacts:
    """Read the seller's road in seven queries, whatever its length."""
    if seller is None:
        return RoadFacts(None, [], [], [], [])
    enrolments = list(Enrolment.objects.filter(seller=seller).select_related("programme"))
    marketplaces = {each.programme.marketplace for each in enrolments if each.status == EnrolmentStatus.ENROLLED}
    return RoadFacts(
        application=Application.objects.filter(seller=seller).first(),
        enrolments=enrolments,
        accounts=list(Account.objects.filter(marketplace__in=marketplaces)),
        listings=list(Listing.objects.filter(seller=seller).prefetch_related("photos").order_by("-created_at")[:50]),
        publications=list(
            Publication.objects.filter(listing__seller=seller).select_related("account").order_by("listing_id")
        ),
        seller=seller,
        unasked=tuple(unasked_marketplaces(seller)),
    )


def stones_of(facts: RoadFacts) -> list[Stone]:
    return list(walk(facts))


def walk(facts: RoadFacts) -> Iterator[Stone]:
    file = facts.application
    status = file.status if file else ApplicationStatus.DRAFT
    sent_at = file.submitted_at if file else None
    is_sent = status not in (ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_CHANGES)
    yield Stone("application", _("Application"), "done" if is_sent else "current", sent_at if is_sent else None)
    yield approval_stone(facts)
    yield Stone("trained", _("Trained"), "todo")
    has_account = bool(facts.accounts)
    holder = facts.accounts[0].holder_name if has_account else ""
    yield Stone("account", _("Account"), "done" if has_account else "todo", detail=holder)
    yield listed_stone(facts)
    yield live_stone(facts)
    yield Stone("sold", _("Sold"), "todo")


def approval_stone(facts: RoadFacts) -> Stone:
    file = facts.application
    if facts.is_approved and file:
        waitlisted = any(each.status == EnrolmentStatus.WAITLISTED for each in facts.enrolments)
        return Stone("approved", _("Approved"), "done", file.status_since, _("on the waitlist") if waitlisted else "")
    if file and file.status == ApplicationStatus.REJECTED:
        return Stone("approved", _("Approved"), "todo", detail=_("not approved"))
    waits = file is not None and file.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW)
    return Stone("approved", _("Approved"), "waiting" if waits else "todo")


def listed_stone(facts: RoadFacts) -> Stone:
    approved = [each for each in facts.listings if each.status == ListingStatus.APPROVED]
    if approved:
        return Stone("listed", _("Listed"), "done", min(each.status_since for each in approved))
    if any(each.status == ListingStatus.SUBMITTED for each in facts.listings):
        return Stone("listed", _("Listed"), "waiting")
    return Stone("listed", _("Listed"), "current" if facts.is_approved else "todo")


def live_stone(facts: RoadFacts) -> Stone:
    if facts.live:
        first = min(facts.live, key=lambda each: each.live_at or each.status_since)
        detail = f"{first.account.get_marketplace_display()} {first.marketplace_id}"
        return Stone("live", _("Live"), "done", first.live_at, detail)
    return Stone("live", _("Live"), "waiting" if facts.on_the_way else "todo")
