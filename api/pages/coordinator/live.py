"""A day while it is driven: van by van, and on a map."""

from __future__ import annotations

from datetime import date

from flask import Response as FlaskResponse
from flask import jsonify, make_response, render_template, request

from api.documents.live_map import live_picture
from api.installation import now
from api.languages import clock, gettext
from api.pages.coordinator.blueprint import day_in, pages
from api.pages.where import own_network
from api.pages.words import word
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.closed_roads import closed_on
from logistics.transport.live import LiveDay, LiveStop, StopProgress, live_day

OPEN = (StopProgress.NEXT, StopProgress.LATE, StopProgress.TO_COME)
"""Stops that are still to come."""

SIGNS = {
    StopProgress.DONE: "✓",
    StopProgress.NEXT: "3",
    StopProgress.LATE: "!",
    StopProgress.TO_COME: "4",
    StopProgress.PASSED: "?",
}
"""What stands in the marks of the legend; next and to come bear the stop's number."""


@pages.get("/days/<day>/live")
@needs(Act.PLAN)
def live(day: str) -> str:
    """The vans of a day; alone where the page renews itself."""
    wanted = day_in(day)
    part = request.headers.get("HX-Request") == "true"
    return render_template(
        "coordinator/live_vans.html" if part else "coordinator/live.html",
        day=wanted,
        live=_live(wanted),
        closed=closed_on(db(), own_network().id, wanted),
        now=now(),
        open_=OPEN,
        signs=SIGNS,
    )


@pages.get("/days/<day>/live/map")
@needs(Act.PLAN)
def live_on_map(day: str) -> FlaskResponse:
    """Where everything is, for the map on the page."""
    wanted = day_in(day)
    network = own_network()
    return jsonify(
        places=[[place.lat, place.lon, place.name] for place in network.places if place.active],
        closed=[
            {"name": road.name, "ends": road.ends, "metres": road.within_metres}
            for road in closed_on(db(), network.id, wanted)
        ],
        trips=[
            {"vehicle": vehicle, "stops": [_on_map(number, stop) for number, stop in trip.numbered]}
            for vehicle, van in enumerate(_live(wanted).vans)
            for trip in van.trips
        ],
    )


@pages.get("/days/<day>/live/map.svg")
@needs(Act.PLAN)
def live_drawn(day: str) -> FlaskResponse:
    """The same as a picture, for browsers without scripts."""
    wanted = day_in(day)
    network = own_network()
    places = [place for place in network.places if place.active]
    answer = make_response(live_picture(_live(wanted), places, closed_on(db(), network.id, wanted)))
    answer.mimetype = "image/svg+xml"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _live(day: date) -> LiveDay:
    return live_day(db(), own_network().id, day, person(), now())


def _on_map(number: int, live: LiveStop) -> dict[str, object]:
    return {
        "at": [live.stop.place.lat, live.stop.place.lon],
        "number": number,
        "progress": live.progress.value,
        "said": said(live),
        "way": [{"ferry": piece.kind == "ferry", "line": piece.line} for piece in live.stop.way],
    }


def said(live: LiveStop) -> str:
    """A stop in one line: when, where, and how far it has come."""
    line = f"{clock(live.stop.arrives_at)} {live.stop.place.name}: {word(live.progress)}"
    if live.items:
        line += ", " + gettext("%(done)s of %(all)s scanned", done=live.scanned, all=live.items)
    if live.progress in OPEN and live.expected_at > live.stop.arrives_at:
        line += ", " + gettext("about %(time)s", time=clock(live.expected_at))
    return line
