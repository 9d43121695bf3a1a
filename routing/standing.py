"""A plan that is being changed, with what of it is locked, and the small changes it is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from routing.board import Board
from routing.errors import Fault
from routing.locked import Aboard, Locked, LockedBroken, Lying, whereabouts
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import Problem, Span, Vehicle
from routing.schedule import Visit, schedule, work_seconds
from routing.spots import Place, put


@dataclass(frozen=True)
class Standing:
    """A plan of the problem and what of it is locked."""

    problem: Problem
    plan: Plan
    locked: Locked

    @cached_property
    def whereabouts(self) -> dict[str, Lying | Aboard | None]:
        """Where the locked stops leave each shipment; None: delivered."""
        return whereabouts(self.problem, self.plan, self.locked)

    def with_trip(self, row: int, trip: Trip) -> Standing:
        """The same with one trip replaced."""
        return self.with_plan(replace(self.plan, trips=(*self.plan.trips[:row], trip, *self.plan.trips[row + 1 :])))

    def with_plan(self, plan: Plan) -> Standing:
        """The same locks on another plan; names as unserved what it does not deliver."""
        down = {(name, stop.place) for trip in plan.trips for stop in trip.stops for name in stop.unload}
        known = {left.shipment: left for left in plan.unserved}
        left = (s.id for s in self.problem.shipments if (s.id, s.to) not in down)
        named = tuple(known.get(name, Unserved(name, "stopped")) for name in left)
        return Standing(self.problem, Plan(plan.trips, named), self.locked)

    def movable(self, row: int) -> Iterator[tuple[int, Stop]]:
        """The stops of a trip that are not locked."""
        trip = self.plan.trips[row]
        return ((k, trip.stops[k]) for k in range(self.locked.of(row), len(trip.stops)))


def standing(problem: Problem, trips: list[tuple[Trip, int]], like: Standing) -> Standing:
    """A standing of these trips, each with the number of its stops that are locked."""
    locked = Locked({n: count for n, (_, count) in enumerate(trips) if count}, like.locked.now)
    plan = replace(like.plan, trips=tuple(trip for trip, _ in trips))
    return Standing(problem, plan, locked).with_plan(plan)


def taken_out(now: Standing, names: Collection[str]) -> Standing:
    """The plan without these shipments, as far as nothing locked moves them.

    What is aboard under way is put down where that costs least: at its goal, or at a hub.

    Raises:
        LockedBroken: something aboard cannot be put down anywhere in time.
    """
    where = now.whereabouts
    trips: list[tuple[Trip, int]] = []
    aboard: list[tuple[int, str]] = []
    for n, trip in enumerate(now.plan.trips):
        count = now.locked.of(n)
        stops = list(trip.stops[:count])
        for k, stop in now.movable(n):
            less = without(now.problem, stop, names, at_end=k in (0, len(trip.stops) - 1))
            if less is stop or less.load or less.unload or k in (0, len(trip.stops) - 1):
                stops.append(less)
        if count or any(stop.load or stop.unload for stop in stops) or stops == list(trip.stops):
            aboard += [(len(trips), name) for name in sorted(names) if where.get(name) == Aboard(n)]
            trips.append((Trip(trip.vehicle, tuple(stops)), count))
    after = standing(now.problem, trips, now)
    for row, name in aboard:
        after = put_down(after, row, name)
    return after


def without(problem: Problem, stop: Stop, names: Collection[str], at_end: bool) -> Stop:
    """The stop without moving these shipments, and no longer than its work; itself where it moves none of them."""
    unload = tuple(name for name in stop.unload if name not in names)
    load = tuple(name for name in stop.load if name not in names)
    if (unload, load) == (stop.unload, stop.load):
        return stop
    idle = at_end and not unload and not load
    lasts = 0 if idle else work_seconds(problem, Visit(stop.place, unload, load))
    return Stop(stop.place, stop.start, stop.start + lasts, unload, load)


def put_down(now: Standing, row: int, name: str) -> Standing:
    """Put down what a vehicle under way has aboard: at its goal in time, else at a hub; that of least addition.

    Raises:
        LockedBroken: neither can be done.
    """
    problem, shipment = now.problem, now.problem.shipment[name]
    goals = [Visit(shipment.to, (name,), (), now.locked.now, shipment.due)]
    hubs = [Visit(place.id, (name,), (), now.locked.now) for place in problem.places if place.hub]
    visits = Board(problem, now.plan, now.locked).visits(row)
    vehicle = problem.vehicle[now.plan.trips[row].vehicle]
    for choices in (goals, hubs):
        found = []
        for new in choices:
            for k in range(max(now.locked.of(row), 1), len(visits)):
                changed = put(visits, new, Place(k, visits[k].place == new.place))
                for span in gaps(now, row, vehicle):
                    stops = schedule(problem, changed, span)
                    if stops:
                        found.append((stops[-1].leave, k, stops))
        if found:
            _, _, stops = min(found, key=lambda entry: entry[:2])
            return now.with_trip(row, Trip(vehicle.id, stops))
    raise LockedBroken([Fault("cannot-put-down", f"trips[{row}]", {"shipment": name})])


def gaps(now: Standing, row: int, vehicle: Vehicle) -> list[Span]:
    """The time that a vehicle would have for a trip beside its others: in each shift, that nearest the trip first."""
    trips = now.plan.trips
    others = sorted(
        (trip.stops[0].start, trip.stops[-1].leave)
        for n, trip in enumerate(trips)
        if n != row and trip.vehicle == vehicle.id
    )
    begun = now.locked.of(row)
    found = []
    for begins, ends in vehicle.shifts:
        at = begins if begun else max(begins, now.locked.now)
        for starts, leaves in (*(other for other in others if begins <= other[0] <= ends), (ends, ends)):
            if at < starts:
                found.append((at, starts))
            at = max(at, leaves)
    start = trips[row].stops[0].start
    return sorted(found, key=lambda gap: max(gap[0] - start, start - gap[1], 0))


def retimed(now: Standing, row: int, vehicle: Vehicle) -> Trip | None:
    """The trip's stops at other times, with this vehicle; None: it has no time for them."""
    visits = Board(now.problem, now.plan, now.locked).visits(row)
    for span in gaps(now, row, vehicle):
        stops = schedule(now.problem, visits, span)
        if stops:
            return Trip(vehicle.id, stops)
    return None
