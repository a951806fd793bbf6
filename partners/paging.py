"""Pages by key. A cursor is signed for the list it came from: one that was forged or carried over is refused."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from onboarding.errors import DomainError

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
CURSOR_SALT = "partners.cursor"


class UnknownParameter(DomainError):
    code = "query.unknown_parameter"
    message = "This address takes no such query parameter."


class RepeatedParameter(DomainError):
    code = "query.repeated_parameter"
    message = "Give each query parameter once."


class BadLimit(DomainError):
    code = "limit.invalid"
    message = f"limit is a whole number from 1 to {MAX_LIMIT}."

    def __init__(self) -> None:
        super().__init__(field="limit")


class BadCursor(DomainError):
    code = "cursor.invalid"
    message = "after is the `next` of a page of this very list. Begin again without it."

    def __init__(self) -> None:
        super().__init__(field="after")


@dataclass(frozen=True)
class Key:
    """A row's place in a list that is ordered by a moment, then by id."""

    moment: datetime
    row_id: UUID


@dataclass(frozen=True)
class PageRequest:
    """Which page is asked for: at most `limit` rows, those after the key."""

    limit: int
    after: Key | None


def require_known_parameters(query: QueryDict, known: tuple[str, ...]) -> None:
    """Raise UnknownParameter or RepeatedParameter unless each parameter is known and stands once."""
    for name, values in query.lists():
        if name not in known:
            raise UnknownParameter(field=name[:50])
        if len(values) > 1:
            raise RepeatedParameter(field=name)


def read_page_request(query: QueryDict, *, place: str) -> PageRequest:
    """Return the page that the query asks for in the list at `place`. Raises BadLimit, BadCursor."""
    after = query.get("after")
    return PageRequest(
        limit=read_limit(query.get("limit", str(DEFAULT_LIMIT))),
        after=None if after is None else read_cursor(after, place=place),
    )


def read_limit(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_LIMIT:
        raise BadLimit
    return int(text)


def write_cursor(key: Key, *, place: str) -> str:
    return cursor_signer(place).sign_object([key.moment.isoformat(), str(key.row_id)])


def read_cursor(cursor: str, *, place: str) -> Key:
    try:
        moment, row_id = cursor_signer(place).unsign_object(cursor)
    except BadSignature:
        raise BadCursor from None
    return Key(datetime.fromisoformat(moment), UUID(row_id))


def cursor_signer(place: str) -> Signer:
    return Signer(sep=".", salt=f"{CURSOR_SALT}:{place}")


def after_key(rows: Any, key: Key | None, *, moment: str) -> Any:
    """Order the queryset by the moment field, then id, and begin after the key."""
    rows = rows.order_by(moment, "id")
    if key is None:
        return rows
    # The first condition bounds the index scan, which an OR of both would not.
    return rows.filter(**{f"{moment}__gte": key.moment}).exclude(**{moment: key.moment, "id__lte": key.row_id})
