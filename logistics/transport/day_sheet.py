"""The route sheet of a day: the vans of the published plan, and the bookmobiles, which need none."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.transport.bus_days import BusDay, bus_days
from logistics.transport.plans import PlanState, TripState
from logistics.transport.publishing import published_plan
from logistics.transport.refusals import NoPublishedPlan
from logistics.transport.sheet import (
    Sheet,
    SheetStop,
    SheetTrip,
    SheetVan,
    item_of,
    place_of,
    sheet_of_plan,
)


def sheet_of_day(session: Session, network_id: str, day: date, by: Person, *, vehicle_id: str | None = None) -> Sheet:
    """The sheet of all that is driven on a day; of one van or bookmobile where it is named.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` sees no route sheets there.
        NoPublishedPlan: nothing is published for that day, and no bookmobile drives.
    """
    allow(by, Act.SEE_SHEETS, network_id=network_id)
    plan = published_plan(session, network_id, day)
    buses = bookmobiles(session, network_id, day, vehicle_id)
    if plan is None and not buses:
        raise NoPublishedPlan(day=day)
    vans = sheet_of_plan(session, plan, vehicle_id).vans if plan is not None else ()
    network = fetch(session, Network, network_id)
    return Sheet(
        network_id=network.id,
        network=network.name,
        time_zone=network.time_zone,
        plan_id=plan.id if plan is not None else None,
        day=day,
        state=PlanState.PUBLISHED,
        vans=vans + buses,
    )


def bookmobiles(session: Session, network_id: str, day: date, vehicle_id: str | None = None) -> tuple[SheetVan, ...]:
    """The day of each bookmobile that drives, or of the one that is named."""
    network = fetch(session, Network, network_id)
    driving = [one for one in bus_days(session, network, day) if vehicle_id in (None, one.tour.vehicle_id)]
    in_order = sorted(driving, key=lambda one: (one.tour.vehicle.name, one.tour.vehicle_id))
    return tuple(
        SheetVan(
            vehicle_id=vehicle.id,
            name=vehicle.name,
            capacity=vehicle.capacity,
            trips=tuple(_trip(number, one) for number, one in enumerate(tours, start=1)),
            keeps_tours=True,
        )
        for vehicle, tours in groupby(in_order, key=lambda one: one.tour.vehicle)
    )


def _trip(number: int, bus_day: BusDay) -> SheetTrip:
    stops: list[SheetStop] = []
    aboard = 0
    for stop in bus_day.stops:
        unload, load = (tuple(item_of(one.shipment, one.done) for one in ones) for ones in (stop.unload, stop.load))
        aboard += sum(item.crates for item in load) - sum(item.crates for item in unload)
        stops.append(
            SheetStop(
                id=stop.id,
                position=stop.position,
                place=place_of(stop.place),
                arrives_at=stop.arrives_at,
                leaves_at=stop.leaves_at,
                unload=unload,
                load=load,
                crates_aboard=max(0, aboard),
                crossings=stop.crossings,
            )
        )
    return SheetTrip(
        id=bus_day.id,
        number=number,
        starts_at=stops[0].arrives_at,
        ends_at=stops[-1].leaves_at,
        metres=0,
        state=TripState.PLANNED,
        stops=tuple(stops),
        most_aboard=max(stop.crates_aboard for stop in stops),
        tour=bus_day.tour.name,
    )
