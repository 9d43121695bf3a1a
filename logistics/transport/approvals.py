"""Asking for a collection, approving and cancelling, together with the transport."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings import decisions, requests
from logistics.bookings.booking import Booking
from logistics.bookings.decisions import keep_for_us
from logistics.bookings.handing_on import handed_on_from, handed_on_to
from logistics.bookings.locking import lock_chain
from logistics.bookings.news import tell_owner
from logistics.bookings.refusals import HandedOn
from logistics.bookings.rules import ApprovalRule, loan_days, rules_of
from logistics.bookings.serving import let_go
from logistics.bookings.waiting import waits_for
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.from_bookings import ship, shipments_of
from logistics.transport.onward import send_home_again
from logistics.transport.shipments import ShipmentState


def request(
    session: Session,
    *,
    collection_id: str,
    place_id: str,
    first_day: date,
    last_day: date,
    note: str = "",
    contact_id: str | None = None,
    by: Person,
    now: datetime,
) -> Booking:
    """Ask for a loan; where a rule of the owner covers it, it is approved at once and its transport booked.

    Raises:
        Whatever `logistics.bookings.requests.ask` refuses; AlreadyPromised too where somebody else asked at the same
        moment and a rule said yes to them.
    """
    booking = requests.ask(
        session,
        collection_id=collection_id,
        place_id=place_id,
        first_day=first_day,
        last_day=last_day,
        note=note,
        contact_id=contact_id,
        by=by,
        now=now,
    )
    rule = covering(session, booking, now)
    if rule is None:
        tell_owner(session, booking, "request-made", by=by, now=now)
        return booking
    decisions.approve_by_rule(session, booking, rule, now=now)
    ship(session, booking, by=by, now=now)
    tell_owner(session, booking, "approved-by-rule", by=by, now=now, rule=rule.name)
    return booking


def covering(session: Session, booking: Booking, now: datetime) -> ApprovalRule | None:
    """The first rule of the owner that says yes to a request."""
    collection = booking.collection
    ahead = (booking.first_day - local_day(session.get_one(Network, booking.network_id), now)).days
    length = loan_days(booking.first_day, booking.last_day)
    if waits_for(session, collection.id, booking.first_day, booking.last_day):
        return None  # others asked before: the owner weighs it
    rules = rules_of(session, collection.home_id)
    return next((rule for rule in rules if rule.covers(collection.kind, booking.borrower_kind, ahead, length)), None)


def approve(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Promise the collection to the borrower and book its transport both ways.

    Raises:
        Whatever `logistics.bookings.decisions.approve` refuses.
    """
    booking = decisions.approve(session, booking_id, by=by, now=now)
    ship(session, booking, by=by, now=now)
    return booking


def decline(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Refuse a request, or take an approval and its transport back, as long as the collection has not left.

    Raises:
        HandedOn: the collection is to go on from there to the next borrower.
        Whatever `logistics.bookings.decisions.decline` refuses.
    """
    lock_chain(session, booking_id)
    booking = decisions.decline(session, booking_id, by=by, now=now)
    _stop_transport(session, booking, now)
    return booking


def cancel(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Take back a booking and its transport, as long as the collection has not left.

    Raises:
        HandedOn: the collection is to go on from there to the next borrower.
        Whatever `logistics.bookings.decisions.cancel` refuses.
    """
    lock_chain(session, booking_id)
    booking = decisions.cancel(session, booking_id, by=by, now=now)
    _stop_transport(session, booking, now)
    return booking


def _stop_transport(session: Session, booking: Booking, now: datetime) -> None:
    onward = handed_on_from(session, booking.id)
    if onward is not None:
        raise HandedOn(place=onward.to_booking.place.name)
    before = handed_on_to(session, booking.id)
    if before is not None:
        keep_for_us(session, booking.collection_id)
        send_home_again(session, before, now)
    for shipment in shipments_of(session, booking.id, lock=True):
        shipment.state = ShipmentState.CANCELLED
    session.flush()
    let_go(session, booking, now)
