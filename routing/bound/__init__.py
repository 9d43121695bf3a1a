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
from routing.bound.sequence.model import model_of
from routing.bound.ways import add_order
from routing.problem import Problem

__all__ = ["lower_bound"]

FIRST_WORK = 0.8
"""CP-SAT's deterministic time for the program without order, about 2 s; more hardly raises it."""

SHORT_HORIZON = 3
"""Days up to which the sequence is looked for: it does not know that crates become ready and due in between."""

SHARE_OF_SEQUENCE = 0.7
FEW_STATES, FEW_LABELS = 60_000, 100_000
MANY_STATES, MANY_LABELS = 3_000_000, 30_000_000


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
        if len(relaxed.days) <= SHORT_HORIZON:
            sequence(relaxed, better, most, time.monotonic() + SHARE_OF_SEQUENCE * seconds if seconds else None)
        if (left := until - time.monotonic()) > 0:
            relaxation(relaxed, ordered=True).prove(better, seconds=left, most=known)
    return best


def sequence(relaxed: Ground, better: Callable[[int], None], most: float, until: float | None) -> None:
    """Prove by the sequence of segments, until a time of the monotonic clock; None: with the same work every time."""
    model = model_of(relaxed, MANY_STATES if until else FEW_STATES)
    if model is not None:
        from routing.bound.sequence.search import prove_sequence

        prove_sequence(model, better, until=until, most_labels=MANY_LABELS if until else FEW_LABELS, most=most)


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
