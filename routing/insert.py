"""One more shipment into a sound plan, by its trips and the idle vehicles, at little cost.

Everything else stays aboard the trip it is on; only times move, as far as nothing else is hurt.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from routing.board import Board, Frame
from routing.check import check
from routing.cost import cost
from routing.detours import Ride
from routing.locked import NOTHING_LOCKED, Locked, Lying
from routing.plan import Plan, Stop, Trip
from routing.problem import Problem, Shipment
from routing.schedule import schedule
from routing.spots import put_in, spots, visits_of
from routing.together import fit_together, in_duty

COLLECTIONS_TRIED = 6
"""Ways to a hub that are followed up with a way onward."""


@dataclass(frozen=True, slots=True)
class Inserted:
    """A plan with one more shipment.

    Attributes:
        extra: what its trips cost more than before, in the smallest unit; the penalty saved is not in it.
        arrives_at: start of the unloading stop at the shipment's goal.
        vehicle: the one that brings it there.
    """

    plan: Plan
    extra: int
    arrives_at: int
    vehicle: str


def insert(
    problem: Problem,
    plan: Plan,
    shipment: Shipment,
    most: int | None = None,
    deadline: float | None = None,
    *,
    locked: Locked = NOTHING_LOCKED,
    lying: Lying | None = None,
) -> Inserted | None:
    """Find a cheap way to take a shipment along that `plan` leaves behind.

    Tried are every place straight in every trip and gap, and over each hub the cheapest few collections with the
    cheapest few ways onward; other shipments stay on the trips they are on.

    Args:
        plan: sound; the shipment is in its `unserved`.
        most: the extra cost has to stay below this; None: whatever it costs.
        deadline: of `time.monotonic`, after which the best found so far has to do; None: all is tried.
        locked: what of the plan stays to the letter.
        lying: where what is locked of the plan has left it; None: where it comes from.

    Returns:
        The cheapest changed plan of those, checked; None: none was found, which proves nothing.
    """
    kept = tuple(left for left in plan.unserved if left.shipment != shipment.id)
    base = replace(plan, unserved=kept, lower_bound=None)
    before = cost(problem, base).transport
    lying = lying or Lying(shipment.origin, shipment.ready)
    board = Board(problem, base, locked)
    ride = Ride(shipment, lying.place, shipment.to, lying.free, shipment.due)
    straight = carried(board, ride, most, 3, deadline)
    # A way over a hub is wanted where it beats the straight one, or where that turns out not to be sound.
    limits = dict.fromkeys((math.ceil(straight[0][0]) if straight else most, most))
    for limit in limits:
        found = [*straight, *over_hubs(board, shipment, lying, limit, deadline)]
        for _, trips in sorted(found, key=lambda way: way[0]):
            changed = replace(base, trips=trips)
            extra = cost(problem, changed).transport - before
            if (most is None or extra < most) and sound(problem, changed):
                return described(changed, shipment, extra)
    return None


def sound(problem: Problem, plan: Plan) -> bool:
    """Tell whether the plan keeps every rule but that some shipments must go, which another may yet do."""
    return all(fault.code == "must-go" for fault in check(problem, plan))


def described(plan: Plan, shipment: Shipment, extra: int) -> Inserted:
    """The plan with who brings the shipment and when."""
    for trip in plan.trips:
        for stop in trip.stops:
            if shipment.id in stop.unload and stop.place == shipment.to:
                return Inserted(plan, extra, stop.start, trip.vehicle)
    raise AssertionError("a checked plan delivers what it does not name as unserved")


def over_hubs(
    board: Board, shipment: Shipment, lying: Lying, most: int | None, deadline: float | None
) -> Iterator[tuple[float, tuple[Trip, ...]]]:
    """Trips that carry the shipment over each hub, with about what they cost more."""
    problem = board.problem
    for hub in problem.places:
        if not hub.hub or hub.id in (lying.place, shipment.to):
            continue
        there = Ride(shipment, lying.place, hub.id, lying.free, shipment.due)
        for extra, trips in carried(board, there, most, COLLECTIONS_TRIED, deadline):
            down = last_put_down(trips, shipment, hub.id)
            free = down.leave + problem.sort_seconds
            onward = Ride(shipment, hub.id, shipment.to, free, shipment.due)
            left = None if most is None else most - int(extra)
            half = Board(problem, replace(board.plan, trips=trips), board.locked)
            for more, both in carried(half, onward, left, 2, deadline):
                yield extra + more, both


def last_put_down(trips: tuple[Trip, ...], shipment: Shipment, place: str) -> Stop:
    """The stop at which a shipment is put down at a place for the last time."""
    found = (stop for trip in trips for stop in trip.stops if stop.place == place and shipment.id in stop.unload)
    return max(found, key=lambda stop: stop.start)


def carried(
    board: Board, ride: Ride, most: int | None, wanted: int, deadline: float | None
) -> list[tuple[float, tuple[Trip, ...]]]:
    """The cheapest ways found to carry a ride, at most `wanted`, cheapest first."""
    found: list[tuple[float, tuple[Trip, ...]]] = []
    trips = board.plan.trips
    for spot in spots(board, ride):
        if most is not None and spot.least >= most:
            break
        if len(found) >= wanted and spot.least >= found[-1][0]:
            break
        if deadline is not None and time.monotonic() > deadline:
            break
        frame = spot.frame
        visits = put_in(visits_of(board, frame), ride, spot)
        if not fit_together(board.problem, frame.vehicle, visits):
            continue
        stops = schedule(board.problem, visits, frame.span, frame.driven)
        if stops is None or not in_duty(board, frame, stops):
            continue
        extra = running(board.problem, frame, stops)
        new = Trip(frame.vehicle.id, stops)
        if frame.trip is None:
            changed = (*trips, new)
        else:
            extra -= running(board.problem, frame, trips[frame.trip].stops)
            changed = (*trips[: frame.trip], new, *trips[frame.trip + 1 :])
        found.append((extra, changed))
        found.sort(key=lambda entry: entry[0])
        del found[wanted:]
    return found


def running(problem: Problem, frame: Frame, stops: tuple[Stop, ...]) -> float:
    """What a trip costs in its frame, unrounded."""
    metres = sum(problem.metres[problem.index[a.place]][problem.index[b.place]] for a, b in pairwise(stops))
    vehicle = frame.vehicle
    duty = (stops[-1].leave - stops[0].start) * vehicle.cost_per_hour / 3600
    return metres * vehicle.cost_per_km / 1000 + duty + vehicle.cost_per_day * frame.new_day
