"""One database session per request: a unit of work where something may be written, a reading elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from api.installation import installation
from logistics.database import READ_ONLY

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Session:
    """The request's session, opened when it is first asked for."""
    if "session" not in g:
        parts = installation()
        reads = request.method in SAFE_METHODS
        bind = parts.engine.execution_options(**{READ_ONLY: True}) if reads else parts.engine
        g.session = parts.sessions(bind=bind)
    session: Session = g.session
    return session


class UnitOfWorkFlask(Flask):
    """Flask, where a request's changes are kept only if it is answered well.

    They are committed after the view has made its answer and before that is sent, so that nobody is told of a
    success that then fails; an exception, or a status of 400 and above, leaves no trace.
    """

    def dispatch_request(self) -> Response:
        """Answer, then commit or roll back."""
        try:
            response: Any = self.make_response(super().dispatch_request())
            settle(response.status_code < 400)
        except BaseException:
            settle(False)
            raise
        answer: Response = response
        return answer


def settle(well: bool) -> None:
    """Commit what the request changed, or drop it."""
    session: Session | None = g.get("session")
    if session is None:
        return
    if well and request.method not in SAFE_METHODS:
        session.commit()
    else:
        session.rollback()


def close(_error: BaseException | None = None) -> None:
    """Give the connection back."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
