"""Every refusal under /api/ is a problem, also those that no API view made."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from onboarding.errors import IllegalMove
from partners.middleware import ProblemMiddleware
from partners.problems import problem_response
from tests.partners.calls import FORM, TOKEN_URL, assert_problem, caller, listings_url, sign_in
from tests.partners.factories import make_api_client, make_offering_board


@pytest.mark.django_db
def test_nul_and_broken_text_are_problems_in_path_query_and_cursor() -> None:
    client = make_api_client()
    api, url = caller(sign_in(client)), listings_url(make_offering_board(client.partner))

    for path in (
        "/api/v1/boards/a%00b/listings/",
        "/api/v1/%00",
        f"{url}?limit=5%00",
        f"{url}?after=%00",
        f"{url}?%00=1",
    ):
        assert_problem(api.get(path), 400, "bad_request")
    assert api.get(f"{url}?limit=5").status_code == 200


@pytest.mark.django_db
def test_a_body_that_is_too_large_or_chunked_is_a_problem() -> None:
    with override_settings(BODY_MAX_BYTES=100):
        assert_problem(Client().post(TOKEN_URL, "x" * 101, content_type=FORM), 413, "body_too_large")
    chunked = Client().post(TOKEN_URL, "x", content_type=FORM, headers={"Transfer-Encoding": "chunked"})
    assert_problem(chunked, 411, "length_required")


def test_a_crash_is_a_problem_under_api_and_a_page_elsewhere() -> None:
    answer_with_page = ProblemMiddleware(lambda request: HttpResponse("<h1>crash</h1>", status=500))

    page = answer_with_page(RequestFactory().get("/board/x/"))
    problem = answer_with_page(RequestFactory().get("/api/v1/boards/x/listings/"))

    assert (page["Content-Type"], page.content) == ("text/html; charset=utf-8", b"<h1>crash</h1>")
    assert (problem.status_code, problem["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(problem.content)["code"] == "server_error"


def test_refusals_of_the_other_rooms_keep_their_code_and_status() -> None:
    answer = problem_response(IllegalMove(), {})

    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (409, "illegal_move")
    assert answer.data["detail"].startswith("Someone has already decided this.")
    assert problem_response(ZeroDivisionError(), {}) is None
