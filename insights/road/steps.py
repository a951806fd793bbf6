"""What the seller does next, and what she waits for, on whom and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.states import ListingStatus
from insights.road.stones import RoadFacts
from onboarding.boards.models import Board
from sellers.states import ApplicationStatus


@dataclass(frozen=True)
class NextStep:
    title: str
    body: str
    url: str
    button: str


@dataclass(frozen=True)
class Wait:
    what: str
    on_whom: str
    since: datetime | None


def next_step_of(facts: RoadFacts, board: Board) -> NextStep | None:
    """Return the one thing the seller should do now, or None while others work for her."""
    file = facts.application
    if file is None:
        return NextStep(
            _("Tell us about you"),
            _("Name, village and craft. It takes ten minutes, and you can stop at any time."),
            reverse("application", args=[board.slug]),
            _("Begin"),
        )
    if file.status == ApplicationStatus.DRAFT:
        return NextStep(
            _("Send your application"),
            _("It is saved, but the officer cannot see it yet."),
            reverse("application_check", args=[board.slug]),
            _("Go on"),
        )
    if file.status == ApplicationStatus.NEEDS_CHANGES:
        return NextStep(
            _("Mend your application"),
            file.officer_note,
            reverse("application", args=[board.slug]),
            _("Mend it"),
        )
    if file.status == ApplicationStatus.REJECTED:
        return NextStep(_("Your application was not approved"), file.officer_note, "", "")
    return listing_step(facts, board) if facts.is_approved else None


def listing_step(facts: RoadFacts, board: Board) -> NextStep | None:
    for listing in facts.listings:
        url = reverse("listing_details", args=[board.slug, listing.pk])
        if listing.status == ListingStatus.NEEDS_CHANGES:
            return NextStep(_("Mend your product"), listing.officer_note, url, _("Mend it"))
        if listing.status == ListingStatus.DRAFT and listing.price_paise is not None:
            return NextStep(
                _("Send your product"),
                _("It is saved, but the officer cannot see it yet."),
                reverse("listing_check", args=[board.slug, listing.pk]),
                _("Go on"),
            )
        if listing.status == ListingStatus.DRAFT:
            return NextStep(
                _("Finish your product"),
                _("The photo is there. Name and price are missing."),
                url,
                _("Go on"),
            )
    if facts.listings:
        return None
    return NextStep(
        _("Add your first product"),
        _("Take a photo of one piece and say what it costs. The officer checks it, and then it goes online."),
        reverse("listing_new", args=[board.slug]),
        _("Take a photo"),
    )


def waits_of(facts: RoadFacts, board_name: str) -> list[Wait]:
    """Return what others are doing for her, oldest first."""
    waits = []
    if facts.application and facts.application.status == ApplicationStatus.SUBMITTED:
        waits.append(Wait(_("Your application is being read"), board_name, facts.application.submitted_at))
    for listing in facts.listings:
        if listing.status == ListingStatus.SUBMITTED:
            waits.append(Wait(_("Your product is being checked"), board_name, listing.submitted_at))
    for publication in facts.on_the_way:
        marketplace = publication.account.get_marketplace_display()
        waits.append(Wait(_("Your product is going online"), marketplace, publication.status_since))
    return waits
