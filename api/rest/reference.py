"""The description as a page for people: made here, nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, render_template

from api.rest.specification import PREFIX, Description
from api.sign_in import open_to_everybody

METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a table: a field or parameter."""

    name: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint as the page shows it."""

    method: str
    path: str
    summary: str
    rights: list[str]
    takes: list[Field]
    status: str
    gives: str | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The endpoints of one resource."""

    name: str
    about: str
    operations: list[Operation]


def attach(app: Flask, description: Description) -> None:
    """Serve the page at `/api/v1/` and what it is made of; neither changes while the application runs."""
    page = Blueprint("reference", __name__, url_prefix=PREFIX)

    @page.get("/")
    @open_to_everybody
    def reference() -> str:
        spec = description.document(app)
        return render_template(
            "rest/reference.html",
            about=spec["info"]["description"].strip().split("\n\n"),
            chapters=list(chapters(spec)),
            answers={name: list(fields(schema)) for name, schema in sorted(spec["components"]["schemas"].items())},
        )

    @page.get("/openapi.json")
    @open_to_everybody
    def openapi() -> dict[str, Any]:
        return description.document(app)

    app.register_blueprint(page)


def chapters(spec: dict[str, Any]) -> Iterator[Chapter]:
    """The specification by resource, in its order."""
    for tag in spec["tags"]:
        operations = [
            _operation(spec, path, method, methods[method])
            for path, methods in spec["paths"].items()
            for method in METHODS
            if method in methods and tag["name"] in methods[method]["tags"]
        ]
        yield Chapter(tag["name"], tag["description"], operations)


def fields(schema: dict[str, Any]) -> Iterator[Field]:
    """The fields of an object's schema."""
    for name, field in schema.get("properties", {}).items():
        yield Field(name, _type(field), name in schema.get("required", ()), field.get("description", ""))


def _operation(spec: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    takes = [
        Field(given["name"], _type(given["schema"]), given.get("required", False), given.get("description", ""))
        for given in operation.get("parameters", ())
        if "$ref" not in given
    ]
    body = operation.get("requestBody")
    if body:
        schema = body["content"]["application/json"]["schema"]
        takes += fields(spec["components"]["schemas"][_name(schema)])
    status = min(code for code in operation["responses"] if code.startswith("2"))
    content = operation["responses"][status].get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        method.upper(),
        path,
        operation.get("summary", ""),
        operation["x-rights"],
        takes,
        status,
        _type(content) if content else None,
    )


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join("null" if one is None else str(one) for one in schema["enum"])
    kind = schema.get("type", "object")
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    names = kind if isinstance(kind, list) else [kind]
    return " or ".join(str(schema.get("format", name)) if name != "null" else name for name in names)
