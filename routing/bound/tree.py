"""Divide the plans by which days are driven and which places are called at, and bound each part."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.bound.ground import UNIT, Ground, Whole
from routing.bound.price import Pricing, Route
from routing.bound.week import Week

CLOSE = 0.003
"""Rounds of pricing end when the proof is this near to the program's value."""

WHOLE = 1e-6

FIRST = 10
"""Rounds of pricing that the whole gets before the clock is asked: a floor without any time is always the same."""


@dataclass(order=True)
class Part:
    """Plans that share some decisions.

    Attributes:
        proven: units that none of them costs less than.
        fixed: what is decided: variable, its bounds.
        step: the last decision: variable, rounded up, and by how much it was moved.
    """

    proven: int
    number: int
    fixed: tuple[tuple[int, int, int], ...] = field(compare=False)
    step: tuple[int, bool, float] | None = field(compare=False, default=None)


class Tree:
    """Best-first search over parts; its floor rises from part to part."""

    def __init__(self, ground: Ground, until: float, cutoff: int | None = None) -> None:
        self.until, self.cutoff = until, cutoff
        self.week = Week(ground)
        self.rows = self.week.rows
        self.base_low, self.base_high = list(self.rows.low), list(self.rows.high)
        self.pricing = Pricing(self.week)
        self.done = 0
        self.worth: dict[tuple[int, bool], tuple[float, int]] = {}
        self.guess = dict.fromkeys((v for day in self.week.days for v in (day.one, day.several)), float(ground.fixed))
        self.guess |= {v: float(ground.from_home[place]) / 4 for (place, _), v in self.week.visited.items()}
        for k, day in enumerate(self.week.days):
            for place in day.called:
                for alone in (True, False):
                    self.pricing.add(Route(k, alone, (place,)))

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
            if self.done and self.late():
                break
            proven, values = self.bound(part)
            self.done += 1
            choice = None if values is None else self.choose(values)
            if choice is None or (self.cutoff is not None and proven + self.week.constant >= self.cutoff):
                if not self.late():
                    best_closed = proven if best_closed is None else min(best_closed, proven)
                else:
                    heapq.heappush(parts, Part(proven, part.number, part.fixed))
                continue
            variable, value = choice
            self.learn(part, proven)
            for up in (False, True):
                number += 1
                low = int(np.ceil(value)) if up else self.rows.low[variable]
                high = self.rows.high[variable] if up else int(np.floor(value))
                away = np.ceil(value) - value if up else value - np.floor(value)
                step = (variable, up, float(away))
                heapq.heappush(parts, Part(proven, number, (*part.fixed, (variable, low, high)), step))
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
        for turn in itertools.count():
            late = self.late() and (self.done > 0 or turn >= FIRST)
            value = self.rows.solve()
            if value is None:
                return proven, None
            prices, values = self.rows.prices(), self.rows.values()
            quick = None if late else prices.copy()
            if quick is not None and self._price(quick, high):
                continue
            fresh = self._price(prices, high, exact=True, quick=quick)
            if (sure := self.rows.proven(prices)) is not None:
                proven = max(proven, sure)
            if not fresh or proven >= value * UNIT * (1 - CLOSE):
                return proven, values
            if late:
                return proven, None
        raise AssertionError

    def late(self) -> bool:
        """The time is over."""
        return time.monotonic() > self.until

    def _price(self, prices: Whole, high: list[int], exact: bool = False, quick: Whole | None = None) -> int:
        """Raise the price of driving to where no route is worth more, and add those that seemed to be.

        Args:
            prices: changed.
            exact: see `Pricing.day`.
            quick: the same prices after a round that was not exact; for trips of several vehicles it is.

        Returns:
            How many routes are new.
        """
        fresh = 0
        for k, day in enumerate(self.week.days):
            allowed = sum(1 << p for p in day.called if high[self.week.visited[p, k]])
            earning = [day.twice, *day.called.values(), *day.ordered.values()]
            for alone, row, may, earns in (
                (True, day.routes, day.one, earning),
                (False, day.trips, day.several, list(day.shared.values())),
            ):
                if not high[may] or not allowed or not prices[earns].any():
                    continue
                if quick is not None and not alone:
                    prices[row] = quick[row]
                    continue
                least, routes = self.pricing.day(k, prices, alone, allowed, exact)
                here = int(prices[row])
                prices[row] = max(0, -least)
                if -least > here + UNIT:
                    fresh += sum([self.pricing.add(route) for route in routes])
        return fresh

    def learn(self, part: Part, proven: int) -> None:
        """Remember what the last decision of a part was worth."""
        if part.step is None:
            return
        variable, up, away = part.step
        worth, times = self.worth.get((variable, up), (0.0, 0))
        self.worth[variable, up] = worth + (proven - part.proven) / away, times + 1

    def choose(self, values: NDArray[np.float64]) -> tuple[int, float] | None:
        """The variable to branch on: driving days first, then visits, then pairs; None: all are whole."""
        driving = [v for day in self.week.days for v in (day.several, day.one, day.more)]
        for group in (driving, list(self.week.visited.values()), list(self.week.ordered.values())):
            away = [v for v in group if abs(values[v] - round(values[v])) > WHOLE]
            if away:
                best = max(away, key=lambda v: self.promise(v, float(values[v])))
                return best, float(values[best])
        return None

    def promise(self, variable: int, value: float) -> float:
        """How much the floor of the worse part should rise, times that of the other.

        Source: Benichou et al. (1971), pseudo-costs; product rule of Achterberg (2007), equation 5.2.
        """
        rise = 1.0
        for up, away in ((False, value - np.floor(value)), (True, np.ceil(value) - value)):
            worth, times = self.worth.get((variable, up), (0.0, 0))
            guess = self.guess.get(variable, 1.0)
            rise *= max(1.0, (worth + guess) / (times + 1) * away)
        return rise
