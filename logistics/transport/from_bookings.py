"""An approved booking as shipments: out to the borrower, and back home."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.promise import closing, opening
from logistics.bookings.refusals import WayPlanned
from logistics.database import new_id
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.labels import new_code
from logistics.transport.shipments import Direction, Shipment, ShipmentState

IN_ORDER = (Direction.OUT, Direction.REST, Direction.BACK)
"""The shipments of a booking as they travel."""

CHANGEABLE = frozenset({ShipmentState.WAITING, ShipmentState.CANCELLED})
"""States in which a shipment may get another way: nobody counts on the one it has."""


def ship(
    session: Session, booking: Booking, *, by: Person, now: datetime, origin: Place | None = None
) -> tuple[Shipment, Shipment]:
    """Make the shipments that keep the promise of a booking.

    Each is ready when its place opens on the promised day of leaving, and due when the other closes on the promised
    day of arrival.

    Args:
        origin: where the collection comes from; None: its home.

    Returns:
        Out, back.
    """
    home, place = booking.collection.home, booking.place
    out = leg(
        session, booking, Direction.OUT, origin or home, place, booking.leaves_on, booking.arrives_on, by=by, now=now
    )
    back = leg(session, booking, Direction.BACK, place, home, booking.collected_on, booking.home_on, by=by, now=now)
    return out, back


def shipments_of(session: Session, booking_id: str, *, lock: bool = False) -> list[Shipment]:
    """The shipments of a booking, out before back; none before approval."""
    order = case({direction.value: step for step, direction in enumerate(IN_ORDER)}, value=Shipment.direction)
    statement = select(Shipment).where(Shipment.booking_id == booking_id).order_by(order)
    if not lock:
        return list(session.scalars(statement))
    fresh = {"populate_existing": True}
    return list(session.scalars(statement.with_for_update(), execution_options=fresh))


def shipment_towards(session: Session, booking_id: str, direction: Direction) -> Shipment | None:
    """A booking's shipment of one direction, locked."""
    return next((s for s in shipments_of(session, booking_id, lock=True) if s.direction is direction), None)


def leg(
    session: Session,
    booking: Booking,
    direction: Direction,
    origin: Place,
    goal: Place,
    leaves_on: date,
    arrives_on: date,
    *,
    by: Person,
    now: datetime,
) -> Shipment:
    """Make a shipment of the whole collection for one way."""
    network = session.get_one(Network, booking.network_id)
    code = new_code(session, network, goal)
    shipment = shipment_for(network, booking, direction, origin, goal, leaves_on, arrives_on, code=code, by=by, now=now)
    session.add(shipment)
    session.flush()
    return shipment


def shipment_for(
    network: Network,
    booking: Booking,
    direction: Direction,
    origin: Place,
    goal: Place,
    leaves_on: date,
    arrives_on: date,
    *,
    code: str,
    by: Person,
    now: datetime,
) -> Shipment:
    """A shipment of the whole collection for one way, not yet stored."""
    ready_at = opening(network, origin, leaves_on)
    return Shipment(
        id=new_id(),
        network_id=network.id,
        code=code,
        booking=booking,
        direction=direction,
        from_place=origin,
        to_place=goal,
        crates=booking.collection.crates,
        weight_grams=booking.collection.weight_grams,
        ready_at=ready_at,
        due_at=closing(network, goal, arrives_on),
        state=ShipmentState.WAITING,
        at_place=origin,
        free_at=ready_at,
        created_by_id=by.id,
        created_at=now,
    )


def reroute(session: Session, shipment: Shipment, origin: Place, leaves_on: date, arrives_on: date) -> None:
    """Give a shipment that nobody counts on another beginning and other days; its label stays.

    Raises:
        WayPlanned: a published plan has it, or it is under way.
    """
    require_changeable(shipment)
    network = session.get_one(Network, shipment.network_id)
    shipment.from_place = shipment.at_place = origin
    shipment.ready_at = shipment.free_at = opening(network, origin, leaves_on)
    shipment.due_at = closing(network, shipment.to_place, arrives_on)
    shipment.state = ShipmentState.WAITING
    session.flush()


def require_changeable(shipment: Shipment) -> None:
    """Do nothing, or refuse.

    Raises:
        WayPlanned: a published plan has the shipment, or it is under way.
    """
    if shipment.state not in CHANGEABLE:
        raise WayPlanned(shipment=shipment.code)
