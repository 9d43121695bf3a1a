"""People: let in, given another password, shut out, let in again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import now
from api.languages import gettext
from api.pages.administrator.blueprint import pages
from api.pages.form import Form
from api.session import db
from api.sign_in import needs, person
from logistics.access import accounts
from logistics.access.people import Person
from logistics.access.rights import Act, Role
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.network.places import Place


@pages.get("/people")
@needs(Act.MANAGE_PEOPLE)
def people() -> str:
    """Everybody, and the form that lets somebody in."""
    return _listed(Form())


@pages.post("/people")
@needs(Act.MANAGE_PEOPLE)
def add() -> tuple[str, int] | Response:
    """Let somebody in."""
    form = Form(request.form)
    with form.catching:
        sign_in_name, name = form.text("sign_in_name", most=254), form.text("name", most=120)
        role = form.choice("role", Role)
        password = form.secret("password")
        network_id = form.text("network_id", needed=role is not Role.ADMINISTRATOR)
        place_id = form.text("place_id", needed=role is Role.LIBRARIAN)
        form.check()
        added = accounts.add_person(
            db(),
            sign_in_name=sign_in_name,
            name=name,
            role=role,
            password=password,
            network_id=network_id or None,
            place_id=place_id if role is Role.LIBRARIAN else None,
            by=person(),
            now=now(),
        )
        flash(
            gettext("%(name)s can sign in as %(sign_in_name)s.", name=added.name, sign_in_name=added.sign_in_name),
            "good",
        )
        return redirect(url_for("administrator.people"))
    return _listed(form), 422


@pages.get("/people/<person_id>")
@needs(Act.MANAGE_PEOPLE)
def somebody(person_id: str) -> str:
    """One account."""
    return _shown(person_id, Form())


@pages.post("/people/<person_id>/password")
@needs(Act.MANAGE_PEOPLE)
def reset_password(person_id: str) -> tuple[str, int] | Response:
    """Give somebody who forgot it another password."""
    form = Form(request.form)
    with form.catching:
        password = form.secret("password")
        form.check()
        done = accounts.reset_password(db(), person_id, password=password, by=person())
        flash(gettext("%(name)s has a new password and is signed out everywhere.", name=done.name), "good")
        return redirect(url_for("administrator.somebody", person_id=done.id))
    return _shown(person_id, form), 422


@pages.post("/people/<person_id>/close")
@needs(Act.MANAGE_PEOPLE)
def close(person_id: str) -> Response:
    """Shut somebody out; what they did stays."""
    done = accounts.deactivate(db(), person_id, by=person())
    flash(gettext("%(name)s can no longer sign in.", name=done.name))
    return redirect(url_for("administrator.somebody", person_id=done.id))


@pages.post("/people/<person_id>/open")
@needs(Act.MANAGE_PEOPLE)
def reopen(person_id: str) -> Response:
    """Let somebody in again."""
    done = accounts.reactivate(db(), person_id, by=person())
    flash(gettext("%(name)s can sign in again.", name=done.name), "good")
    return redirect(url_for("administrator.somebody", person_id=done.id))


def _listed(form: Form) -> str:
    places = sorted(db().scalars(select(Place).where(Place.active)), key=lambda place: alphabetical(place.name))
    networks = list(db().scalars(select(Network).order_by(Network.name)))
    return render_template(
        "administrator/people.html",
        people=accounts.people_of(db(), person()),
        names={place.id: place.name for place in places} | {network.id: network.name for network in networks},
        places=places,
        networks=networks,
        roles=list(Role),
        form=form,
    )


def _shown(person_id: str, form: Form) -> str:
    found = fetch(db(), Person, person_id)
    place = db().get(Place, found.place_id) if found.place_id else None
    network = db().get(Network, found.network_id) if found.network_id else None
    return render_template("administrator/somebody.html", found=found, place=place, network=network, form=form)
