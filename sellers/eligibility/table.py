"""Who accepts what, since when, and how we know. New knowledge is a new row with its date; old rows stay.

A row holds from `since` until a newer row of the same kind does. Where a source does not say when its terms began,
`since` is the day of the law that first let them be so. Read on 2026-11-21; nothing was asked of a marketplace itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.eligibility.answers import Make, Who
from sellers.eligibility.needs import Need

Words = str | Promise

GST_BEGAN = date(2017, 7, 1)
TCS_BEGAN = date(
    2018, 10, 1
)  # from here on marketplaces collect tax, so section 24 of the CGST Act binds their sellers
ENROLMENT_BEGAN = date(2023, 10, 1)
READ_ON = date(2026, 11, 21)


class Standing(TextChoices):
    """How far a row can be relied on."""

    VERIFIED = "verified", _("We have checked this.")
    READ = "read", _("This is what we read there; we have not asked. Ask us before you rely on it.")
    UNVERIFIED = "unverified", _("We have not checked this. Ask us before you rely on it.")


@dataclass(frozen=True)
class Source:
    name: Words
    standing: Standing
    url: str = ""
    read_on: date = READ_ON


@dataclass(frozen=True)
class Law:
    """Whether goods may be sold through a marketplace without a GSTIN, which is then inside one state only."""

    since: date
    allows_without_gstin: bool
    source: Source


@dataclass(frozen=True)
class TurnoverLimit:
    """Up to which sales in a year selling without a GSTIN is allowed."""

    since: date
    rupees: int
    other_sources_say_rupees: int | None
    source: Source


@dataclass(frozen=True)
class Terms:
    """What one marketplace asks of a seller. It takes the enrolment number from `enrolment_id_from`, else a GSTIN."""

    marketplace: str
    name: Words
    since: date
    source: Source
    enrolment_id_from: frozenset[Who] = frozenset()
    takes: frozenset[Make] = frozenset(Make)
    asks: tuple[Need, ...] = ()
    about: Words = ""  # for who has never heard of it
    exception: Words = ""  # from its asking for a GSTIN
    exception_for: frozenset[Make] = frozenset()


@dataclass(frozen=True)
class Licence:
    """What the law asks of whoever makes these goods, wherever they are sold."""

    make: Make
    since: date
    need: Need
    source: Source


class Dated(Protocol):
    @property
    def since(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], on: date) -> Row | None:
    """Return the newest of the rows that had begun by the day."""
    begun = [row for row in rows if row.since <= on]
    return max(begun, key=lambda row: row.since, default=None)


SECTION_24 = Source(_("Section 24 (ix) of the CGST Act 2017"), Standing.UNVERIFIED)
NOTIFICATION_34 = Source(
    _("Notification 34/2023 – Central Tax of 31 July 2023"),
    Standing.READ,
    url="https://taxontips.com/facility-of-enrolment-for-supply-of-goods-through-e-commerce-operators-by-gst-un-registered-suppliers",
)

LAWS = (
    Law(GST_BEGAN, allows_without_gstin=False, source=SECTION_24),
    Law(ENROLMENT_BEGAN, allows_without_gstin=True, source=NOTIFICATION_34),
)

# The notification points to section 22 (1), which says 20 lakh; Notification 10/2019 says 40 lakh for goods, but not
# for those whom section 24 names. The lower one cannot mislead anybody.
TURNOVER_LIMITS = (
    TurnoverLimit(
        ENROLMENT_BEGAN,
        rupees=20_00_000,
        other_sources_say_rupees=40_00_000,
        source=Source(_("Section 22 (1) of the CGST Act 2017"), Standing.UNVERIFIED),
    ),
)

TERMS = (
    Terms(
        "amazon",
        _("Amazon"),
        TCS_BEGAN,
        Source(
            _("Amazon's help page “Selling without GST on Amazon India”"),
            Standing.READ,
            url="https://sellercentral.amazon.in/gp/help/external/GPBKBKXHUQ6E6QUM",
        ),
        exception=_("A few goods carry no tax at all, some handicraft among them: for those no GSTIN is asked for."),
        exception_for=frozenset({Make.CLOTH, Make.CRAFT}),
    ),
    Terms(
        "flipkart",
        _("Flipkart"),
        TCS_BEGAN,
        Source(
            _("Guides for Flipkart's sellers, not by Flipkart"),
            Standing.UNVERIFIED,
            url="https://www.cadeveshthakur.com/e-commerce-transactions/selling-on-flipkart-new-sellers-must-know-about-these-facts/",
        ),
    ),
    Terms(
        "ondc",
        _("ONDC (Mystore)"),
        ENROLMENT_BEGAN,
        Source(
            _("Mystore's page “Seller Registration & KYC”"),
            Standing.READ,
            url="https://www.mystore.in/en/topic/seller-registration-and-kyc",
        ),
        enrolment_id_from=frozenset(Who),
        about=_("ONDC is a network of many shopping apps. One enters it through an app such as Mystore."),
    ),
    Terms(
        "indiahandmade",
        _("Indiahandmade"),
        ENROLMENT_BEGAN,
        Source(_("Indiahandmade's “Seller Onboarding Kit”"), Standing.READ, url="https://www.indiahandmade.com"),
        enrolment_id_from=frozenset({Who.ALONE}),
        takes=frozenset({Make.CLOTH, Make.CRAFT}),
        asks=(Need.PEHCHAN,),
        about=_("The online shop of the Ministry of Textiles for weavers and artisans."),
    ),
    Terms(
        "meesho",
        _("Meesho"),
        ENROLMENT_BEGAN,
        Source(
            _("Guides for Meesho's sellers, not by Meesho"),
            Standing.UNVERIFIED,
            url="https://www.kamaikro.in/2025/11/meesho-seller-account-bina-gst-kaise-banaye.html",
        ),
        enrolment_id_from=frozenset(Who),
    ),
)

LICENCES = (
    Licence(
        Make.FOOD,
        date(2011, 8, 5),
        Need.FOOD_LICENCE,
        Source(_("Food Safety and Standards (Licensing and Registration) Regulations 2011"), Standing.UNVERIFIED),
    ),
    Licence(
        Make.COSMETICS,
        date(2020, 12, 15),
        Need.COSMETICS_LICENCE,
        Source(_("Cosmetics Rules 2020"), Standing.UNVERIFIED),
    ),
    Licence(
        Make.OTHER,
        date(2021, 1, 1),
        Need.GOODS_LICENCE,
        Source(_("Quality control orders and hallmarking rules, by goods"), Standing.UNVERIFIED),
    ),
)
