"""Fastest ways from one node to others: Dijkstra's search, compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from threading import local

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import kernel
from routing.roads.graph import Graph

NEVER = np.iinfo(np.int64).max
MOST_THREADS = 4

Numbers = NDArray[np.int64]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Net:
    """The arrays of a search, all in memory; shapes as in `Graph`."""

    starts: Numbers
    heads: Indices
    milliseconds: Indices
    centimetres: Indices

    @classmethod
    def of(cls, graph: Graph) -> Net:
        """Along the edges."""
        return cls(
            np.array(graph.starts), np.array(graph.heads), np.array(graph.milliseconds), np.array(graph.centimetres)
        )

    def backwards(self) -> Net:
        """Against the edges: what it finds from a node are the ways to it."""
        size = len(self.starts) - 1
        tails = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.heads, kind="stable")
        starts = np.r_[0, np.cumsum(np.bincount(self.heads, minlength=size))].astype(np.int64)
        return Net(starts, tails[order], self.milliseconds[order], self.centimetres[order])


class Room:
    """Where one search writes, made once and used again."""

    def __init__(self, size: int) -> None:
        self.millis = np.empty(size, np.int64)
        self.centis = np.empty(size, np.int64)
        self.before = np.empty(size, np.int32)
        self.heap = np.empty(size, np.int32)
        self.keys = np.empty(size, np.int64)
        self.slot = np.empty(size, np.int32)
        self.wanted = np.zeros(size, np.bool_)

    def search(self, net: Net, source: int, targets: Numbers) -> None:
        """Fill in the way to every target: `millis`, `centis`, and in `before` the node before each, -1 at the source.

        Of ways that take equally long the shortest is found, so that searching backwards gives the same numbers.
        What lies beyond the last target is not looked at.
        """
        self.wanted[targets] = True
        _search(
            net.starts,
            net.heads,
            net.milliseconds,
            net.centimetres,
            source,
            int(np.count_nonzero(self.wanted[np.unique(targets)])),
            self.wanted,
            self.millis,
            self.centis,
            self.before,
            self.heap,
            self.keys,
            self.slot,
        )
        self.wanted[targets] = False


def many_to_many(net: Net, sources: Numbers, targets: Numbers) -> tuple[Numbers, Numbers]:
    """Time and length of the fastest way from each source to each target.

    Returns:
        Milliseconds and centimetres, shape (sources, targets) each; NEVER where no way leads.
    """
    mine = local()

    def search(source: int) -> tuple[Numbers, Numbers]:
        room: Room | None = getattr(mine, "room", None)
        if room is None:
            room = mine.room = Room(len(net.starts) - 1)
        room.search(net, source, targets)
        return room.millis[targets], room.centis[targets]

    if not len(sources) or not len(targets):
        empty = np.zeros((len(sources), len(targets)), np.int64)
        return empty, empty
    with ThreadPoolExecutor(min(MOST_THREADS, cpu_count() or 1)) as threads:
        rows = list(threads.map(search, (int(source) for source in sources)))
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


@kernel
def _search(
    starts: Numbers,
    heads: Indices,
    milliseconds: Indices,
    centimetres: Indices,
    source: int,
    left: int,
    wanted: NDArray[np.bool_],
    millis: Numbers,
    centis: Numbers,
    before: Indices,
    heap: Indices,
    keys: Numbers,
    slot: Indices,
) -> None:
    """Dijkstra's algorithm with a four-way heap whose entries move; ends when `left` wanted nodes are done."""
    for node in range(len(millis)):
        millis[node] = NEVER
        centis[node] = NEVER
        slot[node] = -1
        before[node] = -1
    millis[source] = 0
    centis[source] = 0
    heap[0] = source
    keys[0] = 0
    slot[source] = 0
    size = 1
    while size > 0:
        node = heap[0]
        now = keys[0]
        if wanted[node]:
            left -= 1
            if left == 0:
                return
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
        gone = centis[node]
        for edge in range(starts[node], starts[node + 1]):
            head = heads[edge]
            time = now + milliseconds[edge]
            length = gone + centimetres[edge]
            if time > millis[head] or (time == millis[head] and length >= centis[head]):
                continue
            hole = slot[head]
            if hole < 0:
                hole = size
                size += 1
            millis[head] = time
            centis[head] = length
            before[head] = node
            while hole > 0:
                above = (hole - 1) // 4
                if keys[above] <= time:
                    break
                heap[hole] = heap[above]
                keys[hole] = keys[above]
                slot[heap[hole]] = hole
                hole = above
            heap[hole] = head
            keys[hole] = time
            slot[head] = hole
