"""Every set of places that one tour can serve on one day, with its fastest order: dynamic programming over subsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.problem import DAY, Problem, Vehicle

MOST_PLACES = 17
"""Tables grow by 2 to the number of places: 17 beside the home take 130,000 sets and 20 MB."""

NEVER = np.int64(2**40)
"""A time that no day reaches."""


@dataclass(frozen=True, slots=True)
class Tours:
    """What one vehicle can do on one day in one tour from its home.

    Set s holds the place `rows[k]` where bit k of s is set.

    Attributes:
        home: row of the home in the matrices.
        rows: rows of the other places, shape (places,).
        ends: the earliest end of the last stop, by set and last place, `NEVER` where there is no way;
            shape (2 ** places, places), seconds from 00:00 of day 0.
        comes_from: which place stands before the last one, same shape.
        last: the place from which the home is reached first, shape (2 ** places,); -1: no tour serves the set.
        metres, seconds: driven, over the order that is fastest, shape (2 ** places,).
        service: seconds of the stops together, shape (2 ** places,).
    """

    home: int
    rows: tuple[int, ...]
    ends: NDArray[np.int64]
    comes_from: NDArray[np.int8]
    last: NDArray[np.int8]
    metres: NDArray[np.int64]
    seconds: NDArray[np.int64]
    service: NDArray[np.int64]

    def order(self, subset: int) -> tuple[int, ...]:
        """Rows of the places of a set in the order in which a tour serves them.

        Raises:
            ValueError: no tour serves the set.
        """
        place = int(self.last[subset])
        if subset and place < 0:
            raise ValueError("no tour serves these places")
        backwards = []
        while subset:
            backwards.append(self.rows[place])
            before = int(self.comes_from[subset, place])
            subset &= ~(1 << place)
            place = before
        return tuple(reversed(backwards))


def tours(problem: Problem, vehicle: Vehicle, day: int, service: Sequence[int]) -> Tours:
    """Tabulate the tours of one vehicle on one day.

    Windows, shift and driving are exact. Of the break rule only this is kept: a tour that drives longer than the
    rule allows ends as much earlier as its breaks take. Who uses a tour verifies it with `routing.schedule`.

    Args:
        day: 0 first; the vehicle's longest shift that begins on it is driven.
        service: seconds that a stop takes, by row of the matrices, shape (places,).

    Raises:
        ValueError: more than `MOST_PLACES` places beside the home; `routing.season.suited` says so before.

    Source: Held and Karp (1962), "A dynamic programming approach to sequencing problems", J. SIAM 10.
    """
    home = problem.index[vehicle.home]
    rows = tuple(row for row in range(len(problem.places)) if row != home)
    size = len(rows)
    if size > MOST_PLACES:
        raise ValueError(f"{size} places beside the home; at most {MOST_PLACES} can be tabulated")
    ends, comes_from = _ends(problem, vehicle, day, service, home, rows)
    metres, drive = np.array(problem.metres, np.int64), np.array(problem.seconds, np.int64)
    back = drive[list(rows), home]
    closes = _shift(vehicle, day)[1]
    arrives = ends + back
    best = arrives.argmin(axis=1).astype(np.int8)
    driven_seconds = _along(ends, comes_from, drive, home, rows)
    seconds = np.take_along_axis(driven_seconds, best[:, None].astype(np.int64), 1)[:, 0] + back[best]
    driven_metres = _along(ends, comes_from, metres, home, rows)
    far = np.take_along_axis(driven_metres, best[:, None].astype(np.int64), 1)[:, 0] + metres[list(rows), home][best]
    arrival = np.take_along_axis(arrives, best[:, None].astype(np.int64), 1)[:, 0]
    rule = problem.break_rule
    rests = np.maximum(0, (seconds - 1) // rule.max_drive) * rule.length if rule else 0
    served = arrival + rests <= closes
    served[0] = True
    bits = (np.arange(1 << size)[:, None] >> np.arange(size)) & 1
    return Tours(
        home=home,
        rows=rows,
        ends=ends,
        comes_from=comes_from,
        last=np.where(served & (np.arange(1 << size) > 0), best, -1).astype(np.int8),
        metres=np.where(np.arange(1 << size) > 0, far, 0),
        seconds=np.where(np.arange(1 << size) > 0, seconds, 0),
        service=bits @ np.array([service[row] for row in rows], np.int64),
    )


def _shift(vehicle: Vehicle, day: int) -> tuple[int, int]:
    """The longest shift that begins on a day; an empty one where there is none."""
    return max(
        (shift for shift in vehicle.shifts if shift[0] // DAY == day),
        key=lambda shift: shift[1] - shift[0],
        default=(0, -1),
    )


def _ends(
    problem: Problem, vehicle: Vehicle, day: int, service: Sequence[int], home: int, rows: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The earliest end of each set's last stop, and the stop before it; sets in the order of their size."""
    size = len(rows)
    begins, closes = _shift(vehicle, day)
    ends = np.full((1 << size, size), NEVER, np.int64)
    comes_from = np.full((1 << size, size), -1, np.int8)
    if closes < begins:
        return ends, comes_from
    drive = np.array(problem.seconds, np.int64)
    windows = [[(a, b) for a, b in problem.places[row].windows if a // DAY == day or b // DAY == day] for row in rows]
    counts = np.array([subset.bit_count() for subset in range(1 << size)])
    for k, row in enumerate(rows):
        start = _open(np.array([begins + drive[home, row]]), windows[k])
        ends[1 << k, k] = np.minimum(start + service[row], NEVER)[0]
    for count in range(1, size):
        subsets = np.flatnonzero(counts == count)
        for k, row in enumerate(rows):
            without = subsets[(subsets >> k) & 1 == 0]
            reach = ends[without] + drive[list(rows), row]
            before = reach.argmin(axis=1)
            start = _open(reach[np.arange(len(without)), before], windows[k])
            ends[without | (1 << k), k] = np.where(start < NEVER, np.minimum(start + service[row], NEVER), NEVER)
            comes_from[without | (1 << k), k] = before
    return ends, comes_from


def _open(at: NDArray[np.int64], windows: list[tuple[int, int]]) -> NDArray[np.int64]:
    """The first moment from each of `at` on that lies in a window; `NEVER` where there is none."""
    start = np.full(at.shape, NEVER, np.int64)
    for opens, closes in reversed(windows):
        start = np.where(at <= closes, np.maximum(at, opens), start)
    return start


def _along(
    ends: NDArray[np.int64],
    comes_from: NDArray[np.int8],
    leg: NDArray[np.int64],
    home: int,
    rows: tuple[int, ...],
) -> NDArray[np.int64]:
    """What the legs from home to each set's last place add up to; shape of `ends`, 0 where there is no way."""
    size = len(rows)
    total = np.zeros(ends.shape, np.int64)
    counts = np.array([subset.bit_count() for subset in range(1 << size)])
    for k, row in enumerate(rows):
        total[1 << k, k] = leg[home, row]
    for count in range(2, size + 1):
        subsets = np.flatnonzero(counts == count)
        for k, row in enumerate(rows):
            with_it = subsets[(subsets >> k) & 1 == 1]
            before = comes_from[with_it, k].astype(np.int64)
            total[with_it, k] = total[with_it & ~(1 << k), before] + leg[np.array(rows)[before], row]
    return total
