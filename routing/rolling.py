"""A horizon played day by day: each day is planned with what is known that morning, and then driven.

This is how planning is used: tomorrow's crates are not there yet. What a day's plan leaves at a place or at a
hub is where the next day's plan begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from routing.plan import Plan, Trip, Unserved
from routing.problem import DAY, Problem, Shipment

MORNING = 8 * 3600
"""Seconds after midnight: what is ready by then is known when the day is planned."""

NOT_REACHED = "not-delivered-in-time"
"""Reason of a shipment that was still under way when the horizon, or its due time, had passed."""

Planner = Callable[[Problem, int], Plan]
"""Plans the rest of the horizon, given the problem as it is known and the day that is planned (0 first)."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a shipment's crates lie, and from when they can be taken up there (seconds)."""

    place: str
    free: int


def roll(problem: Problem, planner: Planner, *, morning: int = MORNING, typical: Sequence[Shipment] = ()) -> Plan:
    """Play the horizon and return what was driven.

    Args:
        planner: called once a day, and on days without a shift only for shipments that have no reason yet; only its
            trips that start that day are driven.
        morning: seconds after midnight up to which a shipment's `ready` counts as known that day.
        typical: demand that may come, as shipments of this horizon under ids of their own. The planner sees those
            of later days and can prepare for them; they are never driven.

    Returns:
        A plan of the whole problem; what was not delivered is in `unserved` with the reason that the last plan
        to know it gave.

    Raises:
        ValueError: an id of `typical` is also a shipment's.
    """
    if any(guess.id in problem.shipment for guess in typical):
        raise ValueError("typical demand has the id of a real shipment")
    lying = {shipment.id: Lying(shipment.origin, shipment.ready) for shipment in problem.shipments}
    driving_days = {shift[0] // DAY for vehicle in problem.vehicles for shift in vehicle.shifts}
    driven: list[Trip] = []
    reasons: dict[str, Unserved] = {}
    for day in range(problem.days):
        seen = as_known(problem, lying, day, morning, typical)
        waiting = [shipment.id for shipment in seen.shipments if shipment.id in lying]
        if all(name in reasons for name in waiting) and (not waiting or day not in driving_days):
            continue
        plan = planner(seen, day)
        reasons.update((left.shipment, left) for left in plan.unserved)
        today = [trip for trip in plan.trips if trip.stops[0].start // DAY == day]
        drive(problem, today, lying)
        driven.extend(today)
    return Plan(
        trips=tuple(driven),
        unserved=tuple(reasons.get(shipment_id, Unserved(shipment_id, NOT_REACHED)) for shipment_id in lying),
    )


def as_known(
    problem: Problem, lying: dict[str, Lying], day: int, morning: int, typical: Sequence[Shipment] = ()
) -> Problem:
    """The problem as it stands on the morning of `day`: crates where they lie, shifts that are still to come."""
    dawn = day * DAY
    known = dawn + morning
    real = (
        replace(shipment, origin=at.place, ready=max(at.free, dawn))
        for shipment in problem.shipments
        if (at := lying.get(shipment.id)) and shipment.ready <= known and max(at.free, dawn) <= shipment.due
    )
    guesses = (guess for guess in typical if guess.ready >= dawn + DAY)
    return replace(
        problem,
        vehicles=tuple(
            replace(vehicle, shifts=tuple(shift for shift in vehicle.shifts if shift[0] >= dawn))
            for vehicle in problem.vehicles
        ),
        shipments=(*real, *guesses),
    )


def drive(problem: Problem, trips: Sequence[Trip], lying: dict[str, Lying]) -> None:
    """Put every crate where the trips leave it; what is delivered is taken out of `lying`."""
    stops = sorted(
        ((stop.start, n, k, stop) for n, trip in enumerate(trips) for k, stop in enumerate(trip.stops)),
        key=lambda moment: moment[:3],
    )
    for _, _, _, stop in stops:
        for shipment_id in stop.unload:
            if stop.place == problem.shipment[shipment_id].to:
                del lying[shipment_id]
            else:
                lying[shipment_id] = Lying(stop.place, stop.leave + problem.sort_seconds)
