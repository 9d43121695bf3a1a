"""Signing in and out, one's own language and password, and the way to one's first page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.installation import installation
from api.languages import LANGUAGES, gettext
from api.pages.form import Form
from api.security import limiter
from api.session import db
from api.sign_in import begin, end, local, open_to_everybody, person, signed_in, somebody
from logistics.access import accounts
from logistics.access.people import Person
from logistics.access.rights import Role

pages = Blueprint("people", __name__)

FIRST_PAGE = {
    Role.LIBRARIAN: "library.desk",
    Role.DRIVER: "driver.today_",
    Role.COORDINATOR: "coordinator.today_",
    Role.ADMINISTRATOR: "administrator.people",
}
"""Where each role begins its day."""

YEAR_SECONDS = 365 * 24 * 3600


@pages.get("/")
@open_to_everybody
def home() -> Response:
    """Everybody's own first page."""
    who = somebody()
    return redirect(url_for(FIRST_PAGE[who.role] if who else "people.sign_in"))


@pages.get("/sign-in")
@open_to_everybody
def sign_in() -> str | Response:
    """The door."""
    if somebody():
        return redirect(local(request.args.get("next")) or url_for("people.home"))
    return _door(Form())


@pages.post("/sign-in")
@open_to_everybody
@limiter.limit(
    lambda: f"{installation().config.sign_ins_per_minute} per minute",
    deduct_when=lambda response: response.status_code == 401,
)
def try_to_sign_in() -> tuple[str, int] | Response:
    """Let somebody in; who guesses learns nothing of which half was wrong."""
    form = Form(request.form)
    with form.catching:
        name, password = form.text("name", most=254), form.secret("password")
        form.check()
        who = accounts.sign_in(db(), name, password)
        begin(who)
        return redirect(local(request.form.get("next")) or url_for(FIRST_PAGE[who.role]))
    return _door(form), 401 if form.code else 422


def _door(form: Form) -> str:
    asked = select(Person).where(Person.demo, Person.active).order_by(Person.role, Person.name)
    shown = list(db().scalars(asked)) if installation().config.demo else []
    following = local(request.values.get("next")) or ""
    return render_template("people/sign_in.html", form=form, demo_people=shown, following=following)


@pages.post("/sign-out")
@open_to_everybody
def sign_out() -> Response:
    """End this session."""
    end()
    return redirect(url_for("people.sign_in"))


@pages.post("/language")
@open_to_everybody
def choose_language() -> Response:
    """Keep a choice of language: with the person where there is one, in the browser anyway."""
    chosen = request.form.get("language", "")
    answer = redirect(local(request.form.get("next")) or url_for("people.home"))
    if chosen in LANGUAGES:
        who = somebody()
        if who:
            who.language = chosen
        secure = installation().config.secure_cookies
        answer.set_cookie("language", chosen, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return answer


@pages.get("/me")
@signed_in
def me() -> str:
    """One's own account."""
    return render_template("people/me.html", form=Form())


@pages.post("/me/password")
@signed_in
def change_password() -> tuple[str, int] | Response:
    """Another password; sessions elsewhere end, this one goes on."""
    form = Form(request.form)
    with form.catching:
        old, new = form.secret("old"), form.secret("new")
        form.check()
        accounts.change_password(db(), person(), old=old, new=new)
        begin(person())
        flash(gettext("Your password is changed. You are signed out everywhere else."))
        return redirect(url_for("people.me"))
    return render_template("people/me.html", form=form), 422
