"""How long what is kept, why, and which rule says so: data, read by the schedule, the page and docs/privacy.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from onboarding.audit.models import AuditEntry
from onboarding.pages.templatetags.pages import INDIA
from sellers.models import Application, Seller

Text = str | Promise
LOOK_AGAIN = timedelta(days=7)  # after which a hold that names no end is looked at once more
OF_PRIVACY = ("erasure.", "my_data.")  # what she asks here uses nothing of hers


@dataclass(frozen=True)
class Rule:
    """What is kept for how long. `years` is counted from the last use; without them `how_long` says it in words."""

    code: str
    what: Text
    how_long: Text
    why: Text
    source: str
    years: int = 0


FILE = Rule(
    "file",
    _("Your answers, papers, checks and members"),
    _("One year after they were last used. Then, if you ask for it, we delete them."),
    _("The law asks for a year, so that a mistake can still be cleared up."),
    "Digital Personal Data Protection Rules 2025: personal data and logs at least one year from processing",
    years=1,
)
SALES = Rule(
    "sales",
    _("What you sold, for how much, and what was paid"),
    _("Eight years after the sale."),
    _("The board must be able to show its accounts."),
    "Companies Act 2013, section 128(5): books of account for eight financial years",
    years=8,
)
RULES: tuple[Rule, ...] = (
    FILE,
    SALES,
    Rule(
        "messages",
        _("Messages to your phone"),
        _("The words until they are sent, your number for 90 days."),
        _("So that we can find out why a message did not arrive."),
        "our own rule",
    ),
    Rule(
        "codes",
        _("Codes that you sign in with"),
        _("Two days, and never in clear."),
        _("So that nobody can guess them by trying."),
        "our own rule",
    ),
    Rule(
        "lists",
        _("Lists in which an office sent us your answers"),
        _("Until they are in, and one that nobody brings in for 7 days. Rows that must be mended: 30 days."),
        _("So that the office can mend what was wrong."),
        "our own rule",
    ),
    Rule(
        "history",
        _("The list of who did what"),
        _("For good, but without your name and numbers once your file is deleted."),
        _("So that nobody can change afterwards what was done."),
        "CERT-In directions of 28 April 2022: logs for 180 days; DPDP Rules 2025: logs for at least one year",
    ),
    Rule(
        "number_without_file",
        _("Your phone number, if you never began a file"),
        _("90 days after you were last here."),
        _("Then it may belong to somebody else."),
        "our own rule",
    ),
)

# What keeps a file beyond its day, by code: the sentence that she reads.
HOLD_TEXTS: Mapping[str, Text] = {
    "law_year": _("The law asks us to keep it for a year after it was last used."),
    "goods_shown": _("Something of yours is still shown on a marketplace. We are taking it down first."),
    "sales": _("What you sold must stay in the accounts for eight years."),
}


@dataclass(frozen=True)
class Hold:
    """What keeps a file: a code of HOLD_TEXTS, and its last day where one is known."""

    code: str
    until: date | None = None


HoldOf = Callable[[Seller], Hold | None]


def day_of(moment: datetime) -> date:
    """Return the day in India."""
    return moment.astimezone(INDIA).date()


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; the 29th of February becomes the 1st of March, never a day early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def last_used_at(seller: Seller) -> datetime:
    """Return when something of hers was last used: what the history holds of her file, and her leaving."""
    about = Q(object_type=Seller._meta.label_lower, object_id=str(seller.pk))
    for application_id in Application.objects.filter(seller=seller).values_list("pk", flat=True):
        about |= Q(object_type=Application._meta.label_lower, object_id=str(application_id))
    entries = AuditEntry.objects.filter(about)
    for prefix in OF_PRIVACY:
        entries = entries.exclude(action__startswith=prefix)
    newest: datetime | None = entries.aggregate(newest=Max("at"))["newest"]
    return max(newest, seller.status_since) if newest else seller.status_since


def holds_of(seller: Seller) -> list[Hold]:
    """Return what keeps this file now, the longest last; a hold without a day counts from week to week."""
    asked: Sequence[HoldOf] = import_string(settings.ERASURE_HOLDS)
    law = Hold("law_year", years_after(day_of(last_used_at(seller)), FILE.years))
    found = [law, *(hold for hold_of in asked if (hold := hold_of(seller)) is not None)]
    today = timezone.localdate()
    standing = [hold for hold in found if hold.until is None or hold.until > today]
    return sorted(standing, key=lambda hold: hold.until or today)


def due_on(holds: Sequence[Hold]) -> tuple[date, str]:
    """Return the first day on which nothing keeps the file any more, and what keeps it till then; today without any."""
    today = timezone.localdate()
    if not holds:
        return today, ""
    last = holds[-1]
    return (last.until or today + LOOK_AGAIN), last.code
