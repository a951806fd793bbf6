"""What every page knows without its view saying so."""

from typing import Any

from django.http import HttpRequest


def board(request: HttpRequest) -> dict[str, Any]:
    """Give templates the board that the path names, or None outside of a board."""
    return {"board": getattr(request, "board", None)}
