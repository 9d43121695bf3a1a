"""Bookings: what is asked of us, what we ask for, and the owner's answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import own_network, own_place
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings.booking import ENDS, HOLDING, MOVES, Booking, BookingState
from logistics.bookings.changes import CHANGEABLE, open_change
from logistics.bookings.handing_on import handed_on_from, handed_on_to, next_borrowers
from logistics.bookings.search import BookingPage, asked_by, asked_of, booking_of, bookings_in
from logistics.bookings.splits import split_of
from logistics.holdings.part_loans import open_part_loans
from logistics.holdings.shortfalls import open_shortfalls
from logistics.holdings.stocktakes import lacking, standings
from logistics.transport import approvals, losing
from logistics.transport.from_bookings import shipments_of
from logistics.transport.shipments import Direction
from logistics.transport.splitting import SPLITTABLE

STATES = {
    "open": frozenset({BookingState.REQUESTED}) | HOLDING,
    "ended": ENDS,
}
"""What a list of bookings can be narrowed to."""


@pages.get("/bookings")
@needs(Act.SEE_BOOKINGS)
def bookings() -> str:
    """Loans of our collections, and loans to us; a coordinator sees those of all."""
    paging = Paging.asked()
    place = own_place()
    side = request.args.get("side", "theirs")
    shown = request.args.get("shown", "open")
    found = _found(side, shown, paging.offset)
    return render_template(
        "library/bookings.html",
        found=found.items,
        paging=paging.of(found.total),
        side=side if place else "all",
        shown=shown if shown in STATES else "open",
        place=place,
    )


def _found(side: str, shown: str, offset: int) -> BookingPage:
    place = own_place()
    states = STATES.get(shown, STATES["open"])
    if place is None:
        return bookings_in(db(), own_network().id, person(), states=states, offset=offset, limit=PAGE_SIZE)
    search = asked_by if side == "ours" else asked_of
    return search(db(), place.id, person(), states=states, offset=offset, limit=PAGE_SIZE)


@pages.get("/bookings/<booking_id>")
@needs(Act.SEE_BOOKINGS)
def booking(booking_id: str) -> str:
    """One booking, with its promise, its transport and what can be done about it."""
    return shown_booking(booking_of(db(), booking_id, person()), Form())


@pages.post("/bookings/<booking_id>/approve")
@needs(Act.DECIDE)
def approve(booking_id: str) -> Response:
    """Say yes: the collection is promised, and its transport booked both ways."""
    done = approvals.approve(db(), booking_id, by=person(), now=now())
    flash(gettext("Approved. Transport is booked there and back."), "good")
    return redirect(url_for("library.booking", booking_id=done.id))


@pages.post("/bookings/<booking_id>/decline")
@needs(Act.DECIDE)
def decline(booking_id: str) -> Response:
    """Say no, or take a yes back as long as nothing has left."""
    done = approvals.decline(db(), booking_id, by=person(), now=now())
    flash(gettext("Declined. %(place)s sees it among its bookings.", place=done.place.name))
    return redirect(url_for("library.booking", booking_id=done.id))


@pages.post("/bookings/<booking_id>/cancel")
@needs(Act.SEE_BOOKINGS)
def cancel(booking_id: str) -> Response:
    """Take a booking back, from either side, as long as nothing has left."""
    done = approvals.cancel(db(), booking_id, by=person(), now=now())
    flash(gettext("Cancelled, with its transport."))
    return redirect(url_for("library.booking", booking_id=done.id))


@pages.post("/bookings/<booking_id>/lost")
@needs(Act.DECIDE)
def lost(booking_id: str) -> Response:
    """Give up a collection that has left and can't be found."""
    replaced = "replaced" in request.form
    done = losing.declare_lost(db(), booking_id, stays_in_use=replaced, by=person(), now=now())
    flash(gettext("Noted as lost. It can be found again here."), "warn")
    return redirect(url_for("library.booking", booking_id=done.id))


@pages.post("/bookings/<booking_id>/found")
@needs(Act.DECIDE)
def found(booking_id: str) -> Response:
    """Take a loss back."""
    done = losing.declare_found(db(), booking_id, by=person(), now=now())
    flash(gettext("Found again. Booking and transport stand where they stood."), "good")
    return redirect(url_for("library.booking", booking_id=done.id))


def shown_booking(found: Booking, form: Form) -> str:
    """The page of a booking, with a form as it came in."""
    who = person()
    owner = may(who, Act.DECIDE, network_id=found.network_id, place_ids=(found.collection.home_id,))
    borrower = may(who, Act.REQUEST, network_id=found.network_id, place_ids=found.borrower_ids)
    shipments = shipments_of(db(), found.id)
    return render_template(
        "library/booking.html",
        booking=found,
        shipments=shipments,
        short=open_shortfalls(db(), found.collection_id),
        part_loans=open_part_loans(db(), found.collection_id),
        lacking=lacking(standings(db(), found.collection).values()),
        form=form,
        split=split_of(db(), found.id),
        rest=next((s for s in shipments if s.direction is Direction.REST), None),
        splittable=owner and found.state in SPLITTABLE,
        owner=owner,
        borrower=borrower,
        open_change=open_change(db(), found.id),
        goes_on=handed_on_from(db(), found.id),
        comes_from=handed_on_to(db(), found.id),
        takers=next_borrowers(db(), found),
        changeable=(owner or borrower) and found.state in CHANGEABLE,
        decides=owner and found.state is BookingState.REQUESTED,
        declines=owner and found.state is BookingState.APPROVED,
        loses=owner and BookingState.LOST in MOVES[found.state],
        finds=owner and found.state is BookingState.LOST,
        cancels=(owner or borrower) and BookingState.CANCELLED in MOVES[found.state],
    )
