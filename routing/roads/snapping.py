"""Places to nodes of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.roads.ellipsoid import metres_between
from routing.roads.errors import OffRoad
from routing.roads.graph import Graph

WITHIN_METRES = 1000
METRES_A_DEGREE = 111_000
"""Of latitude, a little less than anywhere on the earth but near the equator: what is left out is no nearer."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its name, and where it is in degrees, WGS 84."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Snapped:
    """A place at the road.

    Attributes:
        node: of the graph.
        metres: from the place to it, in a straight line.
    """

    spot: Spot
    node: int
    metres: int


def snap(graph: Graph, spots: Sequence[Spot], within_metres: int = WITHIN_METRES) -> list[Snapped]:
    """Find the node at which each place is reached: the nearest of the largest connected part that comes so near.

    A car park that the map does not join to any road is therefore passed over, and an island keeps its own roads.

    Raises:
        OffRoad: the first place that no road comes near.
    """
    return [_snap(graph, spot, within_metres) for spot in spots]


def _snap(graph: Graph, spot: Spot, within_metres: int) -> Snapped:
    band = round(1e7 * within_metres / METRES_A_DEGREE)
    lat_e7 = round(1e7 * spot.lat)
    near = np.flatnonzero((graph.lat_e7 >= lat_e7 - band) & (graph.lat_e7 <= lat_e7 + band))
    near = near[graph.part[near] > 0]
    metres = metres_between(np.array(spot.lat), np.array(spot.lon), graph.lat_e7[near] / 1e7, graph.lon_e7[near] / 1e7)
    near, metres = near[metres <= within_metres], metres[metres <= within_metres]
    if not len(near):
        raise OffRoad(place=spot.name, within_metres=within_metres)
    first = np.lexsort((near, metres, -graph.part[near]))[0]
    return Snapped(spot, int(near[first]), round(float(metres[first])))
