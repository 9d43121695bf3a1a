"""Bookings locked in the order of their ids, so that two who change several of them never wait for each other."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking
from logistics.bookings.handing_on import handed_on_from, handed_on_to
from logistics.database import fetch


def lock_bookings(session: Session, *booking_ids: str) -> list[Booking]:
    """Bookings as they are now, kept from everybody else until the transaction ends; in the order asked for.

    Raises:
        NotFound: one of them is not there.
    """
    for booking_id in booking_ids:
        fetch(session, Booking, booking_id)
    wanted = select(Booking).where(Booking.id.in_(booking_ids)).order_by(Booking.id).with_for_update()
    found = {row.id: row for row in session.scalars(wanted, execution_options={"populate_existing": True})}
    return [found[booking_id] for booking_id in booking_ids]


def lock_chain(session: Session, booking_id: str) -> Booking:
    """A booking, locked together with those that it gets its collection from and hands it on to.

    Raises:
        NotFound: no such booking.
    """
    before, after = handed_on_to(session, booking_id), handed_on_from(session, booking_id)
    chain = {before.from_booking_id} if before else set()
    chain |= {after.to_booking_id} if after else set()
    return lock_bookings(session, booking_id, *sorted(chain - {booking_id}))[0]
