"""Sending a collection in two parts: some copies now, the rest later; both come home together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.handing_on import handed_on_from, handed_on_to
from logistics.bookings.keeping import timetable_of
from logistics.bookings.news import tell_borrower
from logistics.bookings.promise import promise
from logistics.bookings.refusals import InParts, RestTooLate
from logistics.bookings.splits import MOST_COPIES, SplitDelivery, crates_for, split_of
from logistics.database import fetch
from logistics.errors import BadValue, NotFound, WrongState
from logistics.network.networks import Network
from logistics.transport.from_bookings import leg, require_changeable, reroute, shipment_towards, shipments_of
from logistics.transport.shipments import Direction, Shipment, ShipmentState

SPLITTABLE = frozenset({BookingState.APPROVED})
"""States of a booking of which nothing has left."""


def deliver_in_parts(
    session: Session,
    booking_id: str,
    *,
    copies_now: int,
    copies_later: int,
    later_day: date,
    by: Person,
    now: datetime,
) -> Booking:
    """Send some copies for the first day of the loan, and the rest for a later one.

    Args:
        later_day: by when the rest is to be there.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: the collection has left, or the booking is not approved.
        InParts: it comes in parts already, or from another borrower.
        RestTooLate: the rest would come after the loan, or before its first part.
        BadValue: a number of copies out of range.
        WayPlanned: a published plan has the way out.
        And whatever `promise` refuses for the rest.
    """
    booking = _decided_on(session, booking_id, by)
    if booking.state not in SPLITTABLE:
        raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted="approved")
    if split_of(session, booking.id) or handed_on_to(session, booking.id) or handed_on_from(session, booking.id):
        raise InParts(collection=booking.collection.title)
    for field, copies in (("copies_now", copies_now), ("copies_later", copies_later)):
        if not 1 <= copies <= MOST_COPIES:
            raise BadValue(field=field, value=copies, least=1, most=MOST_COPIES)
    if not booking.first_day < later_day <= booking.last_day:
        raise RestTooLate(field="later_day", first_day=booking.first_day, last_day=booking.last_day)
    collection, network = booking.collection, session.get_one(Network, booking.network_id)
    every = copies_now + copies_later
    later_crates = crates_for(collection.crates, copies_later, every)
    given = promise(
        network,
        collection.home,
        booking.place,
        later_day,
        booking.last_day,
        now,
        crates=later_crates,
        timetable=timetable_of(session, network, but_for=booking.id),
    )
    out, rest = (_towards(session, booking, direction) for direction in (Direction.OUT, Direction.REST))
    if out is None:
        raise NotFound(what="shipment", id=booking.id)
    require_changeable(out)
    if rest is None:
        rest = leg(
            session,
            booking,
            Direction.REST,
            collection.home,
            booking.place,
            given.leaves_on,
            given.arrives_on,
            by=by,
            now=now,
        )
    else:
        reroute(session, rest, collection.home, given.leaves_on, given.arrives_on)
    _load(out, collection.crates, collection.weight_grams, copies_now, every)
    _load(rest, collection.crates, collection.weight_grams, copies_later, every)
    session.add(
        SplitDelivery(
            booking=booking,
            copies_now=copies_now,
            copies_later=copies_later,
            leaves_on=given.leaves_on,
            arrives_on=given.arrives_on,
            made_by_id=by.id,
            made_at=now,
        )
    )
    session.flush()
    tell_borrower(
        session,
        booking,
        "delivered-in-parts",
        by=by,
        now=now,
        copies=copies_now,
        later=copies_later,
        later_day=given.arrives_on.isoformat(),
    )
    return booking


def deliver_whole(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Send everything at once after all, as long as nothing has left.

    Raises:
        NotFound: no such booking, or it does not come in parts.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: the first part has left.
        WayPlanned: a published plan has one of the parts.
    """
    booking, split = _in_parts(session, booking_id, by)
    if booking.state not in SPLITTABLE:
        raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted="approved")
    for shipment in shipments_of(session, booking.id, lock=True):
        if shipment.direction is Direction.BACK:
            continue
        require_changeable(shipment)
        if shipment.direction is Direction.REST:
            shipment.state = ShipmentState.CANCELLED
        else:
            shipment.crates, shipment.weight_grams = booking.collection.crates, booking.collection.weight_grams
    session.delete(split)
    session.flush()
    tell_borrower(session, booking, "delivered-whole", by=by, now=now)
    return booking


def keep_the_rest(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Let the rest stay at home: it could not be had, or is not needed any more.

    Raises:
        NotFound: no such booking, or it does not come in parts.
        NotAllowed: `by` does not decide for the owning library.
        WayPlanned: a published plan has the rest, or it is under way.
    """
    booking, _ = _in_parts(session, booking_id, by)
    rest = _towards(session, booking, Direction.REST)
    if rest is not None:
        require_changeable(rest)
        rest.state = ShipmentState.CANCELLED
    _take_home_what_came(session, booking)
    tell_borrower(session, booking, "rest-stays", by=by, now=now)
    return booking


def leave_the_rest(session: Session, booking: Booking) -> None:
    """With the collection on its way home, a rest that has not left stays where it is."""
    for shipment in shipments_of(session, booking.id, lock=True):
        if shipment.direction is Direction.REST and shipment.state in (ShipmentState.WAITING, ShipmentState.PLANNED):
            shipment.state = ShipmentState.CANCELLED
    session.flush()


def _take_home_what_came(session: Session, booking: Booking) -> None:
    out, back = (_towards(session, booking, direction) for direction in (Direction.OUT, Direction.BACK))
    if out is not None and back is not None and back.state in (ShipmentState.WAITING, ShipmentState.CANCELLED):
        back.crates, back.weight_grams = out.crates, out.weight_grams
    session.flush()


def _load(shipment: Shipment, crates: int, grams: int, copies: int, every: int) -> None:
    shipment.crates, shipment.weight_grams = crates_for(crates, copies, every), grams * copies // every


def _towards(session: Session, booking: Booking, direction: Direction) -> Shipment | None:
    return shipment_towards(session, booking.id, direction)


def _decided_on(session: Session, booking_id: str, by: Person) -> Booking:
    booking = fetch(session, Booking, booking_id, lock=True)
    allow(by, Act.DECIDE, network_id=booking.network_id, place_ids=(booking.collection.home_id,))
    return booking


def _in_parts(session: Session, booking_id: str, by: Person) -> tuple[Booking, SplitDelivery]:
    booking = _decided_on(session, booking_id, by)
    split = split_of(session, booking.id)
    if split is None:
        raise NotFound(what="split-delivery", id=booking.id)
    return booking, split
