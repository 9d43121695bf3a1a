"""Does a plan keep every rule? A judge that shares no code with any engine, and imports no solver.

Fault codes, each at the trip, stop or unserved shipment it concerns:

    unknown-vehicle, unknown-place, unknown-shipment    a name that the problem does not have
    no-stops                    a trip without a stop
    not-from-home, not-to-home  the first or last stop (or the only one) is not the vehicle's home
    trips-overlap               starts before the vehicle is back from the trip before
    outside-shifts              no shift holds the whole trip
    too-many-trips              more trips in one shift than the vehicle may make
    stop-too-short              shorter than the work done there
    place-closed                starts outside the place's windows
    too-early                   starts before the vehicle can be there
    no-crossing                 no departure is left for a crossing on the way
    leg-too-long                one leg is driven longer than the break rule allows in one piece
    no-break                    driven longer than allowed without a break
    over-capacity               more aboard after the stop than the vehicle holds
    over-weight                 heavier aboard after the stop than the vehicle may be loaded
    kept-apart                  two shipments of a group are aboard after the stop
    forbidden-place             stops where the vehicle may not go
    too-long-on-duty            the vehicle's trips that start on that day last longer than it may be out
    not-aboard                  unloads what is not aboard
    left-aboard                 comes home with crates that the last stop does not unload
    not-there                   loads what lies elsewhere, or is on another vehicle
    not-free                    loads before it is ready, or before the hub has sorted it
    already-delivered           loads what was delivered before
    late                        a delivery starts after it was due
    no-hub                      puts crates down where nobody takes care of them
    named-twice                 unserved names a shipment more than once
    delivered-yet-unserved, unserved-not-named          trips and `unserved` disagree
    must-go                     stays behind though it has no penalty
    bound-above-cost            the proven floor lies above the plan's own cost
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from routing.cost import cost
from routing.driven import FRESH, Driven, driven_on
from routing.errors import Fault
from routing.legs import judge_leg
from routing.plan import Fact, Plan, Stop, Trip
from routing.problem import DAY, Problem, Span, Vehicle


def check(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """Verify a finished plan.

    Returns:
        Every fault, in the order of trips; empty: the plan keeps all rules. Where names are unknown,
        only those are named, as nothing else can be said.

    Source: docs/file-format.md; driving breaks after Regulation (EC) 561/2006,
    art. 7, with the lengths that the problem gives.
    """
    faults = list(unknown_names(problem, plan))
    if faults:
        return tuple(faults)
    moves: list[Move] = []
    by_vehicle: dict[str, list[int]] = defaultdict(list)
    for n, trip in enumerate(plan.trips):
        by_vehicle[trip.vehicle].append(n)
    for vehicle_id, rows in by_vehicle.items():
        rows.sort(key=lambda n: (plan.trips[n].stops[0].start, n))
        drive_all(problem, problem.vehicle[vehicle_id], [(n, plan.trips[n]) for n in rows], faults, moves)
    delivered = follow(problem, moves, faults)
    account(problem, plan, delivered, faults)
    if not faults and plan.lower_bound is not None:
        total = cost(problem, plan).total
        if plan.lower_bound > total:
            faults.append(Fault("bound-above-cost", "lower_bound", {"bound": plan.lower_bound, "cost": total}))
    return tuple(faults)


def unknown_names(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """Name every vehicle, place and shipment that the problem does not have, and trips without stops."""
    faults = []
    for n, trip in enumerate(plan.trips):
        path = f"trips[{n}]"
        if trip.vehicle not in problem.vehicle:
            faults.append(Fault("unknown-vehicle", f"{path}.vehicle", {"vehicle": trip.vehicle}))
        if not trip.stops:
            faults.append(Fault("no-stops", f"{path}.stops"))
        for k, stop in enumerate(trip.stops):
            here = f"{path}.stops[{k}]"
            if stop.place not in problem.index:
                faults.append(Fault("unknown-place", f"{here}.place", {"place": stop.place}))
            for key, named in (("unload", stop.unload), ("load", stop.load)):
                faults += [
                    Fault("unknown-shipment", f"{here}.{key}[{m}]", {"shipment": shipment})
                    for m, shipment in enumerate(named)
                    if shipment not in problem.shipment
                ]
    faults += [
        Fault("unknown-shipment", f"unserved[{n}].shipment", {"shipment": left.shipment})
        for n, left in enumerate(plan.unserved)
        if left.shipment not in problem.shipment
    ]
    return tuple(faults)


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """One shipment put aboard or down, sortable by the order in which it happens."""

    start: int
    trip: int
    row: int
    loads: bool
    shipment: str
    place: str = field(compare=False)
    leave: int = field(compare=False)

    @property
    def path(self) -> str:
        """The stop it happens at."""
        return f"trips[{self.trip}].stops[{self.row}]"


@dataclass(slots=True)
class Driver:
    """What is carried from stop to stop and trip to trip of one vehicle, in the order of time."""

    driven: Driven = FRESH
    free_at: int | None = None
    shift: Span | None = None
    trips_in_shift: int = 0
    on_duty: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def drive_all(
    problem: Problem, vehicle: Vehicle, trips: list[tuple[int, Trip]], faults: list[Fault], moves: list[Move]
) -> None:
    """Check each trip of one vehicle on its own and against the one before; note what it moves."""
    driver = Driver()
    for n, trip in trips:
        path = f"trips[{n}]"
        begin_trip(problem, vehicle, trip, path, driver, faults)
        aboard: set[str] = set()
        load = 0
        for k, stop in enumerate(trip.stops):
            here = f"{path}.stops[{k}]"
            check_stop(problem, vehicle, stop, here, k in (0, len(trip.stops) - 1), faults)
            if k:
                found, driver.driven = judge_leg(problem, driver.driven, trip.stops[k - 1], stop, here)
                faults += found
            for shipment in stop.unload:
                if shipment in aboard:
                    aboard.discard(shipment)
                    load -= problem.shipment[shipment].crates
                    moves.append(Move(stop.start, n, k, False, shipment, stop.place, stop.leave))
                else:
                    faults.append(Fault("not-aboard", here, {"shipment": shipment}))
            for shipment in stop.load:
                aboard.add(shipment)
                load += problem.shipment[shipment].crates
                moves.append(Move(stop.start, n, k, True, shipment, stop.place, stop.leave))
            check_aboard(problem, vehicle, aboard, here, faults)
            if load > vehicle.capacity:
                faults.append(Fault("over-capacity", here, {"aboard": load, "capacity": vehicle.capacity}))
        faults += [Fault("left-aboard", path, {"shipment": shipment}) for shipment in sorted(aboard)]
        driver.free_at = trip.stops[-1].leave


def begin_trip(problem: Problem, vehicle: Vehicle, trip: Trip, path: str, driver: Driver, faults: list[Fault]) -> None:
    """Check home, shift and the trip before, and let the driver rest if there is time."""
    first, last = trip.stops[0], trip.stops[-1]
    if first.place != vehicle.home:
        faults.append(Fault("not-from-home", f"{path}.stops[0]", {"place": first.place, "home": vehicle.home}))
    if last.place != vehicle.home or len(trip.stops) == 1:
        where = f"{path}.stops[{len(trip.stops) - 1}]"
        faults.append(Fault("not-to-home", where, {"place": last.place, "home": vehicle.home}))
    if driver.free_at is not None and first.start < driver.free_at:
        faults.append(Fault("trips-overlap", path, {"starts": first.start, "free_at": driver.free_at}))
    shift = next((s for s in vehicle.shifts if s[0] <= first.start and last.leave <= s[1]), None)
    if shift is None:
        faults.append(Fault("outside-shifts", path, {"starts": first.start, "ends": last.leave}))
    check_duty(vehicle, trip, path, driver, faults)
    rule = problem.break_rule
    if shift != driver.shift:
        driver.driven = FRESH
    elif rule and driver.free_at is not None:
        driver.driven = driven_on(rule, driver.driven, 0, first.start - driver.free_at) or FRESH
    driver.trips_in_shift = driver.trips_in_shift + 1 if shift == driver.shift else 1
    driver.shift = shift
    if shift is not None and vehicle.max_trips is not None and driver.trips_in_shift > vehicle.max_trips:
        faults.append(Fault("too-many-trips", path, {"most": vehicle.max_trips, "shift_begins": shift[0]}))


def check_duty(vehicle: Vehicle, trip: Trip, path: str, driver: Driver, faults: list[Fault]) -> None:
    """Add the trip to its day and check how long the vehicle is out on it."""
    day = trip.stops[0].start // DAY
    driver.on_duty[day] += trip.stops[-1].leave - trip.stops[0].start
    if vehicle.max_duty is not None and driver.on_duty[day] > vehicle.max_duty:
        facts: dict[str, Fact] = {"lasts": driver.on_duty[day], "most": vehicle.max_duty}
        faults.append(Fault("too-long-on-duty", path, facts))


def check_aboard(problem: Problem, vehicle: Vehicle, aboard: set[str], here: str, faults: list[Fault]) -> None:
    """Check what is aboard together after a stop: its weight, and what is to be kept apart."""
    kg = sum(problem.shipment[name].kg for name in aboard)
    if vehicle.max_kg is not None and kg > vehicle.max_kg:
        faults.append(Fault("over-weight", here, {"aboard": kg, "max_kg": vehicle.max_kg}))
    groups: dict[str, str] = {}
    for name in sorted(aboard):
        for group in sorted(set(problem.shipment[name].apart)):
            if group in groups:
                pair: dict[str, Fact] = {"shipment": name, "other": groups[group], "group": group}
                faults.append(Fault("kept-apart", here, pair))
            groups[group] = name


def check_stop(problem: Problem, vehicle: Vehicle, stop: Stop, here: str, at_end: bool, faults: list[Fault]) -> None:
    """Check the length of a stop and the window it starts in; an end at home that moves nothing is free."""
    place = problem.place(stop.place)
    if stop.place in vehicle.forbidden:
        faults.append(Fault("forbidden-place", here, {"place": stop.place}))
    crates = sum(problem.shipment[shipment].crates for shipment in (*stop.unload, *stop.load))
    idle = at_end and stop.place == vehicle.home and not crates
    each = problem.stop_seconds if place.stop_seconds is None else place.stop_seconds
    needed = 0 if idle else each + problem.crate_seconds * crates
    if stop.leave < stop.start + needed:
        faults.append(Fault("stop-too-short", here, {"needs": needed, "lasts": stop.leave - stop.start}))
    if not idle and not any(begins <= stop.start <= ends for begins, ends in place.windows):
        faults.append(Fault("place-closed", here, {"place": stop.place, "start": stop.start}))


def follow(problem: Problem, moves: list[Move], faults: list[Fault]) -> set[str]:
    """Follow each shipment over all trips in the order of time; return those that are delivered."""
    lies: dict[str, tuple[str, int] | None] = {s.id: (s.origin, s.ready) for s in problem.shipments}
    delivered: set[str] = set()
    for move in sorted(moves):
        shipment = problem.shipment[move.shipment]
        if move.loads:
            here = lies[shipment.id]
            facts: dict[str, Fact] = {"shipment": shipment.id, "place": move.place}
            if shipment.id in delivered:
                faults.append(Fault("already-delivered", move.path, facts))
            elif here is None or here[0] != move.place:
                faults.append(Fault("not-there", move.path, facts))
            elif move.start < here[1]:
                times = {"start": move.start, "free_from": here[1]}
                faults.append(Fault("not-free", move.path, {**facts, **times}))
            lies[shipment.id] = None
            continue
        lies[shipment.id] = (move.place, move.leave + problem.sort_seconds)
        if move.place == shipment.to:
            if move.start > shipment.due:
                late = Fault("late", move.path, {"shipment": shipment.id, "start": move.start, "due": shipment.due})
                faults.append(late)
            delivered.add(shipment.id)
        elif not problem.place(move.place).hub:
            faults.append(Fault("no-hub", move.path, {"shipment": shipment.id, "place": move.place}))
    return delivered


def account(problem: Problem, plan: Plan, delivered: set[str], faults: list[Fault]) -> None:
    """Every shipment is delivered or named as unserved, never both, and what must go does."""
    named: set[str] = set()
    for n, left in enumerate(plan.unserved):
        here = f"unserved[{n}]"
        if left.shipment in named:
            faults.append(Fault("named-twice", here, {"shipment": left.shipment}))
        named.add(left.shipment)
        if left.shipment in delivered:
            faults.append(Fault("delivered-yet-unserved", here, {"shipment": left.shipment}))
    for n, shipment in enumerate(problem.shipments):
        if shipment.id in delivered:
            continue
        if shipment.id not in named:
            faults.append(Fault("unserved-not-named", "unserved", {"shipment": shipment.id}))
        if shipment.penalty is None:
            faults.append(Fault("must-go", f"shipments[{n}]", {"shipment": shipment.id}))
