"""Ruin and recreate for pickups and deliveries: first fewer vehicles, then less way.

Slack induction by string removals (Christiaens and Vanden Berghe 2020), on pairs; vehicles are saved by keeping
count of how often each request was left out, as there.
"""

from __future__ import annotations

from math import log

import numpy as np

from routing.engines.compiled import inlined, kernel, step
from routing.engines.pair_routes import (
    Ints,
    Requests,
    Routes,
    alone,
    cheapest,
    copy_all,
    copy_route,
    insert_pair,
    squeeze,
    toss,
)

LONGEST_STRING = 10
BLINK = 0.01


@inlined
def pick(random: Ints, n: int) -> int:
    """A number from 0 to n - 1."""
    return int(toss(random) * n)


@step
def ruin(q: Requests, x: Routes, mark: Ints, removed: float, random: Ints) -> None:
    """Take strings of stops near each other out of routes near each other; mark[r] = 1 for routes changed."""
    many = (q.node.shape[1] - 1) // 2
    used, nodes = 0, 0
    for r in range(len(x.size)):
        mark[r] = 0
        if x.size[r] > 0:
            used += 1
            nodes += x.size[r] - 2
    if used == 0:
        return
    longest = min(float(LONGEST_STRING), nodes / used)
    strings = 4.0 * removed / (1.0 + longest) - 1.0
    todo = int(1.0 + toss(random) * max(strings, 0.0))
    seed = 1 + pick(random, 2 * many)
    left = x.left[many]
    for c in range(-1, q.near.shape[1]):
        if todo <= 0:
            break
        v = seed if c < 0 else q.near[seed, c]
        r = x.at[v]
        if r < 0 or mark[r] == 1:
            continue
        mark[r] = 1
        todo -= 1
        stops = x.size[r] - 2
        length = 1 + pick(random, int(min(float(stops), longest)))
        here = 1
        while x.seq[r, here] != v:
            here += 1
        kept = 0
        if length > 1 and length < stops and toss(random) < 0.5:
            kept = 1
            while length + kept < stops and toss(random) > 0.5:
                kept += 1
        span = length + kept
        low, high = max(1, here - span + 1), min(here, stops - span + 1)
        start = low + pick(random, high - low + 1)
        gap = start + 1 + pick(random, length) if kept > 0 else 0
        for i in range(start, start + span):
            if kept > 0 and gap <= i < gap + kept:
                continue
            u = x.seq[r, i]
            k = (u - 1) % many
            if x.at[k + 1] >= 0:
                x.at[k + 1], x.at[k + 1 + many] = -1, -1
                x.left[left] = k
                left += 1
        squeeze(q, x, r)
    x.left[many] = left


@step
def order(q: Requests, x: Routes, key: Ints, random: Ints) -> None:
    """Sort the absent requests by a criterion drawn for this time."""
    many = (q.node.shape[1] - 1) // 2
    n = x.left[many]
    draw = toss(random)
    for i in range(n):
        k = x.left[i]
        p, d = k + 1, k + 1 + many
        if draw < 0.35:
            key[k] = int(toss(random) * 1e9)
        elif draw < 0.55:
            key[k] = -q.node[3, p]
        elif draw < 0.70:
            key[k] = -q.drive[0, p] - q.drive[0, d]
        elif draw < 0.80:
            key[k] = q.drive[0, p] + q.drive[0, d]
        elif draw < 0.90:
            key[k] = q.node[1, d] - q.node[0, p]
        else:
            key[k] = -q.drive[p, d]
    for i in range(1, n):
        k, m = x.left[i], i - 1
        while m >= 0 and key[x.left[m]] > key[k]:
            x.left[m + 1] = x.left[m]
            m -= 1
        x.left[m + 1] = k


@step
def recreate(q: Requests, x: Routes, mark: Ints, key: Ints, fleet: int, random: Ints) -> None:
    """Insert absent requests one by one where they cost least; what fits nowhere stays absent.

    Args:
        fleet: vehicles that may be used.
    """
    many = (q.node.shape[1] - 1) // 2
    order(q, x, key, random)
    n = x.left[many]
    still = 0
    for m in range(n):
        k = x.left[m]
        best, route, at_i, at_j = q.absent[k], -1, -1, -1
        empty, used = -1, 0
        for r in range(len(x.size)):
            if x.size[r] == 0:
                if empty < 0:
                    empty = r
                continue
            used += 1
            cost, i, j = cheapest(q, x, r, k, best, BLINK, random)
            if i >= 0:
                best, route, at_i, at_j = cost, r, i, j
        if empty >= 0 and used < fleet and alone(q, k):
            cost = q.fixed + q.arc[0, k + 1] + q.arc[k + 1, k + 1 + many] + q.arc[k + 1 + many, 0]
            if cost < best:
                best, route, at_i, at_j = cost, empty, 0, 0
        if route >= 0:
            mark[route] = 1
            insert_pair(q, x, route, k, at_i, at_j)
        else:
            x.left[still] = k
            still += 1
    x.left[many] = still


@step
def whole_cost(q: Requests, x: Routes) -> float:
    """Öre of all arcs and vehicles, absent requests counted dear."""
    total = 0.0
    for m in range(x.left[len(x.left) - 1]):
        total += q.absent[x.left[m]]
    for r in range(len(x.size)):
        if x.size[r] > 0:
            total += x.cost[r] + q.fixed
    return total


@step
def absences(x: Routes, count: Ints) -> int:
    """How often the absent requests were left out so far, in total."""
    total = 0
    for m in range(x.left[len(x.left) - 1]):
        total += count[x.left[m]]
    return total


@step
def settle_pairs(x: Routes, y: Routes, mark: Ints) -> None:
    """Make y what x is, where only marked routes differ."""
    many = len(x.left) - 1
    for r in range(len(x.size)):
        if mark[r] == 1:
            copy_route(x, y, r)
    for v in range(len(x.at)):
        y.at[v] = x.at[v]
    y.left[many] = x.left[many]
    for m in range(x.left[many]):
        y.left[m] = x.left[m]


@step
def dissolve(q: Requests, x: Routes, count: Ints) -> None:
    """Give up the route whose requests were left out least often."""
    many = len(x.left) - 1
    best, route = 1 << 60, -1
    for r in range(len(x.size)):
        if x.size[r] > 0:
            total = 0
            for i in range(1, x.size[r] - 1):
                total += count[(x.seq[r, i] - 1) % many]
            if total < best:
                best, route = total, r
    for i in range(1, x.size[route] - 1):
        v = x.seq[route, i]
        if v <= many:
            x.left[x.left[many]] = v - 1
            x.left[many] += 1
        x.at[v] = -1
    squeeze(q, x, route)


@kernel
def fewer(
    q: Requests, now: Routes, work: Routes, best: Routes, count: Ints, mark: Ints, key: Ints, random: Ints,
    rounds: int, removed: float, heat: float,
) -> int:  # fmt: skip
    """Try to do with one vehicle less, again and again; `best` is the last plan with nobody absent.

    Returns:
        Vehicles that `best` uses.
    """
    many = len(now.left) - 1
    used = 0
    for r in range(len(best.size)):
        used += best.size[r] > 0
    cost = whole_cost(q, now)
    fleet = used - 1 if best.left[many] == 0 else len(now.size)
    for _ in range(rounds):
        if now.left[many] == 0:
            used = 0
            for r in range(len(now.size)):
                used += now.size[r] > 0
            copy_all(now, best)
            fleet = used - 1
            if used <= 1:
                return used
            dissolve(q, now, count)
            copy_all(now, work)
            cost = whole_cost(q, now)
        ruin(q, work, mark, removed, random)
        recreate(q, work, mark, key, fleet, random)
        new = whole_cost(q, work)
        a, b = absences(work, count), absences(now, count)
        better = a < b or work.left[many] == 0
        even = a == b and work.left[many] <= now.left[many] and new < cost - heat * log(toss(random))
        for m in range(work.left[many]):
            count[work.left[m]] += 1
        if better or even:
            settle_pairs(work, now, mark)
            cost = new
        else:
            settle_pairs(now, work, mark)
    return used


@kernel
def shorter(
    q: Requests, now: Routes, work: Routes, best: Routes, mark: Ints, key: Ints, random: Ints,
    rounds: int, removed: float, heat: float,
) -> float:  # fmt: skip
    """Anneal the whole cost at one temperature; `best` is the cheapest plan seen.

    Returns:
        The cost of `best`.
    """
    cost, least = whole_cost(q, now), whole_cost(q, best)
    for _ in range(rounds):
        ruin(q, work, mark, removed, random)
        recreate(q, work, mark, key, len(work.size), random)
        new = whole_cost(q, work)
        if new < cost - heat * log(toss(random)):
            settle_pairs(work, now, mark)
            cost = new
            if cost < least - 1e-6:
                copy_all(now, best)
                least = cost
        else:
            settle_pairs(now, work, mark)
    return least


@kernel
def seeded(q: Requests, x: Routes, mark: Ints, key: Ints, random: Ints) -> float:
    """Insert everything for a start; return the cost."""
    recreate(q, x, mark, key, len(x.size), random)
    return whole_cost(q, x)


def scratch(requests: Requests, seed: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Absence counts, route marks, sort keys and the random state of one search."""
    many = (requests.node.shape[1] - 1) // 2
    return (
        np.ones(many + 1, np.int64),
        np.zeros(int(requests.limit[1]) + 1, np.int64),
        np.zeros(many + 1, np.int64),
        np.array([(seed * 0x9E3779B97F4A7C15 + 0x51ED27) & ((1 << 62) - 1)], np.int64),
    )
