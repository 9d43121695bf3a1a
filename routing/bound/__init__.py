"""A proven floor of the cost: no plan of the problem costs less. `docs/floor.md` has the proof."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from routing.bound.alone import dearest_alone
from routing.bound.ground import UNIT, TooLarge, ground
from routing.bound.tree import Tree
from routing.problem import Problem

__all__ = ["lower_bound"]


def lower_bound(
    problem: Problem, seconds: float, told: Callable[[int], None] | None = None, incumbent: int | None = None
) -> int:
    """A whole number of öre that no plan of the problem can cost less than.

    Args:
        seconds: of wall time; a floor is there after the first round even where that takes longer.
        told: hears of each better floor.
        incumbent: what a sound plan costs; nothing is tried to prove a floor above it.

    Returns:
        The floor, >= 0; for problems that the relaxation does not cover, a cheap one.
    """
    until = time.monotonic() + seconds
    most = math.inf if incumbent is None else incumbent
    best = int(min(dearest_alone(problem), most))

    def better(units: int) -> None:
        nonlocal best
        floor = int(min(in_ore(units), most))
        if floor > best:
            best = floor
            if told is not None:
                told(best)

    if told is not None:
        told(best)
    try:
        relaxed = ground(problem)
    except TooLarge:
        return best
    if relaxed.places and relaxed.days and relaxed.orders:
        better(Tree(relaxed, until, None if incumbent is None else (incumbent + 1) * UNIT).grow(better))
    return best


def in_ore(units: int) -> int:
    """Whole öre at least: the cost rounds kilometres and hours once each, by half an öre at most."""
    return max(0, -(-units // UNIT) - 1)
