"""Views that do what no view of ours should, beside all real routes."""

from contextlib import suppress

from django.db import ProgrammingError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board, Programme
from onboarding.errors import DomainError, IllegalMove, NotAllowed
from onboarding.routes import body_limit
from onboarding.urls import urlpatterns as real_routes


def write() -> None:
    Board.objects.update(colour="saffron")


def fail_in_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """Write, then answer with this status."""
    write()
    return HttpResponse(status=status)


def swallow(request: HttpRequest, **_path: str) -> HttpResponse:
    """Write, fail, and say that all went well."""
    write()
    with suppress(ProgrammingError):
        fail_in_sql()
    return HttpResponse("all went well")


def fail(request: HttpRequest, **_path: str) -> HttpResponse:
    write()
    raise ZeroDivisionError


def fail_sql(request: HttpRequest, **_path: str) -> HttpResponse:
    write()
    fail_in_sql()
    return HttpResponse()


def fail_at_commit(request: HttpRequest) -> HttpResponse:
    """Point to a programme that does not exist; the key is checked when the transaction commits."""
    Programme.objects.get().districts.create(programme_id="00000000-0000-0000-0000-000000000000", district_id=187)
    return HttpResponse("all went well")


class Odd(DomainError):
    code = "odd"
    message = "A sentence for the person."
    http_status = 422


REFUSALS: dict[str, Exception] = {
    "NotAllowed": NotAllowed(),
    "IllegalMove": IllegalMove(),
    "DomainError": DomainError("Not like this."),
    "Odd": Odd(),
    "DoesNotExist": Board.DoesNotExist(),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    raise REFUSALS[name]


def remember(request: HttpRequest) -> HttpResponse:
    """Write an entry of the history."""
    record("board.probed", Programme.objects.get(), by=Actor.system("probe"))
    return HttpResponse()


@body_limit(3 * 1024 * 1024)
def take_more(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"files": {name: file.size for name, file in request.FILES.items()}})


def take(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"fields": dict(request.POST.items())})


urlpatterns = [
    path("probe/answer/<int:status>/", answer),
    path("probe/swallow/", swallow),
    path("probe/fail/", fail),
    path("probe/fail-sql/", fail_sql),
    path("probe/refuse/<str:name>/", refuse),
    path("probe/take/", take),
    path("probe/take-more/", take_more),
    path("join/<slug:board_slug>/probe/swallow/", swallow),
    path("join/<slug:board_slug>/probe/fail/", fail),
    path("join/<slug:board_slug>/probe/fail-sql/", fail_sql),
    path("join/<slug:board_slug>/probe/fail-at-commit/", fail_at_commit),
    path("join/<slug:board_slug>/probe/remember/", remember),
    *real_routes,
]
