"""The vans and bookmobiles of a day, and the route sheet of one of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.installation import now, today
from api.languages import gettext
from api.pages.driver.blueprint import pages
from api.pages.printing import print_sheet
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, open_to_everybody, person
from logistics.access.rights import Act
from logistics.costs.settle import finish_and_post
from logistics.network.calendar import service_days
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.refusals import NoPublishedPlan
from logistics.transport.sheet import Sheet

DAYS_AHEAD = 5
"""Service days on which a published plan is looked for."""


@pages.get("/")
@needs(Act.SEE_SHEETS)
def today_() -> str:
    """What drives today and on the next service day, and on later days where that is known already."""
    network = own_network()
    day = today(network)
    ahead = list(islice(service_days(network, day + timedelta(days=1)), DAYS_AHEAD))
    every_day = (day + timedelta(days=n) for n in range(1 + (ahead[-1] - day).days))
    sheets = [(d, _sheet(d)) for d in every_day]
    shown = [(d, sheet) for d, sheet in sheets if sheet or d in (day, ahead[0])]
    return render_template("driver/today.html", sheets=shown, day=day, network=network)


def _sheet(day: date) -> Sheet | None:
    try:
        return sheet_of_day(db(), own_network().id, day, person())
    except NoPublishedPlan:
        return None


@pages.get("/days/<day>/<vehicle_id>")
@needs(Act.SEE_SHEETS)
def sheet(day: str, vehicle_id: str) -> str:
    """One vehicle's day, stop by stop."""
    found = _sheet_of(day, vehicle_id)
    due = found.day <= today(own_network())
    return render_template("driver/sheet.html", sheet=found, van=found.vans[0], due=due, now=now())


@pages.get("/days/<day>/<vehicle_id>.pdf")
@needs(Act.SEE_SHEETS)
def printed(day: str, vehicle_id: str) -> FlaskResponse | Response:
    """The same for print."""
    back = url_for("driver.sheet", day=day, vehicle_id=vehicle_id)
    return print_sheet(_sheet_of(day, vehicle_id), own_network(), otherwise=back)


def _sheet_of(day: str, vehicle_id: str) -> Sheet:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        abort(404)
    found = sheet_of_day(db(), own_network().id, wanted, person(), vehicle_id=vehicle_id)
    if not found.vans:
        abort(404)
    return found


@pages.post("/trips/<trip_id>/finish")
@needs(Act.DRIVE)
def finish(trip_id: str) -> Response:
    """Say that a trip has been driven; its costs are posted with it."""
    trip = finish_and_post(db(), trip_id, by=person(), now=now()).trip
    flash(gettext("Thank you. The trip is noted as driven."), "good")
    return redirect(url_for("driver.sheet", day=trip.day, vehicle_id=trip.vehicle_id))


@pages.get("/worker.js")
@open_to_everybody
def worker() -> FlaskResponse:
    """The service worker that keeps the sheet for where there is no network; it may only speak for this room."""
    answer = current_app.send_static_file("driver-worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
