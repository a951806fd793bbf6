"""What the middleware has put on a request by the time a view of a board is called."""

from contextlib import ExitStack

from django.http import HttpRequest

from onboarding.accounts.models import User
from onboarding.boards.models import Board, Membership
from onboarding.boards.policies import Officer


class BoardRequest(HttpRequest):
    """A request whose path names a board; its scope is open until the answer is complete."""

    board: Board
    scopes: ExitStack
    htmx: bool


class OfficerRequest(BoardRequest):
    """A request under /board/: by a member of the board who signed in with a second factor."""

    user: User
    membership: Membership
    actor: Officer
