"""A loan made longer, shorter, or handed on; the owner's answer to it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.bookings import shown_booking
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.changes import BookingChange, ChangeState
from logistics.bookings.search import booking_of
from logistics.transport import changing


@pages.post("/bookings/<booking_id>/last-day")
@needs(Act.SEE_BOOKINGS)
def change_last_day(booking_id: str) -> tuple[str, int] | Response:
    """Let a loan end later or earlier."""
    form = Form(request.form)
    with form.catching:
        last_day = form.day("last_day")
        form.check()
        return _told(changing.change_last_day(db(), booking_id, last_day, by=person(), now=now()))
    return shown_booking(booking_of(db(), booking_id, person()), form), 422


@pages.post("/bookings/<booking_id>/hand-on")
@needs(Act.SEE_BOOKINGS)
def hand_on(booking_id: str) -> tuple[str, int] | Response:
    """Let a collection go straight to the next borrower."""
    form = Form(request.form)
    with form.catching:
        to_booking_id = form.text("to_booking_id")
        form.check()
        return _told(changing.hand_on(db(), booking_id, to_booking_id, by=person(), now=now()))
    return shown_booking(booking_of(db(), booking_id, person()), form), 422


@pages.post("/bookings/<booking_id>/take-hand-on-back")
@needs(Act.SEE_BOOKINGS)
def take_hand_on_back(booking_id: str) -> Response:
    """Let it go home after all."""
    changing.take_hand_on_back(db(), booking_id, by=person(), now=now())
    flash(gettext("It goes home after the loan, and from there to the next borrower."))
    return redirect(url_for("library.booking", booking_id=booking_id))


@pages.post("/changes/<change_id>/agree")
@needs(Act.DECIDE)
def agree_to_change(change_id: str) -> Response:
    """Say yes, as the owner."""
    return _told(changing.agree(db(), change_id, by=person(), now=now()))


@pages.post("/changes/<change_id>/refuse")
@needs(Act.DECIDE)
def refuse_change(change_id: str) -> Response:
    """Say no, as the owner."""
    return _told(changing.refuse(db(), change_id, by=person(), now=now()))


@pages.post("/changes/<change_id>/withdraw")
@needs(Act.REQUEST)
def withdraw_change(change_id: str) -> Response:
    """Take a proposal back."""
    return _told(changing.withdraw(db(), change_id, by=person(), now=now()))


def _told(change: BookingChange) -> Response:
    said = {
        ChangeState.PROPOSED: gettext("The owner is asked, and you are told of the answer."),
        ChangeState.AGREED: gettext("Done. Promise and transport follow."),
        ChangeState.REFUSED: gettext("Refused. The loan stays as it was."),
        ChangeState.WITHDRAWN: gettext("Taken back. The loan stays as it was."),
    }
    flash(said[change.state], "good" if change.state is ChangeState.AGREED else "message")
    return redirect(url_for("library.booking", booking_id=change.booking_id))
