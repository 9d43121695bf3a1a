"""What every endpoint has in common, said in one line each: who may, what comes in, what goes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, request
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # flask-smorest carries no types

from api.rest.callers import caller
from api.rest.faults import Fault, FieldFault, bad_input
from api.rest.idempotency import PARAMETER, once
from api.rest.parsing import StrictParser
from api.rest.schema import Incoming, Outgoing
from api.sign_in import ASKS
from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act

View = TypeVar("View", bound=Callable[..., Any])
Asked = Act | tuple[Act, ...] | None
"""The act, or acts of which one will do, that an endpoint asks for; None: it shows callers nothing but their own."""

Intent = Callable[[View], View]


LOCATION = {"description": "Where to see how it goes.", "schema": {"type": "string", "format": "uri-reference"}}


class Nothing(Incoming):
    """A message that says all by being sent; its body is empty, or {}."""


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest carries no types
    """The endpoints of one subject.

    A view gets the caller first, then its query or body as a dict, and its path's ids by name. It returns what the
    schema `gives` describes. Of an act it asks whether the caller may do it anywhere at all; whether here, the
    service knows.
    """

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, description: str) -> None:
        # Pages have blueprints of the same names.
        super().__init__(f"rest-{name}", __name__, description=description, url_prefix="/api/v1")
        self.subject = name
        self._prepare_doc_cbks.append(_document_access)

    def reads(
        self, path: str, act: Asked, *, gives: type[Outgoing], query: type[Incoming] | None = None
    ) -> Intent[Any]:
        """GET. The answer has an ETag; where the client has it already, it is 304."""
        return self._endpoint("GET", path, act, gives=gives, query=query, etag=True)

    def acts(
        self,
        path: str,
        act: Asked,
        *,
        gives: type[Outgoing],
        body: type[Incoming] = Nothing,
        status: int = 200,
        follow: str | None = None,
    ) -> Intent[Any]:
        """POST, with an idempotency key.

        Args:
            follow: of what a worker does afterwards (202): the path where it is seen, with `{id}` from the answer and
                the ids of `path` by name; told as `Location`.
        """
        return self._endpoint(
            "POST", path, act, gives=gives, body=body, status=202 if follow else status, follow=follow
        )

    def changes(self, path: str, act: Asked, *, gives: type[Outgoing], body: type[Incoming]) -> Intent[Any]:
        """PATCH, with If-Match; the view calls `check_etag` on what it found, locked."""
        return self._endpoint("PATCH", path, act, gives=gives, body=body, etag=True)

    def removes(self, path: str, act: Asked, *, if_match: bool = False) -> Intent[Any]:
        """DELETE; the view returns None."""
        return self._endpoint("DELETE", path, act, gives=None, status=204, etag=if_match)

    def _endpoint(
        self,
        method: str,
        path: str,
        act: Asked,
        *,
        gives: type[Outgoing] | None,
        query: type[Incoming] | None = None,
        body: type[Incoming] | None = None,
        status: int = 200,
        etag: bool = False,
        follow: str | None = None,
    ) -> Intent[Any]:
        acts = act if isinstance(act, tuple) else () if act is None else (act,)

        def register(view: View) -> View:
            inner: Callable[..., Response] = self.response(status, gives)(_dropping_nothing(view, body))
            if etag:
                inner = self.etag(inner)
            if query is not None:
                inner = self.arguments(query, location="query")(inner)
            if body is not None:
                inner = self.arguments(body, required=body is not Nothing)(inner)

            @wraps(inner)
            def endpoint(**ids: str) -> Response:
                by = caller()
                _allow_one_of(by, acts)
                if query is None and request.args:
                    raise bad_input(*(FieldFault(name, Fault("unknown-field")) for name in request.args))
                if method != "POST":
                    return inner(by, **ids)
                answer = once(by, lambda: inner(by, **ids))
                if follow is not None:
                    answer.location = self.url_prefix + follow.format_map(answer.get_json() | ids)
                return answer

            setattr(endpoint, ASKS, act)
            endpoint._apidoc |= {"access": acts, "follow": follow}  # type: ignore[attr-defined]  # flask-smorest's notes
            self.add_url_rule(path, view.__name__, endpoint, methods=[method], tags=[self.subject])
            return view

        return register


def _allow_one_of(by: Person, acts: tuple[Act, ...]) -> None:
    if acts and not any(may(by, act) for act in acts):
        allow(by, acts[0])


def _dropping_nothing(view: View, body: type[Incoming] | None) -> View | Callable[..., Any]:
    if body is not Nothing:
        return view

    @wraps(view)
    def without_body(by: object, _nothing: object, **ids: str) -> Any:
        return view(by, **ids)

    return without_body


def _document_access(doc: dict[str, Any], notes: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
    """Write into the specification what every endpoint asks of its caller."""
    doc["x-rights"] = [act.value for act in notes["access"]]
    responses = doc.setdefault("responses", {})
    responses.update({401: "UNAUTHORIZED", 403: "FORBIDDEN"})
    if method == "post":
        doc.setdefault("parameters", []).append(PARAMETER)
        responses[409] = "CONFLICT"
    if notes["follow"] is not None:
        responses[202]["headers"] = {"Location": LOCATION}
    return doc
