"""From a least value back to the route that has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.bound.ground import Whole
from routing.bound.routes import FAR


@dataclass(frozen=True, slots=True)
class Terms:
    """What a day's prices make of every step; arguments of the kernels, see there."""

    cost: Whole
    gain: Whole
    pair: Whole
    again: Whole
    pause: int
    idle: int
    passing: int


Way = tuple[tuple[int, ...], frozenset[int], frozenset[int]]
"""Places in order, those called at once more somewhere, and positions before which home is passed."""


class WayBack:
    """Finds each step by the sums that the kernels took, which are exact.

    Args:
        gained: from the kernel.
        values: of routes that have not and have passed home, shape (2, sets, marks, places); the last mark: no
            place is open; one mark: none ever is.
        pauses: from `judge`.
        opening: set of places that can be open.
    """

    def __init__(self, terms: Terms, gained: Whole, values: Whole, pauses: NDArray[np.int8], opening: int) -> None:
        self.opening = opening
        self.terms, self.gained, self.values, self.pauses = terms, gained, values, pauses
        self.home = values.shape[3]
        self.none = values.shape[2] - 1
        self.steps: list[int] = []
        self.passes: set[int] = set()
        self.twice: set[int] = set()

    def route(self, here: int) -> Way:
        """The best route over a set of places."""
        terms, home = self.terms, self.home
        finals = []
        for over, each, once in ((0, terms.pause, 0), (1, terms.idle, terms.passing)):
            for last in range(home):
                value = int(self.values[over, here, self.none, last])
                if value < FAR:
                    end = int(terms.cost[last, home]) + int(self.pauses[here, last]) * each - once
                    finals.append((value + end, over, last))
        _, over, last = min(finals)
        self.steps, self.passes, self.twice = [last], set(), set()
        mark = self.none
        while True:
            before = self._before(over, here, mark, last)
            if before is None:
                break
            over, here, mark, then, passed = before
            if passed:
                self.passes.add(len(self.steps))
            if passed or then != last:
                self.steps.append(then)
            last = then
        count = len(self.steps)
        return tuple(reversed(self.steps)), frozenset(self.twice), frozenset(count - at for at in self.passes)

    def _before(self, over: int, here: int, mark: int, last: int) -> tuple[int, int, int, int, bool] | None:
        """State before, and whether home was passed in between; None: the route began here."""
        value = int(self.values[over, here, mark, last])
        less = here ^ (1 << last)
        gain = int(self.terms.gain[last])
        had = int(self.gained[less, last]) if less else 0
        spare = max(0, int(self.gained[0, last]) - had - int(self.terms.again[last]))
        opened = self.none > 0 and mark == last
        extra = spare if self.none == 0 or mark != self.none or not self.opening >> last & 1 else 0
        earned = gain if opened else gain + had + extra
        begun = int(self.terms.cost[self.home, last]) - gain - (0 if opened else extra)
        if not less and not over and value == begun:
            if extra and not opened:
                self.twice.add(last)
            return None
        if less and (found := self._from(over, less, self.none if opened else mark, last, value + earned)):
            if extra and not opened:
                self.twice.add(last)
            return found
        came_back = self.none > 0 and self.opening >> last & 1
        found = self._from(over, here, last, last, value + int(self.gained[here, last])) if came_back else None
        if found is None:
            raise AssertionError(f"no step leads to place {last} of set {here}")
        return found

    def _from(self, over: int, here: int, mark: int, to: int, value: int) -> tuple[int, int, int, int, bool] | None:
        """A state of `here` from which the step to a place costs what is missing to `value`."""
        cost, values = self.terms.cost, self.values
        came = np.flatnonzero(values[over, here, mark] + cost[: self.home, to] == value)
        if len(came):
            return over, here, mark, int(came[0]), False
        if over:
            for phase in (0, 1):
                way = values[phase, here, mark] + cost[: self.home, self.home] + cost[self.home, to]
                came = np.flatnonzero(way == value)
                if len(came):
                    return phase, here, mark, int(came[0]), True
        return None
