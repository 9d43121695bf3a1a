"""A library's own days: when it receives, and when it is closed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now, today
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.revised import say_revised
from api.pages.where import own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.closures import close_place, reopen_place
from logistics.network.places import Place
from logistics.transport.revising import revise


@pages.get("/place")
@needs(Act.CLOSE_PLACE)
def place() -> str:
    """Receiving hours and closures; a coordinator picks the place."""
    return _shown(Form())


@pages.post("/place/closures")
@needs(Act.CLOSE_PLACE)
def close() -> tuple[str, int] | Response:
    """Close a place from a day to a day, so that nobody drives there in vain."""
    form = Form(request.form)
    with form.catching:
        place_id = form.text("place_id")
        first, last = form.day("first_day"), form.day("last_day")
        reason = form.text("reason", needed=False, most=200)
        form.check()
        closure = close_place(
            db(), place_id=place_id, first_day=first, last_day=last, reason=reason, by=person(), now=now()
        )
        flash(gettext("Closed. Plans made from now on leave these days out."), "good")
        say_revised(revise(db(), closure.place.network_id, now=now()))
        return redirect(url_for("library.place", place=closure.place_id))
    return _shown(form), 422


@pages.post("/place/closures/<closure_id>/reopen")
@needs(Act.CLOSE_PLACE)
def reopen(closure_id: str) -> Response:
    """Take a closure back."""
    opened = reopen_place(db(), closure_id, by=person())
    flash(gettext("The closure is taken back."), "good")
    say_revised(revise(db(), opened.network_id, now=now()))
    return redirect(url_for("library.place", place=request.form.get("place")))


def _shown(form: Form) -> str:
    network = own_network()
    choices = places_for(Act.CLOSE_PLACE)
    wanted = form.values.get("place_id") or request.args.get("place")
    chosen: Place = next((p for p in choices if p.id == wanted), own_place() or choices[0])
    day = today(network)
    return render_template(
        "library/place.html",
        place=chosen,
        choices=choices,
        closures=[closure for closure in chosen.closures if closure.last_day >= day],
        day=day,
        form=form,
    )
