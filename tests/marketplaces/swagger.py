"""Holds requests and answers against an official Swagger 2 model, more strictly than the model itself.

Unknown keys, query names and `x-` headers are faults here, though JSON Schema and HTTP let them pass.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft4Validator  # type: ignore[import-untyped]

CHECKOUT = Path(__file__).parents[2]
CONTRACTS_DIR = Path(os.environ.get("CONTRACTS_DIR") or CHECKOUT.parent / "shared" / "contracts")
LISTINGS_MODEL = CONTRACTS_DIR / "amazon" / "listingsItems_2021-08-01.json"
WHY_SKIPPED = f"The official models are not at {CONTRACTS_DIR} (CONTRACTS_DIR says where)."
# Not in the models, yet asked for by Amazon's documentation of every operation.
TOKEN_HEADER = "x-amz-access-token"


class SwaggerModel:
    """One official model, asked whether an exchange keeps to it; every answer is a list of faults."""

    def __init__(self, path: Path, mount: str = "") -> None:
        self._document = _closed(json.loads(path.read_text()))
        self._mount = mount

    def request_faults(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> list[str]:
        """Return what the model has against the request."""
        operation = self._operation(method, url)
        if operation is None:
            return [f"{method} {urlsplit(url).path} is no operation"]
        parameters = {each["name"]: each for each in operation["parameters"]}
        names = {name.lower() for name in headers}
        faults = [f"header {name} is unknown" for name in names if name.startswith("x-") and name != TOKEN_HEADER]
        if TOKEN_HEADER not in names:
            faults.append("there is no access token")
        faults += _query_faults(parameters, urlsplit(url).query)
        return faults + self._body_faults(parameters, headers, body)

    def answer_faults(self, method: str, url: str, status: int, headers: Mapping[str, str], body: bytes) -> list[str]:
        """Return what the model has against the answer."""
        operation = self._operation(method, url)
        if operation is None:
            return [f"{method} {urlsplit(url).path} is no operation"]
        answer = operation["responses"].get(str(status))
        if answer is None:
            return [f"status {status} is not in the model"]
        listed = {name.lower() for name in answer.get("headers", {})}
        given = {name.lower() for name in headers if name.lower().startswith("x-")}
        faults = [f"header {name} is missing" for name in sorted(listed - given)]
        faults += [f"header {name} is unknown" for name in sorted(given - listed)]
        return faults + self._schema_faults(answer["schema"], body)

    def _operation(self, method: str, url: str) -> dict[str, Any] | None:
        path = urlsplit(url).path.removeprefix(self._mount)
        for template, operations in self._document["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in operations:
                found: dict[str, Any] = operations[method.lower()]
                return found
        return None

    def _body_faults(self, parameters: Mapping[str, Any], headers: Mapping[str, str], body: bytes) -> list[str]:
        if "body" not in parameters:
            # The official client sends an empty object where no body belongs.
            return [] if body in (b"", b"{}") else ["there is a body"]
        if headers.get("content-type") != "application/json":
            return ["the body is not sent as JSON"]
        return self._schema_faults(parameters["body"]["schema"], body)

    def _schema_faults(self, schema: Mapping[str, Any], body: bytes) -> list[str]:
        try:
            found = json.loads(body)
        except ValueError:
            return ["the body is no JSON"]
        whole = {**schema, "definitions": self._document["definitions"]}
        # In draft 4 a $ref hides its neighbours, "definitions" included: it must stand inside.
        validator = Draft4Validator({"allOf": [schema], "definitions": whole["definitions"]})
        return [
            f"{'/'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:200]}"
            for error in validator.iter_errors(found)
        ]


def _query_faults(parameters: Mapping[str, Any], query: str) -> list[str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    known = {name: each for name, each in parameters.items() if each["in"] == "query"}
    given = dict(pairs)
    faults = [f"query {name} is unknown" for name in given if name not in known]
    faults += [f"query {name} is missing" for name in known if known[name]["required"] and name not in given]
    if len(given) != len(pairs):
        faults.append("a query name appears twice")
    for name in set(given) & set(known):
        faults += _value_faults(name, known[name], given[name])
    return faults


def _value_faults(name: str, parameter: Mapping[str, Any], text: str) -> list[str]:
    is_list = parameter["type"] == "array"
    values = text.split(",") if is_list else [text]
    allowed = parameter["items"].get("enum") if is_list else parameter.get("enum")
    faults = [f"query {name}: {value!r} is not allowed" for value in values if allowed and value not in allowed]
    if len(values) > parameter.get("maxItems", len(values)):
        faults.append(f"query {name} has too many values")
    return faults


def _closed(schema: Any) -> Any:
    """Return the document with every described object closed against keys that it does not describe."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(each) for name, each in schema.items()}
    if isinstance(closed.get("properties"), dict) and "type" in closed:
        closed.setdefault("additionalProperties", False)
    return closed
