"""Routes that the prices of the master say are worth driving, and the exact price of being allowed to drive."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.bound.coming_back import ahead, tracked
from routing.bound.ground import Whole
from routing.bound.routes import FAR, cheapest, judge, reach
from routing.bound.way_back import Terms, WayBack
from routing.bound.week import Week

Flags: TypeAlias = NDArray[np.bool_]

MOST_NEW = 40
"""Routes taken over by day, kind and round."""

NEAR = 4
"""One place in so many lies so near home that coming back there is nearly free: ways back are not tracked."""

MOST_TRACKED = 16
"""Places, besides home, for which memory holds the values of routes that come back to a place."""


@dataclass(frozen=True, slots=True)
class Route:
    """An order of places from home to home.

    Attributes:
        day: position.
        alone: driven by the only vehicle of the day; else one of several vehicles' trips, in whatever order.
        places: in the order of the calls; a place may come twice.
        again: called at once more, at a time that suits every pair.
        over_home: positions in `places` before which home is passed.
    """

    day: int
    alone: bool
    places: tuple[int, ...]
    again: frozenset[int] = frozenset()
    over_home: frozenset[int] = frozenset()


class Pricing:
    """Dynamic programming over all sets of places, day by day, in memory that is used again and again."""

    def __init__(self, week: Week) -> None:
        ground = week.ground
        sets, places = 1 << ground.places, ground.places
        self.week, self.ground = week, ground
        self.gained = np.zeros((sets, places), np.int64)
        self.quick = np.zeros((2, sets, places), np.int64)
        self.full = np.zeros((2, sets, places + 1, places), np.int64) if places <= MOST_TRACKED else None
        self.room = np.zeros((2, places + 1), np.int64)
        self.best = np.zeros(sets, np.int64)
        self.opening = sum(1 << int(p) for p in np.argsort(ground.from_home)[-(-places // NEAR) :])
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

    def day(self, k: int, prices: Whole, alone: bool, allowed: int, exact: bool) -> tuple[int, list[Route]]:
        """The least cost of a route less what the prices give for it, and routes with a negative one.

        Args:
            exact: the least over all routes; else over those that call at each place once.
        """
        terms = self._terms(k, prices, alone)
        can, pauses = self.fits[k]
        passing = terms.passing if alone else -1
        tracks = self.full is not None and alone and exact
        again = terms.again if exact and alone else np.full_like(terms.again, FAR)
        values = self.full if tracks and self.full is not None else self.quick
        costs = terms.cost, terms.gain, terms.pair, again
        once = terms.pause, terms.idle, passing
        here = can, pauses, allowed
        if tracks:
            limit = -int(prices[self.week.days[k].routes])
            straight, passed = self.quick
            ahead(*costs, *once, *here, self.gained, straight, passed, self.room)
            sure = limit, straight, passed
            tracked(*costs, *once, *here, self.opening, *sure, self.gained, values[0], values[1], self.room, self.best)
        else:
            limit = FAR
            cheapest(*costs, *once, *here, self.gained, values[0], values[1], self.room, self.best)
        count = min(MOST_NEW, len(self.best) - 1)
        chosen = 1 + np.argpartition(self.best[1:], count - 1)[:count]
        least = int(self.best[chosen].min(initial=limit))
        marked = values.reshape(2, len(self.best), -1, len(again))
        walk = WayBack(replace(terms, again=again), self.gained, marked, pauses, self.opening)
        found = [Route(k, alone, *walk.route(int(s))) for s in chosen if self.best[s] < min(limit, 0)]
        return least, found

    def _terms(self, k: int, prices: Whole, alone: bool) -> Terms:
        ground, rows = self.ground, self.week.days[k]
        clock = int(prices[rows.clock])
        passing = int(prices[rows.twice]) if alone else 0
        gain, pair = np.zeros(ground.places, np.int64), np.zeros((ground.places, ground.places), np.int64)
        for place, row in (rows.called if alone else rows.shared).items():
            gain[place] = prices[row]
        if alone:
            for (origin, to), row in rows.ordered.items():
                pair[origin, to] = prices[row]
        return Terms(
            cost=ground.cost + clock * ground.clock,
            gain=gain,
            pair=pair,
            again=ground.detour + clock * ground.delay - passing,
            pause=(ground.rate + clock) * ground.pause,
            idle=clock * ground.pause if ground.days[k].one_shift else 0,
            passing=passing,
        )

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
            cost += int(ground.detour[place])
            clock += int(ground.delay[place])
        pauses = int(self.fits[route.day][1][sum(1 << p for p in set(route.places)), route.places[-1]])
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
            last = {place: at for at, place in enumerate(route.places)}
            first = {place: -at for at, place in enumerate(reversed(route.places), 1 - len(route.places))}
            for (a, b), row in rows.ordered.items():
                if b in route.again or (a in last and b in last and first[a] < last[b]):
                    terms[row] = 1
        self.week.rows.route(cost, terms)
        return True
