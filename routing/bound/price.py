"""Routes that the prices of the master say are worth driving, and the exact price of being allowed to drive."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.bound.ground import Whole
from routing.bound.routes import FAR, cheapest, judge, reach
from routing.bound.week import Week

Flags: TypeAlias = NDArray[np.bool_]

MOST_NEW = 40
"""Routes taken over by day, kind and round."""


@dataclass(frozen=True, slots=True)
class Route:
    """An order of places from home to home.

    Attributes:
        day: position.
        alone: driven by the only vehicle of the day; else one of several vehicles' trips, in whatever order.
        places: in the order of their first call.
        again: called at once more, at a time that suits every pair.
        over_home: positions in `places` before which home is passed.
    """

    day: int
    alone: bool
    places: tuple[int, ...]
    again: frozenset[int]
    over_home: frozenset[int]


class Pricing:
    """Dynamic programming over all sets of places, day by day, in memory that is used again and again."""

    def __init__(self, week: Week) -> None:
        ground = week.ground
        sets, places = 1 << ground.places, ground.places
        self.week, self.ground = week, ground
        self.gained = np.zeros((sets, places), np.int64)
        self.straight, self.passed = np.zeros((2, sets, places), np.int64)
        self.room = np.zeros((2, places), np.int64)
        self.best = np.zeros(sets, np.int64)
        self.detour = detours(ground.cost)
        self.delay = detours(ground.clock)
        self.nothing = np.zeros((places, places), np.int64)
        self.known: set[Route] = set()
        shapes: dict[tuple[object, ...], tuple[Flags, NDArray[np.int8]]] = {}
        self.fits = [self._fits(k, shapes) for k in range(len(ground.days))]

    def _fits(
        self, k: int, shapes: dict[tuple[object, ...], tuple[Flags, NDArray[np.int8]]]
    ) -> tuple[Flags, NDArray[np.int8]]:
        """What `judge` says of a day; days of the same hours share it."""
        ground, day = self.ground, self.ground.days[k]
        opens, closes = day.opens - day.start, np.where(day.closes < 0, -1, day.closes - day.start)
        key = (opens.tobytes(), closes.tobytes(), day.end - day.start, day.span, day.one_shift)
        if key not in shapes:
            sets = 1 << ground.places
            done, driven = np.empty((2, sets, ground.places), np.int64)
            reach(ground.drive, ground.stops, opens, closes, 0, day.end - day.start, done, driven)
            can, pauses = np.zeros(done.shape, np.bool_), np.zeros(done.shape, np.int8)
            rule = ground.longest_drive, ground.pause
            judge(done, driven, ground.drive, ground.stops, day.span, *rule, day.one_shift, can, pauses)
            shapes[key] = can, pauses
        return shapes[key]

    def day(self, k: int, prices: Whole, alone: bool, allowed: int) -> tuple[int, list[Route]]:
        """The least cost of a route less what the prices give for it, and routes with a negative one."""
        ground, rows = self.ground, self.week.days[k]
        clock = int(prices[rows.clock])
        passing = int(prices[rows.twice]) if alone else -1
        gain, pair = np.zeros(ground.places, np.int64), self.nothing
        for place, row in (rows.called if alone else rows.shared).items():
            gain[place] = prices[row]
        if alone:
            pair = np.zeros((ground.places, ground.places), np.int64)
            for (origin, to), row in rows.ordered.items():
                pair[origin, to] = prices[row]
        self.gains = gain
        can, pauses = self.fits[k]
        cost = ground.cost + clock * ground.clock
        again = np.maximum(0, self.detour + clock * self.delay - max(0, passing))
        pause = (ground.rate + clock) * ground.pause
        idle = clock * ground.pause if ground.days[k].one_shift else 0
        cheapest(
            cost, gain, pair, again, pause, idle, passing, can, pauses, allowed,
            self.gained, self.straight, self.passed, self.room, self.best,
        )  # fmt: skip
        count = min(MOST_NEW, len(self.best) - 1)
        chosen = 1 + np.argpartition(self.best[1:], count - 1)[:count]
        least = int(self.best[chosen].min(initial=FAR))
        ends = (pause, 0), (idle, passing)
        found = [self._route(k, alone, int(s), cost, again, ends) for s in chosen if self.best[s] < 0]
        return least, found

    def _route(
        self, k: int, alone: bool, here: int, cost: Whole, again: Whole, ends: tuple[tuple[int, int], ...]
    ) -> Route:
        """Walk back from home over the steps whose sums are exact."""
        home = self.ground.places
        pauses = self.fits[k][1][here]
        finals = [
            (int(values[here, p]) + int(cost[p, home]) + int(pauses[p]) * each - once, p, values is self.passed)
            for values, (each, once) in zip((self.straight, self.passed), ends, strict=True)
            for p in range(home)
            if values[here, p] < FAR
        ]
        _, last, over = min(finals)
        places: list[int] = []
        twice: set[int] = set()
        passes: set[int] = set()
        while True:
            value = (self.passed if over else self.straight)[here, last]
            places.append(last)
            here ^= 1 << last
            had = int(self.gained[here, last]) if here else 0
            spare = int(self.gained[0, last]) - had - int(again[last])
            if spare > 0:
                twice.add(last)
            if not here:
                return Route(k, alone, tuple(reversed(places)), frozenset(twice), frozenset(passes))
            earned = self.gains[last] + had + max(0, spare)
            came = np.flatnonzero((self.passed if over else self.straight)[here] + cost[:-1, last] - earned == value)
            if not len(came):
                passes.add(here.bit_count())
                both = np.minimum(self.straight[here], self.passed[here]) + cost[:-1, home]
                came = np.flatnonzero(both + cost[home, last] - earned == value)
                over = bool(self.passed[here, came[0]] <= self.straight[here, came[0]])
            last = int(came[0])

    def add(self, route: Route) -> bool:
        """Give the master a route; False: it has it."""
        if route in self.known:
            return False
        self.known.add(route)
        ground, rows = self.ground, self.week.days[route.day]
        cost = clock = 0
        stops = (ground.places, *route.places, ground.places)
        for at, (a, b) in enumerate(itertools.pairwise(stops)):
            for c, d in ((a, ground.places), (ground.places, b)) if at in route.over_home else ((a, b),):
                cost += int(ground.cost[c, d])
                clock += int(ground.clock[c, d])
        for place in route.again:
            cost += int(self.detour[place])
            clock += int(self.delay[place])
        pauses = int(self.fits[route.day][1][sum(1 << p for p in route.places), route.places[-1]])
        if not route.over_home:
            cost += pauses * ground.pause * ground.rate
        if not route.over_home or ground.days[route.day].one_shift:
            clock += pauses * ground.pause
        terms = {rows.clock: -clock, rows.routes if route.alone else rows.trips: -1}
        if route.alone and (twice := len(route.again) + bool(route.over_home)):
            terms[rows.twice] = twice
        called = rows.called if route.alone else rows.shared
        terms |= {called[place]: 1 for place in route.places}
        if route.alone:
            order = {place: at for at, place in enumerate(route.places)}
            for (a, b), row in rows.ordered.items():
                if b in route.again or (a in order and b in order and order[a] < order[b]):
                    terms[row] = 1
        self.week.rows.route(cost, terms)
        return True


def detours(cost: Whole) -> Whole:
    """Least cost of calling at a place once more anywhere on a way, shape (places,).

    Args:
        cost: from row to column, the stop at the column included; last: home.
    """
    places = len(cost) - 1
    out = np.zeros(places, np.int64)
    for place in range(places):
        others = [p for p in range(places + 1) if p != place]
        around = cost[np.ix_(others, [place])] + cost[np.ix_([place], others)] - cost[np.ix_(others, others)]
        out[place] = around.min()
    return out
