"""GET /api/v1/boards/<board>/listings/"""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from partners.openapi import BOARD, PAGE_PARAMETERS, refusals
from partners.paging import read_page_request
from partners.resources.listings import ListingPageSerializer, read_listings
from partners.scopes import LISTINGS_READ
from partners.views.base import BoardScopedView

PAGE = OpenApiResponse(ListingPageSerializer, description="A page.")


class ListingList(BoardScopedView):
    required_scope = LISTINGS_READ
    query_parameters = ("after", "limit")

    @extend_schema(
        operation_id="listListings",
        tags=["listings"],
        summary="Approved listings",
        description="Those of the sellers enrolled in the board's programmes that name you, oldest first.",
        parameters=[BOARD, *PAGE_PARAMETERS],
        responses={
            200: OpenApiResponse(ListingPageSerializer, description="A page."),
            **refusals(400, 401, 403, 404, 406),
        },
    )
    def get(self, request: Request, board_slug: str) -> Response:
        page = read_page_request(request.query_params, place=request.path)
        return Response(read_listings(self.programme_ids, page, place=request.path))
