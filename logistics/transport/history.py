"""Who had a shipment when."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.transport.custody import Scan
from logistics.transport.deviations import Deviation
from logistics.transport.events import Whereabouts, after, begin, in_order
from logistics.transport.scanning import journey_of, scans_of
from logistics.transport.shipments import Shipment


@dataclass(frozen=True, slots=True)
class Custody:
    """A shipment's way so far.

    Attributes:
        steps: each scan with where it left the shipment, in the order in which they were seen.
        deviations: what went otherwise, oldest first.
    """

    shipment: Shipment
    steps: tuple[tuple[Scan, Whereabouts], ...]
    deviations: tuple[Deviation, ...]


def custody(session: Session, shipment_id: str, by: Person) -> Custody:
    """The way of a shipment so far.

    Raises:
        NotFound: no such shipment.
        NotAllowed: `by` has nothing to do with it.
    """
    shipment = shipment_of(session, shipment_id, by)
    journey = journey_of(session, shipment)
    here = begin(journey)
    steps = []
    for scan in in_order(scans_of(session, shipment.id)):
        here = after(journey, here, scan)
        steps.append((scan, here))
    found = select(Deviation).where(Deviation.shipment_id == shipment.id).order_by(Deviation.opened_at, Deviation.id)
    return Custody(shipment, tuple(steps), tuple(session.scalars(found)))


def shipment_of(session: Session, shipment_id: str, by: Person) -> Shipment:
    """One shipment; refusals as in `custody`."""
    shipment = fetch(session, Shipment, shipment_id)
    borrower = shipment.booking.borrower_ids if shipment.booking else ()
    places = {*borrower, shipment.from_place_id, shipment.to_place_id, shipment.at_place_id or shipment.to_place_id}
    allow(by, Act.SEE_SHIPMENTS, network_id=shipment.network_id, place_ids=places)
    return shipment
