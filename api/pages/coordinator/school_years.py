"""School years, told each year: when schools, and the libraries inside them, are open."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.revised import say_revised
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.school_years import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    MOST_BREAKS,
    Pause,
    YearText,
    add_school_year,
    change_school_year,
    remove_school_year,
    school_year_of,
)
from logistics.network.terms import BreakKind, SchoolYear
from logistics.transport.revising import revise

USUAL = (BreakKind.AUTUMN, BreakKind.CHRISTMAS, BreakKind.WINTER, BreakKind.EASTER)
SPARE_ROWS = 2


@pages.get("/school-years/new")
@needs(Act.MANAGE_TOURS)
def new_school_year() -> str:
    """An empty school year, with the breaks that most have."""
    return _edited(None, Form())


@pages.post("/school-years")
@needs(Act.MANAGE_TOURS)
def tell_school_year() -> tuple[str, int] | Response:
    """Tell the days of a school year."""
    form = Form(request.form)
    with form.catching:
        text = _text(form)
        form.check()
        return _kept(add_school_year(db(), own_network().id, text, by=person(), now=now()))
    return _edited(None, form), 422


@pages.get("/school-years/<year_id>")
@needs(Act.MANAGE_TOURS)
def school_year(year_id: str) -> str:
    """A school year as a form."""
    return _edited(school_year_of(db(), year_id, person()), Form())


@pages.post("/school-years/<year_id>")
@needs(Act.MANAGE_TOURS)
def rewrite_school_year(year_id: str) -> tuple[str, int] | Response:
    """Write a school year anew."""
    form = Form(request.form)
    with form.catching:
        text = _text(form)
        form.check()
        return _kept(change_school_year(db(), year_id, text, by=person(), now=now()))
    return _edited(school_year_of(db(), year_id, person()), form), 422


@pages.post("/school-years/<year_id>/remove")
@needs(Act.MANAGE_TOURS)
def take_school_year_back(year_id: str) -> Response:
    """Take a school year back."""
    name = school_year_of(db(), year_id, person()).name
    network = remove_school_year(db(), year_id, by=person())
    say_revised(revise(db(), network.id, now=now()))
    flash(gettext("The school year %(year)s is taken back.", year=name), "warn")
    return redirect(url_for("coordinator.tours", _anchor="school-years"))


def _kept(year: SchoolYear) -> Response:
    say_revised(revise(db(), year.network_id, now=now()))
    flash(gettext("The school year %(year)s is kept.", year=year.name), "good")
    return redirect(url_for("coordinator.tours", _anchor="school-years"))


def _text(form: Form) -> YearText:
    return YearText(
        name=form.text("name", most=LONGEST_NAME),
        first_day=form.day("first_day"),
        last_day=form.day("last_day"),
        breaks=[pause for row in range(1, MOST_BREAKS + 1) if (pause := _pause(form, row))],
        source=form.text("source", needed=False, most=LONGEST_SOURCE),
    )


def _pause(form: Form, row: int) -> Pause | None:
    """The break of a row; a row without days says nothing."""
    first, last = f"first_{row}", f"last_{row}"
    if not (form.values.get(first) or form.values.get(last)):
        return None
    form.values[last] = form.values.get(last) or form.values.get(first, "")
    form.values[first] = form.values.get(first) or form.values[last]
    return Pause(form.choice(f"kind_{row}", BreakKind), form.day(first), form.day(last))


def _edited(year: SchoolYear | None, form: Form) -> str:
    form.values = form.values or _values(year)
    filled = [row for row in range(1, MOST_BREAKS + 1) if form.values.get(f"kind_{row}")]
    return render_template(
        "coordinator/school_year.html",
        year=year,
        rows=range(1, min(MOST_BREAKS, max(filled, default=0) + SPARE_ROWS) + 1),
        kinds=list(BreakKind),
        form=form,
    )


def _values(year: SchoolYear | None) -> dict[str, str]:
    if year is None:
        return {f"kind_{row}": kind.value for row, kind in enumerate(USUAL, start=1)}
    values = {
        "name": year.name,
        "first_day": year.first_day.isoformat(),
        "last_day": year.last_day.isoformat(),
        "source": year.source,
    }
    for row, pause in enumerate(year.breaks, start=1):
        values |= {
            f"kind_{row}": pause.kind.value,
            f"first_{row}": pause.first_day.isoformat(),
            f"last_{row}": pause.last_day.isoformat(),
        }
    return values
