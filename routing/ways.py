"""The way from one stop to the next in pieces: what is driven, and the crossings that are waited for in between.

Leaving earlier never means arriving later. That is why the earliest start of each stop is all that a schedule has to
keep, with and without crossings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from routing.problem import BreakRule, Crossing, Problem
from routing.roads.crossings import last_departure, next_departure

Way: TypeAlias = tuple[tuple[tuple[int, Crossing], ...], int]
"""Seconds driven before each crossing, with it; seconds driven after the last one, or in all where there is none."""

State: TypeAlias = tuple[int, int, bool, tuple[int, ...]]
"""When one is there, seconds driven since the last break, whether its first part was taken since, and the seconds of
rest taken on each piece so far."""


def way_between(problem: Problem, origin: str, to: str) -> Way:
    """The way from place to place, by their ids."""
    leg = problem.leg.get((origin, to)) if problem.legs else None
    if leg is None:
        return (), problem.seconds[problem.index[origin]][problem.index[to]]
    named = (problem.crossing[crossing] for crossing in leg.crossings)
    return tuple(zip(leg.drives[:-1], named, strict=True)), leg.drives[-1]


def arrival(way: Way, leave: int | None) -> int | None:
    """When one is there who leaves at a time and rests nowhere; None: no departure is left."""
    crossed, last = way
    for drive, crossing in crossed:
        if leave is None:
            return None
        departs = next_departure(crossing.departs, leave + drive + crossing.ahead)
        leave = None if departs is None else departs + crossing.seconds
    return None if leave is None else leave + last


def leaving(way: Way, arrive: int, rested: Sequence[int] = ()) -> int:
    """How late one can leave to be there by a time; below 0: never.

    Args:
        rested: seconds of rest on each piece; empty: on none.
    """
    crossed, last = way
    at = arrive - last - (rested[-1] if rested else 0)
    for k in range(len(crossed) - 1, -1, -1):
        drive, crossing = crossed[k]
        departs = last_departure(crossing.departs, at - crossing.seconds)
        if departs is None:
            return -1
        at = departs - crossing.ahead - drive - (rested[k] if rested else 0)
    return at


def crossed(way: Way, rule: BreakRule | None, leave: int, driven: int, half: bool) -> list[State]:
    """Ways to stand at the beginning of the last piece, but those that others beat.

    A rest may be taken before a crossing, on the road or at the quay; the crossing itself is one if it lasts as long.
    Rest before and rest aboard are not added up: one has to drive aboard in between.
    """
    states: list[State] = [(leave, driven, half, ())]
    for drive, crossing in way[0]:
        if rule and drive > rule.max_drive:
            return []
        reached: list[State] = []
        for at, since, had, rested in states:
            for rest, after, part in rests(rule, since, had, drive):
                departs = next_departure(crossing.departs, at + drive + rest + crossing.ahead)
                if departs is None:
                    continue
                for pause, then, then_part in rests(rule, after, part, 0):
                    if pause <= crossing.seconds:
                        reached.append((departs + crossing.seconds, then, then_part, (*rested, rest)))
        states = unbeaten(reached)
    return states


def unbeaten(states: list[State]) -> list[State]:
    """The states that no other is as good as in all of time, driving and breaks; sorted by time."""
    kept: list[State] = []
    for state in sorted(states, key=lambda state: (state[0], state[1], not state[2])):
        if not any(other[1] <= state[1] and other[2] >= state[2] for other in kept):
            kept.append(state)
    return kept


def rests(rule: BreakRule | None, driven: int, half: bool, drive: int) -> Iterator[tuple[int, int, bool]]:
    """Ways to rest while driving: seconds, driving since the last break at its end, and whether a first part was taken.

    A rest may lie before, inside or after the driving, wherever it leaves the least to drive after it.

    Args:
        driven, half: since the last break; whether its first part was taken since.

    Source: Regulation (EC) 561/2006, art. 7.
    """
    driven += drive
    if rule is None:
        yield 0, driven, False
        return
    fresh = min(drive, max(0, driven - rule.max_drive))
    if driven <= rule.max_drive:
        yield 0, driven, half
    yield rule.length, fresh, False
    if rule.split is None:
        return
    first, second = rule.split
    if driven <= rule.max_drive and not half:
        yield first, driven, True
    if half:
        yield second, fresh, False
        yield second + first, fresh, True
    yield rule.length + first, fresh, True
