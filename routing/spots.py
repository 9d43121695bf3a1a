"""Where in a plan's trips a ride's two stops could go, with what that adds at least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.board import Board, Frame
from routing.detours import Ride
from routing.problem import Problem
from routing.schedule import Visit
from routing.slack import Slack


@dataclass(frozen=True, slots=True)
class Place:
    """A stop that is joined to the visit of that row, or put in before it."""

    row: int
    joined: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One way to carry a ride.

    Attributes:
        least: what it adds at least, in the smallest unit: the longer way and a vehicle's day. Time on duty
            is not in it, as it may be taken from waiting.
    """

    least: float
    frame: Frame
    up: Place
    down: Place


def spots(board: Board, ride: Ride) -> list[Spot]:
    """Every spot in every trip and gap, that of least addition first."""
    found = [spot for frame in board.frames() for spot in spots_of(board, frame, ride)]
    found.sort(key=lambda spot: spot.least)
    return found


def visits_of(board: Board, frame: Frame) -> list[Visit]:
    """The visits of the frame's trip; of one that is not there yet, its two ends."""
    if frame.trip is None:
        return [Visit(frame.vehicle.home), Visit(frame.vehicle.home)]
    return board.visits(frame.trip)


def spots_of(board: Board, frame: Frame, ride: Ride) -> Iterator[Spot]:
    """The spots of one trip or gap in which the vehicle is never overfull and nothing is plainly too late."""
    problem, room = board.problem, frame.vehicle.capacity - ride.shipment.crates
    if room < 0 or {ride.origin, ride.goal} & set(frame.vehicle.forbidden):
        return
    visits = visits_of(board, frame)
    slack = Slack(board, frame, visits)
    if len(slack.early) < len(visits):
        return
    rows = [problem.index[visit.place] for visit in visits]
    aboard = loads(problem, visits)
    origin, goal = problem.index[ride.origin], problem.index[ride.goal]
    day = frame.vehicle.cost_per_day if frame.new_day else 0
    for up, up_metres in places(problem, rows, origin, board.locked.of(frame.trip), None):
        # A stop put in before a row carries what the stop before that row left aboard.
        if aboard[up.row if up.joined else up.row - 1] > room:
            continue
        left_at = None if up.joined else slack.after(up.row - 1, ride.up)
        if left_at is None and not up.joined:
            continue
        goes_on = slack.joins(up.row, ride.up) if up.joined else slack.onward(left_at, ride.origin, up.row)
        full = (k for k in range(up.row + up.joined, len(rows)) if aboard[k] > room)
        last = next(full, len(rows))
        for down, down_metres in places(problem, rows, goal, up.row + up.joined, None if up.joined else origin):
            if down.row > last:
                break
            if down.joined:
                in_time = goes_on and slack.joins(down.row, ride.down)
            elif left_at is not None and down.row == up.row:
                leave = slack.goes(left_at, ride.origin, ride.down)
                in_time = slack.onward(leave, ride.goal, down.row)
            else:
                in_time = goes_on and slack.onward(slack.after(down.row - 1, ride.down), ride.goal, down.row)
            if in_time:
                metres = (up_metres + down_metres) * frame.vehicle.cost_per_km
                yield Spot(metres / 1000 + day, frame, up, down)


def loads(problem: Problem, visits: list[Visit]) -> list[int]:
    """Crate units aboard after each visit."""
    aboard, after = 0, []
    for visit in visits:
        aboard -= sum(problem.shipment[name].crates for name in visit.unload)
        aboard += sum(problem.shipment[name].crates for name in visit.load)
        after.append(aboard)
    return after


def places(problem: Problem, rows: list[int], new: int, least: int, before: int | None) -> Iterator[tuple[Place, int]]:
    """Where a stop can go from a row on, and the metres it adds; at no place twice in a row.

    Args:
        rows: places of the visits, as rows of the matrices.
        before: the place of a stop put in before the row `least`; None: there is none.
    """
    metres = problem.metres
    for row in range(least, len(rows)):
        here = rows[row]
        if here == new:
            yield Place(row, joined=True), 0
            continue
        previous = before if row == least and before is not None else rows[row - 1]
        if row > 0 and previous != new:
            yield Place(row, joined=False), metres[previous][new] + metres[new][here] - metres[previous][here]


def put_in(visits: list[Visit], ride: Ride, spot: Spot) -> list[Visit]:
    """The visits with the ride's two stops in their places."""
    changed = put(visits, ride.down, spot.down)
    return put(changed, ride.up, spot.up)


def put(visits: list[Visit], new: Visit, place: Place) -> list[Visit]:
    """The visits with one stop more, or more to do at one."""
    row = place.row
    if not place.joined:
        return [*visits[:row], new, *visits[row:]]
    here = visits[row]
    both = replace(
        here,
        unload=here.unload + new.unload,
        load=here.load + new.load,
        earliest=max(here.earliest, new.earliest),
        latest=min(here.latest, new.latest),
    )
    return [*visits[:row], both, *visits[row + 1 :]]
