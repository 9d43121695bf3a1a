"""Plans: looked at, published, withdrawn, and put on a map."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import clock, gettext, long_day
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.shown import shown
from api.pages.printing import print_sheet
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport import publishing
from logistics.transport.plan_search import plan_of
from logistics.transport.sheet import SheetStop, route_sheet


@pages.get("/plans/<plan_id>")
@needs(Act.SEE_PLANS)
def plan_page(plan_id: str) -> str:
    """One plan, also one that was replaced."""
    found = plan_of(db(), plan_id, person())
    return render_template("coordinator/plan_page.html", shown=shown(found, person()), network=own_network())


@pages.post("/plans/<plan_id>/publish")
@needs(Act.PUBLISH)
def publish(plan_id: str) -> Response:
    """Let drivers and libraries rely on a draft."""
    done = publishing.publish(db(), plan_id, by=person(), now=now())
    flash(gettext("Published. Drivers and libraries see the plan of %(day)s now.", day=long_day(done.day)), "good")
    return redirect(url_for("coordinator.day", day=done.day))


@pages.post("/plans/<plan_id>/withdraw")
@needs(Act.PUBLISH)
def withdraw(plan_id: str) -> Response:
    """Make a published plan a draft again, as long as nobody has driven."""
    done = publishing.withdraw(db(), plan_id, by=person(), now=now())
    flash(gettext("Withdrawn. Drivers and libraries no longer see it."))
    return redirect(url_for("coordinator.day", day=done.day))


@pages.get("/plans/<plan_id>/route-sheets.pdf")
@needs(Act.SEE_PLANS)
def route_sheets(plan_id: str) -> FlaskResponse | Response:
    """The sheets for print, van by van."""
    back = url_for("coordinator.plan_page", plan_id=plan_id)
    return print_sheet(route_sheet(db(), plan_id, person()), own_network(), otherwise=back)


@pages.get("/plans/<plan_id>/map")
@needs(Act.SEE_PLANS)
def plan_map(plan_id: str) -> FlaskResponse:
    """Places and trips with their coordinates, for the map on the page."""
    sheet = route_sheet(db(), plan_id, person())
    network = own_network()
    return jsonify(
        places=[
            {"id": place.id, "name": place.name, "at": [place.lat, place.lon], "hub": place.hub}
            for place in network.places
            if place.active
        ],
        trips=[
            {
                "vehicle": number,
                "name": f"{van.name}" if len(van.trips) == 1 else f"{van.name} ({trip.number})",
                "stops": [_on_map(stop) for stop in trip.stops],
            }
            for number, van in enumerate(sheet.vans)
            for trip in van.trips
        ],
    )


def _on_map(stop: SheetStop) -> dict[str, object]:
    return {
        "place": stop.place.id,
        "name": stop.place.name,
        "at": [stop.place.lat, stop.place.lon],
        "time": clock(stop.arrives_at),
        "unload": [item.code for item in stop.unload],
        "load": [item.code for item in stop.load],
        "aboard": stop.crates_aboard,
        "way": [{"ferry": piece.kind == "ferry", "line": piece.line} for piece in stop.way],
    }
