"""The legs of a plan's trips, as the judge of plans reads them; shared with no engine.

On a leg over crossings, time before a crossing, on the road or at the quay, is idle time of the stretch before it. The
crossing itself is idle time of its own: one has to drive aboard in between. Whoever waits may let a departure pass.
"""

from __future__ import annotations

from itertools import product

from routing.driven import FRESH, Driven, driven_on
from routing.errors import Fault
from routing.plan import Stop
from routing.problem import BreakRule, Crossing, Leg, Problem


def judge_leg(problem: Problem, driven: Driven, before: Stop, stop: Stop, here: str) -> tuple[list[Fault], Driven]:
    """Check the drive to a stop: time enough, and no more driving than allowed since the last break.

    Idle time of at least a break's length may lie before, inside or after the driving, wherever it serves
    best: what is then left to drive after the break is all that has been driven since.

    Args:
        here: the stop's path.

    Returns:
        Its faults, and what has been driven since the last break at its end.
    """
    rule = problem.break_rule
    leg = problem.leg.get((before.place, stop.place))
    if leg is None:
        drive = problem.seconds[problem.index[before.place]][problem.index[stop.place]]
        earliest: int | None = before.leave + drive
        longest = in_all = drive
    else:
        earliest = earliest_arrival(problem, leg, before.leave)
        longest, in_all = max(leg.drives), sum(leg.drives)
    faults = []
    if earliest is None:
        faults.append(Fault("no-crossing", here, {"place": before.place, "leaves": before.leave}))
    elif stop.start < earliest:
        faults.append(Fault("too-early", here, {"start": stop.start, "earliest": earliest}))
    if rule is None:
        return faults, FRESH
    if longest > rule.max_drive:
        faults.append(Fault("leg-too-long", here, {"drives": longest, "most": rule.max_drive}))
        return faults, FRESH
    if leg is None:
        after = driven_on(rule, driven, in_all, stop.start - before.leave - in_all)
    elif faults:
        return faults, FRESH
    else:
        after = read_leg(problem, leg, rule, driven, before.leave, stop.start)
    if not after:
        since = min(driven)[0] + in_all
        faults.append(Fault("no-break", here, {"driven": since, "most": rule.max_drive}))
    return faults, after or FRESH


def earliest_arrival(problem: Problem, leg: Leg, leave: int) -> int | None:
    """When one is there who takes the first departure each time; None: no departure is left."""
    at = leave
    for drive, name in zip(leg.drives, leg.crossings, strict=False):
        departs = first_departure(problem.crossing[name], at + drive)
        if departs is None:
            return None
        at = departs + problem.crossing[name].seconds
    return at + leg.drives[-1]


def first_departure(crossing: Crossing, there: int) -> int | None:
    """The first one for which somebody is in time who is there at a moment; None: there is none."""
    ready = there + crossing.ahead
    return next((max(begins, ready) for begins, ends in crossing.departs if ends >= ready), None)


def read_leg(problem: Problem, leg: Leg, rule: BreakRule, before: Driven, leave: int, start: int) -> Driven:
    """Every way to read what has been driven since the last break at the end of a leg; none: the rule is broken."""
    parts = (0, rule.length, *(rule.split or ()))
    idles = {a + b for a, b in product(parts, repeat=2)}
    standing = {(leave, *way) for way in before}
    for drive, name in zip(leg.drives, leg.crossings, strict=False):
        crossing = problem.crossing[name]
        landed: set[tuple[int, int, bool]] = set()
        for (at, since, part), idle in product(standing, idles):
            departs = first_departure(crossing, at + drive + idle)
            if departs is None:
                continue
            waited = departs - crossing.ahead - at - drive
            for way in driven_on(rule, frozenset({(since, part)}), drive, waited):
                aboard = driven_on(rule, frozenset({way}), 0, crossing.seconds)
                landed |= {(departs + crossing.seconds, *after) for after in aboard}
        standing = landed
    found: set[tuple[int, bool]] = set()
    for at, since, part in standing:
        idle = start - at - leg.drives[-1]
        if idle >= 0:
            found |= driven_on(rule, frozenset({(since, part)}), leg.drives[-1], idle)
    return frozenset((min(since for since, had in found if had == part), part) for part in {had for _, had in found})
