"""The annual wheel: drawn and listed, as a calendar file, marked and wiped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

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
from logistics.network.wheel import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    EntryKind,
    WheelEntry,
    change_entry,
    entry_of,
    mark,
    wipe,
)

EVERYBODY = "network"
"""Stands in a form for the whole network."""

REMINDERS = (30, 14, 7, 1)
"""Days before, as the form offers them."""

USUAL_REMINDERS = (14, 1)
"""Those that are ticked in an empty form."""


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
        said = _said(form)
        form.check()
        made = mark(db(), network_id=own_network().id, by=person(), now=now(), **said)
        flash(gettext("%(title)s is on the wheel.", title=made.title), "good")
        return redirect(url_for("seasons.wheel", year=made.first_day.year))
    return _page(form), 422


@pages.get("/wheel/<entry_id>")
@needs(Act.MARK_YEAR)
def wheel_entry(entry_id: str) -> str:
    """An entry as a form."""
    entry = entry_of(db(), entry_id, person())
    return _edited(entry, Form(_values(entry)), entry.yearly, entry.remind_days)


@pages.post("/wheel/<entry_id>")
@needs(Act.MARK_YEAR)
def rewrite_entry(entry_id: str) -> tuple[str, int] | Response:
    """Change an entry; reminders that the form does not offer stay as they are."""
    form, entry = Form(request.form), entry_of(db(), entry_id, person())
    others = [days for days in entry.remind_days if days not in REMINDERS]
    with form.catching:
        said = _said(form)
        form.check()
        said["remind_days"] += others
        changed = change_entry(db(), entry_id, by=person(), **said)
        flash(gettext("%(title)s is changed.", title=changed.title), "good")
        return redirect(url_for("seasons.wheel", year=changed.first_day.year))
    return _edited(entry, form, "yearly" in request.form, _reminded()), 422


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


def _said(form: Form) -> dict[str, Any]:
    """What a form says of an entry; without a last day it is over on its first."""
    first_day, place_id = form.day("first_day"), form.text("place_id")
    return {
        "title": form.text("title", most=LONGEST_TITLE),
        "note": form.text("note", needed=False, most=LONGEST_NOTE),
        "kind": form.choice("kind", EntryKind),
        "first_day": first_day,
        "last_day": form.day_or_none("last_day") or first_day,
        "place_id": None if place_id == EVERYBODY else place_id,
        "yearly": "yearly" in request.form,
        "remind_days": _reminded(),
    }


def _reminded() -> list[int]:
    """The reminders that are ticked."""
    return [days for days in REMINDERS if str(days) in request.form.getlist("remind_days")]


def _values(entry: WheelEntry) -> dict[str, str]:
    return {
        "title": entry.title,
        "note": entry.note,
        "kind": entry.kind.value,
        "first_day": entry.first_day.isoformat(),
        "last_day": entry.last_day.isoformat(),
        "place_id": entry.place_id or EVERYBODY,
    }


def _edited(entry: WheelEntry, form: Form, yearly: bool, reminded: Iterable[int]) -> str:
    return render_template(
        "seasons/wheel_entry.html", entry=entry, form=form, yearly=yearly, reminded=reminded, **_choices()
    )


def _choices() -> dict[str, Any]:
    """What the fields of an entry offer."""
    return {
        "kinds": list(EntryKind),
        "places": places_for(Act.MARK_YEAR),
        "for_all": may(person(), Act.MARK_YEAR, network_id=own_network().id),
        "everybody": EVERYBODY,
        "reminders": REMINDERS,
    }


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
        own=own_place(),
        form=form,
        yearly="yearly" in form.values or not form.values,
        reminded=_reminded() if form.values else USUAL_REMINDERS,
        **_choices(),
    )
