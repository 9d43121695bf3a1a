"""The annual wheel: drawn and listed, as a calendar file, marked and wiped."""

from __future__ import annotations

from datetime import date

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.calendars import as_icalendar
from api.installation import now, today
from api.languages import gettext
from api.pages.form import Form
from api.pages.seasons.blueprint import pages
from api.pages.seasons.drawing import SIZE, drawn, hand, months
from api.pages.where import own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from api.year_words import called
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.costs.year import year_of
from logistics.network.wheel import LONGEST_NOTE, LONGEST_TITLE, EntryKind, mark, wipe

EVERYBODY = "network"
"""Stands in a form for the whole network."""

REMINDERS = (30, 14, 7, 1)
"""Days before, as the form offers them."""


@pages.get("/wheel")
@needs(Act.SEE_SEASONS)
def wheel() -> str:
    """The wheel of a year; this one unless the address says otherwise."""
    return _page(Form())


@pages.post("/wheel")
@needs(Act.MARK_YEAR)
def mark_year() -> tuple[str, int] | Response:
    """Mark something."""
    form = Form(request.form)
    with form.catching:
        title, note = form.text("title", most=LONGEST_TITLE), form.text("note", needed=False, most=LONGEST_NOTE)
        kind, place_id = form.choice("kind", EntryKind), form.text("place_id")
        first_day = form.day("first_day")
        last_day = form.day("last_day") if form.values.get("last_day") else first_day
        form.check()
        made = mark(
            db(),
            network_id=own_network().id,
            kind=kind,
            title=title,
            note=note,
            first_day=first_day,
            last_day=last_day,
            place_id=None if place_id == EVERYBODY else place_id,
            yearly="yearly" in request.form,
            remind_days=[days for days in REMINDERS if str(days) in request.form.getlist("remind_days")],
            by=person(),
            now=now(),
        )
        flash(gettext("%(title)s is on the wheel.", title=made.title), "good")
        return redirect(url_for("seasons.wheel", year=made.first_day.year))
    return _page(form), 422


@pages.post("/wheel/<entry_id>/remove")
@needs(Act.MARK_YEAR)
def wipe_entry(entry_id: str) -> Response:
    """Take something off the wheel."""
    wipe(db(), entry_id, by=person())
    flash(gettext("It is off the wheel, in every year."))
    return redirect(url_for("seasons.wheel"))


@pages.get("/wheel.ics")
@needs(Act.SEE_SEASONS)
def wheel_calendar() -> FlaskResponse:
    """The year for a calendar program, once."""
    network, year = own_network(), _year()
    marks = year_of(db(), network.id, date(year, 1, 1), date(year, 12, 31), person())
    name = gettext("%(network)s, %(year)s", network=network.name, year=str(year))
    answer = FlaskResponse(as_icalendar([], marks, name, now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{network.id}-{year}.ics"'
    return answer


def _year() -> int:
    value = request.args.get("year", "")
    this = today(own_network()).year
    return int(value) if value.isascii() and value.isdigit() and 2000 <= int(value[:4]) <= 2199 else this


def _page(form: Form) -> str:
    network, year = own_network(), _year()
    marks = year_of(db(), network.id, date(year, 1, 1), date(year, 12, 31), person())
    day = today(network)
    return render_template(
        "seasons/wheel.html",
        network=network,
        year=year,
        marks=drawn(marks, year),
        months=months(year),
        hand=hand(day) if day.year == year else None,
        size=SIZE,
        called=called,
        day=day,
        kinds=list(EntryKind),
        places=places_for(Act.MARK_YEAR),
        own=own_place(),
        for_all=may(person(), Act.MARK_YEAR, network_id=network.id),
        everybody=EVERYBODY,
        reminders=REMINDERS,
        form=form,
    )
