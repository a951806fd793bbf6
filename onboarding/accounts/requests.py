"""What a view at a board's door may count on; the board's own room lies above this one."""

from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from onboarding.accounts.models import User


class NamedBoard(Protocol):
    slug: str


class DoorRequest(HttpRequest):
    """A request under /join/: anyone's, with the board's scope open."""

    board: NamedBoard
    user: User | AnonymousUser
