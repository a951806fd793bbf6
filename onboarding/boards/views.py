"""The front page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from onboarding.boards.models import PLATFORM_SLUG, Board, Membership, Programme
from onboarding.tenancy.scope import board_scope


@dataclass(frozen=True)
class BoardCard:
    slug: str
    name: dict[str, str]
    colour: str
    programmes: list[Programme]


def home(request: HttpRequest) -> HttpResponse:
    boards = Board.objects.filter(is_open=True).exclude(slug=PLATFORM_SLUG).order_by("pk")
    return render(request, "onboarding/pages/home.html", {"boards": [board_card(board) for board in boards]})


def board_card(board: Board) -> BoardCard:
    with board_scope(board.pk):
        programmes = list(Programme.objects.open_on(timezone.localdate()).order_by("slug"))
    return BoardCard(board.slug, board.name, board.colour, programmes)


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Bring an officer to the board she works for."""
    memberships = Membership.objects.select_related("board")
    membership = memberships.filter(user=request.user).first() if request.user.is_authenticated else None
    return redirect("today", membership.board.slug) if membership else redirect("home")
