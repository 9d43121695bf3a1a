"""An approved booking as two shipments: out to the borrower, and back home."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.promise import closing, opening
from logistics.database import new_id
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.labels import new_code
from logistics.transport.shipments import Direction, Shipment, ShipmentState


def ship(session: Session, booking: Booking, *, by: Person, now: datetime) -> tuple[Shipment, Shipment]:
    """Make the shipments that keep the promise of a booking.

    Each is ready when its place opens on the promised day of leaving, and due when the other closes on the promised
    day of arrival.

    Returns:
        Out, back.
    """
    network = session.get_one(Network, booking.network_id)
    home, place = booking.collection.home, booking.place
    out = _leg(session, network, booking, Direction.OUT, home, place, by, now)
    back = _leg(session, network, booking, Direction.BACK, place, home, by, now)
    return out, back


def shipments_of(session: Session, booking_id: str, *, lock: bool = False) -> list[Shipment]:
    """The shipments of a booking, out before back; none before approval."""
    statement = select(Shipment).where(Shipment.booking_id == booking_id).order_by(Shipment.direction.desc())
    return list(session.scalars(statement.with_for_update() if lock else statement))


def _leg(
    session: Session,
    network: Network,
    booking: Booking,
    direction: Direction,
    origin: Place,
    goal: Place,
    by: Person,
    now: datetime,
) -> Shipment:
    out = direction is Direction.OUT
    ready_at = opening(network, origin, booking.leaves_on if out else booking.collected_on)
    shipment = Shipment(
        id=new_id(),
        network_id=network.id,
        code=new_code(session, network, goal),
        booking=booking,
        direction=direction,
        from_place=origin,
        to_place=goal,
        crates=booking.collection.crates,
        weight_grams=booking.collection.weight_grams,
        ready_at=ready_at,
        due_at=closing(network, goal, booking.arrives_on if out else booking.home_on),
        state=ShipmentState.WAITING,
        at_place=origin,
        free_at=ready_at,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(shipment)
    session.flush()
    return shipment
