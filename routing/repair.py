"""What a change has broken of a published plan is mended: other times, another vehicle, or left out for now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from routing.check import check
from routing.cost import cost
from routing.errors import Fault
from routing.locked import Locked, LockedBroken
from routing.plan import Plan, Stop, Trip
from routing.problem import DAY, Problem
from routing.standing import Standing, retimed, standing, taken_out

MOST_ROUNDS = 10_000
"""Each round changes a trip or leaves something out; a plan that is not sound after so many never will be."""

TRIP = re.compile(r"trips\[(\d+)\](?:\.stops\[(\d+)\])?")


def known(problem: Problem, published: Plan, locked: Locked) -> tuple[Standing, list[Trip]]:
    """The published plan without what the changed problem no longer has.

    Returns:
        Also the trips of vehicles that are gone, not under way, without such shipments.

    Raises:
        LockedBroken: a locked stop names what is no longer there, or is not there itself.
    """
    lost: list[Trip] = []
    trips: list[tuple[Trip, int]] = []
    rows = {n: len(trip.stops) for n, trip in enumerate(published.trips)}
    faults = [
        Fault("no-such-stop", f"trips[{n}]", {"stops": count})
        for n, count in sorted(locked.stops.items())
        if not 0 <= count <= rows.get(n, -1)
    ]
    for n, trip in enumerate(published.trips):
        count = locked.of(n)
        faults += gone(problem, n, trip, count)
        stops = [kept for stop in trip.stops if (kept := still(problem, stop))]
        there = trip.vehicle in problem.vehicle
        if len(stops) < 2 or (not count and not any(stop.load or stop.unload for stop in stops)):
            continue
        if there:
            trips.append((Trip(trip.vehicle, tuple(stops)), count))
        else:
            lost.append(Trip(trip.vehicle, tuple(stops)))
    if faults:
        raise LockedBroken(faults)
    unserved = tuple(left for left in published.unserved if left.shipment in problem.shipment)
    start = Standing(problem, Plan((), unserved), Locked({}, locked.now))
    return standing(problem, trips, start), lost


def gone(problem: Problem, n: int, trip: Trip, count: int) -> Iterator[Fault]:
    """What the locked stops of a trip name and the problem does not have."""
    if count and trip.vehicle not in problem.vehicle:
        yield Fault("unknown-vehicle", f"trips[{n}].vehicle", {"vehicle": trip.vehicle})
    for k, stop in enumerate(trip.stops[:count]):
        here = f"trips[{n}].stops[{k}]"
        if stop.place not in problem.index:
            yield Fault("unknown-place", f"{here}.place", {"place": stop.place})
        for name in (*stop.unload, *stop.load):
            if name not in problem.shipment:
                yield Fault("unknown-shipment", here, {"shipment": name})


def still(problem: Problem, stop: Stop) -> Stop | None:
    """The stop without shipments that are gone; None: nothing is left of it, or its place is gone."""
    if stop.place not in problem.index:
        return None
    unload = tuple(name for name in stop.unload if name in problem.shipment)
    load = tuple(name for name in stop.load if name in problem.shipment)
    if (stop.unload or stop.load) and not unload and not load and stop.place not in homes(problem):
        return None
    return replace(stop, unload=unload, load=load)


def homes(problem: Problem) -> set[str]:
    """Where vehicles are at home."""
    return {vehicle.home for vehicle in problem.vehicles}


def mended(problem: Problem, published: Plan, locked: Locked) -> Standing:
    """The published plan made sound for the changed problem; what found no room any more is unserved.

    Raises:
        LockedBroken: what is locked breaks a rule by itself.
    """
    now, lost = known(problem, published, locked)
    for trip in lost:
        now = taken_over(now, trip)
    tried: set[tuple[int, Trip]] = set()
    for _ in range(MOST_ROUNDS):
        faults = [fault for fault in check(problem, now.plan) if fault.code != "must-go"]
        if not faults:
            return now
        now = mend(now, faults, tried)
    raise LockedBroken(faults)


def taken_over(now: Standing, trip: Trip) -> Standing:
    """The plan with a trip whose vehicle is gone, driven by another one if any has the time; else without it."""
    row = len(now.plan.trips)
    with_it = now.with_plan(replace(now.plan, trips=(*now.plan.trips, trip)))
    found = list(by_others(with_it, row))
    return min(found, key=lambda each: cost(each.problem, each.plan).total) if found else now


def by_others(now: Standing, row: int) -> Iterator[Standing]:
    """The plan with a trip driven by each other vehicle of the same home that can."""
    trip = now.plan.trips[row]
    if now.locked.of(row):
        return
    for vehicle in now.problem.vehicles:
        if vehicle.id != trip.vehicle and vehicle.home == trip.stops[0].place:
            moved = retimed(now, row, vehicle)
            if moved is None:
                continue
            other = now.with_trip(row, moved)
            if not any(where(fault)[0] == row for fault in check(now.problem, other.plan)):
                yield other


def where(fault: Fault) -> tuple[int | None, int | None]:
    """The trip and the stop that a fault names."""
    found = TRIP.match(fault.path)
    if found is None:
        return None, None
    return int(found[1]), None if found[2] is None else int(found[2])


def mend(now: Standing, faults: list[Fault], tried: set[tuple[int, Trip]]) -> Standing:
    """Mend the first trip that is at fault: by other times, by another vehicle, by leaving shipments out.

    Args:
        tried: trips that other times or vehicles were tried for; more are noted.
    """
    n, k = where(faults[0])
    if n is None:
        raise LockedBroken(faults)
    trip = now.plan.trips[n]
    if (n, trip) not in tried:
        tried.add((n, trip))
        moved = retimed(now, n, now.problem.vehicle[trip.vehicle])
        if moved and on_the_same_day(trip, moved):
            return now.with_trip(n, moved)
        # Another vehicle on the day that was told comes before the same one on another day.
        for other in by_others(now, n):
            if moved is None or on_the_same_day(trip, other.plan.trips[n]):
                return other
        if moved:
            return now.with_trip(n, moved)
    if k is not None and k < now.locked.of(n):
        raise LockedBroken(faults)
    names = at_fault(now, n, k, faults[0])
    if not names:
        raise LockedBroken(faults)
    after = taken_out(now, names)
    if after.plan.trips == now.plan.trips:
        raise LockedBroken(faults)
    return after


def on_the_same_day(trip: Trip, other: Trip) -> bool:
    """Whether two trips start on one day."""
    return trip.stops[0].start // DAY == other.stops[0].start // DAY


def at_fault(now: Standing, n: int, k: int | None, fault: Fault) -> set[str]:
    """The shipments to leave out: the one named, all that the stop moves, or all that the last stops move."""
    named = fault.facts.get("shipment")
    movable = dict(now.movable(n))
    if isinstance(named, str) and any(named in (*stop.unload, *stop.load) for stop in movable.values()):
        return {named}
    rows = [k] if k in movable else []
    for row in (*rows, *sorted(movable, reverse=True)):
        stop = movable[row]
        if stop.place != now.plan.trips[n].stops[0].place or row == k:
            names = {*stop.unload, *stop.load}
            if names:
                return names
    return {name for stop in movable.values() for name in (*stop.unload, *stop.load)}
