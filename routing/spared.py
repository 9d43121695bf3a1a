"""What it saves not to call where nothing is to be fetched or brought: the plan beside one that calls everywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.board import Board, Frame
from routing.cost import cost
from routing.insert import running
from routing.plan import Plan, Trip
from routing.problem import DAY, Problem
from routing.schedule import Visit, schedule
from routing.spots import visits_of
from routing.together import in_duty


@dataclass(frozen=True, slots=True)
class Spared:
    """What the empty stops would add.

    Attributes:
        stops: pairs of a day and a place, open that day and named by some shipment, where the plan does not call
            and a vehicle that is out, or could go out, would have had the time.
        no_time: such pairs for which no vehicle would have had the time; they are in none of the other figures.
        cost, metres, duty_seconds: of all those stops together, each put where it costs least, one after the
            other: a fair figure, no proven least.
    """

    stops: int
    no_time: int
    cost: int
    metres: int
    duty_seconds: int


def spared(problem: Problem, plan: Plan, seconds: float | None = None) -> Spared | None:
    """Put an empty stop wherever the plan leaves one out, and price the difference.

    Args:
        plan: sound.
        seconds: that it may take; None: as long as it takes.

    Returns:
        None: the time was too short.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    full, stops, no_time = replace(plan, lower_bound=None), 0, 0
    for day, place in left_out(problem, plan):
        if deadline is not None and time.monotonic() > deadline:
            return None
        more = called_at(problem, full, day, place)
        if more is None:
            no_time += 1
        else:
            full, stops = more, stops + 1
    before, after = cost(problem, plan), cost(problem, full)
    return Spared(
        stops,
        no_time,
        after.transport - before.transport,
        after.metres - before.metres,
        after.duty_seconds - before.duty_seconds,
    )


def left_out(problem: Problem, plan: Plan) -> Iterator[tuple[int, str]]:
    """Days and places, open and in use, at which the plan does not call."""
    in_use = {end for shipment in problem.shipments for end in (shipment.origin, shipment.to)}
    called = {(stop.start // DAY, stop.place) for trip in plan.trips for stop in trip.stops}
    for day in range(problem.days):
        for place in problem.places:
            is_open = any(begins < (day + 1) * DAY and ends >= day * DAY for begins, ends in place.windows)
            if is_open and place.id in in_use and (day, place.id) not in called:
                yield day, place.id


def called_at(problem: Problem, plan: Plan, day: int, place: str) -> Plan | None:
    """The plan with the cheapest empty stop at the place that day; None: no vehicle has the time."""
    board = Board(problem, plan)
    empty = Visit(place, earliest=day * DAY, latest=(day + 1) * DAY - 1)
    best: tuple[float, int | None, Trip] | None = None
    for frame in board.frames():
        if place in frame.vehicle.forbidden:
            continue
        for visits in between(board, frame, empty):
            stops = schedule(problem, visits, frame.span, frame.driven)
            if stops is None or not in_duty(board, frame, stops):
                continue
            extra = running(problem, frame, stops)
            if frame.trip is not None:
                extra -= running(problem, frame, plan.trips[frame.trip].stops)
            if best is None or extra < best[0]:
                best = (extra, frame.trip, Trip(frame.vehicle.id, stops))
    if best is None:
        return None
    _, row, trip = best
    trips = (*plan.trips, trip) if row is None else (*plan.trips[:row], trip, *plan.trips[row + 1 :])
    return replace(plan, trips=trips)


def between(board: Board, frame: Frame, empty: Visit) -> Iterator[list[Visit]]:
    """The frame's visits with the empty one after each but the last."""
    visits = visits_of(board, frame)
    return ([*visits[:row], empty, *visits[row:]] for row in range(1, len(visits)))
