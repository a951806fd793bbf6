"""What a mount of the sandbox takes and gives back: one request, one reply."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


class BadJson(Exception):
    """The body is not the JSON that was asked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request below a mount; `segments` keep their percent-encoding, header names are lower case."""

    method: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    def json_value(self) -> Any:
        """Return the body. Raises BadJson for what is no JSON, for NaN and for endless nesting."""
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise BadJson(str(error)) from error

    def json_object(self) -> dict[str, Any]:
        """Return the body. Raises BadJson for anything but an object."""
        found = self.json_value()
        if not isinstance(found, dict):
            raise BadJson("The body is no JSON object.")
        return found

    def wants_html(self) -> bool:
        """Return whether a person's browser asks."""
        return "text/html" in self.headers.get("accept", "")

    def first(self, name: str) -> str:
        """Return the first value of the query parameter, or an empty text."""
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `hold_s` delays it, and `hang_up` closes the connection instead of sending it."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    hold_s: float = 0.0
    hang_up: bool = False


def json_reply(status: int, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Return an answer with this body as JSON."""
    return Reply(status, json.dumps(body).encode(), headers=headers or {})


def html_reply(page: str) -> Reply:
    """Return a page for a person's browser."""
    return Reply(200, page.encode(), "text/html; charset=utf-8")


def split_query(text: str) -> tuple[tuple[str, str], ...]:
    """Return the query's pairs in order, empty values included."""
    return tuple(parse_qsl(text, keep_blank_values=True))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON.")
