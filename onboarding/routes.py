"""What a view can declare about its route for the middleware."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def body_limit(max_bytes: int) -> Callable[[View], View]:
    """Let the route take a larger body; stay above the form's own file limit, so that the form can answer."""

    def declare(view: View) -> View:
        view.body_max_bytes = max_bytes  # type: ignore[attr-defined]
        return view

    return declare


def without_transaction(view: View) -> View:
    """Serve the route without a database transaction: health checks and streamed files."""
    view.without_transaction = True  # type: ignore[attr-defined]
    return view
