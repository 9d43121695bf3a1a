"""What searches read: the edges and shortcuts of a graph, or its edges but some, both ways and in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.roads.contract import Flags, Ints, Longs, Shortcuts, weights_of
from routing.roads.graph import Graph, shortcuts_of


@dataclass(frozen=True, slots=True)
class Half:
    """Edges of one direction: those of node n are from `starts[n]` to `starts[n + 1]`.

    Attributes:
        ends: the other end of each.
        edges: number of each, as in `Shortcuts`.
        weights: of each.
    """

    starts: Longs
    ends: Ints
    edges: Ints
    weights: Longs


@dataclass(frozen=True, slots=True)
class Net:
    """What a search reads, all in memory.

    Attributes:
        out, back: searched from the sources, and from the targets.
        core: where the search from the targets ends.
        lefts, rights: of shortcuts, whose numbers begin at `edges`.
        reverse: whether ways are searched against their direction.
    """

    out: Half
    back: Half
    core: Flags
    lefts: Ints
    rights: Ints
    edges: int
    reverse: bool = False

    @classmethod
    def of(cls, graph: Graph) -> Net:
        """Along the edges."""
        short: Shortcuts = shortcuts_of(graph)
        weights = np.r_[weights_of(np.array(graph.milliseconds), np.array(graph.centimetres)), short.weights]
        up, down = np.array(short.up_edges), np.array(short.down_edges)
        return cls(
            Half(np.array(short.up_starts), np.array(short.up_heads), up, weights[up]),
            Half(np.array(short.down_starts), np.array(short.down_tails), down, weights[down]),
            np.array(short.core),
            np.array(short.lefts),
            np.array(short.rights),
            graph.edges,
        )

    @classmethod
    def without(cls, graph: Graph, shut: Flags) -> Net:
        """Along the edges but those that are shut.

        Shortcuts may lead over what is shut: every node is core, and searched through.
        """
        kept = np.flatnonzero(~shut).astype(np.int32)
        tails = np.repeat(np.arange(graph.nodes, dtype=np.int32), np.diff(graph.starts))[kept]
        heads = np.array(graph.heads)[kept]
        weights = weights_of(np.array(graph.milliseconds)[kept], np.array(graph.centimetres)[kept])
        order = np.argsort(heads, kind="stable")
        none = np.empty(0, np.int32)
        return cls(
            Half(_starts(tails, graph.nodes), heads, kept, weights),
            Half(_starts(heads, graph.nodes), tails[order], kept[order], weights[order]),
            np.ones(graph.nodes, np.bool_),
            none,
            none,
            graph.edges,
        )

    def backwards(self) -> Net:
        """Against the edges: what it finds from a node are the ways to it."""
        return Net(self.back, self.out, self.core, self.lefts, self.rights, self.edges, not self.reverse)


def _starts(ends: Ints, size: int) -> Longs:
    """Where the edges of each node begin that are in the order of one of their ends, shape (size + 1,)."""
    starts: Longs = np.r_[0, np.cumsum(np.bincount(ends, minlength=size))].astype(np.int64)
    return starts
