"""Deviations: those that are open, and clearing one up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import BadValue
from logistics.transport.deviations import Deviation
from logistics.transport.shipments import Shipment

LONGEST_RESOLUTION = 500


def open_deviations(session: Session, network_id: str, by: Person) -> list[Deviation]:
    """What nobody has cleared up yet, oldest first.

    Raises:
        NotAllowed: `by` does not clear up deviations there.
    """
    allow(by, Act.RESOLVE_DEVIATION, network_id=network_id)
    return list(
        session.scalars(
            select(Deviation)
            .join(Deviation.shipment)
            .where(Shipment.network_id == network_id, Deviation.resolved_at.is_(None))
            .order_by(Deviation.opened_at, Deviation.id)
        )
    )


def resolve(session: Session, deviation_id: str, resolution: str, *, by: Person, now: datetime) -> Deviation:
    """Close a deviation with what came of it; the first word stands.

    Raises:
        NotFound: no such deviation.
        NotAllowed: `by` does not clear up deviations there.
        BadValue: nothing is said, or too much.
    """
    deviation = fetch(session, Deviation, deviation_id, lock=True)
    allow(by, Act.RESOLVE_DEVIATION, network_id=deviation.shipment.network_id)
    resolution = resolution.strip()
    if not 1 <= len(resolution) <= LONGEST_RESOLUTION:
        raise BadValue(field="resolution", value=len(resolution), least=1, most=LONGEST_RESOLUTION)
    if deviation.resolved_at is None:
        deviation.resolved_at, deviation.resolved_by_id, deviation.resolution = now, by.id, resolution
        session.flush()
    return deviation
