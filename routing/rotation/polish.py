"""Less driving at the same service: annealing over rotations (`routing.rotation.chain`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from routing.rotation.chain import BEST, HERE, RANDOM, Ints, Rules, Walk, enter, walk_on
from routing.rotation.figures import shares
from routing.rotation.season import Cells, Crate, Place, Season

WARM, MILD, COLD = 15_000.0, 5_000.0, 2_000.0
"""Temperatures in metres, where the average way between two places is 60 km: at the beginning, when a walk begins at a
rotation that is good already, and at the end."""

STEPS = 20_000
"""Between looks at the clock: some milliseconds."""

REMEMBERS_FROM = 0.6
"""Share of a walk after which the seasons of its crates are worth remembering."""

Pool = set[tuple[str, tuple[str | None, ...]]]
"""Seasons of single crates: the crate, and where it stands in each period; None at home."""


@dataclass(frozen=True)
class Spending:
    """What a walk may spend: wall time, or else a number of steps."""

    seconds: float | None
    steps: int

    def clock(self) -> Callable[[int], float]:
        """Starts now; tells the share that is spent after so many steps."""
        begun, seconds = time.monotonic(), self.seconds
        if seconds is None:
            return lambda steps: steps / max(self.steps, 1)
        return lambda _steps: (time.monotonic() - begun) / max(seconds, 1e-3)


def polish(
    season: Season,
    cells: Cells,
    told: Callable[[dict[tuple[str, int], str]], None],
    pool: Pool,
    spending: Spending,
    *,
    seed: int,
    warm: bool = True,
) -> None:
    """Walk; every better rotation is told. What is fixed stays, and no rule is broken that was kept.

    Args:
        pool: gets the seasons of crates that were come by.
        warm: whether to begin hot enough to leave the rotation it begins with.
    """
    if not cells:
        return
    rules = rules_of(season)
    walk = walk_from(season, rules, cells, seed)
    between = rules.ways[:, :-1, :-1]
    scale = float(between.mean()) / 60_000 if between.any() else 1.0
    hot = WARM if warm else MILD
    known, steps, spent = int(walk.tally[HERE]), 0, spending.clock()
    while (share := spent(steps)) < 1:
        walk_on(rules, walk, STEPS, scale * hot * (COLD / hot) ** share)
        steps += STEPS
        if walk.tally[BEST] < known:
            known = int(walk.tally[BEST])
            told(cells_of(season, walk.best))
        if share > REMEMBERS_FROM:
            pool |= seasons_in(season, walk.stands)
    pool |= seasons_in(season, walk.best)


def warm_up() -> None:
    """Compile the walk, once for an installation, so that nobody waits for it later."""
    season = Season(1, (Place("a", 1),), (Crate("x", "a", ""),), ("a",), ((0,),))
    polish(season, {("x", 0): "a"}, lambda _: None, Pool(), Spending(None, 1), seed=1)


def rules_of(season: Season) -> Rules:
    """The season as the walk's tables."""
    places, periods = [place.id for place in season.places], season.periods
    home, crates = len(places), len(season.crates)
    metres = np.array(season.metres, np.int64)
    rows = [season.row[place] for place in places]
    spots = np.array([[*rows, season.row[crate.home]] for crate in season.crates])
    ruled_out = np.zeros((periods + 2, crates, home + 1), bool)
    capacity = np.zeros((home + 1, periods + 2), np.int64)
    capacity[home] = crates
    for t in range(periods):
        for p, place in enumerate(season.places):
            capacity[p, t + 1] = 0 if (place.id, t) in season.closed else place.capacity
        for c, crate in enumerate(season.crates):
            ruled_out[t + 1, c] = [*(not season.allows(crate.id, t, p) for p in places), (crate.id, t) in season.fixed]
    names = sorted({crate.theme for crate in season.crates if crate.theme})
    return Rules(
        ways=metres[spots[:, :, None], spots[:, None, :]],
        ruled_out=ruled_out,
        capacity=capacity,
        share=np.array([shares(season)[place] for place in places], np.int64),
        theme=np.array(
            [names.index(c.theme) if c.theme else len(names) + n for n, c in enumerate(season.crates)], np.int64
        ),
        wished=np.array(
            [
                [
                    [
                        [t > 0 and wish.holds(season, {(c.id, t - 1): p}) for p in places] + [False]
                        for t in range(periods + 2)
                    ]
                    for c in season.crates
                ]
                for wish in season.wishes
            ],
            bool,
        ).reshape(len(season.wishes), crates, periods + 2, home + 1),
    )


def walk_from(season: Season, rules: Rules, cells: Cells, seed: int) -> Walk:
    """A walk that begins at a rotation."""
    at = {place.id: n for n, place in enumerate(season.places)}
    home, crates = len(at), len(season.crates)
    stands = np.full((crates, season.periods + 2), home, np.int64)
    for c, crate in enumerate(season.crates):
        for t in range(season.periods):
            stands[c, t + 1] = at.get(cells.get((crate.id, t), ""), home)
    walk = Walk(
        stands=stands,
        best=stands.copy(),
        been=np.zeros((crates, home + 1), np.int64),
        standing=np.zeros((home + 1, season.periods + 2), np.int64),
        visits=np.zeros(home + 1, np.int64),
        themes=np.zeros((int(rules.theme.max()) + 1, home + 1, season.periods + 2), np.int64),
        hits=np.zeros(len(season.wishes), np.int64),
        tally=np.zeros(3, np.int64),
    )
    walk.tally[RANDOM] = 0x9E3779B97F4A7C15 >> 1 ^ (seed * 2_654_435_761 + 1)
    enter(rules, walk)
    return walk


def cells_of(season: Season, stands: Ints) -> dict[tuple[str, int], str]:
    """A rotation from a walk's table."""
    return {
        (crate.id, t): season.places[stands[c, t + 1]].id
        for c, crate in enumerate(season.crates)
        for t in range(season.periods)
        if stands[c, t + 1] < len(season.places)
    }


def seasons_in(season: Season, stands: Ints) -> Pool:
    """Each crate's own season in a walk's table."""
    names = [*(place.id for place in season.places), None]
    return {(crate.id, tuple(names[n] for n in stands[c, 1:-1])) for c, crate in enumerate(season.crates)}
