"""The API's own description: public, valid, and the one in docs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.partners.calls import assert_problem, caller, listings_url, sign_in
from tests.partners.factories import make_api_client, make_offering_board

pytestmark = pytest.mark.django_db

DESCRIPTION_URL = "/api/v1/openapi.json"


def test_anybody_reads_the_description() -> None:
    answer = Client().get(DESCRIPTION_URL)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    described = answer.json()
    assert described["openapi"] == "3.1.0"
    assert list(described["paths"]) == ["/api/v1/boards/{board_slug}/listings/"]
    flows = described["components"]["securitySchemes"]["clientCredentials"]["flows"]
    assert flows["clientCredentials"]["tokenUrl"] == "/api/v1/oauth/token"
    assert list(flows["clientCredentials"]["scopes"]) == ["listings:read"]
    listing = described["paths"]["/api/v1/boards/{board_slug}/listings/"]["get"]
    assert listing["security"] == [{"clientCredentials": ["listings:read"]}]
    assert list(listing["responses"]) == ["200", "400", "401", "403", "404", "406"]


def test_the_description_in_docs_is_what_the_code_says(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))

    assert (settings.BASE_DIR / "docs" / "openapi.yaml").read_text() == fresh.read_text()


def test_answers_are_as_described() -> None:
    described = Client().get(DESCRIPTION_URL).json()
    registry = Registry().with_resource("api", Resource(described, DRAFT202012))
    client = make_api_client()
    url = listings_url(make_offering_board(client.partner))
    api = caller(sign_in(client))

    for schema, body in (("ListingPage", api.get(url).json()), ("Problem", api.get(url, {"limit": 0}).json())):
        strict = {"$ref": f"api#/components/schemas/{schema}"}
        Draft202012Validator(strict, registry=registry).validate(body)
        assert set(body) <= set(described["components"]["schemas"][schema]["properties"])


def test_the_description_takes_no_parameters() -> None:
    assert_problem(Client().get(DESCRIPTION_URL, {"format": "yaml"}), 400, "query.unknown_parameter")
