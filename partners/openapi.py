"""What the OpenAPI description says beyond the views and serializers themselves."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from partners.paging import DEFAULT_LIMIT, MAX_LIMIT
from partners.problems import MEDIA_TYPE, ProblemSerializer
from partners.scopes import SCOPES

BOARD = OpenApiParameter(
    "board_slug",
    location=OpenApiParameter.PATH,
    description="A board with a programme that names you; any other answers 404.",
)
PAGE_PARAMETERS = [
    OpenApiParameter("after", description="The `next` of the page before."),
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}),
]


def refusals(*statuses: int) -> dict[tuple[int, str], Any]:
    """Return these statuses as answers whose body is a problem."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=HTTPStatus(status).phrase)
        for status in statuses
    }


class ClientScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "partners.authentication.ClientAuthentication"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/v1/oauth/token", "scopes": SCOPES}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.required_scope]}
