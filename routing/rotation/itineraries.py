"""The cheapest season of each crate by itself, at given prices of places: dynamic programming over periods.

That a crate comes to a place only once is kept among places near each other: a state remembers which of the nearest
places it has been to (the ng-route relaxation). What is forgotten only makes an itinerary cheaper, so the sum stays a
floor.

Source: Baldacci, Mingozzi and Roberti (2011), "New route relaxation and pricing strategies for the vehicle routing
problem", Operations Research 59.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.rotation.season import Season

NEVER = np.int64(2**50)
"""A price that no itinerary reaches; sums of it stay within 64 bits."""

REMEMBERED = 7
"""Places near each place whose visits are remembered there, the place itself among them."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Itineraries:
    """All that does not change with the prices.

    A state is a place with a set of places near it that the crate has been to; shape (states,).

    Attributes:
        place: of each state.
        begins: the state of each place with nothing to remember, shape (places,).
        source, metres: of each transition, in the order of its target.
        targets, starts: target states that can be reached, and where their transitions begin.
        out, back: metres from each crate's home to each place and back, shape (crates, places).
        ruled_out: `NEVER` where a cell is ruled out, else 0, shape (crates, periods, places).
        rests: whether crates may rest at home.
    """

    place: Ints
    begins: Ints
    source: Ints
    metres: Ints
    targets: Ints
    starts: Ints
    out: Ints
    back: Ints
    ruled_out: Ints
    rests: bool

    def cheapest(self, price: Ints, rest_price: int) -> tuple[int, NDArray[np.int64]]:
        """The cheapest itineraries.

        Args:
            price: of standing at a place in a period, shape (periods, places); may be negative.
            rest_price: of resting for a period.

        Returns:
            What they cost together, and where each crate stands, shape (crates, periods): a place, or -1 at rest.
        """
        crates, periods, _ = self.ruled_out.shape
        costs = self.ruled_out + price[None]
        before = np.full((crates, len(self.place)), NEVER)
        before[:, self.begins] = self.out + costs[:, 0]
        resting = np.full(crates, np.int64(rest_price) if self.rests else NEVER)
        steps = [(before, resting)]
        for period in range(1, periods):
            reach = np.minimum.reduceat(before[:, self.source] + self.metres, self.starts, axis=1)
            after = np.full_like(before, NEVER)
            after[:, self.targets] = reach
            if self.rests:
                home = np.minimum(resting, (before + self.back[:, self.place]).min(axis=1)) + rest_price
                after[:, self.begins] = np.minimum(after[:, self.begins], resting[:, None] + self.out)
                resting = home
            before = np.minimum(after + costs[:, period][:, self.place], NEVER)
            steps.append((before, resting))
        ends = before + self.back[:, self.place]
        cost = np.minimum(ends.min(axis=1), resting)
        return int(cost.sum()), self._backwards(steps, ends, costs, rest_price)

    def _backwards(self, steps: list[tuple[Ints, Ints]], ends: Ints, costs: Ints, rest_price: int) -> NDArray[np.int64]:
        crates, periods, _ = self.ruled_out.shape
        stands = np.full((crates, periods), -1, np.int64)
        bounds = np.append(self.starts, len(self.source))
        at = {int(target): n for n, target in enumerate(self.targets)}
        begins = set(self.begins.tolist())
        for crate in range(crates):
            state = int(ends[crate].argmin())
            if steps[-1][1][crate] < ends[crate, state]:
                state = -1
            for period in range(periods - 1, -1, -1):
                before, resting = steps[period - 1] if period else steps[0]
                if state >= 0:
                    stands[crate, period] = self.place[state]
                if not period:
                    break
                if state < 0:
                    came = before[crate] + self.back[crate, self.place]
                    state = int(came.argmin()) if came.min() < resting[crate] else -1
                    continue
                place = int(self.place[state])
                best, previous = NEVER * 4, -1
                if state in at:
                    ways = slice(bounds[at[state]], bounds[at[state] + 1])
                    reach = before[crate, self.source[ways]] + self.metres[ways]
                    best, previous = reach.min(), int(self.source[ways][reach.argmin()])
                if self.rests and state in begins and resting[crate] + self.out[crate, place] < best:
                    previous = -1
                state = previous
        return stands


def itineraries(season: Season, *, rests: bool) -> Itineraries:
    """Tabulate states and transitions of a season."""
    metres = np.array(season.metres, np.int64)
    rows = np.array([season.row[place.id] for place in season.places])
    homes = np.array([season.row[crate.home] for crate in season.crates])
    between = metres[np.ix_(rows, rows)]
    near = [
        [int(q) for q in np.argsort(between[p], kind="stable") if q != p][: REMEMBERED - 1] for p in range(len(rows))
    ]
    begins = np.concatenate([[0], np.cumsum([1 << len(places) for places in near])])
    place = np.repeat(np.arange(len(rows)), [1 << len(places) for places in near])
    found = sorted(
        (int(begins[q]) + _remembered(near, p, been, q), int(begins[p]) + been, int(between[p, q]))
        for p in range(len(rows))
        for been in range(1 << len(near[p]))
        for q in range(len(rows))
        if q != p and not _has_been(near[p], been, q)
    )
    target, source, way = np.array(found, np.int64).T if found else np.zeros((3, 0), np.int64)
    targets, starts = np.unique(target, return_index=True)
    ruled_out = np.array(
        [
            [
                [0 if season.allows(crate.id, period, place.id) else NEVER for place in season.places]
                for period in range(season.periods)
            ]
            for crate in season.crates
        ],
        np.int64,
    ).reshape(len(season.crates), season.periods, len(season.places))
    return Itineraries(
        place=place,
        begins=begins[:-1],
        source=source,
        metres=way,
        targets=targets,
        starts=starts,
        out=metres[np.ix_(homes, rows)],
        back=metres[np.ix_(rows, homes)].T,
        ruled_out=ruled_out,
        rests=rests,
    )


def _has_been(near: list[int], been: int, place: int) -> bool:
    return place in near and bool(been >> near.index(place) & 1)


def _remembered(near: list[list[int]], here: int, been: int, there: int) -> int:
    """The set that is remembered at `there` by a crate that comes from `here`."""
    return sum(1 << bit for bit, other in enumerate(near[there]) if other == here or _has_been(near[here], been, other))
