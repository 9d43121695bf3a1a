"""Routes of pickups and deliveries without hubs: arrays, and the cheapest place for one more request.

Node 0 is the vehicles' home, nodes 1..n the pickups of requests 0..n-1, nodes n+1..2n their deliveries.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import inlined, kernel, step

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Nodes = NDArray[np.int32]


class Requests(NamedTuple):
    """What does not change. Shapes: v = 2 n + 1 nodes.

    Attributes:
        drive: (v, v) seconds; arc: (v, v) öre.
        node: (4, v) earliest start, latest start, seconds of work, crates taken up (negative: put down).
        near: (v, v - 1) the other nodes but home, nearest first.
        limit: capacity, vehicles, earliest leave, latest return.
        fixed: öre for each vehicle; absent: (n,) öre for each request left out.
    """

    drive: Ints
    arc: Floats
    node: Ints
    near: Nodes
    limit: Ints
    fixed: float
    absent: Floats


class Routes(NamedTuple):
    """A plan. Shapes: r routes, v nodes, m = v + 1 stops at most.

    Attributes:
        seq: (r, m) nodes, home first and last; size: (r,) stops, 0: vehicle not used.
        time: (r, 3, m) start of the stop, latest start that keeps all later stops in time, crates aboard after it.
        at: (v,) route of a node, -1: absent.
        cost: (r,) öre of arcs.
        left: (n + 1,) absent requests, their number last.
    """

    seq: Nodes
    size: Ints
    time: Ints
    at: Ints
    cost: Floats
    left: Ints


def no_routes(requests: Requests) -> Routes:
    """No vehicle used, every request absent."""
    nodes, vehicles = requests.node.shape[1], int(requests.limit[1])
    many = (nodes - 1) // 2
    return Routes(
        np.zeros((vehicles, nodes + 1), np.int32),
        np.zeros(vehicles, np.int64),
        np.zeros((vehicles, 3, nodes + 1), np.int64),
        np.full(nodes, -1, np.int64),
        np.zeros(vehicles, np.float64),
        np.array([*range(many), many], np.int64),
    )


@step
def refresh(q: Requests, x: Routes, r: int) -> None:
    """Times, loads and cost of route r from its stops."""
    n = x.size[r]
    if n <= 2:
        x.size[r] = 0
        x.cost[r] = 0.0
        return
    x.time[r, 0, 0], x.time[r, 2, 0] = q.limit[2], 0
    cost = 0.0
    for i in range(1, n):
        a, b = x.seq[r, i - 1], x.seq[r, i]
        start = x.time[r, 0, i - 1] + q.node[2, a] + q.drive[a, b]
        x.time[r, 0, i] = max(start, q.node[0, b])
        x.time[r, 2, i] = x.time[r, 2, i - 1] + q.node[3, b]
        cost += q.arc[a, b]
    x.cost[r] = cost
    x.time[r, 1, n - 1] = q.limit[3]
    for i in range(n - 2, -1, -1):
        a, b = x.seq[r, i], x.seq[r, i + 1]
        x.time[r, 1, i] = min(q.node[1, a], x.time[r, 1, i + 1] - q.drive[a, b] - q.node[2, a])


@inlined
def toss(random: Ints) -> float:
    """A number from 0 to 1 (xorshift, Marsaglia 2003)."""
    x = np.uint64(random[0])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = np.int64(x)
    return (np.int64(x >> np.uint64(11)) + 0.5) / 9007199254740992.0


@step
def cheapest(q: Requests, x: Routes, r: int, k: int, most: float, blink: float, random: Ints) -> tuple[float, int, int]:
    """The cheapest positions for request k in route r: extra öre (`most`: none cheaper), pickup and delivery after.

    Passes over some positions by chance (blinks, Christiaens and Vanden Berghe 2020).
    """
    many = (q.node.shape[1] - 1) // 2
    p, d = k + 1, k + 1 + many
    a_p, b_p, s_p, crates = q.node[0, p], q.node[1, p], q.node[2, p], q.node[3, p]
    a_d, b_d, s_d = q.node[0, d], q.node[1, d], q.node[2, d]
    room = q.limit[0] - crates
    best, best_i, best_j = most, -1, -1
    n = x.size[r]
    for i in range(n - 1):
        u, w = x.seq[r, i], x.seq[r, i + 1]
        t_p = max(a_p, x.time[r, 0, i] + q.node[2, u] + q.drive[u, p])
        if t_p > b_p:
            break
        if x.time[r, 2, i] > room:
            continue
        into = q.arc[u, p] - q.arc[u, w]
        # the delivery straight after
        delta = into + q.arc[p, d] + q.arc[d, w]
        if delta < best:
            t = max(a_d, t_p + s_p + q.drive[p, d])
            if t <= b_d and t + s_d + q.drive[d, w] <= x.time[r, 1, i + 1] and (blink <= 0.0 or toss(random) >= blink):
                best, best_i, best_j = delta, i, i
        first = into + q.arc[p, w]
        if first >= best:
            continue
        t = max(q.node[0, w], t_p + s_p + q.drive[p, w])
        if t > x.time[r, 1, i + 1]:
            continue
        for j in range(i + 1, n - 1):
            u2, w2 = x.seq[r, j], x.seq[r, j + 1]
            if x.time[r, 2, j] > room:
                break
            leave = t + q.node[2, u2]
            t_d = max(a_d, leave + q.drive[u2, d])
            if t_d > b_d:
                break
            delta = first + q.arc[u2, d] + q.arc[d, w2] - q.arc[u2, w2]
            if (
                delta < best
                and t_d + s_d + q.drive[d, w2] <= x.time[r, 1, j + 1]
                and (blink <= 0.0 or toss(random) >= blink)
            ):
                best, best_i, best_j = delta, i, j
            t = max(q.node[0, w2], leave + q.drive[u2, w2])
            if t > x.time[r, 1, j + 1]:
                break
    return best, best_i, best_j


@step
def insert_pair(q: Requests, x: Routes, r: int, k: int, i: int, j: int) -> None:
    """Put request k into route r: its pickup after stop i, its delivery after stop j >= i of the route as it was."""
    many = (q.node.shape[1] - 1) // 2
    if x.size[r] == 0:
        x.size[r] = 2
        x.seq[r, 0], x.seq[r, 1] = 0, 0
    n = x.size[r]
    for m in range(n - 1, j, -1):
        x.seq[r, m + 2] = x.seq[r, m]
    x.seq[r, j + 2] = k + 1 + many
    for m in range(j, i, -1):
        x.seq[r, m + 1] = x.seq[r, m]
    x.seq[r, i + 1] = k + 1
    x.size[r] = n + 2
    x.at[k + 1], x.at[k + 1 + many] = r, r
    refresh(q, x, r)


@step
def alone(q: Requests, k: int) -> bool:
    """Whether a vehicle could carry request k and nothing else."""
    many = (q.node.shape[1] - 1) // 2
    p, d = k + 1, k + 1 + many
    t_p = max(q.node[0, p], q.limit[2] + q.drive[0, p])
    t_d = max(q.node[0, d], t_p + q.node[2, p] + q.drive[p, d])
    return (
        q.node[3, p] <= q.limit[0]
        and t_p <= q.node[1, p]
        and t_d <= q.node[1, d]
        and t_d + q.node[2, d] + q.drive[d, 0] <= q.limit[3]
    )


@step
def squeeze(q: Requests, x: Routes, r: int) -> None:
    """Close the gaps that requests taken out (at = -1) left in route r."""
    m = 1
    for i in range(1, x.size[r] - 1):
        v = x.seq[r, i]
        if x.at[v] == r:
            x.seq[r, m] = v
            m += 1
    x.seq[r, m] = 0
    x.size[r] = m + 1
    refresh(q, x, r)


@step
def copy_route(a: Routes, b: Routes, r: int) -> None:
    """Route r of b becomes that of a."""
    n = max(a.size[r], b.size[r])
    b.size[r], b.cost[r] = a.size[r], a.cost[r]
    for i in range(n):
        b.seq[r, i] = a.seq[r, i]
        for c in range(3):
            b.time[r, c, i] = a.time[r, c, i]


@kernel
def copy_all(a: Routes, b: Routes) -> None:
    """b becomes a."""
    for r in range(len(a.size)):
        copy_route(a, b, r)
    for v in range(len(a.at)):
        b.at[v] = a.at[v]
    for k in range(len(a.left)):
        b.left[k] = a.left[k]
