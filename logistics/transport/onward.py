"""A collection that goes on to the next borrower instead of home, and how that is taken back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.availability import busy_spans
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.changes import CHANGEABLE
from logistics.bookings.decisions import keep_for_us
from logistics.bookings.handing_on import HandOn, handed_on_from, handed_on_to
from logistics.bookings.keeping import keep, keep_handed_over, keep_room, keep_way_back, timetable_of
from logistics.bookings.promise import Promise
from logistics.bookings.refusals import AlreadyPromised, HandedOn, InParts, NotTheSame
from logistics.bookings.requests import offer
from logistics.bookings.splits import split_of
from logistics.bookings.ways import WayBack, way_back, way_onward
from logistics.errors import WrongState
from logistics.network.networks import Network
from logistics.transport.from_bookings import (
    require_changeable,
    reroute,
    ship,
    shipment_towards,
    shipments_of,
)
from logistics.transport.shipments import Direction, ShipmentState

TAKING = frozenset({BookingState.REQUESTED, BookingState.APPROVED})
"""States of a booking that can still get its collection from somebody else than its owner."""


def way_between(session: Session, giver: Booking, taker: Booking, now: datetime) -> Promise:
    """The promise to the next borrower, where nobody else stands between.

    Raises:
        NotTheSame: they want two collections, or one place.
        WrongState: the giver's has been fetched already, or the taker's has left.
        HandedOn: one of them is handed on already.
        NoTimeBetween, AlreadyPromised, and whatever `promise` refuses.
    """
    if giver.collection_id != taker.collection_id or giver.place_id == taker.place_id or giver.id == taker.id:
        raise NotTheSame(collection=giver.collection.title)
    for booking, states, wanted in ((giver, CHANGEABLE, "returning"), (taker, TAKING, "approved")):
        if booking.state not in states:
            raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted=wanted)
    if split_of(session, giver.id) or split_of(session, taker.id):
        raise InParts(collection=giver.collection.title)
    if handed_on_from(session, giver.id) or handed_on_to(session, taker.id):
        raise HandedOn(place=taker.place.name)
    network = session.get_one(Network, giver.network_id)
    way = way_onward(
        network,
        giver.collection.home,
        giver.place,
        giver.last_day,
        taker.place,
        taker.first_day,
        taker.last_day,
        now,
        crates=giver.collection.crates,
        timetable=timetable_of(session, network, but_for=taker.id),
    )
    require_free(session, giver, giver.leaves_on, way.home_on, now, but_for=(giver.id, taker.id))
    return way


def send_on(session: Session, giver: Booking, taker: Booking, *, by: Person, now: datetime) -> HandOn:
    """Let a collection go from one borrower straight to the next; promises and shipments follow.

    The collection and both bookings are locked by whoever calls.

    Raises:
        WayPlanned: a published plan has one of the ways that would change.
        And whatever `way_between` refuses.
    """
    keep_for_us(session, giver.collection_id)
    keep_room(session, giver.network_id)
    way = way_between(session, giver, taker, now)
    home_leg = shipment_towards(session, giver.id, Direction.BACK)
    if home_leg is not None:
        require_changeable(home_leg)
        home_leg.state = ShipmentState.CANCELLED
    keep_handed_over(giver, way.leaves_on)
    keep(taker, way)
    if taker.state is BookingState.REQUESTED:
        taker.move_to(BookingState.APPROVED)
        taker.decided_at = now
        ship(session, taker, by=by, now=now, origin=giver.place)
    else:
        _reroute_both(session, taker, giver)
    onward = HandOn(to_booking=taker, from_booking=giver, agreed_at=now)
    session.add(onward)
    session.flush()
    return onward


def send_home_again(session: Session, onward: HandOn, now: datetime) -> None:
    """Let the giver's collection go home after all; the taker's booking is for the caller to settle.

    Raises:
        WrongState: it is on its way to the taker.
        AlreadyPromised: somebody else has it before it could be home.
    """
    giver, taker = onward.from_booking, onward.to_booking
    if giver.state not in CHANGEABLE:
        raise WrongState(what="booking", id=giver.id, was=giver.state.value, wanted="returning")
    back = home_from(session, giver, giver.last_day, now)
    require_free(session, giver, giver.leaves_on, back.home_on, now, but_for=(giver.id, taker.id))
    keep_way_back(giver, back)
    home_leg = shipment_towards(session, giver.id, Direction.BACK)
    if home_leg is not None:
        reroute(session, home_leg, giver.place, back.collected_on, back.home_on)
    session.delete(onward)
    session.flush()


def take_back(session: Session, onward: HandOn, now: datetime) -> None:
    """Undo the handing on: the giver's collection goes home, and the taker gets it from there.

    Raises:
        WrongState: it is on its way to the taker.
        WayPlanned: a published plan has one of the ways that would change.
        AlreadyPromised: it can't be at home and at the taker's in time.
        And whatever `promise` refuses.
    """
    taker = onward.to_booking
    if taker.state is not BookingState.APPROVED:
        raise WrongState(what="booking", id=taker.id, was=taker.state.value, wanted="approved")
    send_home_again(session, onward, now)
    from_home(session, taker, now)


def from_home(session: Session, taker: Booking, now: datetime) -> None:
    """Let a booking get its collection from home, where it was to come from another borrower.

    Raises:
        WayPlanned: a published plan has one of its ways.
        AlreadyPromised, and whatever `promise` refuses.
    """
    given = offer(session, taker.collection, taker.place, taker.first_day, taker.last_day, now, but_for=taker.id)
    keep(taker, given)
    _reroute_both(session, taker, None)


def drop_hand_on(session: Session, giver: Booking) -> Booking | None:
    """Forget that a collection was to be handed on, because it never will be; who was to get it."""
    onward = handed_on_from(session, giver.id)
    if onward is None or onward.to_booking.state not in TAKING:
        return None
    session.delete(onward)
    session.flush()
    return onward.to_booking


def home_from(session: Session, booking: Booking, last_day: date, now: datetime) -> WayBack:
    """The way home of a booking's collection after a last day of the loan; refusals as in `way_back`."""
    network, collection = session.get_one(Network, booking.network_id), booking.collection
    timetable = timetable_of(session, network, but_for=booking.id)
    return way_back(
        network, collection.home, booking.place, last_day, now, crates=collection.crates, timetable=timetable
    )


def require_free(
    session: Session, booking: Booking, first: date, last: date, now: datetime, *, but_for: tuple[str, ...]
) -> None:
    """Do nothing, or refuse.

    Raises:
        AlreadyPromised: somebody but those named has the collection on one of the days.
    """
    spans = busy_spans(session, booking.collection_id, first, last, now=now)
    # Whoever hands it to one of them has it until the very day on which it leaves for there.
    givers = {onward.from_booking_id for named in but_for if (onward := handed_on_to(session, named)) is not None}
    if any(span.booking_id not in but_for and span.booking_id not in givers for span in spans):
        raise AlreadyPromised(
            field="last_day", collection=booking.collection.title, collection_id=booking.collection_id, free_from=None
        )


def _reroute_both(session: Session, taker: Booking, giver: Booking | None) -> None:
    origin = giver.place if giver else taker.collection.home
    for shipment in shipments_of(session, taker.id, lock=True):
        if shipment.direction is Direction.OUT:
            reroute(session, shipment, origin, taker.leaves_on, taker.arrives_on)
        elif shipment.direction is Direction.BACK:
            reroute(session, shipment, taker.place, taker.collected_on, taker.home_on)
