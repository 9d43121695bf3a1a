"""Refusals and faults as people and programs get them: a page, a part of one, or problem+json (RFC 9457)."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]  # Flask-WTF carries no types
from werkzeug.exceptions import HTTPException, InternalServerError

from api.languages import N_, gettext
from api.sentences import STATUS, sentence
from api.sign_in import wants_problem
from logistics.errors import LogisticsError

log = structlog.get_logger()

TITLES: dict[int, str] = {
    400: N_("The message can't be understood."),
    401: N_("Please sign in."),
    403: N_("You have no right to do this."),
    404: N_("There is nothing here."),
    405: N_("This can't be done here."),
    413: N_("The message is too large."),
    422: N_("This can't be done."),
    429: N_("Too many attempts. Wait a minute and try again."),
    500: N_("Something went wrong here. It has been noted; nothing was changed."),
}
"""HTTP status to its sentence."""

FORGED = N_("This page has been open too long, or you signed in again elsewhere. Load it again and repeat.")

KEPT_HEADERS = ("Allow", "WWW-Authenticate", "Retry-After")


def status_of(error: LogisticsError) -> int:
    """HTTP status of a refusal."""
    return STATUS.get(error.code, 422)


def problem(status: int, code: str, title: str, **more: object) -> dict[str, Any]:
    """The members of a problem document; `code` is ours, stable and the same in every language."""
    return {"type": f"urn:bokrute:problem:{code}", "title": title, "status": status, "code": code, **more}


def problem_of(error: LogisticsError) -> dict[str, Any]:
    """A refusal of the domain as a problem document, with its sentence, its facts and the field at fault."""
    more: dict[str, object] = {"facts": {name: _plain(fact) for name, fact in error.facts.items()}}
    if error.field is not None:
        more["field"] = error.field
    return problem(status_of(error), error.code, sentence(error.code, error.facts), **more)


def problem_response(document: dict[str, Any]) -> Response:
    """A problem document as an answer."""
    response = jsonify(document)
    response.status_code = document["status"]
    response.content_type = "application/problem+json"
    return response


def _plain(fact: object) -> object:
    if isinstance(fact, (date, datetime)):
        return fact.isoformat()
    return fact if isinstance(fact, (str, int, float, list, dict)) or fact is None else str(fact)


def _page(status: int, title: str, code: str) -> Response:
    # Only the sentence goes into a part of a page that htmx puts in place.
    template = "problem/part.html" if request.headers.get("HX-Request") else "problem/page.html"
    return Response(render_template(template, status=status, title=title, code=code), status)


def refused(error: LogisticsError) -> Response:
    """Answer a refusal of the domain."""
    if wants_problem():
        return problem_response(problem_of(error))
    return _page(status_of(error), sentence(error.code, error.facts), error.code)


def failed(error: HTTPException) -> Response:
    """Answer a fault of the request, or of ours, as the client can read it."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # Flask's own response class
    status = error.code or 500
    forged = isinstance(error, CSRFError)
    code = "forged-request" if forged else HTTPStatus(status).phrase.lower().replace(" ", "-")
    title = gettext(FORGED if forged else TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    answer = problem_response(problem(status, code, title)) if wants_problem() else _page(status, title, code)
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def broken(error: Exception) -> Response:
    """Note a defect of ours with its traceback, and say no more than that there is one."""
    original = getattr(error, "original_exception", None) or error
    log.error("defect", path=request.path, method=request.method, exc_info=original)
    if wants_problem():
        return failed(InternalServerError())
    # A page of its own that asks the database for nothing: that may be what is broken.
    return Response(render_template("problem/defect.html", title=gettext(TITLES[500])), 500)


def attach(app: Flask) -> None:
    """Answer every refusal and fault of the application."""
    app.register_error_handler(LogisticsError, refused)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(InternalServerError, broken)
