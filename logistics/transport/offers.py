"""Taking what the waiting list offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.decisions import promise_anew
from logistics.bookings.news import tell_owner
from logistics.bookings.waiting import WaitingEntry, WaitingState
from logistics.database import fetch
from logistics.errors import WrongState
from logistics.transport.from_bookings import ship


def take_offer(session: Session, entry_id: str, *, by: Person, now: datetime) -> Booking:
    """Say yes to an offer: the loan is approved, and its transport booked. The promise is made anew.

    Raises:
        NotFound: no such entry.
        NotAllowed: `by` does not ask for that place.
        WrongState: nothing is offered, or no longer.
        And whatever `promise` refuses.
    """
    entry = fetch(session, WaitingEntry, entry_id)
    booking = fetch(session, Booking, entry.booking_id, lock=True) if entry.booking_id else None
    entry = fetch(session, WaitingEntry, entry_id, lock=True)
    allow(by, Act.REQUEST, network_id=entry.collection.network_id, place_ids=(entry.place_id,))
    if booking is None or entry.state is not WaitingState.OFFERED:
        raise WrongState(what="waiting-entry", id=entry.id, was=entry.state.value, wanted=WaitingState.TAKEN.value)
    promise_anew(session, booking, now)
    booking.move_to(BookingState.APPROVED)
    booking.decided_at = now
    entry.move_to(WaitingState.TAKEN)
    session.flush()
    ship(session, booking, by=by, now=now)
    tell_owner(session, booking, "offer-taken", by=by, now=now)
    return booking
