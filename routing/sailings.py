"""Which departures a trip takes: what the driver's sheet says beside its stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from routing.plan import Stop
from routing.problem import Crossing, Problem
from routing.roads.crossings import next_departure
from routing.ways import Way, crossed, rests, way_between


@dataclass(frozen=True, slots=True)
class Sailing:
    """A crossing that a trip takes.

    Attributes:
        departs, lands: seconds from 00:00 of day 0.
        waits: whether one waits for it; else the road is open when one comes.
    """

    crossing: Crossing
    departs: int
    lands: int
    waits: bool


Taken: TypeAlias = tuple[tuple[Sailing, ...], ...]
"""Of each leg."""


def sailings(problem: Problem, stops: Sequence[Stop]) -> Taken:
    """The crossings of each leg of a trip that keeps the rules, shape (stops - 1,).

    The first departures for which there is time, breaks included that have to be taken before them.
    """
    rule = problem.break_rule
    known: dict[tuple[int, bool], Taken] = {(0, False): ()}
    for before, stop in pairwise(stops):
        way = way_between(problem, before.place, stop.place)
        after: dict[tuple[int, bool], Taken] = {}
        for (driven, half), taken in known.items():
            for at, so_far, had, rested in crossed(way, rule, before.leave, driven, half):
                now = (*taken, sailed(way, before.leave, rested))
                for rest, since, part in rests(rule, so_far, had, way[1]):
                    if rest <= stop.start - at - way[1]:
                        after.setdefault((since, part), now)
        # Where the rule can't be read as kept, as if nobody rested.
        first = next(iter(known.values()))
        known = after or {(0, False): (*first, sailed(way, before.leave, (0,) * len(way[0])))}
    return min(known.items())[1]


def sailed(way: Way, leave: int, rested: Sequence[int]) -> tuple[Sailing, ...]:
    """The departures of one leg, after so many seconds of rest on each piece."""
    found = []
    for (drive, crossing), rest in zip(way[0], rested, strict=False):
        there = leave + drive + rest + crossing.ahead
        departs = next_departure(crossing.departs, there)
        if departs is None:
            break
        leave = departs + crossing.seconds
        found.append(Sailing(crossing, departs, leave, any(span[0] == departs for span in crossing.departs)))
    return tuple(found)
