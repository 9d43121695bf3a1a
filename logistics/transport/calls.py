"""When a van comes to a place, and what it takes and brings: the route sheet as a library sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.places import Place
from logistics.transport.plans import Action, Plan, PlanState, Stop, Trip
from logistics.transport.shipments import Shipment


@dataclass(frozen=True, slots=True)
class Call:
    """A published stop at a place; `hands_over` is loaded there, `gets` is unloaded."""

    vehicle: str
    starts_at: datetime
    leaves_at: datetime
    hands_over: tuple[Shipment, ...]
    gets: tuple[Shipment, ...]


def calls(session: Session, place_id: str, day: date, by: Person) -> list[Call]:
    """The calls that the published plan of a day makes to a place, in order of time; empty where nothing is moved.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not see the place's shipments.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.SEE_SHIPMENTS, network_id=place.network_id, place_ids=(place.id,))
    stops = session.scalars(
        select(Stop)
        .join(Trip)
        .join(Plan)
        .where(Stop.place_id == place.id, Trip.day == day, Plan.day == day, Plan.state == PlanState.PUBLISHED)
        .order_by(Stop.starts_at, Stop.id)
    )
    return [
        Call(
            vehicle=stop.trip.vehicle.name,
            starts_at=stop.starts_at,
            leaves_at=stop.leaves_at,
            hands_over=tuple(stop.shipments(Action.LOAD)),
            gets=tuple(stop.shipments(Action.UNLOAD)),
        )
        for stop in stops
        if stop.handlings
    ]
