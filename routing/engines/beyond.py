"""Problems beyond the common format: searched as the nearest common ones, mended, and bettered with every rule in view.

The compiled engines know nothing of crossings, weights or what is kept apart. A plan that they find for a problem
without those is a good beginning: what breaks a rule is timed anew or taken out, and put in again where it fits.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from routing.engines import Engine
from routing.engines.again import better, worth
from routing.engines.single import plan_single, take_along
from routing.locked import NOTHING_LOCKED, LockedBroken
from routing.plan import Plan
from routing.problem import BreakRule, Crossing, Problem
from routing.progress import Effort, Progress, silent
from routing.repair import mended

WAITS = ((0.5, 0.25), (1.0, 0.15))
"""Of the longest wait between two departures of a day, which share is added to a way; and the share of the effort.

Half of it is what one waits on average; with all of it, no ferry is missed by a plan that comes in time by it.
"""

NIGHT = 4 * 3600
"""A gap between departures that is no wait of a day's plan."""

CLOSED = 10**6
"""Seconds of a way that is closed: longer than any shift."""

STEPS = 20_000
"""Of a compiled engine, where the effort counts nothing."""


def plan_beyond(engine: Engine, problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Plan a problem that is beyond the common format.

    Args:
        engine: for the common problem.
    """
    begun = time.monotonic()
    best = plan_single(problem, share_of(effort, 0.1), told)
    for waits, share in WAITS if problem.legs else ((0.0, 0.3),):
        plan = begin(engine, common(problem, waits), problem, share_of(effort, share))
        best = plan if plan and worth(problem, plan) < worth(problem, best) else best
    left = None if effort.seconds is None else max(0.0, begun + effort.seconds - time.monotonic())
    return better(problem, best, replace(effort, seconds=left), told)


def share_of(effort: Effort, share: float) -> Effort:
    """A part of the effort."""
    seconds = None if effort.seconds is None else share * effort.seconds
    iterations = effort.iterations
    if seconds is None and iterations is None:
        iterations = STEPS
    return replace(effort, seconds=seconds, iterations=iterations)


def begin(engine: Engine, easier: Problem, problem: Problem, effort: Effort) -> Plan | None:
    """A plan of the easier problem made sound for the problem itself; None: what is broken can't be mended."""
    found = engine(easier, effort, silent)
    try:
        sound = mended(problem, found, NOTHING_LOCKED).plan
    except LockedBroken:
        return None
    return take_along(problem, sound, replace(effort, iterations=None), silent)


def common(problem: Problem, waits: float) -> Problem:
    """The problem in the common format: without what the engines do not know, its ways longer by what is waited for."""
    seconds = [list(row) for row in problem.seconds]
    for leg in problem.legs:
        row, column = problem.index[leg.origin], problem.index[leg.to]
        for name in leg.crossings:
            longest = longest_wait(problem.crossing[name])
            seconds[row][column] += CLOSED if longest is None else round(waits * longest)
    rule = problem.break_rule
    return replace(
        problem,
        seconds=tuple(map(tuple, seconds)),
        vehicles=tuple(replace(vehicle, forbidden=(), max_kg=None, max_duty=None) for vehicle in problem.vehicles),
        shipments=tuple(replace(shipment, apart=(), priority=0) for shipment in problem.shipments),
        break_rule=BreakRule(rule.max_drive, rule.length) if rule else None,
        crossings=(),
        legs=(),
    )


def longest_wait(crossing: Crossing) -> int | None:
    """Seconds between two departures of a day, at most; None: it goes at no time."""
    if not crossing.departs:
        return None
    return max((gap for gap in gaps(crossing) if gap < NIGHT), default=0)


def gaps(crossing: Crossing) -> Iterator[int]:
    """Seconds from each departure to the next."""
    ends = [span[1] for span in crossing.departs]
    return (begins - before for before, (begins, _) in zip(ends, crossing.departs[1:], strict=False))
