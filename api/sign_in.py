"""Who is asking: sessions in a signed cookie, and the rights that every view asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_login import (  # type: ignore[import-untyped]  # Flask-Login carries no types
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)
from werkzeug.wrappers import Response

from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act

P = ParamSpec("P")
R = TypeVar("R")

OPEN = "_open_to_everybody"
ASKS = "_asks_for"
"""Marks on a view function: who may call it; a test sees to it that every view has one."""

login_manager = LoginManager()
login_manager.session_protection = None  # a driver's phone changes its address all day


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """A person as Flask-Login wants it; the id in the cookie ends with the person's session epoch."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """The person and the epoch: raising the epoch ends every session at once."""
        return f"{self.person.id}.{self.person.session_epoch}"


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login carries no types
def load(cookie_id: str) -> SignedIn | None:
    """The person of a session, unless that was ended or the person may no longer sign in."""
    person_id, _, epoch = cookie_id.partition(".")
    person = db().get(Person, person_id)
    if person is None or not person.active or str(person.session_epoch) != epoch:
        return None
    return SignedIn(person)


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]  # Flask-Login carries no types
def send_to_sign_in() -> Response:
    """Pages lead to the sign-in page and back; whatever is not a page is refused with 401."""
    if wants_problem() or request.method != "GET":
        abort(401)
    place = url_for("people.sign_in", next=request.full_path.rstrip("?"))
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": place})
    return redirect(place)


def wants_problem() -> bool:
    """Whether a refusal is answered as problem+json rather than as a page."""
    return request.path.startswith("/api/") or request.is_json


def somebody() -> Person | None:
    """Whoever is signed in."""
    return current_user.person if current_user and current_user.is_authenticated else None


def person() -> Person:
    """The signed-in person; 401 where there is none."""
    found = somebody()
    if found is None:
        abort(401)
    return found


def begin(who: Person) -> None:
    """Start a session; nothing of an earlier one stays, so that nobody can plant a cookie beforehand."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(SignedIn(who))
    session.permanent = True


def end() -> None:
    """End this session."""
    logout_user()
    session.clear()


def needs(act: Act) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view for people who may do `act` somewhere; the service it calls asks whether they may do it there."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            who = somebody()
            if who is None:
                return cast(R, login_manager.unauthorized())
            allow(who, act)
            return view(*args, **kwargs)

        setattr(asked, ASKS, act)
        return asked

    return mark


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """A view for everybody who is signed in: it shows and changes nothing but their own."""

    @wraps(view)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(*args, **kwargs) if somebody() else cast(R, login_manager.unauthorized())

    setattr(asked, ASKS, None)
    return asked


def open_to_everybody(view: Callable[P, R]) -> Callable[P, R]:
    """A view that anybody may call."""
    setattr(view, OPEN, True)
    return view


def local(address: str | None) -> str | None:
    """An address to go on to after signing in, if it lies within this site."""
    if not address or not address.startswith("/") or "\\" in address:
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or address.startswith("//") else address


def attach(app: Flask) -> None:
    """Let the application know who asks."""
    login_manager.init_app(app)
