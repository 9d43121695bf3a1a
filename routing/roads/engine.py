"""Whoever measures roads: the graph on this machine, or a server that the organisation runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import Protocol

from routing.problem import Matrix
from routing.roads.closed import Stretch
from routing.roads.graph import Graph
from routing.roads.nets import Net
from routing.roads.paths import Detour, Path, Sides, detours, paths
from routing.roads.routes import legs, net_of
from routing.roads.snapping import WITHIN_METRES, Spot, snap


class RoadEngine(Protocol):
    """A way to know distances and times.

    Attributes:
        name: as plans name it: "osm 2026-11-20".
        settings: all that the numbers rest on beside the places, as JSON takes it.
    """

    @property
    def name(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, object]: ...

    def measure(self, origins: Sequence[Spot], goals: Sequence[Spot]) -> tuple[Matrix, Matrix]:
        """Whole metres and whole seconds of the fastest ways, shape (origins, goals) each.

        Raises:
            OffRoad, NoRoute: a place no road comes near; a pair without a way.
            NoAnswer: the server did not answer as it should.
        """
        ...

    def paths(
        self, origins: Sequence[Spot], goals: Sequence[Spot], crossings: Sequence[Sides]
    ) -> Sequence[Sequence[Path]]:
        """Where those ways go, shape (origins, goals), and which crossings they pass.

        Raises:
            as `measure`.
        """
        ...


class OnGraph:
    """The graph on this machine."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.name = graph.about.name
        self.settings: Mapping[str, object] = {**asdict(graph.about), "within_metres": WITHIN_METRES}

    @cached_property
    def net(self) -> Net:
        """What a search reads."""
        return Net.of(self.graph)

    def measure(self, origins: Sequence[Spot], goals: Sequence[Spot]) -> tuple[Matrix, Matrix]:
        """As in `RoadEngine`."""
        return legs(self.net, snap(self.graph, origins), snap(self.graph, goals))

    def paths(self, origins: Sequence[Spot], goals: Sequence[Spot], crossings: Sequence[Sides]) -> list[list[Path]]:
        """As in `RoadEngine`."""
        return list(paths(self.graph, self.net, snap(self.graph, origins), snap(self.graph, goals), crossings))

    def detours(
        self, pairs: Sequence[tuple[Spot, Spot]], closed: Sequence[Stretch], crossings: Sequence[Sides]
    ) -> list[Detour | None]:
        """The fastest way of each pair, in their order, over no stretch that is closed; None: none is left.

        Raises:
            OffRoad: a place no road comes near.
        """
        if not pairs:
            return []
        spots = list({spot: None for pair in pairs for spot in pair})
        at = dict(zip(spots, snap(self.graph, spots), strict=True))
        ends = [(at[origin], at[goal]) for origin, goal in pairs]
        return detours(self.graph, net_of(self.graph, closed), ends, crossings)
