"""One place that turns every refusal into application/problem+json (RFC 9457).

`code` is for programs and never changes its meaning; `title` and `detail` are English sentences for people.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.utils import translation
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from onboarding.audit.request_id import current_request_id
from onboarding.errors import DomainError
from partners.authentication import CHALLENGE, InvalidToken
from partners.permissions import InsufficientScope

MEDIA_TYPE = "application/problem+json"


class ProblemSerializer(serializers.Serializer[Any]):
    """The body of every refusal."""

    type = serializers.CharField(help_text="Always about:blank: `code` tells refusals apart.")
    title = serializers.CharField(help_text="The words of the HTTP status.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable; for programs.")
    detail = serializers.CharField(help_text="A sentence for people; may change.")
    request_id = serializers.CharField(help_text="Name it when you write to us; also in X-Request-Id.")
    parameter = serializers.CharField(required=False, help_text="The query parameter that is refused.")


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the refusal as a problem; REST framework calls this for whatever a view raises.

    A crash goes on to Django, which logs it; ProblemMiddleware then answers.
    """
    if isinstance(error, DomainError):
        with translation.override("en"):
            return problem(error.http_status, error.code, str(error.message), parameter=error.field)
    if isinstance(error, Http404 | ObjectDoesNotExist):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(error.get_codes()), str(error.detail), headers=headers_of(error))
    return None


def problem(
    status: int, code: str, detail: str, *, parameter: str = "", headers: dict[str, str] | None = None
) -> Response:
    body = problem_body(status, code, detail)
    if parameter:
        body["parameter"] = parameter
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def problem_body(status: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": current_request_id.get(),
    }


def headers_of(error: exceptions.APIException) -> dict[str, str]:
    """Return the challenge that RFC 6750 asks for beside 401 and 403."""
    if isinstance(error, InvalidToken):
        return {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
    if isinstance(error, InsufficientScope):
        return {"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{error.scope}"'}
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": CHALLENGE}
    return {}
