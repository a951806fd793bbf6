"""Filters and tags that every page may use: money, dates, texts by language, icons, state tones."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from onboarding.pages.icons import ICONS, TURNING_ICONS

register = template.Library()

INDIA = ZoneInfo("Asia/Kolkata")

# A tone is colour plus icon; the word beside it always comes from the page, so colour never speaks alone.
TONES: dict[str, tuple[str, ...]] = {
    "done": ("done", "approved", "enrolled", "live", "accepted", "active", "verified", "sold", "delivered"),
    "needs": ("needs", "current", "needs_changes", "returned", "draft", "waitlisted", "incomplete"),
    "wait": ("wait", "waiting", "submitted", "in_review", "under_review", "queued", "due", "pending", "sent"),
    "stop": ("stop", "rejected", "refused", "dead", "failed", "error", "suspended", "withdrawn", "invalid", "stuck"),
}
TONE_OF: dict[str, str] = {word: tone for tone, words in TONES.items() for word in words}
TONE_ICONS: dict[str, str] = {"done": "check", "needs": "edit", "wait": "clock", "stop": "alert", "plain": "file"}


def lakh_groups(whole: int) -> str:
    """Return a whole number with Indian grouping: 12345678 becomes 1,23,45,678."""
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    return ",".join([*pairs, tail])


@register.filter
def rupees(paise: int | str | None) -> str:
    """Show integer paise as ₹1,23,456, with two decimals only when there are paise left over."""
    if paise is None or paise == "":
        return ""
    whole, rest = divmod(abs(int(paise)), 100)
    sign = "\N{MINUS SIGN}" if int(paise) < 0 else ""
    return f"{sign}₹{lakh_groups(whole)}" + (f".{rest:02d}" if rest else "")


@register.filter
def grouped(number: int | str | None) -> str:
    """Show a count with Indian grouping."""
    return "" if number is None or number == "" else lakh_groups(int(number))


@register.filter
def localtext(text: Mapping[str, str] | str | None) -> str:
    """Pick the reader's language from {"hi": ..., "en": ...}; else English, else whatever is there."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    language = get_language() or "en"
    for code in (language, language.split("-")[0], "en"):
        if text.get(code):
            return text[code]
    return next((value for value in text.values() if value), "")


def in_india(moment: date | datetime) -> date | datetime:
    """Return the moment as India's clock shows it; a plain date stays as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment, INDIA)
    return moment


@register.filter
def ist_date(moment: date | datetime | None) -> str:
    """Show a day as 21 November 2026, in the reader's language and India's time."""
    return formats.date_format(in_india(moment), "j F Y") if moment else ""


@register.filter
def ist_time(moment: datetime | None) -> str:
    """Show a moment as 21 November 2026, 15:40, in the reader's language and India's time."""
    return formats.date_format(in_india(moment), "j F Y, H:i") if moment else ""


@register.filter
def ist_clock(moment: datetime | None) -> str:
    """Show the time of day as 15:40, in India's time."""
    return formats.date_format(in_india(moment), "H:i") if moment else ""


@register.filter
def done_count(stones: Iterable[Any]) -> int:
    """Count the stones of a road that are done."""
    return sum(stone.state == "done" for stone in stones)


@register.filter
def tone(status: str | None) -> str:
    """Name the tone of a status: done, needs, wait, stop or plain."""
    return TONE_OF.get(str(status or ""), "plain")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon that screen readers skip; the word stands beside it."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="{}"/></svg>',
        " turns" if name in TURNING_ICONS else "",
        ICONS[name],
    )


@register.simple_tag
def tone_icon(status: str | None) -> SafeString:
    """Draw the icon of a status's tone."""
    return icon(TONE_ICONS[tone(status)])
