"""Fastest ways from some nodes to others: over the shortcuts of the graph, compiled.

A search climbs from its node to nodes that were passed over later, and goes on over the whole core. From the other end
only the climb is made: few nodes, each with its way down to the target. Where both meet, the way is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from threading import local

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import kernel
from routing.roads.contract import PART, Flags, Ints, Longs
from routing.roads.nets import Half, Net

NEVER = np.iinfo(np.int64).max
MOST_THREADS = 4

Numbers = NDArray[np.int64]


class Room:
    """Where one search writes, made once and used again.

    Attributes:
        far: weight of the way to each node, NEVER: none.
        before: node before each, -1 at the source.
        by: place in the half of the edge that leads to each.
    """

    def __init__(self, size: int) -> None:
        self.far = np.full(size, NEVER, np.int64)
        self.before = np.full(size, -1, np.int32)
        self.by = np.full(size, -1, np.int64)
        self.heap = np.empty(size, np.int32)
        self.keys = np.empty(size, np.int64)
        self.slot = np.full(size, -1, np.int32)
        self.reached = np.empty(size, np.int32)
        self.count = 0

    def search(self, half: Half, source: int, stop: Flags) -> Ints:
        """Find the ways from a node, not going on from nodes where to stop; the nodes that were reached."""
        _forget(self.far, self.before, self.by, self.slot, self.reached[: self.count])
        self.count = _search(
            half.starts, half.ends, half.weights, source, stop,
            self.far, self.before, self.by, self.heap, self.keys, self.slot, self.reached,
        )  # fmt: skip
        return self.reached[: self.count]

    def chain(self, node: int) -> list[int]:
        """Places in the half of the edges from the source to a node."""
        found = []
        while self.before[node] >= 0:
            found.append(int(self.by[node]))
            node = int(self.before[node])
        return found[::-1]


def many_to_many(net: Net, sources: Numbers, targets: Numbers) -> tuple[Numbers, Numbers]:
    """Time and length of the fastest way from each source to each target.

    Of ways that take equally long the shortest is found, so that searching backwards gives the same numbers.

    Returns:
        Milliseconds and centimetres, shape (sources, targets) each; NEVER where no way leads.
    """
    if not len(sources) or not len(targets):
        empty = np.zeros((len(sources), len(targets)), np.int64)
        return empty, empty
    starts, nodes, lengths = _ways_down(net, targets)
    mine = local()
    nowhere = np.zeros_like(net.core)

    def search(source: int) -> Numbers:
        room: Room | None = getattr(mine, "room", None)
        if room is None:
            room = mine.room = Room(len(net.core))
        room.search(net.out, source, nowhere)
        return np.minimum.reduceat(_sum(room.far[nodes], lengths), starts[:-1])

    with ThreadPoolExecutor(min(MOST_THREADS, cpu_count() or 1)) as threads:
        whole = np.array(list(threads.map(search, (int(source) for source in sources))))
    known = whole != NEVER
    millis, centis = np.where(known, whole >> PART, NEVER), np.where(known, whole & (2**PART - 1), NEVER)
    return millis, centis


def ways(net: Net, sources: Numbers, targets: Numbers) -> Iterator[list[NDArray[np.int64]]]:
    """The edges of the graph along the fastest way from each source to each target.

    Yields:
        For each source, the edges of its way to each target in order; none where no way leads, nor to itself.
    """
    out, back = Room(len(net.core)), Room(len(net.core))
    nowhere = np.zeros_like(net.core)
    stack, found = np.empty(len(net.lefts) + 2, np.int32), np.empty(len(net.out.ends) + len(net.back.ends), np.int64)
    for source in sources.tolist():
        out.search(net.out, source, nowhere)
        row = []
        for target in targets.tolist():
            nodes = back.search(net.back, target, net.core)
            whole = _sum(out.far[nodes], back.far[nodes])
            best = int(np.argmin(whole))
            if whole[best] == NEVER:
                row.append(np.empty(0, np.int64))
                continue
            meets = int(nodes[best])
            there = net.out.edges[out.chain(meets)]
            down = net.back.edges[back.chain(meets)[::-1]]
            edges = np.r_[there, down]
            if net.reverse:
                edges = edges[::-1]
            count = _unpacked(edges.astype(np.int64), net.lefts, net.rights, net.edges, stack, found)
            row.append(found[:count].copy())
        yield row


def _ways_down(net: Net, targets: Numbers) -> tuple[Numbers, Ints, Numbers]:
    """From which nodes each target is reached downwards: where its nodes begin, the nodes, and what remains to go."""
    room = Room(len(net.core))
    starts, nodes, lengths = [0], [], []
    for target in targets.tolist():
        reached = room.search(net.back, target, net.core).copy()
        nodes.append(reached)
        lengths.append(room.far[reached])
        starts.append(starts[-1] + len(reached))
    return np.array(starts), np.concatenate(nodes), np.concatenate(lengths)


def _sum(one: Numbers, other: Numbers) -> Numbers:
    """Sums; NEVER stays what it is."""
    return np.where(one == NEVER, NEVER, np.where(one == NEVER, 0, one) + other)


@kernel
def _forget(far: Numbers, before: Ints, by: Numbers, slot: Ints, reached: Ints) -> None:
    """Make the room as it was before a search."""
    for node in reached:
        far[node] = NEVER
        before[node] = -1
        by[node] = -1
        slot[node] = -1


@kernel
def _unpacked(edges: Numbers, lefts: Ints, rights: Ints, first: int, stack: Ints, found: Numbers) -> int:
    """Put the edges that shortcuts are made of in their place; how many there are."""
    count = 0
    for number in edges:
        stack[0] = number
        size = 1
        while size > 0:
            size -= 1
            edge = stack[size]
            if edge < first:
                found[count] = edge
                count += 1
            else:
                stack[size] = rights[edge - first]
                stack[size + 1] = lefts[edge - first]
                size += 2
    return count


@kernel
def _search(
    starts: Longs,
    ends: Ints,
    weights: Longs,
    source: int,
    stop: Flags,
    far: Numbers,
    before: Ints,
    by: Numbers,
    heap: Ints,
    keys: Numbers,
    slot: Ints,
    reached: Ints,
) -> int:
    """Dijkstra's algorithm with a four-way heap whose entries move; how many nodes it reached."""
    far[source] = 0
    heap[0] = source
    keys[0] = 0
    slot[source] = 0
    reached[0] = source
    count = 1
    size = 1
    while size > 0:
        node = heap[0]
        now = keys[0]
        size -= 1
        moved = heap[size]
        key = keys[size]
        hole = 0
        while True:
            first = 4 * hole + 1
            if first >= size:
                break
            best = first
            for child in range(first + 1, min(first + 4, size)):
                if keys[child] < keys[best]:
                    best = child
            if keys[best] >= key:
                break
            heap[hole] = heap[best]
            keys[hole] = keys[best]
            slot[heap[hole]] = hole
            hole = best
        heap[hole] = moved
        keys[hole] = key
        slot[moved] = hole
        if stop[node]:
            continue
        for place in range(starts[node], starts[node + 1]):
            end = ends[place]
            length = now + weights[place]
            if length >= far[end]:
                continue
            hole = slot[end]
            if hole < 0:
                hole = size
                size += 1
                reached[count] = end
                count += 1
            far[end] = length
            before[end] = node
            by[end] = place
            while hole > 0:
                above = (hole - 1) // 4
                if keys[above] <= length:
                    break
                heap[hole] = heap[above]
                keys[hole] = keys[above]
                slot[heap[hole]] = hole
                hole = above
            heap[hole] = end
            keys[hole] = length
            slot[end] = hole
    return count
