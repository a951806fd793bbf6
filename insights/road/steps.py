"""What the seller does next, and what she waits for, on whom and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.states import ListingStatus
from insights.road.stones import RoadFacts
from onboarding.boards.models import Board, Programme
from onboarding.pages.templatetags.pages import localtext
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.models import Application, Origin, Seller
from sellers.questions.reasons import reason_text
from sellers.states import ApplicationStatus, SellerStatus


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
    if facts.seller and facts.seller.status != SellerStatus.ACTIVE:
        return leaving_step(facts.seller, board)
    if file is None:
        return NextStep(
            _("Tell us about you"),
            _("Name, village and craft. It takes ten minutes, and you can stop at any time."),
            reverse("application", args=[board.slug]),
            _("Begin"),
        )
    if file.status == ApplicationStatus.DRAFT and facts.seller and facts.seller.origin == Origin.IMPORT:
        return NextStep(
            _("Your board began a file for you"),
            _("Look whether it is right, and add what is missing. It is free."),
            reverse("application", args=[board.slug]),
            _("Look at it"),
        )
    if file.status == ApplicationStatus.DRAFT:
        return NextStep(
            _("Finish your application"),
            _("What you answered is saved, but the officer cannot see it yet."),
            reverse("application", args=[board.slug]),
            _("Go on"),
        )
    if file.status == ApplicationStatus.NEEDS_CHANGES:
        return NextStep(
            _("Mend your application"),
            file.officer_note or _("What to mend is marked in the list."),
            reverse("application", args=[board.slug]),
            _("Mend it"),
        )
    if file.status == ApplicationStatus.REJECTED:
        return NextStep(_("Your application was not approved"), refusal_words(file, board), "", "")
    return listing_step(facts, board) if facts.is_approved else None


def refusal_words(file: Application, board: Board) -> str:
    """Return why in her language, the officer's own words as written, and where she may object."""
    contact = localtext(board.appeal_contact) or board.help_phone
    appeal = _("If you see it differently, object here: %(contact)s") % {"contact": contact} if contact else ""
    why = "" if file.rejected_for == "other" else str(reason_text(file.rejected_for))
    return " ".join(filter(None, (why, file.officer_note, appeal)))


def leaving_step(seller: Seller, board: Board) -> NextStep:
    url = reverse("leave", args=[board.slug])
    if seller.status == SellerStatus.STOPPING:
        return NextStep(
            _("You are leaving"), _("Nothing new begins for you. We send you an SMS when it is done."), url, _("Look")
        )
    return NextStep(_("You have left"), _("Your file rests here. You can come back whenever you like."), url, _("Look"))


def consent_step(facts: RoadFacts, board: Board) -> NextStep | None:
    """Return the question without whose yes nothing of hers goes to a marketplace, once she has something to sell."""
    has_goods = any(each.status in (ListingStatus.SUBMITTED, ListingStatus.APPROVED) for each in facts.listings)
    if not facts.unasked or not has_goods:
        return None
    marketplace = facts.unasked[0]
    return NextStep(
        _("One question before it goes online"),
        _("May %(marketplace)s show what you sell? Nothing goes there until you say yes.")
        % {"marketplace": Programme.Marketplace(marketplace).label},
        reverse("consent", args=[board.slug, MARKETPLACE_SHARE.code, marketplace])
        + f"?next={reverse('road', args=[board.slug])}",
        _("Read the question"),
    )


def listing_step(facts: RoadFacts, board: Board) -> NextStep | None:
    if asked := consent_step(facts, board):
        return asked
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
    """Return what others are doing for her, oldest first; nothing once she is leaving."""
    waits: list[Wait] = []
    if facts.seller and facts.seller.status != SellerStatus.ACTIVE:
        return waits
    if facts.application and facts.application.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW):
        waits.append(Wait(_("Your application is being read"), board_name, facts.application.submitted_at))
    for listing in facts.listings:
        if listing.status == ListingStatus.SUBMITTED:
            waits.append(Wait(_("Your product is being checked"), board_name, listing.submitted_at))
    for publication in facts.on_the_way:
        marketplace = publication.account.get_marketplace_display()
        waits.append(Wait(_("Your product is going online"), marketplace, publication.status_since))
    return waits
