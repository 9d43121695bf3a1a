"""Roads that are closed: written on a map, lifted, closed again and taken away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.road_fields import point_in, point_written, season_in, season_written
from api.pages.form import Form
from api.pages.where import all_places, own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.closed_roads import (
    LEAST_METRES,
    LONGEST_NAME,
    MOST_METRES,
    USUAL_METRES,
    ClosedRoad,
    ClosedRoadText,
    close_road,
    closed_road_of,
    forget_closed_road,
    set_lifted,
)


@pages.get("/closed-roads/new")
@needs(Act.MANAGE_NETWORK)
def new_closed_road() -> str:
    """An empty closed road."""
    return _closed_form(Form(), None)


@pages.get("/closed-roads/<closed_id>")
@needs(Act.MANAGE_NETWORK)
def closed_road(closed_id: str) -> str:
    """A closed road as a form."""
    found = closed_road_of(db(), closed_id, person())
    first, last = season_written(found.first_day, found.last_day)
    values = {
        "name": found.name,
        "at": point_written(found.lat, found.lon),
        "to": point_written(found.to_lat, found.to_lon),
        "within": str(found.within_metres),
        "first_day": first,
        "last_day": last,
        "valid_from": found.valid_from.isoformat() if found.valid_from else "",
        "valid_until": found.valid_until.isoformat() if found.valid_until else "",
    }
    return _closed_form(Form(values), found)


@pages.post("/closed-roads")
@needs(Act.MANAGE_NETWORK)
def add_closed_road() -> tuple[str, int] | Response:
    """Close a road."""
    return _closed(None)


@pages.post("/closed-roads/<closed_id>")
@needs(Act.MANAGE_NETWORK)
def alter_closed_road(closed_id: str) -> tuple[str, int] | Response:
    """Write a closed road anew."""
    return _closed(closed_road_of(db(), closed_id, person()))


@pages.post("/closed-roads/<closed_id>/lift")
@needs(Act.MANAGE_NETWORK)
def lift_closed_road(closed_id: str) -> Response:
    """Open a road for now."""
    lifted = set_lifted(db(), closed_id, True, by=person())
    flash(gettext("%(road)s is open. The next plan reckons with it.", road=lifted.name), "good")
    return _back()


@pages.post("/closed-roads/<closed_id>/close")
@needs(Act.MANAGE_NETWORK)
def close_road_again(closed_id: str) -> Response:
    """Close a road again that was lifted."""
    closed = set_lifted(db(), closed_id, False, by=person())
    flash(gettext("%(road)s is closed. The next plan goes round it.", road=closed.name), "good")
    return _back()


@pages.post("/closed-roads/<closed_id>/forget")
@needs(Act.MANAGE_NETWORK)
def remove_closed_road(closed_id: str) -> Response:
    """Take a closed road away for good."""
    gone = forget_closed_road(db(), closed_id, by=person())
    flash(gettext("%(road)s is no longer among the closed roads.", road=gone.name))
    return _back()


def _back() -> Response:
    return redirect(url_for("coordinator.roads", _anchor="closed"))


def _closed(found: ClosedRoad | None) -> tuple[str, int] | Response:
    form = Form(request.form)
    with form.catching:
        text = ClosedRoadText(
            name=form.text("name", most=LONGEST_NAME),
            at=point_in(form, "at", needed=True) or (0.0, 0.0),
            to=point_in(form, "to"),
            within_metres=form.whole("within", least=LEAST_METRES, most=MOST_METRES),
            season=season_in(form),
            valid_from=form.day_or_none("valid_from"),
            valid_until=form.day_or_none("valid_until"),
        )
        form.check()
        kept = close_road(db(), own_network().id, text, by=person(), closed_id=found.id if found is not None else None)
        flash(gettext("%(road)s is closed. The next plan goes round it.", road=kept.name), "good")
        return _back()
    return _closed_form(form, found), 422


def _closed_form(form: Form, found: ClosedRoad | None) -> str:
    return render_template(
        "coordinator/closed_road.html",
        form=form,
        closed=found,
        least=LEAST_METRES,
        most=MOST_METRES,
        usual=USUAL_METRES,
        points=[[place.lat, place.lon, place.name] for place in all_places()],
    )
