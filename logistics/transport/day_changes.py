"""A day's plan after something has changed: as the planner is to see it, with what of it stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.errors import NotFound
from logistics.network.networks import Network
from logistics.transport.building import NOTICE, Brief, build, fingerprint
from logistics.transport.custody import Scan
from logistics.transport.plans import Action, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.shipments import Shipment, ShipmentState
from logistics.transport.timeline import Timeline
from routing import plan as plain
from routing import problem as plain_problem
from routing.files import read_problem
from routing.locked import Locked, locked_at
from routing.problem import DAY, Place, Problem, Span, Vehicle


@dataclass(frozen=True, slots=True)
class DayChange:
    """What has happened on a planned day; shipments sent since, closures and hours are known anyway.

    Attributes:
        vehicles_out: ids of vans that drive no more that day.
        places_closed: ids of places that receive nothing for the rest of the day.
    """

    vehicles_out: tuple[str, ...] = ()
    places_closed: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """As JSON holds it; `read` gives it back."""
        return {name: list(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, tree: dict[str, Any]) -> DayChange:
        """The change that `written` wrote."""
        return cls(tuple(tree["vehicles_out"]), tuple(tree["places_closed"]))


@dataclass(frozen=True, slots=True)
class Changed:
    """What the planner gets: the changed problem, the plan as it is, and what of it stays to the letter."""

    brief: Brief
    plan: plain.Plan
    locked: Locked


def changed(
    session: Session, plan: Plan, change: DayChange, *, now: datetime, made_at: datetime | None = None
) -> Changed:
    """Build what is known now of a plan's day, as it looked at a moment.

    The shipments that the plan knows stay where it found them, for its stops tell where they have come since; new ones
    are added, cancelled ones are taken out unless a locked stop moves them.

    Args:
        made_at: the moment; None: `now`. The same rows give the same, however late it is.

    Raises:
        NotFound: the change names a place or van that is not planned with.
    """
    moment = made_at or now
    network = session.get_one(Network, plan.network_id)
    timeline = Timeline(network, plan.day)
    known = read_problem(plan.problem)
    # Shifts as they were when the plan was made: what has been driven since must lie in them.
    then = build(session, network.id, plan.day, now=now, made_at=plan.made_at)
    fresh = build(session, network.id, plan.day, now=now, made_at=moment)
    second = max(0, timeline.second(moment))
    as_is = as_found(plan, timeline)
    locked = locks(session, plan, as_is, timeline, moment)
    problem = replace(
        fresh.problem,
        places=tuple(_closing(place, change, second) for place in fresh.problem.places),
        vehicles=tuple(_out(vehicle, change) for vehicle in then.problem.vehicles),
        shipments=tuple(_shipments(session, plan, known, fresh.problem, as_is, locked)),
    )
    for field, ids, there in (
        ("vehicles_out", change.vehicles_out, problem.vehicle),
        ("places_closed", change.places_closed, problem.index),
    ):
        for name in ids:
            if name not in there:
                raise NotFound(field=field, what="vehicle" if field == "vehicles_out" else "place", id=name)
    codes = {shipment.id for shipment in problem.shipments}
    rows = session.execute(
        select(Shipment.code, Shipment.id).where(Shipment.network_id == network.id, Shipment.code.in_(codes))
    )
    brief = replace(
        fresh,
        problem=problem,
        fingerprint=fingerprint(problem, fresh.unseen),
        made_at=moment,
        shipment_ids=dict(iter(rows)),
    )
    return Changed(brief, as_is, locked)


def as_found(plan: Plan, timeline: Timeline) -> plain.Plan:
    """A stored plan as the planner made it."""

    def codes(stop: Stop, action: Action) -> tuple[str, ...]:
        return tuple(shipment.code for shipment in stop.shipments(action))

    trips = tuple(
        plain.Trip(
            trip.vehicle_id,
            tuple(
                plain.Stop(
                    stop.place_id,
                    timeline.second(stop.starts_at),
                    timeline.second(stop.leaves_at),
                    codes(stop, Action.UNLOAD),
                    codes(stop, Action.LOAD),
                )
                for stop in trip.stops
            ),
        )
        for trip in plan.trips
    )
    left = tuple(plain.Unserved(one.shipment.code, one.reason, one.facts) for one in plan.left_behind)
    return plain.Plan(trips, left)


def locks(session: Session, plan: Plan, as_is: plain.Plan, timeline: Timeline, moment: datetime) -> Locked:
    """What stays as it is: what a coordinator has locked and, of a published plan, what is under way or behind.

    A stop at which something was scanned is behind, also before its time; so is a trip that was driven.
    """
    second = timeline.second(moment + NOTICE)
    published = plan.state is PlanState.PUBLISHED
    begun = locked_at(as_is, timeline.second(moment)) if published else Locked()
    scanned = _scanned(session, plan, moment) if published else set()
    stops = {}
    for row, trip in enumerate(plan.trips):
        count = max(begun.of(row), trip.locked_stops, *(n + 1 for n, s in enumerate(trip.stops) if s.id in scanned), 0)
        count = len(trip.stops) if _behind(trip, moment) else count
        if count:
            stops[row] = min(count, len(trip.stops))
    return Locked(stops, max(0, second))


def _behind(trip: Trip, moment: datetime) -> bool:
    return trip.state is TripState.DRIVEN and trip.driven_at is not None and trip.driven_at <= moment


def _scanned(session: Session, plan: Plan, moment: datetime) -> set[str]:
    ids = [stop.id for trip in plan.trips for stop in trip.stops]
    rows = session.scalars(select(Scan.stop_id).where(Scan.stop_id.in_(ids), Scan.recorded_at <= moment).distinct())
    return {stop_id for stop_id in rows if stop_id is not None}


def _closing(place: Place, change: DayChange, second: int) -> Place:
    if place.id not in change.places_closed:
        return place
    kept: list[Span] = []
    for begins, ends in place.windows:
        if begins >= DAY:
            kept.append((begins, ends))
        elif begins <= second:
            kept.append((begins, min(ends, second)))
    return replace(place, windows=tuple(kept))


def _out(vehicle: Vehicle, change: DayChange) -> Vehicle:
    if vehicle.id not in change.vehicles_out:
        return vehicle
    return replace(vehicle, shifts=tuple(shift for shift in vehicle.shifts if shift[0] >= DAY))


def _shipments(
    session: Session, plan: Plan, known: Problem, fresh: Problem, as_is: plain.Plan, locked: Locked
) -> Iterator[plain_problem.Shipment]:
    moved = {
        name
        for row, trip in enumerate(as_is.trips)
        for stop in trip.stops[: locked.of(row)]
        for name in (*stop.load, *stop.unload)
    }
    codes = [shipment.id for shipment in known.shipments]
    gone = set(
        session.scalars(
            select(Shipment.code).where(
                Shipment.network_id == plan.network_id,
                Shipment.code.in_(codes),
                Shipment.state == ShipmentState.CANCELLED,
            )
        )
    )
    for shipment in known.shipments:
        if shipment.id in moved or shipment.id not in gone:
            yield shipment
    for shipment in fresh.shipments:
        if shipment.id not in known.shipment:
            yield shipment
