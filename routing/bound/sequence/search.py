"""The cheapest sequence: nothing is cheaper than a limit that rises until a sequence lies below it.

How many vehicle days a plan pays for is told apart first, so that each number has a limit of its own.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from routing.bound.sequence.departures import ANY, COLUMNS, DEPARTURE, PAID
from routing.bound.sequence.labels import ENDED, MADE, SHIFT, extend, keep_best
from routing.bound.sequence.limits import Case
from routing.bound.sequence.model import Model
from routing.bound.sequence.remaining import tabulate
from routing.units import Whole

Entries = np.ndarray[tuple[int, int], np.dtype[np.int32]]

MOST_CALLS = 8
"""Of each place; more are made only where they cost nothing."""

MOST_DEPARTURES = 8
"""On the same day; on each later one two."""

TOLD_APART = 2
"""Numbers of vehicle days, from the least on with which time need not be short; more are one case."""

BATCH = 1 << 14
"""Labels that a thread extends at once."""

THREADS = 2

ENOUGH_TO_TELL = 1 << 15
"""Labels; fewer say little about how fast they are extended."""

NOTHING = 1 << 62


class TooMuch(Exception):
    """More labels or more time than allowed."""


class Fleet(NamedTuple):
    """How many vehicle days a plan pays for.

    Attributes:
        sure: so many at least, paid for at the start.
        more: so many besides at most; `ANY`: they are not counted.
    """

    sure: int
    more: int


class Extended(NamedTuple):
    """What a batch of labels comes to.

    Attributes:
        keys, labels: with one more call.
        ended: what the cheapest sequence costs that ends, in öre.
    """

    keys: Whole
    labels: Entries
    ended: int


@dataclass
class Search:
    """The tables of a model, and the search below a limit.

    Attributes:
        until: of the monotonic clock; None: any.
        most_labels: to extend in all.
    """

    model: Model
    until: float | None
    most_labels: int

    def __post_init__(self) -> None:
        model = self.model
        self.untimed = self._table(model.cost)
        self.timed = self._table(model.cost + model.fixed * model.clock // model.span) if model.fixed else self.untimed
        self.rate = math.inf
        self.least_untimed = int(self.untimed[0, -1])
        self.least_timed = int(self.timed[0, -1]) + model.fixed * model.handling // model.span

    def _table(self, cost: Whole) -> Entries:
        """What every sequence still costs, by the cost of each way; shape (states, places + 1)."""
        model = self.model
        places = len(model.statuses)
        table = np.empty((model.states, places + 1), np.int32)
        digits, then = np.empty(places, np.int64), np.empty(places, np.int64)
        tabulate(model.statuses, model.weights, cost, model.lost, model.bare, digits, then, table)
        return table

    def labels_left(self) -> float:
        """How many labels can still be extended, as fast as the last ones were."""
        left = math.inf if self.until is None else max(0.0, self.until - time.monotonic())
        return min(self.most_labels, self.rate * left)

    def raise_limit(self, fleet: Fleet, case: Case, most: float) -> None:
        """Search below the next limit of a case, of `most` öre at most; its floor lies no higher.

        Raises:
            TooMuch: more labels or more time than allowed.
        """
        limit = int(min(case.next_limit(self.labels_left()), most))
        begun, before = time.monotonic(), self.most_labels
        cheapest = self.cheapest(limit, fleet)
        labels = before - self.most_labels
        if labels >= ENOUGH_TO_TELL:
            self.rate = labels / max(1e-3, time.monotonic() - begun)
        case.learn(limit, labels, cheapest)

    def least(self, fleet: Fleet) -> int:
        """What no sequence costs less than, in öre, by the tables alone."""
        return max(self.least_timed, self.least_untimed + fleet.sure * self.model.fixed)

    def fleets(self) -> list[Fleet]:
        """Cases that hold every number of vehicle days, from none on."""
        if not self.model.fixed:
            return [Fleet(0, ANY)]
        enough = max(1, -((self.least_untimed - self.least_timed) // self.model.fixed))
        exact = [Fleet(days, 0) for days in range(enough, enough + TOLD_APART)]
        return [Fleet(0, enough - 1), *exact, Fleet(enough + TOLD_APART, ANY)]

    def rules(self, fleet: Fleet) -> Whole:
        """What the kernels ask for, in the order of their columns."""
        model = self.model
        return np.array(
            (
                model.fixed,
                model.span,
                model.longest_drive,
                model.pause,
                model.pause_cost,
                model.handling,
                model.rate,
                model.home_stop,
                model.home_stops,
                *fleet,
            ),
            np.int64,
        )

    def cheapest(self, limit: int, fleet: Fleet) -> int:
        """What the cheapest sequence costs, where that is the limit at most; else anything above it.

        Raises:
            TooMuch: more labels or more time than allowed.
        """
        keys, labels = np.array([len(self.model.statuses) << SHIFT], np.int64), np.zeros((1, COLUMNS), np.int32)
        best, rules = NOTHING, self.rules(fleet)
        with ThreadPoolExecutor(THREADS) as threads:
            for _ in range(MOST_CALLS * len(self.model.statuses)):
                if not len(keys):
                    return best
                late = self.until is not None and time.monotonic() > self.until
                if late or len(keys) > self.most_labels:
                    raise TooMuch
                self.most_labels -= len(keys)
                extended = partial(self._extended, keys, labels, limit=limit, rules=rules)
                made = list(threads.map(extended, range(0, len(keys), BATCH)))
                best = min(best, *(batch.ended for batch in made))
                parts = list(threads.map(partial(self._best, made), range(THREADS)))
                keys, labels = (np.concatenate([part[k] for part in parts]) for k in range(2))
        raise TooMuch

    def _extended(self, keys: Whole, labels: Entries, first: int, *, limit: int, rules: Whole) -> Extended:
        """A batch of labels with one more call."""
        model, last = self.model, min(len(keys), first + BATCH)
        places = len(model.statuses)
        digits = np.empty(places, np.int64)
        departures = np.empty((MOST_DEPARTURES + 2 * len(model.days), DEPARTURE), np.int64)
        night = np.zeros(2, np.int64)
        room = 8 * (last - first) + 1024
        while True:
            done = np.array((0, NOTHING), np.int64)
            new_keys, new_labels = np.empty(room, np.int64), np.empty((room, COLUMNS), np.int32)
            extend(
                keys, labels, first, last, model.statuses, model.weights, model.cost, model.drive, model.stops,
                model.lost, model.bare, model.opens, model.closes, model.begun, model.days, rules,
                model.handled, model.first_kept, model.spared, model.senders, night, self.untimed, self.timed, limit,
                new_keys, new_labels, digits, departures, done,
            )  # fmt: skip
            if done[MADE] >= 0:
                return Extended(new_keys[: done[MADE]], new_labels[: done[MADE]], int(done[ENDED]))
            room *= 4

    def _best(self, made: list[Extended], part: int) -> tuple[Whole, Entries]:
        """Those of one part of the keys that are worth keeping."""
        ours = [np.flatnonzero((batch.keys >> SHIFT) % THREADS == part) for batch in made]
        keys = np.concatenate([batch.keys[rows] for batch, rows in zip(made, ours, strict=True)])
        labels = np.concatenate([batch.labels[rows] for batch, rows in zip(made, ours, strict=True)])
        kept = np.empty(len(keys), np.int64)
        order = np.lexsort((labels[:, PAID], keys))
        kept = kept[: keep_best(order, keys, labels, self.model.getters, self.model.ordered, kept)]
        return keys[kept], labels[kept]


def prove_sequence(
    model: Model, told: Callable[[int], None], *, until: float | None, most_labels: int, most: float
) -> bool:
    """Raise the floor until it is the cost of the cheapest sequence.

    Args:
        told: hears of each better floor, in öre.
        until: of the monotonic clock; None: any time.
        most_labels: to extend in all.
        most: a plan of this cost is known, in öre; nothing is proven above it.

    Returns:
        Nothing is left to prove.
    """
    search = Search(model, until, most_labels)
    cases = {fleet: Case(search.least(fleet)) for fleet in search.fleets()}
    with suppress(TooMuch):
        while True:
            fleet, case = min(cases.items(), key=lambda item: item[1].floor)
            told(model.constant + case.floor)
            if case.ended or model.constant + case.floor > most:
                return True
            search.raise_limit(fleet, case, most - model.constant)
    return False
