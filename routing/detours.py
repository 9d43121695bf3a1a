"""One shipment's ride by a trip that may stop elsewhere on the way, moving nothing there.

That serves only where a direct leg is longer than may be driven in one piece, or slower than a detour.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.plan import Stop
from routing.problem import Problem, Shipment, Span
from routing.schedule import FAR, Course, Label, Visit, work_seconds

Seconds: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ride:
    """A shipment to be taken up at one place and put down at another.

    Attributes:
        free: not taken up before.
        latest: last start of the stop that puts it down.
    """

    shipment: Shipment
    origin: str
    goal: str
    free: int
    latest: int = FAR

    @property
    def up(self) -> Visit:
        """The stop that takes it up."""
        return Visit(self.origin, (), (self.shipment.id,), self.free)

    @property
    def down(self) -> Visit:
        """The stop that puts it down."""
        return Visit(self.goal, (self.shipment.id,), (), 0, self.latest)


class OutOfTime(Exception):
    """The deadline of a search for detours has passed, with neither a trip nor the proof that there is none."""


class Detours:
    """What the shortest way between two places takes when stops in between are allowed.

    Attributes:
        takes: seconds with the stops in between, shape (places, places); never above the direct leg. Where crossings
            are on the way, nothing is waited for: no way is faster.
        drives: seconds of driving alone.
        deadline: of `time.monotonic`, for every search; None: none.
    """

    def __init__(self, problem: Problem, deadline: float | None = None) -> None:
        self.problem, self.deadline = problem, deadline
        stays = np.array([work_seconds(problem, Visit(place.id)) for place in problem.places], dtype=np.int64)
        self.takes = shortest(np.array(problem.seconds, dtype=np.int64), stays)
        self.drives = shortest(driving(problem), np.zeros_like(stays))

    def look_at_the_clock(self) -> None:
        """Raise `OutOfTime` after the deadline."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise OutOfTime

    def serve(self, home: str, ride: Ride) -> bool:
        """Tell whether a leg of the straight trip is too long to drive in one piece, or beaten by a detour."""
        legs = [(home, ride.origin), (ride.origin, ride.goal), (ride.goal, home)]
        if any(leg in self.problem.leg for leg in legs):
            return True  # what is waited for at a crossing may be longer than any detour
        rows = [(self.problem.index[a], self.problem.index[b]) for a, b in legs]
        most = self.problem.break_rule.max_drive if self.problem.break_rule else FAR
        direct = self.problem.seconds
        return any(direct[a][b] > min(most, self.takes[a, b], self.drives[a, b]) for a, b in rows)

    def hopeless(self, at: int, driven: int, route: list[int], limits: tuple[int, int]) -> bool:
        """Tell whether even the shortest way, with the breaks it needs, is too long for the time there is.

        Args:
            at, driven: where the trip stands: seconds, and seconds driven since the last break.
            route: rows of the places still to be visited, the present one first, home last.
            limits: latest arrival at the last place but one, and at the last.
        """
        rule = self.problem.break_rule
        legs = list(pairwise(route))
        # The first part of a break may lie behind.
        had = rule.split[0] if rule and rule.split else 0
        for k, (a, b) in enumerate(legs):
            at += int(self.takes[a, b])
            driven += int(self.drives[a, b])
            # Time aboard a crossing may be a break.
            rule = None if self.problem.legs else rule
            rest = max(0, (-(-driven // rule.max_drive) - 1) * rule.length - had) if rule and driven else 0
            left = len(legs) - 1 - k
            if left < 2 and at + rest > limits[1 - left]:
                return True
        return False


def driving(problem: Problem) -> Seconds:
    """Seconds of driving alone from place to place, shape (places, places)."""
    seconds = np.array(problem.seconds, dtype=np.int64)
    for leg in problem.legs:
        seconds[problem.index[leg.origin], problem.index[leg.to]] = sum(leg.drives)
    return seconds


def shortest(seconds: Seconds, stays: Seconds) -> Seconds:
    """Shortest ways between all places. Source: Floyd-Warshall, with time spent at each place passed."""
    best = seconds.copy()
    for row, stay in enumerate(stays):
        np.minimum(best, best[:, row, None] + stay + best[None, row, :], out=best)
    return best


@dataclass(frozen=True, slots=True)
class Partial:
    """A trip up to its last visit so far; `home`: it ends there."""

    visits: tuple[Visit, ...]
    label: Label
    home: bool = False

    def then(self, problem: Problem, span: Span, visit: Visit, home: str | None) -> list[Partial]:
        """The trip with one more visit; `home`: it goes on from there, None: it ends."""
        visits = (*self.visits, visit)
        course = Course(problem, (*visits, Visit(home)) if home else visits, span)
        return [Partial(visits, label, home is None) for label in course.advance([self.label], len(self.visits))]


def through(detours: Detours, home: str, span: Span, ride: Ride) -> tuple[Stop, ...] | None:
    """The trip that puts the shipment down as early as any way home allows; None: there is none.

    Source: label-setting over (place, is the shipment aboard), labels of start and driving since the
    last break.

    Raises:
        OutOfTime: the deadline of `detours` came first.
    """
    problem = detours.problem
    first = ride.up if ride.origin == home else Visit(home)
    labels = Course(problem, (first, Visit(home)), span).first(0)
    begun = [Partial((first,), label) for label in labels]
    for there in search(detours, home, span, begun, ride):
        if ride.goal == home:
            return Course(problem, there.visits, span).times(there.label)
        for back in search(detours, home, span, [there], None):
            capped = [*back.visits]
            row = len(there.visits) - 1
            capped[row] = Ride(ride.shipment, ride.origin, ride.goal, ride.free, there.label.start).down
            return Course(problem, capped, span).times(back.label)
    return None


def search(detours: Detours, home: str, span: Span, begun: list[Partial], ride: Ride | None) -> Iterator[Partial]:
    """Trips that put the shipment down, earliest first; without a ride: trips that come home."""
    problem = detours.problem
    most = problem.break_rule.max_drive if problem.break_rule else FAR
    order = count()
    queue = [(part.label.start, part.label.driven, next(order), part) for part in begun]
    least: dict[tuple[str, bool, bool], int] = {}
    while queue:
        detours.look_at_the_clock()
        start, driven, _, part = heapq.heappop(queue)
        last = part.visits[-1]
        aboard = ride is not None and any(visit.load for visit in part.visits)
        if part.home if ride is None else last.unload:
            yield part
            continue
        state = (last.place, aboard, part.label.half)
        if least.get(state, FAR) <= driven:
            continue
        least[state] = driven
        from_here = problem.seconds[problem.index[last.place]]
        for visit, ends in moves(problem, home, ride, aboard):
            drive = from_here[problem.index[visit.place]]
            in_one_piece = (last.place, visit.place) not in problem.leg
            if visit.place == last.place or (in_one_piece and drive > most):
                continue
            route, limits = still_to_go(problem, home, span, ride, visit, aboard)
            if detours.hopeless(start + drive, 0, route, limits):
                continue
            for longer in part.then(problem, span, visit, None if ends else home):
                if not detours.hopeless(longer.label.start, longer.label.driven, route, limits):
                    heapq.heappush(queue, (longer.label.start, longer.label.driven, next(order), longer))


def still_to_go(
    problem: Problem, home: str, span: Span, ride: Ride | None, visit: Visit, aboard: bool
) -> tuple[list[int], tuple[int, int]]:
    """Rows of the places from a visit on, home last, and the latest arrivals at the last two."""
    places = [visit.place]
    if ride and not visit.unload:
        places += [] if aboard or visit.load else [ride.origin]
        places.append(ride.goal)
    return [problem.index[place] for place in (*places, home)], (ride.latest if ride else FAR, span[1])


def moves(problem: Problem, home: str, ride: Ride | None, aboard: bool) -> Iterator[tuple[Visit, bool]]:
    """What the trip may visit next, and whether it ends there."""
    for place in problem.places:
        if ride is None and place.id == home:
            yield Visit(home), True
        elif ride and aboard and place.id == ride.goal:
            yield ride.down, home == ride.goal
        elif ride and not aboard and place.id == ride.origin:
            yield ride.up, False
        else:
            yield Visit(place.id), False
