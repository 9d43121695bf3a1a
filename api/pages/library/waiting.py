"""The waiting list: what we stand in line for, and what is offered to us."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.collections import shown_collection
from api.pages.where import places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.serving import leave
from logistics.bookings.waiting import WaitingState, entries_of, join, place_in_line
from logistics.transport.offers import take_offer


@pages.get("/waiting")
@needs(Act.REQUEST)
def waiting() -> str:
    """Everything we stand in line for, offers first."""
    entries = [entry for place in places_for(Act.REQUEST) for entry in entries_of(db(), place.id, person())]
    return render_template(
        "library/waiting.html",
        offers=[entry for entry in entries if entry.state is WaitingState.OFFERED],
        line=[(entry, place_in_line(db(), entry)) for entry in entries if entry.state is WaitingState.WAITING],
    )


@pages.post("/collections/<collection_id>/wait")
@needs(Act.REQUEST)
def wait(collection_id: str) -> tuple[str, int] | Response:
    """Stand in line for a collection that somebody else has then."""
    form = Form(request.form)
    with form.catching:
        first, last, place_id = form.day("first_day"), form.day("last_day"), form.text("place_id")
        note, contact_id = form.text("note", needed=False, most=1000), form.text("contact_id", needed=False) or None
        form.check()
        entry = join(
            db(),
            collection_id=collection_id,
            place_id=place_id,
            first_day=first,
            last_day=last,
            note=note,
            contact_id=contact_id,
            by=person(),
            now=now(),
        )
        number = place_in_line(db(), entry)
        flash(
            gettext("You stand in line as number %(number)s, and are told as soon as it is free.", number=number),
            "good",
        )
        return redirect(url_for("library.waiting"))
    return shown_collection(collection_id, form), 422


@pages.post("/waiting/<entry_id>/take")
@needs(Act.REQUEST)
def take(entry_id: str) -> Response:
    """Say yes to what is offered."""
    booking = take_offer(db(), entry_id, by=person(), now=now())
    flash(gettext("It is yours. Transport is booked there and back."), "good")
    return redirect(url_for("library.booking", booking_id=booking.id))


@pages.post("/waiting/<entry_id>/leave")
@needs(Act.REQUEST)
def step_out(entry_id: str) -> Response:
    """Step out of the line; the next is served."""
    leave(db(), entry_id, by=person(), now=now())
    flash(gettext("You have left the waiting list."))
    return redirect(url_for("library.waiting"))
