"""POST /api/v1/oauth/token: an access token for a client's id and secret (RFC 6749, section 4.4)."""

from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import TokenView
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from partners.models import PartnerClient
from partners.views.base import ApiView

FORM = "application/x-www-form-urlencoded"
PARAMETERS = {"grant_type", "scope", "client_id", "client_secret"}
issue_token = TokenView.as_view()


class ClientToken(ApiView):
    """Check what comes in, then leave the protocol to allauth, whose view takes more than we offer.

    Past this door it answers 500 to a malformed `resource` and to a client id with NUL, and knows no revoked clients.
    Refusals are in the form of RFC 6749, section 5.2, which OAuth libraries read.
    """

    authentication_classes = []
    permission_classes = []
    http_method_names = ["post"]
    schema = None  # told by the security scheme

    def post(self, request: Request) -> Any:
        if request._request.content_type != FORM:
            raise UnsupportedMediaType(request._request.content_type or "")
        form = request._request.POST
        if set(form) - PARAMETERS or any(len(values) > 1 for _name, values in form.lists()):
            return refusal("invalid_request", 400)
        if form.get("grant_type") != Client.GrantType.CLIENT_CREDENTIALS:
            return refusal("unsupported_grant_type" if form.get("grant_type") else "invalid_request", 400)
        basic_client_id, _secret = extract_basic_auth(request.headers)
        if not is_live_client(basic_client_id or form.get("client_id", "")):
            return refusal("invalid_client", 401)
        return issue_token(request._request)


def is_live_client(client_id: str) -> bool:
    """Tell whether the client exists and may sign in. PostgreSQL takes no NUL, so an id with one exists nowhere."""
    return "\0" not in client_id and PartnerClient.objects.live().filter(oauth_client_id=client_id).exists()


def refusal(error: str, status: int) -> Response:
    headers = {"WWW-Authenticate": f'Bearer error="{error}"'} if status == 401 else None
    return Response({"error": error}, status=status, headers=headers)
