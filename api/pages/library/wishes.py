"""Wishes: any collection of a sort, whichever is free."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.likes import contacts_at, likeable, read_like
from api.pages.where import places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.wishes import WishState, wish_of, wishes_of
from logistics.transport import wishing


@pages.get("/wishes")
@needs(Act.REQUEST)
def wishes() -> str:
    """What we wish for, and the form that wishes."""
    return _listed(Form())


@pages.post("/wishes")
@needs(Act.REQUEST)
def make_wish() -> tuple[str, int] | Response:
    """Wish for any collection of a sort."""
    form = Form(request.form)
    with form.catching:
        like = read_like(form)
        place_id, first, last = form.text("place_id"), form.day("first_day"), form.day("last_day")
        note, contact_id = form.text("note", needed=False, most=1000), form.text("contact_id", needed=False) or None
        form.check()
        made = wishing.wish_for(
            db(),
            place_id=place_id,
            first_day=first,
            last_day=last,
            take_first="take_first" in request.form,
            note=note,
            contact_id=contact_id,
            by=person(),
            now=now(),
            **like,
        )
        if made.state is WishState.FULFILLED:
            flash(gettext("Found: the first that is free is asked for."), "good")
            return redirect(url_for("library.booking", booking_id=made.booking_id))
        return redirect(url_for("library.wish", wish_id=made.id))
    return _listed(form), 422


@pages.get("/wishes/<wish_id>")
@needs(Act.REQUEST)
def wish(wish_id: str) -> str:
    """One wish, with what it could be fulfilled with now."""
    found = wish_of(db(), wish_id, person())
    return render_template("library/wish.html", wish=found, matches=wishing.found_for(db(), found, now()))


@pages.post("/wishes/<wish_id>/choose")
@needs(Act.REQUEST)
def choose_match(wish_id: str) -> Response:
    """Ask for one of those that fit."""
    collection_id = request.form.get("collection_id", "")
    booking = wishing.choose(db(), wish_id, collection_id, by=person(), now=now())
    flash(gettext("Your request is on its way to %(home)s.", home=booking.collection.home.name), "good")
    return redirect(url_for("library.booking", booking_id=booking.id))


@pages.post("/wishes/<wish_id>/withdraw")
@needs(Act.REQUEST)
def withdraw_wish(wish_id: str) -> Response:
    """Wish no longer."""
    wishing.withdraw_wish(db(), wish_id, by=person())
    flash(gettext("The wish is taken back."))
    return redirect(url_for("library.wishes"))


def _listed(form: Form) -> str:
    askers = places_for(Act.REQUEST)
    found = [wish for place in askers for wish in wishes_of(db(), place.id, person())]
    return render_template(
        "library/wishes.html", wishes=found, askers=askers, contacts=contacts_at(askers), form=form, **likeable()
    )
