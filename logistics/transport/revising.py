"""Promises made anew together with the transport that keeps them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from logistics.bookings.promise import closing, opening
from logistics.bookings.revising import Revision, revise_promises
from logistics.network.networks import Network
from logistics.transport.from_bookings import shipments_of
from logistics.transport.shipments import Direction, Shipment, ShipmentState


def revise(session: Session, network_id: str, *, now: datetime) -> list[Revision]:
    """Make anew what a closure or another timetable has made untrue; shipments that wait get the new days.

    Whoever changes closures, hours or tours calls it in the same transaction. Doing it again changes nothing.
    """
    network = session.get_one(Network, network_id)
    revisions = revise_promises(session, network_id, now=now)
    for revision in revisions:
        if revision.refusal is None:
            for shipment in shipments_of(session, revision.booking.id, lock=True):
                _follow(network, shipment, revision)
    session.flush()
    return revisions


def _follow(network: Network, shipment: Shipment, revision: Revision) -> None:
    booking = revision.booking
    days = {
        Direction.OUT: (booking.leaves_on, booking.arrives_on),
        Direction.BACK: (booking.collected_on, booking.home_on),
    }.get(shipment.direction)
    if days is None or shipment.state is not ShipmentState.WAITING:
        return
    shipment.ready_at = shipment.free_at = opening(network, shipment.from_place, days[0])
    shipment.due_at = closing(network, shipment.to_place, days[1])
