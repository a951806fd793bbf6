"""Whether this process lives, and whether it can serve."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from onboarding.routes import without_transaction


@without_transaction
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process lives; asks nobody."""
    return JsonResponse({"status": "ok"})


@without_transaction
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503. A silent broker costs no request anything, so it is not asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
