"""The cheapest sequence: nothing is cheaper than a limit that rises until a sequence lies below it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from routing.bound.sequence.departures import COLUMNS, DEPARTURE
from routing.bound.sequence.labels import ENDED, MADE, extend, keep_best
from routing.bound.sequence.model import Model
from routing.bound.sequence.remaining import tabulate
from routing.units import Whole

STEP = 100
"""The limit rises by one part of this."""

MOST_CALLS = 8
"""Of each place; more are made only where they cost nothing."""

MOST_DEPARTURES = 8
"""On the same day; on each later one two."""

BATCH = 1 << 16
NOTHING = 1 << 62


class TooMuch(Exception):
    """More labels or more time than allowed."""


@dataclass
class Search:
    """The table of a model, and the search below a limit.

    Attributes:
        until: of the monotonic clock; None: any.
        most_labels: to extend in all.
    """

    model: Model
    until: float | None
    most_labels: int

    def __post_init__(self) -> None:
        model = self.model
        places = len(model.statuses)
        self.table = np.empty((model.states, places + 1), np.int32)
        share = model.cost + model.fixed * model.clock // model.span
        digits, then = np.empty(places, np.int64), np.empty(places, np.int64)
        tabulate(model.statuses, model.weights, share, model.lost, model.bare, digits, then, self.table)
        self.rules = np.array(
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
            ),
            np.int64,
        )

    def cheapest(self, limit: int) -> int:
        """What the cheapest sequence costs, where that is the limit at most; else anything above it."""
        keys, labels = np.array([[len(self.model.statuses), 0]], np.int64), np.zeros((1, COLUMNS), np.int64)
        best = NOTHING
        for _ in range(MOST_CALLS * len(self.model.statuses)):
            if not len(keys):
                return best
            late = self.until is not None and time.monotonic() > self.until
            if late or len(keys) > self.most_labels:
                raise TooMuch
            self.most_labels -= len(keys)
            parts = [self._extended(keys, labels, n, limit) for n in range(0, len(keys), BATCH)]
            best = min(best, *(part[2] for part in parts))
            keys, labels = (np.concatenate([part[k] for part in parts]) for k in range(2))
            order = np.lexsort((labels[:, 0], keys[:, 1], keys[:, 0]))
            kept = np.empty(len(keys), np.int64)
            kept = kept[: keep_best(order, keys, labels, kept)]
            keys, labels = keys[kept], labels[kept]
        raise TooMuch

    def _extended(self, keys: Whole, labels: Whole, first: int, limit: int) -> tuple[Whole, Whole, int]:
        """A batch of labels with one more call, and what the cheapest of its sequences costs that ends."""
        model, last = self.model, min(len(keys), first + BATCH)
        places = len(model.statuses)
        digits = np.empty(places, np.int64)
        departures = np.empty((MOST_DEPARTURES + 2 * len(model.days), DEPARTURE), np.int64)
        night = np.zeros(2, np.int64)
        room = 8 * (last - first) + 1024
        while True:
            done = np.array((0, NOTHING), np.int64)
            new_keys, new_labels = np.empty((room, 2), np.int64), np.empty((room, COLUMNS), np.int64)
            extend(
                keys, labels, first, last, model.statuses, model.weights, model.cost, model.drive, model.stops,
                model.lost, model.bare, model.opens, model.closes, model.begun, model.days, self.rules,
                model.handled, model.first_kept, model.spared, night, self.table, limit, new_keys, new_labels, digits,
                departures, done,
            )  # fmt: skip
            if done[MADE] >= 0:
                return new_keys[: done[MADE]], new_labels[: done[MADE]], int(done[ENDED])
            room *= 4


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
    limit = int(search.table[0, -1]) + model.fixed * model.handling // model.span
    told(model.constant + limit)
    with suppress(TooMuch):
        while model.constant + limit <= most:
            limit += max(1, limit // STEP)
            best = search.cheapest(limit)
            told(model.constant + min(best, limit + 1))
            if best <= limit:
                return True
        return True
    return False
