"""Small changes of a problem that could take a shipment along, tried by putting it into the plan again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from routing.impossible import at_any_time, distance, missing, open_always
from routing.insert import Inserted, insert
from routing.plan import Fact, Plan, Stop, Trip
from routing.problem import DAY, Problem, Shipment, Span, Vehicle
from routing.schedule import FAR

CHANGES: dict[str, str] = {
    "another-vehicle": "one more vehicle like `change_vehicle`",
    "open-destination-longer": "the goal receives at `change_arrives_at`",
    "open-origin-longer": "the origin hands out at `change_taken_at`",
    "open-both-longer": "both",
    "another-departure": "`change_crossing` departs at `change_departs_at` as well",
    "later": "it may arrive at `change_arrives_at`",
    "longer-shift": "`change_vehicle` may be out from `change_starts_at` to `change_ends_at`",
    "larger-vehicle": "`change_vehicle` holds `change_capacity`",
    "pay": "nothing changes but that `extra_cost` is spent",
}
"""Codes of the fact `change`; each comes with `extra_cost` in the smallest unit, penalty saved not in it."""

ROOMY = 10**6
"""Crate units that no load reaches."""


@dataclass(frozen=True, slots=True)
class Change:
    """A problem in which one thing is different, and how to say what was needed of it.

    Attributes:
        facts: from the plan in which the shipment goes along.
    """

    code: str
    problem: Problem
    facts: Callable[[Inserted], dict[str, Fact]]


def cheapest_change(problem: Problem, plan: Plan, shipment: Shipment, deadline: float | None = None) -> dict[str, Fact]:
    """Find the change that takes the shipment along for the least extra cost, the plan's trips kept.

    Args:
        deadline: of `time.monotonic`; changes not tried by then are not tried. None: all are.

    Returns:
        Facts named after `CHANGES`; empty: no single change does.
    """
    best: Inserted | None = None
    facts: dict[str, Fact] = {}
    for change in changes(problem, shipment):
        if deadline is not None and time.monotonic() > deadline:
            break
        most = None if best is None else best.extra
        found = insert(change.problem, plan, change.problem.shipment[shipment.id], most, deadline)
        if found:
            best = found
            facts = {
                "change": change.code,
                "extra_cost": found.extra,
                "change_vehicle": found.vehicle,
                "change_arrives_at": found.arrives_at,
                **change.facts(found),
            }
    return facts


def changes(problem: Problem, shipment: Shipment) -> Iterator[Change]:
    """Every change that is tried, the small ones first."""
    origin, goal = problem.place(shipment.origin), problem.place(shipment.to)

    def taken(found: Inserted) -> dict[str, Fact]:
        at = stop_that(found.plan, lambda stop: shipment.id in stop.load)[1].start
        limits = distance(origin.windows, at)[1]
        return {"change_taken_at": at, **{f"change_origin_{name}": value for name, value in limits.items()}}

    def brought(found: Inserted) -> dict[str, Fact]:
        limits = distance(goal.windows, found.arrives_at)[1]
        return {f"change_destination_{name}": value for name, value in limits.items()}

    yield Change("open-destination-longer", open_always(problem, goal.id), brought)
    yield Change("open-origin-longer", open_always(problem, origin.id), taken)
    yield Change(
        "open-both-longer", open_always(problem, origin.id, goal.id), lambda found: taken(found) | brought(found)
    )
    if problem.legs:
        flowing = at_any_time(problem)
        yield Change("another-departure", flowing, lambda found: departing(problem, found, shipment))
    patient = tuple(replace(s, due=FAR) if s.id == shipment.id else s for s in problem.shipments)
    yield Change("later", replace(problem, shipments=patient), lambda found: {})
    yield from another_vehicle(problem)
    longer = tuple(replace(vehicle, shifts=whole_days(vehicle.shifts)) for vehicle in problem.vehicles)
    yield Change("longer-shift", replace(problem, vehicles=longer), lambda found: out(problem, found, shipment))
    larger = tuple(replace(vehicle, capacity=ROOMY) for vehicle in problem.vehicles)
    yield Change("larger-vehicle", replace(problem, vehicles=larger), lambda found: load(problem, found, shipment))


def another_vehicle(problem: Problem) -> Iterator[Change]:
    """One more of each kind of vehicle."""
    kinds: set[Vehicle] = set()
    taken = set(problem.vehicle)
    for vehicle in problem.vehicles:
        kind = replace(vehicle, id="")
        if kind in kinds:
            continue
        kinds.add(kind)
        name = vehicle.id
        while name in taken:
            name += "+"
        more = replace(problem, vehicles=(*problem.vehicles, replace(vehicle, id=name)))
        like: dict[str, Fact] = {"change_vehicle": vehicle.id}
        yield Change("another-vehicle", more, lambda found, like=like: like)  # type: ignore[misc]


def whole_days(shifts: tuple[Span, ...]) -> tuple[Span, ...]:
    """The shifts from midnight to midnight of the days they touch, joined where they meet."""
    joined: list[Span] = []
    for begins, ends in shifts:
        begins, ends = begins // DAY * DAY, -(-ends // DAY) * DAY
        if joined and begins < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return tuple(joined)


def stop_that(plan: Plan, does: Callable[[Stop], bool]) -> tuple[Trip, Stop]:
    """The earliest stop that does something, and its trip."""
    found = [(stop.start, n, k) for n, trip in enumerate(plan.trips) for k, stop in enumerate(trip.stops) if does(stop)]
    _, n, k = min(found)
    return plan.trips[n], plan.trips[n].stops[k]


def rides(plan: Plan, shipment: Shipment) -> list[Trip]:
    """The trips that carry a shipment."""
    return [trip for trip in plan.trips if any(shipment.id in stop.load for stop in trip.stops)]


def departing(problem: Problem, found: Inserted, shipment: Shipment) -> dict[str, Fact]:
    """The departure that would have to be there and is not."""
    needed = [missing(problem, trip.stops) for trip in rides(found.plan, shipment)]
    return {f"change_{name}": value for name, value in max(needed, key=lambda missed: missed[0])[1].items()}


def out(problem: Problem, found: Inserted, shipment: Shipment) -> dict[str, Fact]:
    """When the vehicle would be out for longer than its shift allows."""
    for trip in rides(found.plan, shipment):
        starts, ends = trip.stops[0].start, trip.stops[-1].leave
        shifts = problem.vehicle[trip.vehicle].shifts
        if not any(begins <= starts and ends <= until for begins, until in shifts):
            return {"change_vehicle": trip.vehicle, "change_starts_at": starts, "change_ends_at": ends}
    return {}


def load(problem: Problem, found: Inserted, shipment: Shipment) -> dict[str, Fact]:
    """How much the vehicle would have to hold that now holds too little."""
    for trip in rides(found.plan, shipment):
        aboard = most = 0
        for stop in trip.stops:
            aboard -= sum(problem.shipment[name].crates for name in stop.unload)
            aboard += sum(problem.shipment[name].crates for name in stop.load)
            most = max(most, aboard)
        if most > problem.vehicle[trip.vehicle].capacity:
            return {"change_vehicle": trip.vehicle, "change_capacity": most}
    return {}
