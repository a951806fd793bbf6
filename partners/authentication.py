"""Who calls: the partner's client behind a bearer token. Cookies, query parameters and bodies are not looked at."""

from allauth.idp.oidc.models import Token
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from partners.models import PartnerClient

CHALLENGE = 'Bearer realm="haat-setu"'


class InvalidToken(AuthenticationFailed):
    """One answer for every reason, so that a guess learns nothing."""

    default_detail = "The access token is unknown, expired or revoked. Ask the token endpoint for a new one."
    default_code = "invalid_token"


class ClientAuthentication(BaseAuthentication):
    """Set `request.user` to the PartnerClient that the token was issued to, and `request.auth` to the token."""

    def authenticate(self, request: Request) -> tuple[PartnerClient, Token] | None:
        scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, value)
        if token is None:
            raise InvalidToken
        client = PartnerClient.objects.live().select_related("partner").filter(oauth_client_id=token.client_id).first()
        if client is None:
            raise InvalidToken
        return client, token

    def authenticate_header(self, request: Request) -> str:
        # allauth's own class leaves this out, and REST framework then answers 403 where 401 is due.
        return CHALLENGE
