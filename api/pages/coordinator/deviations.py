"""Deviations: what went otherwise, until somebody has cleared it up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.clearing import LONGEST_RESOLUTION, open_deviations, resolve


@pages.get("/deviations")
@needs(Act.RESOLVE_DEVIATION)
def deviations() -> str:
    """Everything that is open."""
    return _listed(Form(), None)


@pages.post("/deviations/<deviation_id>/resolve")
@needs(Act.RESOLVE_DEVIATION)
def clear_up(deviation_id: str) -> tuple[str, int] | Response:
    """Close one with what came of it."""
    form = Form(request.form)
    with form.catching:
        said = form.text("resolution", most=LONGEST_RESOLUTION)
        form.check()
        done = resolve(db(), deviation_id, said, by=person(), now=now())
        flash(gettext("%(code)s is cleared up.", code=done.shipment.code), "good")
        return redirect(url_for("coordinator.deviations"))
    return _listed(form, deviation_id), 422


def _listed(form: Form, wrong: str | None) -> str:
    network = own_network()
    return render_template(
        "coordinator/deviations.html",
        deviations=open_deviations(db(), network.id, person()),
        currency=network.currency,
        names={place.id: place.name for place in network.places},
        form=form,
        wrong=wrong,
    )
