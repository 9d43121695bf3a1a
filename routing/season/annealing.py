"""A search over patterns of weekdays: what a choice costs is looked up, so millions of choices are tried a second."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import kernel
from routing.season.transit import Pattern
from routing.season.work import Work

STEPS = 7_000
"""Changes tried in one descent, for each pattern that a place may have: some 2 million at 16 places."""

HOTTEST, COLDEST = 60_000.0, 300.0
"""Temperatures in minor units: from about a tour's day to a few kilometres."""

CLASH = 100_000.0
"""What a pair of places without the wished transit time counts at first, in minor units; it grows tenfold."""


def descents(work: Work, costs: list[NDArray[np.float64]], seed: int) -> Iterator[tuple[float, dict[int, Pattern]]]:
    """Choices of patterns, one for each descent from the densest one; without end.

    Args:
        costs: by position of the day, the cost of serving each set with all vehicles.

    Yields:
        Cost in minor units, costs of change included, and patterns by row. A descent that ends with a pair of
        places that do not keep the wish yields nothing.
    """
    rows = list(work.allowed)
    bit = {row: k for k, row in enumerate(work.offers[0].table.rows)}
    most = max(len(fitting) for fitting in work.allowed.values())
    masks = np.zeros((len(rows), most), np.int64)
    upsets = np.zeros((len(rows), most), np.float64)
    for i, row in enumerate(rows):
        for k, pattern in enumerate(work.allowed[row]):
            masks[i, k] = sum(1 << position for position in pattern)
            upsets[i, k] = work.upset(row, pattern)
    clashes = clashing(work, rows, most)
    counts = np.array([len(work.allowed[row]) for row in rows], np.int64)
    bits = np.array([1 << bit[row] for row in rows], np.int64)
    table = np.stack(costs)
    steps = STEPS * int(counts.sum())
    rng = np.random.default_rng(seed)
    while True:
        state = counts - 1
        best = np.full(len(rows), -1, np.int64)
        value = descend(
            table, bits, masks, upsets, clashes, counts, state, best, steps, int(rng.integers(2**31)),
            np.zeros(len(costs), np.int64), np.array([HOTTEST, COLDEST, CLASH]),
        )  # fmt: skip
        if best[0] >= 0:
            yield value, {row: work.allowed[row][int(best[i])] for i, row in enumerate(rows)}
        else:
            yield float("inf"), {}


def clashing(work: Work, rows: list[int], most: int) -> NDArray[np.bool_]:
    """Which patterns of two places do not keep the wish; shape (places, patterns, places, patterns)."""
    clashes = np.zeros((len(rows), most, len(rows), most), np.bool_)
    for i, row in enumerate(rows):
        for k, pattern in enumerate(work.allowed[row]):
            for j, other in enumerate(rows):
                if i != j:
                    companions = set(work.companions(row, pattern, other))
                    for m, rival in enumerate(work.allowed[other]):
                        clashes[i, k, j, m] = rival not in companions
    return clashes


@kernel
def descend(
    table: NDArray[np.float64],
    bits: NDArray[np.int64],
    masks: NDArray[np.int64],
    upsets: NDArray[np.float64],
    clashes: NDArray[np.bool_],
    counts: NDArray[np.int64],
    state: NDArray[np.int64],
    best: NDArray[np.int64],
    steps: int,
    seed: int,
    sets: NDArray[np.int64],
    settings: NDArray[np.float64],
) -> float:
    """Anneal one choice of patterns; the best without a clash is left in `best`, its cost returned.

    Args:
        table: cost of serving a set on a day, shape (days, 2 ** places).
        bits: each place's bit in a set; masks: each pattern's days, shape (places, patterns).
        state: the patterns to begin with, changed; sets: room for the set of each day.
        settings: hottest and coldest temperature, and what a clash counts at first.
    """
    np.random.seed(seed)
    places, days = len(bits), len(sets)
    cost, pairs = 0.0, 0
    for i in range(places):
        cost += upsets[i, state[i]]
        for d in range(days):
            if masks[i, state[i]] >> d & 1:
                sets[d] |= bits[i]
        for j in range(i):
            pairs += clashes[i, state[i], j, state[j]]
    for d in range(days):
        cost += table[d, sets[d]]
    least = np.inf
    cooling = (settings[1] / settings[0]) ** (1.0 / steps)
    heat, clash = settings[0], settings[2]
    harden = 10.0 ** (1.0 / steps)
    for _ in range(steps):
        heat *= cooling
        clash *= harden
        i = np.random.randint(places)
        new, old = np.random.randint(counts[i]), state[i]
        if new == old:
            continue
        change = upsets[i, new] - upsets[i, old]
        changed = masks[i, new] ^ masks[i, old]
        for d in range(days):
            if changed >> d & 1:
                change += table[d, sets[d] ^ bits[i]] - table[d, sets[d]]
        more = 0
        for j in range(places):
            if j != i:
                more += int(clashes[i, new, j, state[j]]) - int(clashes[i, old, j, state[j]])
        worse = change + clash * more
        if worse > 0 and np.random.random() >= np.exp(-worse / heat):
            continue
        state[i] = new
        for d in range(days):
            if changed >> d & 1:
                sets[d] ^= bits[i]
        cost += change
        pairs += more
        if pairs == 0 and cost < least - 0.5:
            least = cost
            for k in range(places):
                best[k] = state[k]
    return least
