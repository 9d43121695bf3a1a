"""Shortcuts past most nodes of a graph, made once when it is built: searches then look at what is left, the core.

A node is passed over by joining each edge into it with each edge out of it, where no way past it is as short. Nodes
with few neighbors go first, never two neighbors in one round, until those that are left have too many.

Source: Geisberger, Sanders, Schultes and Delling (2008), "Contraction hierarchies"; a core that is left uncontracted
after Bauer, Delling, Sanders, Schieferdecker, Schultes and Wagner (2010), "Combining hierarchical and goal-directed
speed-up techniques for Dijkstra's algorithm".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import inlined, kernel, step

MOST_NEIGHBORS = 32
"""Edges in and out of a node, beyond which passing over it adds more work than it saves."""

LEAST_SHARE = 0.005
"""Of the nodes, which have to be passed over in a round for another one with the same limit."""

ROOM = 4
"""Edges and shortcuts together, in edges of the graph; where it is full, the core is larger."""

PART = 32
"""Bits of a weight that are the length: of ways that take equally long the shortest is found."""

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Edges and shortcuts of a graph; a number below the graph's edges is an edge, from there on a shortcut.

    Attributes:
        up_starts, up_heads, up_edges: from each node to those that were passed over later, or in the core from any
            node to any: shape (nodes + 1,), (up,), (up,).
        down_starts, down_tails, down_edges: the same for edges that lead to it.
        lefts, rights: the two that a shortcut is made of, shape (shortcuts,).
        weights: milliseconds and centimetres of a shortcut in one number, shape (shortcuts,).
        core: nodes that are left, shape (nodes,).
    """

    up_starts: Longs
    up_heads: Ints
    up_edges: Ints
    down_starts: Longs
    down_tails: Ints
    down_edges: Ints
    lefts: Ints
    rights: Ints
    weights: Longs
    core: Flags


def weights_of(milliseconds: Ints, centimetres: Ints) -> Longs:
    """Time and length in one number that can be added and compared."""
    weights: Longs = milliseconds.astype(np.int64) << PART | centimetres.astype(np.int64)
    return weights


def contract(starts: Longs, heads: Ints, milliseconds: Ints, centimetres: Ints) -> Shortcuts:
    """Make the shortcuts of a graph; shapes as in `Graph`."""
    size, edges = len(starts) - 1, len(heads)
    capacity = ROOM * edges + 1
    tail, head = np.zeros(capacity, np.int32), np.zeros(capacity, np.int32)
    weight = np.zeros(capacity, np.int64)
    left, right = np.full(capacity, -1, np.int32), np.full(capacity, -1, np.int32)
    tail[:edges] = np.repeat(np.arange(size, dtype=np.int32), np.diff(starts))
    head[:edges], weight[:edges] = heads, weights_of(milliseconds, centimetres)
    dead = np.zeros(capacity, np.bool_)
    firsts, nexts = np.full((2, size), -1, np.int32), np.full((2, capacity), -1, np.int32)
    degrees = np.zeros(size, np.int32)
    passed = np.full(size, size, np.int32)
    used = _link(tail, head, edges, firsts, nexts, degrees)
    left_over = np.arange(size, dtype=np.int32)
    touched, seen, best = np.full(size, -1, np.int32), np.full(size, -1, np.int32), np.zeros(size, np.int64)
    round_, order, stamp = 0, 0, 0
    for most in range(2, MOST_NEIGHBORS + 1, 2):
        while len(left_over):
            round_ += 1
            before = order
            used, order, stamp = _round(
                left_over, most, round_, order, stamp, tail, head, weight, left, right, dead, firsts[0], nexts[0],
                firsts[1], nexts[1], degrees, passed, touched, seen, best, used, capacity,
            )  # fmt: skip
            left_over = left_over[passed[left_over] == size]
            if order - before <= LEAST_SHARE * size:
                break
    tail, head, dead = tail[:used], head[:used], dead[:used]
    both = (passed[tail] == size) & (passed[head] == size)
    up = np.flatnonzero(~dead & (both | (passed[tail] < passed[head])))
    down = np.flatnonzero(~dead & (both | (passed[head] < passed[tail])))
    up_starts, up = _by(tail, up, size)
    down_starts, down = _by(head, down, size)
    return Shortcuts(
        up_starts=up_starts,
        up_heads=head[up],
        up_edges=up.astype(np.int32),
        down_starts=down_starts,
        down_tails=tail[down],
        down_edges=down.astype(np.int32),
        lefts=left[edges:used].copy(),
        rights=right[edges:used].copy(),
        weights=weight[edges:used].copy(),
        core=passed == size,
    )


def _by(ends: Ints, chosen: NDArray[np.intp], size: int) -> tuple[Longs, NDArray[np.intp]]:
    """The chosen edges in the order of one of their ends, and where those of each node begin."""
    order = chosen[np.argsort(ends[chosen], kind="stable")]
    starts = np.r_[0, np.cumsum(np.bincount(ends[chosen], minlength=size))].astype(np.int64)
    return starts, order


@kernel
def _link(tail: Ints, head: Ints, edges: int, firsts: Ints, nexts: Ints, degrees: Ints) -> int:
    """Put each edge into the lists of its ends."""
    for edge in range(edges - 1, -1, -1):
        nexts[0, edge] = firsts[0, tail[edge]]
        firsts[0, tail[edge]] = edge
        nexts[1, edge] = firsts[1, head[edge]]
        firsts[1, head[edge]] = edge
        degrees[tail[edge]] += 1
        degrees[head[edge]] += 1
    return edges


@inlined
def _unlink(edge: int, node: int, firsts: Ints, nexts: Ints) -> None:
    """Take an edge out of a node's list."""
    at = firsts[node]
    if at == edge:
        firsts[node] = nexts[edge]
        return
    while nexts[at] != edge:
        at = nexts[at]
    nexts[at] = nexts[edge]


@step
def _leave(
    node: int,
    mine: Ints,
    my_nexts: Ints,
    ends: Ints,
    firsts: Ints,
    nexts: Ints,
    degrees: Ints,
    touched: Ints,
    round_: int,
) -> None:
    """Take a node's edges of one direction out of the lists of their other ends, `ends`."""
    edge = mine[node]
    while edge >= 0:
        other = ends[edge]
        touched[other] = round_
        degrees[other] -= 1
        _unlink(edge, other, firsts, nexts)
        edge = my_nexts[edge]


@kernel
def _round(
    nodes: Ints,
    most: int,
    round_: int,
    order: int,
    stamp: int,
    tail: Ints,
    head: Ints,
    weight: Longs,
    left: Ints,
    right: Ints,
    dead: Flags,
    out_first: Ints,
    out_next: Ints,
    in_first: Ints,
    in_next: Ints,
    degrees: Ints,
    passed: Ints,
    touched: Ints,
    seen: Ints,
    best: Longs,
    used: int,
    capacity: int,
) -> tuple[int, int, int]:
    """Pass over nodes of at most so many edges, no two neighbors.

    Returns:
        How many edges there are then, and nodes passed over; and the last stamp.
    """
    for row in range(len(nodes)):
        node = nodes[row]
        if degrees[node] > most or touched[node] == round_ or used + most * most >= capacity:
            continue
        passed[node] = order
        order += 1
        # Out of the lists of its neighbors; its own lists stay as they are.
        _leave(node, in_first, in_next, tail, out_first, out_next, degrees, touched, round_)
        _leave(node, out_first, out_next, head, in_first, in_next, degrees, touched, round_)
        into = in_first[node]
        while into >= 0:
            origin = tail[into]
            # What is reached from there in one step, or in two.
            stamp += 1
            edge = out_first[origin]
            while edge >= 0:
                middle = head[edge]
                length = weight[edge]
                if seen[middle] != stamp or best[middle] > length:
                    seen[middle] = stamp
                    best[middle] = length
                other = out_first[middle]
                while other >= 0:
                    goal = head[other]
                    if seen[goal] != stamp or best[goal] > length + weight[other]:
                        seen[goal] = stamp
                        best[goal] = length + weight[other]
                    other = out_next[other]
                edge = out_next[edge]
            onward = out_first[node]
            while onward >= 0:
                goal = head[onward]
                whole = weight[into] + weight[onward]
                needed = goal != origin
                if needed and seen[goal] == stamp and best[goal] <= whole:
                    needed = False
                edge = in_first[goal] if needed else -1
                while edge >= 0:
                    middle = tail[edge]
                    if seen[middle] == stamp and best[middle] + weight[edge] <= whole:
                        needed = False
                        break
                    edge = in_next[edge]
                if needed:
                    # A longer edge between the two is of no use any more.
                    edge = out_first[origin]
                    while edge >= 0 and head[edge] != goal:
                        edge = out_next[edge]
                    if edge >= 0:
                        _unlink(edge, origin, out_first, out_next)
                        _unlink(edge, goal, in_first, in_next)
                        dead[edge] = True
                        degrees[origin] -= 1
                        degrees[goal] -= 1
                    tail[used] = origin
                    head[used] = goal
                    weight[used] = whole
                    left[used] = into
                    right[used] = onward
                    out_next[used] = out_first[origin]
                    out_first[origin] = used
                    in_next[used] = in_first[goal]
                    in_first[goal] = used
                    degrees[origin] += 1
                    degrees[goal] += 1
                    seen[goal] = stamp
                    best[goal] = whole
                    used += 1
                onward = out_next[onward]
            into = in_next[into]
    return used, order, stamp
