"""A plan laid open: for each trip what its stops owe to other trips, and where a vehicle has time left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from routing.locked import NOTHING_LOCKED, Locked
from routing.plan import Plan
from routing.problem import DAY, Problem, Span, Vehicle
from routing.schedule import FAR, Visit, driven_after


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a trip has its place: the time that its vehicle has for it.

    Attributes:
        trip: row of the plan's trip; None: there is none yet.
        span: from the end of the vehicle's trip before to the start of the one after, within one shift.
        driven: seconds driven since the last break when `span` begins.
        new_day: whether a first trip here charges the vehicle's day.
    """

    trip: int | None
    vehicle: Vehicle
    span: Span
    driven: int
    new_day: bool


class Board:
    """A sound plan, ready to be changed in one place while everything else keeps its times."""

    def __init__(self, problem: Problem, plan: Plan, locked: Locked = NOTHING_LOCKED) -> None:
        self.problem = problem
        self.plan = plan
        self.locked = locked
        self.days = {(trip.vehicle, trip.stops[0].start // DAY) for trip in plan.trips}
        self.earliest: dict[tuple[int, int], int] = defaultdict(int)
        self.latest: dict[tuple[int, int], int] = defaultdict(lambda: FAR)
        self.leave_by: dict[tuple[int, int], int] = defaultdict(lambda: FAR)
        self._visits: dict[int, list[Visit]] = {}
        self.chain()

    def chain(self) -> None:
        """Note what each stop owes: ready and due times, and the sorting between two trips over a hub."""
        problem, stops = self.problem, [trip.stops for trip in self.plan.trips]
        moves = sorted(
            (stop.start, n, k, loads, shipment)
            for n, trip in enumerate(stops)
            for k, stop in enumerate(trip)
            for loads, named in ((False, stop.unload), (True, stop.load))
            for shipment in named
        )
        put_down: dict[str, tuple[int, int]] = {}
        for start, n, k, loads, name in moves:
            shipment, here = problem.shipment[name], (n, k)
            if not loads:
                put_down[name] = here
                if stops[n][k].place == shipment.to:
                    self.latest[here] = min(self.latest[here], shipment.due)
                continue
            free = shipment.ready
            if name in put_down:
                before = put_down[name]
                free = stops[before[0]][before[1]].leave + problem.sort_seconds
                self.leave_by[before] = min(self.leave_by[before], start - problem.sort_seconds)
            self.earliest[here] = max(self.earliest[here], free)

    def visits(self, trip: int) -> list[Visit]:
        """The trip's stops without their times, with what they owe."""
        if trip not in self._visits:
            self._visits[trip] = self.owing(trip)
        return self._visits[trip]

    def owing(self, trip: int) -> list[Visit]:
        """The visits, made anew; what is locked keeps its times."""
        visits = []
        for k, stop in enumerate(self.plan.trips[trip].stops):
            if k < self.locked.of(trip):
                settled = (stop.start, stop.start, stop.leave, stop.leave - stop.start)
                visits.append(Visit(stop.place, stop.unload, stop.load, *settled))
                continue
            earliest = max(self.earliest[trip, k], self.locked.now)
            owed = (earliest, self.latest[trip, k], self.leave_by[trip, k])
            visits.append(Visit(stop.place, stop.unload, stop.load, *owed))
        return visits

    def frames(self) -> Iterator[Frame]:
        """Each trip in its place, and each gap in which a vehicle could make one more."""
        seen: set[tuple[object, ...]] = set()
        rows: dict[str, list[int]] = defaultdict(list)
        for n, trip in enumerate(self.plan.trips):
            rows[trip.vehicle].append(n)
        for vehicle in self.problem.vehicles:
            mine = sorted(rows[vehicle.id], key=lambda n: self.plan.trips[n].stops[0].start)
            for shift in vehicle.shifts:
                inside = [n for n in mine if shift[0] <= self.plan.trips[n].stops[0].start <= shift[1]]
                if not inside:
                    # Vehicles that differ in nothing but the id are tried once.
                    twin = (
                        *(vehicle.home, vehicle.capacity, vehicle.forbidden, vehicle.max_kg, vehicle.max_duty),
                        *(*rates(vehicle), shift, shift_days(mine, self, shift)),
                    )
                    if twin in seen:
                        continue
                    seen.add(twin)
                yield from self.frames_of(vehicle, shift, inside)

    def frames_of(self, vehicle: Vehicle, shift: Span, inside: list[int]) -> Iterator[Frame]:
        """The trips and gaps of one vehicle in one shift."""
        stops = [self.plan.trips[n].stops for n in inside]
        ends = [shift[0], *(trip[-1].leave for trip in stops)]
        starts = [*(trip[0].start for trip in stops), shift[1]]
        driven = 0
        room = vehicle.max_trips is None or len(inside) < vehicle.max_trips
        for k in range(len(inside) + 1):
            begins = max(ends[k], self.locked.now)
            if room and starts[k] > begins:
                new_day = (vehicle.id, begins // DAY) not in self.days
                yield Frame(None, vehicle, (begins, starts[k]), driven, new_day)
            if k < len(inside):
                yield Frame(inside[k], vehicle, (ends[k], starts[k + 1]), driven, False)
                rule = self.problem.break_rule
                if rule and k and stops[k][0].start - ends[k] >= rule.length:
                    driven = 0
                driven = driven_after(self.problem, stops[k], driven)


def rates(vehicle: Vehicle) -> tuple[int, int, int]:
    """What a vehicle costs."""
    return vehicle.cost_per_day, vehicle.cost_per_km, vehicle.cost_per_hour


def shift_days(trips: list[int], board: Board, shift: Span) -> frozenset[int]:
    """Days of the shift on which the vehicle is charged already."""
    days = {board.plan.trips[n].stops[0].start // DAY for n in trips}
    return frozenset(day for day in days if shift[0] // DAY <= day <= shift[1] // DAY)
