"""What every API view stands on."""

from contextlib import ExitStack
from typing import Any, cast
from uuid import UUID

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.tenancy.scope import board_scope
from partners.models import PartnerClient, ProgrammePartner
from partners.paging import require_known_parameters


class ApiView(APIView):
    """A view that takes the query parameters it names, and whose answers no cache keeps."""

    query_parameters: tuple[str, ...] = ()
    http_method_names = ["get", "head"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_known_parameters(request.query_params, self.query_parameters)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "no-store")
        return response


class BoardScopedView(ApiView):
    """A view of one board's rows. `programme_ids` are the board's programmes that name the calling partner."""

    programme_ids: tuple[UUID, ...]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.programme_ids = enter_board(request, kwargs["board_slug"])


class Absent(ApiView):
    """Answer for every path that the API does not have."""

    authentication_classes = []
    permission_classes = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


def enter_board(request: Request, board_slug: str) -> tuple[UUID, ...]:
    """Open the board's scope until the request ends, and return its programmes that name the calling partner.

    Raises NotFound, with no scope open, where none does: to that partner the board does not exist. Grants are the
    board's own rows, so they are read inside its scope.
    """
    board = Board.objects.filter(slug=board_slug, is_open=True).exclude(slug=PLATFORM_SLUG).first()
    if board is None:
        raise NotFound
    client = cast(PartnerClient, request.user)
    until_answered: ExitStack = request._request.scopes  # type: ignore[attr-defined]
    with ExitStack() as entered:
        entered.enter_context(board_scope(board.pk))
        programme_ids = ProgrammePartner.objects.programmes_naming(client.partner_id)
        if not programme_ids:
            raise NotFound
        until_answered.enter_context(entered.pop_all())
    return programme_ids
