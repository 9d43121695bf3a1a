"""When a trip's stops start and end, given their order: exact, with windows and driving breaks.

Each stop keeps the labels (start, seconds driven since the last break) that no other label beats in both;
a leg is tried with and without a break. Leaving as early as possible is never worse for arriving, so
the first label of the last stop is the earliest end; a pass backwards then takes the waiting out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from routing.plan import Stop
from routing.problem import Problem, Span
from routing.ways import State, Way, crossed, leaving, rests, way_between

FAR = 2**62


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop before it has times.

    Attributes:
        earliest, latest: when it may start, besides the place's windows.
        leave_by: when it must have ended.
        stay: how long it lasts, for a stop whose times are settled; None: as long as its work.
    """

    place: str
    unload: tuple[str, ...] = ()
    load: tuple[str, ...] = ()
    earliest: int = 0
    latest: int = FAR
    leave_by: int = FAR
    stay: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One way to be at a visit: when it starts, driving since the last break, and how it got there.

    Attributes:
        rested: seconds of rest that each piece of the way to it needs.
        half: whether the first part of a break has been taken since the last one.
    """

    start: int
    driven: int
    rested: tuple[int, ...]
    before: Label | None
    half: bool = False


def opening(windows: Sequence[Span], at: int) -> int | None:
    """The first second from `at` on that lies in a window; None: there is none."""
    row = bisect_left(windows, at, key=itemgetter(1))
    return max(at, windows[row][0]) if row < len(windows) else None


def closing(windows: Sequence[Span], at: int) -> int:
    """The last second up to `at` that lies in a window; -1: there is none."""
    row = bisect_right(windows, at, key=itemgetter(0)) - 1
    return min(at, windows[row][1]) if row >= 0 else -1


def work_seconds(problem: Problem, visit: Visit) -> int:
    """How long a stop lasts that does this work."""
    place = problem.place(visit.place)
    each = problem.stop_seconds if place.stop_seconds is None else place.stop_seconds
    return each + problem.crate_seconds * sum(
        problem.shipment[shipment].crates for shipment in (*visit.unload, *visit.load)
    )


class Course:
    """A trip's visits with what is needed to time them, looked up once.

    Attributes:
        idle: by visit: an end of the trip, at home, that moves nothing: no time, no window.
        lasts: by visit: seconds that the stop takes.
        ways: by visit: the way to it from the one before; for the first, to itself.
    """

    __slots__ = ("idle", "lasts", "problem", "span", "visits", "ways", "windows")

    def __init__(self, problem: Problem, visits: Sequence[Visit], span: Span) -> None:
        self.problem, self.visits, self.span = problem, visits, span
        ends = (0, len(visits) - 1)
        self.idle = [k in ends and not v.unload and not v.load for k, v in enumerate(visits)]
        self.lasts = [self.stay(k) for k in range(len(visits))]
        self.ways = [((), 0), *(way_between(problem, a.place, b.place) for a, b in pairwise(visits))]
        self.windows = [problem.place(visit.place).windows for visit in visits]

    def stay(self, k: int) -> int:
        """How long the stop of a visit lasts."""
        settled = self.visits[k].stay
        if settled is not None:
            return settled
        return 0 if self.idle[k] else work_seconds(self.problem, self.visits[k])

    def start_at(self, k: int, at: int) -> int | None:
        """The first start from `at` on that the visit allows; None: too late for it."""
        visit = self.visits[k]
        start: int | None = max(at, visit.earliest)
        if not self.idle[k] and start is not None:
            start = opening(self.windows[k], start)
        if start is None or start > visit.latest:
            return None
        return start if start + self.lasts[k] <= min(visit.leave_by, self.span[1]) else None

    def first(self, driven: int) -> list[Label]:
        """Labels of the first visit."""
        start = self.start_at(0, self.span[0])
        return [] if start is None else [Label(start, driven, (0,), None)]

    def advance(self, labels: list[Label], k: int) -> list[Label]:
        """Labels of visit `k` from those of the visit before; sorted by start."""
        rule = self.problem.break_rule
        way, stay = self.ways[k], self.lasts[k - 1]
        drive = way[1]
        reached: list[Label] = []
        if rule and drive > rule.max_drive:
            return []
        begun = [(label, state) for label in labels for state in self.set_out(label, way, label.start + stay)]
        for label, (at, since, had, rested) in begun:
            there = at + drive
            soonest = self.start_at(k, there)
            if soonest is None:
                continue
            for rest, driven, half in rests(rule, since, had, drive):
                start = soonest if soonest - there >= rest else self.start_at(k, there + rest)
                if start is not None:
                    reached.append(Label(start, driven, (*rested, rest), label, half))
        reached.sort(key=lambda label: (label.start, label.driven, not label.half))
        kept: list[Label] = []
        # The least driven so far of all labels, and of those with a first part.
        least, least_half = FAR, FAR
        for label in reached:
            if label.driven < (least_half if label.half else least):
                kept.append(label)
                least = min(least, label.driven)
                least_half = min(least_half, label.driven) if label.half else least_half
        return kept

    def set_out(self, label: Label, way: Way, leave: int) -> list[State]:
        """Ways to stand before the last piece of a way."""
        if not way[0]:
            return [(leave, label.driven, label.half, ())]
        return crossed(way, self.problem.break_rule, leave, label.driven, label.half)

    def times(self, last: Label) -> tuple[Stop, ...]:
        """The stops of a label of the last visit, each as late as the end allows."""
        chain: list[Label] = []
        label: Label | None = last
        while label is not None:
            chain.append(label)
            label = label.before
        chain.reverse()
        starts = [label.start for label in chain]
        for k in range(len(starts) - 2, -1, -1):
            leave = leaving(self.ways[k + 1], starts[k + 1], chain[k + 1].rested)
            leave = min(leave, self.visits[k].leave_by)
            at = min(leave - self.lasts[k], self.visits[k].latest)
            if not self.idle[k]:
                at = closing(self.windows[k], at)
            starts[k] = max(starts[k], at)
        return tuple(
            Stop(visit.place, start, start + self.lasts[k], visit.unload, visit.load)
            for k, (visit, start) in enumerate(zip(self.visits, starts, strict=True))
        )


def schedule(problem: Problem, visits: Sequence[Visit], span: Span, driven: int = 0) -> tuple[Stop, ...] | None:
    """Time a trip so that it ends as early as possible, and then starts as late as that allows.

    Args:
        visits: from home to home, both included.
        span: the first start and the last leave lie in it.
        driven: seconds driven since the last break before the trip.

    Returns:
        The stops; None: the order cannot be driven.
    """
    course = Course(problem, visits, span)
    labels = course.first(driven)
    for k in range(1, len(visits)):
        labels = course.advance(labels, k)
        if not labels:
            return None
    return course.times(labels[0]) if labels else None


def schedule_early(
    problem: Problem, visits: Sequence[Visit], span: Span, row: int, driven: int = 0
) -> tuple[Stop, ...] | None:
    """Time a trip so that the visit `row` starts as early as any way home allows; None: there is none."""
    course = Course(problem, visits, span)
    labels = course.first(driven)
    for k in range(1, row + 1):
        labels = course.advance(labels, k)
    for label in labels:
        rest = [label]
        for k in range(row + 1, len(visits)):
            rest = course.advance(rest, k)
        if rest:
            capped = [*visits]
            there = visits[row]
            capped[row] = replace(there, latest=label.start)
            return Course(problem, capped, span).times(rest[0])
    return None


def driven_after(problem: Problem, stops: Sequence[Stop], driven: int) -> int:
    """Seconds driven since the last break when the trip ends; the first part of one is not carried on."""
    rule = problem.break_rule
    if rule is None:
        return 0
    states = {(driven, False)}
    for before, stop in pairwise(stops):
        way = way_between(problem, before.place, stop.place)
        found = {
            (after, part)
            for since, half in states
            for at, so_far, had, _ in crossed(way, rule, before.leave, since, half)
            for rest, after, part in rests(rule, so_far, had, way[1])
            if rest <= stop.start - at - way[1] and after <= rule.max_drive
        }
        # Without a way that keeps the rule: as if the whole had been driven in one piece.
        states = found or {(rule.max_drive, False)}
    return min(since for since, _ in states)
