"""The timetable: seasons with their tours, and on which days each runs."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import now, today
from api.languages import gettext
from api.pages.coordinator.blueprint import day_in, pages
from api.pages.coordinator.tour_form import rows_of, shown_values, text_in
from api.pages.form import Form
from api.pages.revised import say_revised
from api.pages.where import all_places, own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.calendar import tour_runs
from logistics.network.crossings import Crossing
from logistics.network.timetables import (
    LONGEST_NAME,
    add_season,
    add_tour,
    change_season,
    change_tour,
    restore_tour,
    retire_tour,
    seasons_of,
    set_running,
    tour_of,
)
from logistics.network.tours import Season, Tour
from logistics.transport.revising import revise

DAYS_SHOWN = 12
DAYS_SEARCHED = 366


@pages.get("/tours")
@needs(Act.MANAGE_TOURS)
def tours() -> str:
    """Every season with its tours, and the school years they follow."""
    return _listed(Form())


@pages.post("/seasons")
@needs(Act.MANAGE_TOURS)
def open_season() -> tuple[str, int] | Response:
    """Open a season."""
    form = Form(request.form)
    with form.catching:
        name, first, last = form.text("name", most=LONGEST_NAME), form.day("first_day"), form.day("last_day")
        form.check()
        season = add_season(db(), network_id=own_network().id, name=name, first_day=first, last_day=last, by=person())
        flash(gettext("%(season)s is there. Add its tours.", season=season.name), "good")
        return redirect(url_for("coordinator.tours", _anchor=f"season-{season.id}"))
    return _listed(form), 422


@pages.post("/seasons/<season_id>")
@needs(Act.MANAGE_TOURS)
def alter_season(season_id: str) -> tuple[str, int] | Response:
    """Give a season another name or other days."""
    form = Form(request.form)
    with form.catching:
        name, first, last = form.text("name", most=LONGEST_NAME), form.day("first_day"), form.day("last_day")
        form.check()
        season = change_season(db(), season_id, name=name, first_day=first, last_day=last, by=person())
        _tell_of_promises()
        return redirect(url_for("coordinator.tours", _anchor=f"season-{season.id}"))
    return _listed(form, season_id), 422


@pages.get("/seasons/<season_id>/tours/new")
@needs(Act.MANAGE_TOURS)
def new_tour(season_id: str) -> str:
    """An empty tour."""
    return _edited(_season(season_id), None, Form())


@pages.post("/seasons/<season_id>/tours")
@needs(Act.MANAGE_TOURS)
def add(season_id: str) -> tuple[str, int] | Response:
    """Add a tour to a season."""
    form = Form(request.form)
    with form.catching:
        text = text_in(form)
        form.check()
        tour = add_tour(db(), season_id, text, by=person())
        _tell_of_promises()
        flash(gettext("The tour %(tour)s is kept.", tour=tour.name), "good")
        return redirect(url_for("coordinator.tour", tour_id=tour.id))
    return _edited(_season(season_id), None, form), 422


@pages.get("/tours/<tour_id>")
@needs(Act.MANAGE_TOURS)
def tour(tour_id: str) -> str:
    """One tour: its stops, and its next days."""
    found = tour_of(db(), tour_id, person())
    day = today(own_network())
    return render_template(
        "coordinator/tour.html", tour=found, coming=_coming(found, day), over=_crossings(found), form=Form()
    )


@pages.get("/tours/<tour_id>/change")
@needs(Act.MANAGE_TOURS)
def edit_tour(tour_id: str) -> str:
    """A tour as a form."""
    found = tour_of(db(), tour_id, person())
    return _edited(found.season, found, Form())


@pages.post("/tours/<tour_id>")
@needs(Act.MANAGE_TOURS)
def alter_tour(tour_id: str) -> tuple[str, int] | Response:
    """Write a tour anew."""
    form = Form(request.form)
    with form.catching:
        text = text_in(form)
        form.check()
        changed = change_tour(db(), tour_id, text, by=person())
        _tell_of_promises()
        flash(gettext("The tour %(tour)s is kept.", tour=changed.name), "good")
        return redirect(url_for("coordinator.tour", tour_id=changed.id))
    found = tour_of(db(), tour_id, person())
    return _edited(found.season, found, form), 422


@pages.post("/tours/<tour_id>/days/<day>")
@needs(Act.MANAGE_TOURS)
def set_day(tour_id: str, day: str) -> Response:
    """Leave a tour out on a day, or let it run after all."""
    set_running(db(), tour_id, day_in(day), request.form.get("runs") == "yes", by=person())
    _tell_of_promises()
    return redirect(url_for("coordinator.tour", tour_id=tour_id))


@pages.post("/tours/<tour_id>/retire")
@needs(Act.MANAGE_TOURS)
def retire(tour_id: str) -> Response:
    """Give a tour up."""
    given_up = retire_tour(db(), tour_id, by=person())
    _tell_of_promises()
    flash(gettext("The tour %(tour)s runs no more. It can be taken up again here.", tour=given_up.name), "warn")
    return redirect(url_for("coordinator.tour", tour_id=tour_id))


@pages.post("/tours/<tour_id>/restore")
@needs(Act.MANAGE_TOURS)
def restore(tour_id: str) -> Response:
    """Take a tour up again."""
    restored = restore_tour(db(), tour_id, by=person())
    _tell_of_promises()
    flash(gettext("The tour %(tour)s is kept.", tour=restored.name), "good")
    return redirect(url_for("coordinator.tour", tour_id=tour_id))


def _tell_of_promises() -> None:
    """Make the promises anew that a change of the timetable has made untrue, and say how many."""
    say_revised(revise(db(), own_network().id, now=now()))


def _listed(form: Form, wrong: str = "") -> str:
    network = own_network()
    return render_template(
        "coordinator/tours.html",
        network=network,
        seasons=seasons_of(db(), network.id, person()),
        years=network.school_years,
        day=today(network),
        form=form,
        blank=Form(),
        wrong=wrong,
    )


def _edited(season: Season, tour: Tour | None, form: Form) -> str:
    network = own_network()
    form.values = form.values or shown_values(tour)
    return render_template(
        "coordinator/tour_edit.html",
        season=season,
        tour=tour,
        rows=rows_of(form.values),
        places=all_places(),
        vehicles=sorted((van for van in network.vehicles if van.active), key=lambda van: alphabetical(van.name)),
        crossings=list(db().scalars(select(Crossing).where(Crossing.network_id == network.id).order_by(Crossing.name))),
        form=form,
    )


def _season(season_id: str) -> Season:
    season = fetch(db(), Season, season_id)
    return next(known for known in seasons_of(db(), season.network_id, person()) if known.id == season.id)


def _coming(tour: Tour, first: date) -> list[tuple[date, bool]]:
    """The next days of a tour, those included on which it is left out."""
    network = own_network()
    named = {known.day for known in tour.days if not known.runs}
    days = (first + timedelta(days=ahead) for ahead in range(DAYS_SEARCHED))
    found = ((day, tour_runs(network, tour, day)) for day in days)
    return [(day, runs) for day, runs in found if runs or (day in named and tour.active)][:DAYS_SHOWN]


def _crossings(tour: Tour) -> dict[int, str]:
    """The name of the crossing over which a stop is reached, by the stop's position."""
    return {over.position: over.crossing.name for over in tour.crossings}
