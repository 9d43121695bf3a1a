"""A first rotation without a solver: period by period, each time the cheapest assignment of crates to room."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy carries no types

from routing.rotation.figures import open_in, shares
from routing.rotation.season import Cells, Season

NEVER = 2**40
"""Beyond any way; an assignment that costs as much leaves the crate at home."""


def start(season: Season) -> dict[tuple[str, int], str]:
    """A rotation that keeps the rules as far as what is fixed does, and serves libraries about equally.

    Each period first gives every open place one crate, then room to those that have had the fewest.
    """
    cells: dict[tuple[str, int], str] = {}
    had: Counter[str] = Counter()
    for period in range(season.periods):
        room = _room(season, period, had)
        if not room or not season.crates:
            continue
        cost = np.array([[_cost(season, cells, crate.id, period, place) for place in room] for crate in season.crates])
        for crate, slot in zip(*linear_sum_assignment(cost), strict=True):
            if cost[crate, slot] < NEVER:
                cells[season.crates[crate].id, period] = room[slot]
        had.update(place for (_, at), place in cells.items() if at == period)
    return cells


def _room(season: Season, period: int, had: Counter[str]) -> list[str]:
    """A place for each crate, named once for each crate that can stand there, as even as can be."""
    fixed = Counter(place for (_, at), place in season.fixed.items() if at == period)
    claims = shares(season)
    room = list(fixed.elements())
    turns = [
        (fixed[place.id] <= turn, turn > 0, had[place.id] - claims[place.id], place.id)
        for place in season.places
        if period in open_in(season, place.id)
        for turn in range(fixed[place.id], place.capacity)
    ]
    ordered = sorted(turns, key=lambda turn: (turn[1], turn[2], turn[3]))
    return room + [turn[3] for turn in ordered[: max(0, len(season.crates) - len(room))]]


def _cost(season: Season, cells: Cells, crate: str, period: int, place: str) -> int:
    """Metres to bring the crate there; a wish that comes true is worth any way, a fixed cell more than any wish."""
    if season.fixed.get((crate, period)) == place:
        return -NEVER
    theme = season.crate[crate].theme
    ruled_out = (
        not season.allows(crate, period, place)
        or any(cells.get((crate, other)) == place for other in range(period))
        or any(at == place and who == crate and when > period for (who, when), at in season.fixed.items())
        or (bool(theme) and any(_theme_at(season, cells, place, other, theme) for other in (period - 1, period + 1)))
    )
    if ruled_out:
        return NEVER
    here = cells.get((crate, period - 1), season.crate[crate].home)
    wished = any(
        wish.place == place and wish.holds(season, {(crate, period): place}) and not wish.holds(season, cells)
        for wish in season.wishes
    )
    return season.metres[season.row[here]][season.row[place]] - wished * 10_000_000


def _theme_at(season: Season, cells: Cells, place: str, period: int, theme: str) -> bool:
    """Whether a crate of the theme stands, or is fixed to stand, there then."""
    return any(
        at == place and when == period and season.crate[who].theme == theme
        for source in (cells, season.fixed)
        for (who, when), at in source.items()
    )
