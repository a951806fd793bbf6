"""Pages by key: the cost of a page does not grow with its place, and rows that come or go skip or repeat none."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError

PAGE_ROWS = 50


class BadCursor(DomainError):
    code = "cursor.invalid"
    message = _("This page address is not complete. Begin again from the first page.")


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next_cursor: str = ""


def page_of(rows: "QuerySet[Any]", *, since: str, after: str, limit: int = PAGE_ROWS) -> Page:
    """Return the page after the cursor, ordered by the moment field `since`, then id. Raises BadCursor."""
    if after:
        moment, row_id = read_cursor(after)
        # The OR alone would only filter; the bound lets the index begin at the cursor.
        beyond = Q(**{f"{since}__gt": moment}) | Q(**{since: moment, "id__gt": row_id})
        rows = rows.filter(beyond, **{f"{since}__gte": moment})
    found = list(rows.order_by(since, "id")[: limit + 1])
    if len(found) <= limit:
        return Page(found)
    last = found[limit - 1]
    return Page(found[:limit], f"{getattr(last, since).isoformat()}~{last.pk}")


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    moment, _tilde, row_id = cursor.partition("~")
    try:
        found = datetime.fromisoformat(moment)
        if found.tzinfo is None:
            raise BadCursor
        # In UTC, since Python knows offsets that PostgreSQL does not.
        return found.astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError):
        raise BadCursor from None
