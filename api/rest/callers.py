"""Who calls: a program with a bearer token, or a page's script with the session cookie and a CSRF token."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from api.installation import now
from api.security import csrf
from api.session import db
from api.sign_in import somebody
from logistics.access.people import Person
from logistics.access.tokens import WrongToken, bearer


def caller() -> Person:
    """Whoever calls. An Authorization header goes before a cookie.

    Raises:
        Unauthorized: nobody that we know.
        CSRFError: a cookie alone would change something.
    """
    if "Authorization" in request.headers:
        given = request.authorization
        if given is None or given.type != "bearer" or not given.token:
            raise _unknown("invalid_request")
        try:
            return bearer(db(), given.token, now=now())
        except WrongToken as error:
            raise _unknown("invalid_token") from error
    who = somebody()
    if who is None:
        raise _unknown()
    csrf.protect()
    return who


def _unknown(error: str | None = None) -> Unauthorized:
    # RFC 6750, section 3: what was wrong is told only to whoever sent a token.
    more = {"error": error} if error else {}
    return Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "bokrute", **more}))
