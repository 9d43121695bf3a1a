"""What is written of a network's roads, as rows in a fixed order."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.network.crossings import Crossing
from logistics.network.roads import RoadOverride


def overrides_of(session: Session, network_id: str) -> list[RoadOverride]:
    """What people know of pairs, in every season."""
    wanted = select(RoadOverride).where(RoadOverride.network_id == network_id).order_by(RoadOverride.id)
    return list(session.scalars(wanted))


def crossings_of_network(session: Session, network_id: str) -> dict[str, Crossing]:
    """The crossings with their timetables, by id."""
    wanted = select(Crossing).where(Crossing.network_id == network_id).options(selectinload(Crossing.services))
    return {crossing.id: crossing for crossing in session.scalars(wanted)}
