"""GET /api/v1/openapi.json"""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from partners.views.base import ApiView


class Description(ApiView):
    """Show the API's own description to anybody."""

    authentication_classes = []
    permission_classes = []
    schema = None

    def get(self, request: Request) -> Response:
        return Response(description())


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description, which changes only with the code."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    described: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return described
