"""When a van or the bookmobile comes to a place, and what it takes and brings: the route sheet as a library sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.bus_days import bus_days
from logistics.transport.plans import Action, Plan, PlanState, Stop, Trip
from logistics.transport.shipments import Shipment


@dataclass(frozen=True, slots=True)
class Call:
    """A stop at a place, published or kept by a tour; `hands_over` is loaded there, `gets` is unloaded."""

    vehicle: str
    starts_at: datetime
    leaves_at: datetime
    hands_over: tuple[Shipment, ...]
    gets: tuple[Shipment, ...]


def calls(session: Session, place_id: str, day: date, by: Person) -> list[Call]:
    """The calls of the published plan and of bookmobiles on a day, in order of time; those where something is moved.

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
    by_van = [
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
    by_bus = [
        Call(
            vehicle=bus_day.tour.vehicle.name,
            starts_at=stop.arrives_at,
            leaves_at=stop.leaves_at,
            hands_over=tuple(item.shipment for item in stop.load),
            gets=tuple(item.shipment for item in stop.unload),
        )
        for bus_day in bus_days(session, session.get_one(Network, place.network_id), day)
        for stop in bus_day.stops
        if stop.place.id == place.id and (stop.load or stop.unload)
    ]
    return sorted(by_van + by_bus, key=lambda call: call.starts_at)
