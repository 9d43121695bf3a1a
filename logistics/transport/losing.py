"""A collection that is lost on a loan, and found again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings import decisions
from logistics.bookings.availability import home_by, is_free
from logistics.bookings.booking import ENDS, HOLDING, JOURNEY, Booking, BookingState
from logistics.bookings.refusals import PromisedMeanwhile
from logistics.database import fetch
from logistics.errors import LogisticsError, WrongState
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport import approvals
from logistics.transport.custody import Scan
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.events import follow, in_order, reached
from logistics.transport.from_bookings import shipments_of
from logistics.transport.onward import drop_hand_on, from_home
from logistics.transport.scanning import journey_of, scans_of
from logistics.transport.shipments import Shipment, ShipmentState


def declare_lost(
    session: Session, booking_id: str, *, stays_in_use: bool = False, by: Person, now: datetime
) -> Booking:
    """Give up a collection that has left: its transport is cancelled, and a deviation opened.

    Args:
        stays_in_use: it is replaced and can be promised again at once. Otherwise nobody can ask for it any more, and
            its other requests and bookings are declined or cancelled: no van is sent for what is not there.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: the collection has not left, or the booking has ended.
    """
    booking, others = _locked(session, booking_id, by)
    booking.move_to(BookingState.LOST)
    shipments = shipments_of(session, booking.id, lock=True)
    under_way = [shipment for shipment in shipments if shipment.state is not ShipmentState.RECEIVED]
    _open_deviation(session, under_way[0], _scans(session, shipments)[-1], now)
    for shipment in under_way:
        shipment.state = ShipmentState.CANCELLED
    next_borrower = drop_hand_on(session, booking)
    if stays_in_use and next_borrower is not None:
        _from_home_or_not_at_all(session, next_borrower, by, now)
    if not stays_in_use:
        decisions.keep_for_us(session, booking.collection_id).active = False
        for other in others:
            drop_hand_on(session, other)
        for other in others:
            if other.state is BookingState.REQUESTED:
                decisions.decline(session, other.id, by=by, now=now)
            else:
                approvals.cancel(session, other.id, by=by, now=now)
    session.flush()
    return booking


def declare_found(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Take a loss back: booking and transport stand again where scans say they are, and the collection is in use.

    What was declined or cancelled because of the loss stays so; whoever still wants it asks anew.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: it is not lost.
        PromisedMeanwhile: it was replaced, and somebody else has the collection before this one can be home.
    """
    booking, _ = _locked(session, booking_id, by)
    shipments = shipments_of(session, booking.id, lock=True)
    state = _seen_so_far(session, shipments)
    if booking.state is not BookingState.LOST:
        raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted=state.value)
    collection = decisions.keep_for_us(session, booking.collection_id)
    if state in HOLDING:
        today = local_day(session.get_one(Network, booking.network_id), now)
        if not is_free(session, collection.id, today, home_by(session, booking, now), but_for=booking.id, now=now):
            raise PromisedMeanwhile(collection=collection.title, collection_id=collection.id)
    booking.move_to(state)
    collection.active = True
    for shipment in shipments:
        here = follow(journey_of(session, shipment), scans_of(session, shipment.id))
        shipment.state, shipment.at_place_id, shipment.free_at = here.state, here.place_id, here.free_at
    losses = select(Deviation).where(
        Deviation.shipment_id.in_([shipment.id for shipment in shipments]),
        Deviation.kind == DeviationKind.LOST,
        Deviation.resolved_at.is_(None),
    )
    for loss in session.scalars(losses):
        loss.resolved_at, loss.resolved_by_id = now, by.id
    session.flush()
    return booking


def _from_home_or_not_at_all(session: Session, taker: Booking, by: Person, now: datetime) -> None:
    """The next borrower gets what replaces the lost collection from its home, if that can be in time."""
    try:
        with session.begin_nested():
            from_home(session, taker, now)
    except LogisticsError:
        approvals.cancel(session, taker.id, by=by, now=now)


def _locked(session: Session, booking_id: str, by: Person) -> tuple[Booking, list[Booking]]:
    """The booking, and the open ones of its collection, locked in the order of ids as everybody does."""
    booking = fetch(session, Booking, booking_id)
    allow(by, Act.DECIDE, network_id=booking.network_id, place_ids=(booking.collection.home_id,))
    rows = session.scalars(
        select(Booking)
        .where(
            Booking.collection_id == booking.collection_id,
            or_(Booking.id == booking.id, Booking.state.not_in(ENDS)),
        )
        .order_by(Booking.id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).all()
    return booking, [other for other in rows if other.id != booking.id]


def _scans(session: Session, shipments: list[Shipment]) -> list[Scan]:
    """All scans of a booking, as they were seen; there are some as soon as its collection has left."""
    return in_order(scan for shipment in shipments for scan in scans_of(session, shipment.id))


def _seen_so_far(session: Session, shipments: list[Shipment]) -> BookingState:
    """The furthest that any scan takes a booking."""
    steps = [BookingState.APPROVED]
    for shipment in shipments:
        journey = journey_of(session, shipment)
        found = (reached(journey, shipment.direction, scan) for scan in scans_of(session, shipment.id))
        steps += [step for step in found if step is not None]
    return max(steps, key=JOURNEY.index)


def _open_deviation(session: Session, shipment: Shipment, last: Scan, now: datetime) -> None:
    """Tell of the loss; lost twice with nothing seen in between, it is the same one again."""
    loss = session.scalar(select(Deviation).where(Deviation.scan_id == last.id, Deviation.kind == DeviationKind.LOST))
    if loss is None:
        loss = Deviation(
            shipment_id=shipment.id,
            scan_id=last.id,
            kind=DeviationKind.LOST,
            expected=shipment.to_place_id,
            found="",
            opened_at=now,
        )
        session.add(loss)
    loss.opened_at, loss.resolved_at, loss.resolved_by_id, loss.resolution = now, None, None, ""
