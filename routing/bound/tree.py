"""Divide the plans by which days are driven and which places are called at, and bound each part."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.bound.ground import UNIT, Ground
from routing.bound.price import Pricing, Route
from routing.bound.week import Week

CLOSE = 0.001
"""Rounds of pricing end when the proof is this near to the program's value."""

WHOLE = 1e-6


@dataclass(order=True)
class Part:
    """Plans that share some decisions.

    Attributes:
        proven: units that none of them costs less than.
        fixed: what is decided: variable, its bounds.
    """

    proven: int
    number: int
    fixed: tuple[tuple[int, int, int], ...] = field(compare=False)


class Tree:
    """Best-first search over parts; its floor rises from part to part."""

    def __init__(self, ground: Ground, until: float, cutoff: int | None = None) -> None:
        self.until, self.cutoff = until, cutoff
        self.week = Week(ground)
        self.rows = self.week.rows
        self.base_low, self.base_high = list(self.rows.low), list(self.rows.high)
        self.pricing = Pricing(self.week)
        self.done = 0
        for k, day in enumerate(self.week.days):
            for place in day.called:
                for alone in (True, False):
                    self.pricing.add(Route(k, alone, (place,), frozenset(), frozenset()))

    def grow(self, told: Callable[[int], None]) -> int:
        """Units that no plan costs less than; better with time."""
        parts = [Part(0, 0, ())]
        floor, best_closed, number = 0, None, 0
        while parts:
            part = heapq.heappop(parts)
            least = part.proven if best_closed is None else min(part.proven, best_closed)
            if least > floor:
                floor = least
                told(floor + self.week.constant)
            if best_closed is not None and best_closed <= part.proven:
                break
            if time.monotonic() > self.until:
                break
            proven, values = self.bound(part)
            self.done += 1
            choice = None if values is None else self.choose(values)
            if choice is None or (self.cutoff is not None and proven + self.week.constant >= self.cutoff):
                if time.monotonic() <= self.until:
                    best_closed = proven if best_closed is None else min(best_closed, proven)
                else:
                    heapq.heappush(parts, Part(proven, part.number, part.fixed))
                continue
            variable, value = choice
            for low, high in (
                (self.rows.low[variable], int(np.floor(value))),
                (int(np.ceil(value)), self.rows.high[variable]),
            ):
                number += 1
                heapq.heappush(parts, Part(proven, number, (*part.fixed, (variable, low, high))))
        else:
            if best_closed is not None:
                floor = max(floor, best_closed)
        return floor + self.week.constant

    def bound(self, part: Part) -> tuple[int, NDArray[np.float64] | None]:
        """A proven floor of a part, and the program's variables at its optimum; None: it was not reached."""
        low, high = self.base_low.copy(), self.base_high.copy()
        for variable, least, most in part.fixed:
            low[variable], high[variable] = least, most
        self.rows.restrict(low, high)
        proven = part.proven
        while True:
            value = self.rows.solve()
            if value is None:
                return proven, None
            prices, values = self.rows.prices(), self.rows.values()
            fresh = self._price(prices, high)
            if (sure := self.rows.proven(prices)) is not None:
                proven = max(proven, sure)
            if not fresh or proven >= value * UNIT * (1 - CLOSE):
                return proven, values
            if time.monotonic() > self.until:
                return proven, None

    def _price(self, prices: NDArray[np.int64], high: list[int]) -> int:
        """Raise the price of driving to where no route is worth more, and add those that seemed to be."""
        fresh = 0
        for k, day in enumerate(self.week.days):
            allowed = sum(1 << p for p in day.called if high[self.week.visited[p, k]])
            for alone, row, may in ((True, day.routes, day.one), (False, day.trips, day.several)):
                if not high[may] or not allowed:
                    continue
                least, routes = self.pricing.day(k, prices, alone, allowed)
                here = prices[row]
                prices[row] = max(0, -least)
                if prices[row] > here + UNIT // 100:
                    fresh += sum([self.pricing.add(route) for route in routes])
        return fresh

    def choose(self, values: NDArray[np.float64]) -> tuple[int, float] | None:
        """The variable to branch on: driving days first, then visits, then pairs; None: all are whole."""
        driving = [v for day in self.week.days for v in (day.several, day.one, day.more)]
        for group in (driving, list(self.week.visited.values()), list(self.week.ordered.values())):
            away = [(abs(values[v] - round(values[v])), v) for v in group]
            worst, variable = max(away, default=(0.0, 0))
            if worst > WHOLE:
                return variable, float(values[variable])
        return None
