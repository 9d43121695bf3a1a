"""A proven floor of the cost: no plan of the problem costs less. `docs/floor.md` has the proof."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from routing.bound.alone import dearest_alone
from routing.bound.calls import add_calls
from routing.bound.ground import Ground, TooLarge, ground
from routing.bound.program import Program
from routing.bound.rides import Rides
from routing.bound.stretches import prove_stretches
from routing.bound.ways import add_order
from routing.problem import Problem

__all__ = ["lower_bound"]

FIRST_WORK = 0.8
"""CP-SAT's deterministic time for the program without order, about 2 s; more hardly raises it."""

SHARE_OF_STRETCHES = 0.9
"""Of the time; the program with order gets the rest, and more where they are proven before."""

LONG_ENOUGH = 10.0
"""Seconds for the program with order once the stretches are proven: later it was never seen to overtake them."""


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

    def better(sum_of_parts: int) -> None:
        nonlocal best
        floor = int(min(sum_of_parts - 1, most))
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
        known = None if incumbent is None else incumbent + 1
        relaxation(relaxed, ordered=False).prove(better, work=FIRST_WORK, most=known)
        part = time.monotonic() + SHARE_OF_STRETCHES * seconds if seconds else None
        proven = prove_stretches(relaxed, better, until=part, most=most)
        left = until - time.monotonic()
        if left > 0:
            left = min(left, LONG_ENOUGH) if proven else left
            relaxation(relaxed, ordered=True).prove(better, seconds=left, most=known)
    return best


def relaxation(relaxed: Ground, ordered: bool) -> Program:
    """The program of a relaxed problem.

    Args:
        ordered: calls have times and rides an order; else places are called at on days, and that is all.
    """
    program = Program()
    days = [add_calls(program, relaxed, day, ordered) for day in relaxed.days]
    rides = [Rides(program, relaxed, calls) for calls in days]
    for order in relaxed.orders:
        add_order(program, relaxed, days, rides, order)
    for each in rides:
        each.close()
    return program
