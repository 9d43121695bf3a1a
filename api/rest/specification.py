"""The OpenAPI 3.1 description, made from the schemas that the endpoints use."""

from __future__ import annotations

from http import HTTPStatus
from threading import Lock
from typing import Any

from flask import Flask
from flask_smorest import Api  # type: ignore[import-untyped]  # flask-smorest carries no types
from flask_smorest.spec.plugins import FlaskPlugin  # type: ignore[import-untyped]
from werkzeug.routing import BaseConverter

from api.rest.resource import Resource
from api.rest.schema import ProblemOut

PREFIX = "/api/v1"

ABOUT = """\
The same acts as on the pages, for programs.

Amounts are whole minor units of the network's currency (öre, øre), loads crate units, weights grams, distances metres.
Days are dates on the network's wall clock; moments are RFC 3339, given out in UTC. Fields that are not described are
refused. Every refusal is `application/problem+json` (RFC 9457) with a stable `code`, and a `title` in the language of
`Accept-Language` (en, nb or sv).

Programs send `Authorization: Bearer bokrute_…`; scripts of the pages send the session cookie, and `X-CSRFToken` where
they change something.
"""


class IdConverter(BaseConverter):
    """An id in a path; anything else is a page that does not exist, and never reaches the database."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]{0,159}"


class Description(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest's part that describes; refusals are answered by `api.problems` alone."""

    ERROR_SCHEMA = ProblemOut

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.resources: list[Resource] = []
        self._whole: dict[str, Any] | None = None
        self._describing = Lock()
        super().__init__(*args, **kwargs)

    def add(self, app: Flask, resource: Resource) -> None:
        """Serve a resource; it is described only when somebody asks, so that an application starts fast."""
        app.extensions["flask-smorest"]["blp_name_to_api"][resource.name] = self
        app.register_blueprint(resource)
        self.resources.append(resource)

    def document(self, app: Flask) -> dict[str, Any]:
        """The whole specification, made by whoever asks first."""
        with self._describing:
            if self._whole is None:
                for resource in self.resources:
                    resource.register_views_in_doc(self, app, self.spec, name=resource.name, parameters=None)
                    self.spec.tag({"name": resource.subject, "description": resource.description})
                self._whole = dict(self.spec.to_dict())
            return self._whole

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        problem = {"application/problem+json": {"schema": ProblemOut}}
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["content"] = problem
            self.spec.components.response(status.name, response, lazy=True)
        refusal = {"description": "A refusal or a fault", "content": problem}
        self.spec.components.response("DEFAULT_ERROR", refusal, lazy=True)


def describe(app: Flask) -> Description:
    """An empty description, to which resources are added."""
    app.config.update(
        API_TITLE="Bokrute",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
    )
    app.url_map.converters["id"] = IdConverter
    paths = FlaskPlugin()
    paths.register_converter(IdConverter, lambda _: {"type": "string", "pattern": f"^{IdConverter.regex}$"})
    description = Description(
        app,
        spec_kwargs={
            "flask_plugin": paths,
            "info": {"description": ABOUT, "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
            "security": [{"token": []}, {"session": []}],
        },
    )
    schemes = description.spec.components
    schemes.security_scheme("token", {"type": "http", "scheme": "bearer"})
    schemes.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "bokrute"})
    return description
