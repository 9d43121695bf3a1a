"""Approving and cancelling a booking together with its transport."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings import decisions
from logistics.bookings.booking import Booking
from logistics.transport.from_bookings import ship, shipments_of
from logistics.transport.shipments import ShipmentState


def approve(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Promise the collection to the borrower and book its transport both ways.

    Raises:
        Whatever `logistics.bookings.decisions.approve` refuses.
    """
    booking = decisions.approve(session, booking_id, by=by, now=now)
    ship(session, booking, by=by, now=now)
    return booking


def cancel(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Take back a booking and its transport, as long as the collection has not left.

    Raises:
        Whatever `logistics.bookings.decisions.cancel` refuses.
    """
    booking = decisions.cancel(session, booking_id, by=by, now=now)
    for shipment in shipments_of(session, booking.id, lock=True):
        shipment.state = ShipmentState.CANCELLED
    session.flush()
    return booking
