"""The compiled walk through rotations: crates trade stretches of their seasons, and places trade room.

Every step keeps the rules, and the service: what leaves a place that would then stand empty, or below its share, is not
moved. Steps that drive more are taken with a chance that falls with the temperature.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import kernel, step

Ints = NDArray[np.int64]

HERE, BEST, RANDOM = range(3)
"""Entries of `Walk.tally`: metres of the rotation at hand and of the best, and the state of chance."""


class Rules(NamedTuple):
    """What does not change. Periods count from 1; periods 0 and the last stand for the homes at both ends.

    Attributes:
        ways: metres of each crate from place to place, shape (crates, places + 1, places + 1); the last is its home.
        ruled_out: shape (periods + 2, crates, places + 1).
        capacity: shape (places + 1, periods + 2).
        share: meetings that a place keeps, shape (places,).
        theme: of each crate; a number of its own where it has none.
        wished: which cells make a wish come true, shape (wishes, crates, periods + 2, places + 1).
    """

    ways: Ints
    ruled_out: NDArray[np.bool_]
    capacity: Ints
    share: Ints
    theme: Ints
    wished: NDArray[np.bool_]


class Walk(NamedTuple):
    """Where the walk is.

    Attributes:
        stands: where each crate stands, shape (crates, periods + 2); the number of places means home.
        best: the best rotation so far.
        been: in which period each crate is at a place, 0: never; shape (crates, places + 1).
        standing: crates by place and period, shape (places + 1, periods + 2).
        visits: meetings of each place, shape (places + 1,).
        themes: crates by theme, place and period.
        hits: cells that make each wish come true.
    """

    stands: Ints
    best: Ints
    been: Ints
    standing: Ints
    visits: Ints
    themes: Ints
    hits: Ints
    tally: Ints


@step
def below(tally: Ints, bound: int) -> int:
    """A random number from 0 to below the bound (Marsaglia's xorshift)."""
    x = tally[RANDOM]
    x ^= x << 13
    x ^= (x >> 7) & 0x01FFFFFFFFFFFFFF
    x ^= x << 17
    tally[RANDOM] = x
    return int((x >> 11) & 0x000FFFFFFFFFFFFF) % bound


@step
def length(rules: Rules, walk: Walk, crate: int) -> int:
    """Metres of a crate's season."""
    total = 0
    for period in range(walk.stands.shape[1] - 1):
        total += rules.ways[crate, walk.stands[crate, period], walk.stands[crate, period + 1]]
    return total


@step
def put(rules: Rules, walk: Walk, crate: int, period: int, place: int, sign: int) -> None:
    """Enter a cell into the books, or take it out (`sign` -1)."""
    walk.standing[place, period] += sign
    walk.visits[place] += sign
    walk.been[crate, place] = period if sign > 0 else 0
    walk.themes[rules.theme[crate], place, period] += sign
    for wish in range(walk.hits.shape[0]):
        if rules.wished[wish, crate, period, place]:
            walk.hits[wish] += sign


@step
def move(rules: Rules, walk: Walk, crate: int, period: int, place: int) -> None:
    """Put a crate elsewhere in a period."""
    put(rules, walk, crate, period, walk.stands[crate, period], -1)
    walk.stands[crate, period] = place
    put(rules, walk, crate, period, place, 1)


@step
def follows(rules: Rules, walk: Walk, crate: int, period: int) -> bool:
    """Whether its theme stands at the same place just before or after."""
    place = walk.stands[crate, period]
    if place == walk.visits.shape[0] - 1:
        return False
    theme = rules.theme[crate]
    return bool(walk.themes[theme, place, period - 1] > 0 or walk.themes[theme, place, period + 1] > 0)


@step
def accepted(walk: Walk, more: int, heat: float) -> bool:
    """Whether to go a way that drives so much more."""
    if more <= 0:
        return True
    chance: bool = below(walk.tally, 1 << 30) < math.exp(-more / heat) * (1 << 30)
    return chance


@step
def unmet(walk: Walk) -> int:
    """Wishes that do not come true."""
    missing = 0
    for wish in range(walk.hits.shape[0]):
        if walk.hits[wish] == 0:
            missing += 1
    return missing


@step
def exchange(rules: Rules, walk: Walk, a: int, b: int, first: int, last: int) -> None:
    """Two crates trade a stretch of periods."""
    for period in range(first, last + 1):
        one, other = walk.stands[a, period], walk.stands[b, period]
        put(rules, walk, a, period, one, -1)
        put(rules, walk, b, period, other, -1)
    for period in range(first, last + 1):
        one, other = walk.stands[a, period], walk.stands[b, period]
        walk.stands[a, period], walk.stands[b, period] = other, one
        put(rules, walk, a, period, other, 1)
        put(rules, walk, b, period, one, 1)


@step
def may_exchange(rules: Rules, walk: Walk, a: int, b: int, first: int, last: int) -> bool:
    """Whether neither crate comes anywhere twice, or where it may not."""
    home = walk.visits.shape[0] - 1
    for period in range(first, last + 1):
        one, other = walk.stands[a, period], walk.stands[b, period]
        if one == other:
            continue
        if rules.ruled_out[period, a, other] or rules.ruled_out[period, b, one]:
            return False
        if other != home and walk.been[a, other] and not first <= walk.been[a, other] <= last:
            return False
        if one != home and walk.been[b, one] and not first <= walk.been[b, one] <= last:
            return False
    return True


@step
def try_exchange(rules: Rules, walk: Walk, heat: float) -> None:
    """Two crates trade a stretch: one period, several, or all to the end or from the beginning."""
    periods = walk.stands.shape[1] - 2
    a, b = below(walk.tally, walk.stands.shape[0]), below(walk.tally, walk.stands.shape[0])
    first = 1 + below(walk.tally, periods)
    kind = below(walk.tally, 4)
    last = first if kind == 0 else periods if kind == 1 else min(periods, first + below(walk.tally, 4))
    if kind == 3:
        first, last = 1, first
    if a == b or not may_exchange(rules, walk, a, b, first, last):
        return
    before = length(rules, walk, a) + length(rules, walk, b)
    missing = unmet(walk)
    exchange(rules, walk, a, b, first, last)
    more = length(rules, walk, a) + length(rules, walk, b) - before
    keeps = accepted(walk, more, heat) and unmet(walk) <= missing
    period = first
    while keeps and period <= last:
        keeps = not follows(rules, walk, a, period) and not follows(rules, walk, b, period)
        period += 1
    if keeps:
        walk.tally[HERE] += more
    else:
        exchange(rules, walk, a, b, first, last)


@step
def somebody_at(walk: Walk, place: int, period: int) -> int:
    """One of the crates that stand there then, by chance; there must be one."""
    crates = walk.stands.shape[0]
    crate = below(walk.tally, crates)
    while walk.stands[crate, period] != place:
        crate = (crate + 1) % crates
    return crate


@step
def try_trade(rules: Rules, walk: Walk, heat: float) -> None:
    """A crate goes to another place in one period; where that takes too much from a place, another one comes there."""
    periods, home = walk.stands.shape[1] - 2, walk.visits.shape[0] - 1
    a, s = below(walk.tally, walk.stands.shape[0]), 1 + below(walk.tally, periods)
    p, q = walk.stands[a, s], below(walk.tally, home)
    if p in (q, home) or walk.standing[p, s] < 2 or walk.standing[q, s] >= rules.capacity[q, s]:
        return
    b, t = a, s
    if walk.visits[p] <= rules.share[p]:
        t = 1 + below(walk.tally, periods)
        if s == t or walk.standing[q, t] < 2 or walk.standing[p, t] >= rules.capacity[p, t]:
            return
        b = somebody_at(walk, q, t)
        if rules.ruled_out[t, b, p] or (walk.been[b, p] and not (a == b and walk.been[b, p] == s)):
            return
    if rules.ruled_out[s, a, q] or (walk.been[a, q] and not (a == b and walk.been[a, q] == t and s != t)):
        return
    before = length(rules, walk, a) + (length(rules, walk, b) if a != b else 0)
    missing = unmet(walk)
    put(rules, walk, a, s, p, -1)
    walk.stands[a, s] = q
    if s != t:
        put(rules, walk, b, t, q, -1)
        walk.stands[b, t] = p
        put(rules, walk, b, t, p, 1)
    put(rules, walk, a, s, q, 1)
    more = length(rules, walk, a) + (length(rules, walk, b) if a != b else 0) - before
    follow = follows(rules, walk, a, s) or (s != t and follows(rules, walk, b, t))
    if not follow and accepted(walk, more, heat) and unmet(walk) <= missing:
        walk.tally[HERE] += more
        return
    put(rules, walk, a, s, q, -1)
    walk.stands[a, s] = p
    if s != t:
        put(rules, walk, b, t, p, -1)
        walk.stands[b, t] = q
        put(rules, walk, b, t, q, 1)
    put(rules, walk, a, s, p, 1)


@kernel
def enter(rules: Rules, walk: Walk) -> None:
    """Enter every cell of a rotation into books that are empty."""
    for crate in range(walk.stands.shape[0]):
        walk.tally[HERE] += length(rules, walk, crate)
        for period in range(1, walk.stands.shape[1] - 1):
            put(rules, walk, crate, period, walk.stands[crate, period], 1)
    walk.tally[BEST] = walk.tally[HERE]


@kernel
def walk_on(rules: Rules, walk: Walk, steps: int, heat: float) -> None:
    """Take so many steps at a temperature, in metres; the best rotation is kept."""
    for _ in range(steps):
        if below(walk.tally, 3) < 2:
            try_exchange(rules, walk, heat)
        else:
            try_trade(rules, walk, heat)
        if walk.tally[HERE] < walk.tally[BEST]:
            walk.tally[BEST] = walk.tally[HERE]
            for crate in range(walk.stands.shape[0]):
                for period in range(walk.stands.shape[1]):
                    walk.best[crate, period] = walk.stands[crate, period]
