"""Refusals that come from outside the API's views."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from partners.problems import MEDIA_TYPE, problem_body

API = "/api/"
# A body that is too large, unreadable text, a crash: whoever answers them answers people, with a page.
CODES = {
    400: ("bad_request", "The request could not be read: it holds a NUL, text that is not UTF-8, or half a body."),
    403: ("forbidden", "The request is not allowed."),
    404: ("not_found", "Not found."),
    411: ("length_required", "Send the body with its Content-Length."),
    413: ("body_too_large", "The body is larger than this address takes."),
    500: ("server_error", "Something failed on our side, and nothing was written. Try again later."),
}


class ProblemMiddleware:
    """Let every refusal under /api/ be a problem, also where a page was made of it before or after the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if request.path_info.startswith(API) and is_page and response.status_code in CODES:
            return problem_instead_of_page(response.status_code)
        return response


def problem_instead_of_page(status: int) -> HttpResponse:
    code, detail = CODES[status]
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(problem_body(status, code, detail), status=status, content_type=MEDIA_TYPE, headers=headers)
