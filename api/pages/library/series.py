"""Series: loans that come again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.likes import contacts_at, likeable, read_like
from api.pages.where import own_network, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.series import (
    MOST_DAYS_AHEAD,
    MOST_LOAN_DAYS,
    Rhythm,
    Series,
    begin_series,
    end_series,
    resume_series,
    series_of,
)
from logistics.database import fetch
from logistics.holdings.search import find_collections
from logistics.transport.recurring import ask_ahead

MOST_COLLECTIONS = 2000


@pages.get("/series")
@needs(Act.REQUEST)
def series() -> str:
    """What comes again, and the form that begins a series."""
    return _listed(Form())


@pages.post("/series")
@needs(Act.REQUEST)
def make_series() -> tuple[str, int] | Response:
    """Let a loan come again; what is near already is asked for at once."""
    form = Form(request.form)
    with form.catching:
        like = read_like(form)
        place_id, rhythm, starts_on = form.text("place_id"), form.choice("rhythm", Rhythm), form.day("starts_on")
        loan_days = form.whole("loan_days", least=1, most=MOST_LOAN_DAYS)
        days_ahead = form.whole("days_ahead", least=1, most=MOST_DAYS_AHEAD)
        collection_id = form.text("collection_id", needed=False) or None
        note, contact_id = form.text("note", needed=False, most=1000), form.text("contact_id", needed=False) or None
        form.check()
        made = begin_series(
            db(),
            place_id=place_id,
            collection_id=collection_id,
            rhythm=rhythm,
            starts_on=starts_on,
            loan_days=loan_days,
            days_ahead=days_ahead,
            note=note,
            contact_id=contact_id,
            by=person(),
            now=now(),
            **like,
        )
        ask_ahead(db(), made.id, now())
        flash(gettext("The series has begun. You are told whenever it asks."), "good")
        return redirect(url_for("library.one_series", series_id=made.id))
    return _listed(form), 422


@pages.get("/series/<series_id>")
@needs(Act.REQUEST)
def one_series(series_id: str) -> str:
    """One series, with what came of each occasion."""
    found = fetch(db(), Series, series_id)
    allow(person(), Act.REQUEST, network_id=found.network_id, place_ids=(found.place_id,))
    return render_template("library/one_series.html", series=found)


@pages.post("/series/<series_id>/end")
@needs(Act.REQUEST)
def stop_series(series_id: str) -> Response:
    """Ask no more."""
    end_series(db(), series_id, by=person())
    flash(gettext("The series asks no more. What it has asked for stays."))
    return redirect(url_for("library.one_series", series_id=series_id))


@pages.post("/series/<series_id>/resume")
@needs(Act.REQUEST)
def go_on_with_series(series_id: str) -> Response:
    """Ask again."""
    resume_series(db(), series_id, by=person())
    flash(gettext("The series goes on."), "good")
    return redirect(url_for("library.one_series", series_id=series_id))


def _listed(form: Form) -> str:
    askers = places_for(Act.REQUEST)
    lent = find_collections(
        db(), network_id=own_network().id, by=person(), limit=MOST_COLLECTIONS, alphabet=alphabetical
    )
    return render_template(
        "library/series.html",
        found=[one for place in askers for one in series_of(db(), place.id, person())],
        collections=lent.items,
        rhythms=list(Rhythm),
        askers=askers,
        contacts=contacts_at(askers),
        form=form,
        **likeable(),
    )
