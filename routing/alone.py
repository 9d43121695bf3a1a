"""One shipment with the whole fleet to itself: the earliest it can arrive, straight or over hubs.

What cannot be done even so cannot be done in any plan: other shipments only take time and room away.
The reverse is nearly true; trips of one vehicle may overlap here, so a way found is a hope, no promise.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from routing.detours import Detours, Ride, through
from routing.plan import Stop, Trip
from routing.problem import Problem, Shipment, Span, Vehicle
from routing.schedule import FAR, Visit, schedule_early

Slot = tuple[Vehicle, Span]
"""A vehicle and one of its shifts."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a shipment gets there by itself.

    Attributes:
        trips: one for each ride, in order.
        arrives_at: start of the unloading stop at its goal.
    """

    trips: tuple[Trip, ...]
    arrives_at: int


class Fleet:
    """Every vehicle of a problem, at the service of one shipment at a time."""

    def __init__(self, problem: Problem, deadline: float | None = None) -> None:
        """Args: deadline: of `time.monotonic`, for detours; None: none."""
        self.problem, self.deadline = problem, deadline

    @cached_property
    def detours(self) -> Detours:
        """What stops on the way can do; taken only where a straight trip cannot be driven."""
        return Detours(self.problem, self.deadline)

    def slots(self, crates: int, kg: int = 0) -> list[Slot]:
        """One vehicle that can hold the crates for each home, shift and choice of places, earliest shift first.

        How long it may be on duty is not asked: what cannot go even so is proven to be impossible.
        """
        fit = [vehicle for vehicle in self.problem.vehicles if holds(vehicle, crates, kg)]
        fit.sort(key=lambda vehicle: (vehicle.cost_per_day, vehicle.cost_per_km))
        found: dict[tuple[str, Span, tuple[str, ...]], Vehicle] = {}
        for vehicle in fit:
            for shift in vehicle.shifts:
                found.setdefault((vehicle.home, shift, vehicle.forbidden), vehicle)
        return sorted(((vehicle, shift) for (_, shift, _), vehicle in found.items()), key=lambda slot: slot[1])

    def way(self, shipment: Shipment) -> Way | None:
        """A way for a shipment that has every vehicle to itself; detours are tried where nothing else serves.

        Returns:
            The earliest such way; None: no plan of the problem can deliver the shipment by its due time.

        Raises:
            OutOfTime: there is no way without detours, and the deadline came before it was known with them.
        """
        return self.earliest(shipment, detours=False) or self.earliest(shipment, detours=True)

    def earliest(self, shipment: Shipment, detours: bool) -> Way | None:
        """The way that arrives first, with or without stops that move nothing.

        Source: Dijkstra's algorithm over the hubs. Waiting never hurts, so of all times at which the
        shipment can be free at a hub only the earliest matters.
        """
        fleet = self.slots(shipment.crates, shipment.kg)
        ends = (shipment.origin, shipment.to)
        hubs = [place.id for place in self.problem.places if place.hub and place.id not in ends]
        order = count()
        queue: list[tuple[int, int, str, tuple[Trip, ...]]] = [(shipment.ready, next(order), shipment.origin, ())]
        settled: set[str] = set()
        while queue:
            free, _, place, trips = heapq.heappop(queue)
            if place == shipment.to:
                return Way(self.apart(trips), free)
            if place in settled:
                continue
            settled.add(place)
            for goal in [goal for goal in (shipment.to, *hubs) if goal not in settled]:
                latest = shipment.due if goal == shipment.to else FAR
                found = self.ride(fleet, Ride(shipment, place, goal, free, latest), detours)
                if found:
                    trip, stop = found
                    there = stop.start if goal == shipment.to else stop.leave + self.problem.sort_seconds
                    heapq.heappush(queue, (there, next(order), goal, (*trips, trip)))
        return None

    def apart(self, trips: tuple[Trip, ...]) -> tuple[Trip, ...]:
        """The trips by a different vehicle each, as far as there are others as good."""
        used: set[str] = set()
        spread = []
        for trip in trips:
            first = self.problem.vehicle[trip.vehicle]
            for vehicle in (first, *self.problem.vehicles):
                same = like(vehicle) == like(first)
                if same and vehicle.capacity >= first.capacity and vehicle.id not in used:
                    trip = Trip(vehicle.id, trip.stops)
                    break
            used.add(trip.vehicle)
            spread.append(trip)
        return tuple(spread)

    def ride(self, fleet: list[Slot], ride: Ride, detours: bool) -> tuple[Trip, Stop] | None:
        """The trip that puts the shipment down first, and its stop there; None: no trip does."""
        best: tuple[Trip, Stop] | None = None
        for vehicle, shift in fleet:
            if best and shift[0] >= best[1].start:
                break
            if {ride.origin, ride.goal} & set(vehicle.forbidden):
                continue
            stops = straight(self.problem, vehicle.home, shift, ride)
            if stops is None and detours and self.detours.serve(vehicle.home, ride):
                stops = through(self.detours, vehicle.home, shift, ride)
            if stops:
                down = next(stop for stop in stops if ride.shipment.id in stop.unload)
                if best is None or down.start < best[1].start:
                    best = (Trip(vehicle.id, stops), down)
        return best


def holds(vehicle: Vehicle, crates: int, kg: int) -> bool:
    """Tell whether a vehicle can carry so much by itself."""
    return vehicle.capacity >= crates and (vehicle.max_kg is None or vehicle.max_kg >= kg)


def like(vehicle: Vehicle) -> tuple[object, ...]:
    """What two vehicles share that can stand in for each other, but for capacity."""
    return vehicle.home, vehicle.shifts, vehicle.forbidden, vehicle.max_kg, vehicle.max_duty


def straight(problem: Problem, home: str, shift: Span, ride: Ride) -> tuple[Stop, ...] | None:
    """The trip that goes from home to the origin, to the goal, and home."""
    visits = [ride.up, ride.down]
    row = 1
    if ride.origin != home:
        visits.insert(0, Visit(home))
        row = 2
    if ride.goal != home:
        visits.append(Visit(home))
    return schedule_early(problem, visits, shift, row)
