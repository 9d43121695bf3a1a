"""The description says all that is answered, and nothing else; the page shows all of it and fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.rest.test_rights import table


@pytest.fixture
def spec(anonymous: FlaskClient) -> dict[str, Any]:
    """The description as it is served."""
    whole: dict[str, Any] = anonymous.get("/api/v1/openapi.json").get_json()
    return whole


def inside(node: object) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from inside(child)


def described(spec: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Operation by method and path."""
    return {
        (method.upper(), path.removeprefix("/api/v1")): operation
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def test_every_operation_is_described(spec: dict[str, Any]) -> None:
    assert set(described(spec)) == set(table())


def test_it_is_openapi_3_1(spec: dict[str, Any]) -> None:
    assert spec["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere(spec: dict[str, Any]) -> None:
    for node in inside(spec):
        if isinstance(node.get("$ref"), str):
            target: Any = spec
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]


def test_every_refusal_is_described_as_problem_json(spec: dict[str, Any]) -> None:
    responses = spec["components"]["responses"].items()
    kinds = {kind for name, response in responses if name != "NOT_MODIFIED" for kind in response["content"]}
    assert kinds == {"application/problem+json"}


def test_every_message_that_comes_in_forbids_unknown_fields(spec: dict[str, Any]) -> None:
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for operation in described(spec).values()
        if "requestBody" in operation
    ]
    schemas = spec["components"]["schemas"]
    assert [name for name in bodies if schemas[name]["additionalProperties"] is not False] == []


def test_every_answer_that_is_not_ready_says_where_it_will_be(spec: dict[str, Any]) -> None:
    later = [told["responses"]["202"] for told in described(spec).values() if "202" in told["responses"]]
    assert later
    assert [answer for answer in later if "Location" not in answer.get("headers", {})] == []


def test_what_is_changed_as_it_was_read_is_removed_as_it_was_read(spec: dict[str, Any]) -> None:
    operations = described(spec)
    both = [path for method, path in operations if method == "PATCH" and ("DELETE", path) in operations]
    assert len(both) >= 5
    refusals = [set(operations[method, path]["responses"]) for path in both for method in ("PATCH", "DELETE")]
    assert [refused for refused in refusals if not {"412", "428"} <= refused] == []


def test_every_operation_has_a_summary(spec: dict[str, Any]) -> None:
    assert [operation for operation, told in described(spec).items() if not told.get("summary")] == []


def test_the_page_shows_every_operation(app: Flask, anonymous: FlaskClient) -> None:
    page = anonymous.get("/api/v1/").text
    assert [path for _, path in table() if f"<code>/api/v1{path}</code>" not in page] == []


def test_the_page_fetches_nothing_from_elsewhere(app: Flask, anonymous: FlaskClient) -> None:
    page = anonymous.get("/api/v1/").text
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page) == []
