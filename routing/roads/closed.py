"""Stretches of road that are closed, and the edges of a graph, or the lines on a map, that lie on them.

A stretch is all road within so many metres of a point, or of the straight line between two. Ferries are none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.roads.assemble import PIECE_METRES
from routing.roads.ellipsoid import Floats
from routing.roads.graph import FERRY, Graph

METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of road.

    Attributes:
        ends: one point or two, latitude and longitude in degrees, WGS 84.
        within_metres: of the point, or of the line between the two.
    """

    id: str
    name: str
    ends: tuple[tuple[float, float], ...]
    within_metres: int


def shut_edges(graph: Graph, stretches: Sequence[Stretch]) -> NDArray[np.bool_]:
    """Which edges lie on a stretch, in whole or in part, shape (edges,)."""
    shut = np.zeros(graph.edges, bool)
    for stretch in stretches:
        nodes = _around(graph, stretch)
        if not len(nodes):
            continue
        # An edge that comes so near has an end in the box, as none is longer than a piece.
        leaving = _edges_of(graph, nodes)
        into = np.flatnonzero(np.isin(graph.heads, nodes.astype(np.int32)))
        edges = np.union1d(leaving, into)
        edges = edges[graph.kind[edges] & FERRY == 0]
        tails = np.searchsorted(graph.starts, edges, side="right") - 1
        heads = graph.heads[edges]
        touched = on_stretch(
            stretch,
            graph.lat_e7[tails] / 1e7,
            graph.lon_e7[tails] / 1e7,
            graph.lat_e7[heads] / 1e7,
            graph.lon_e7[heads] / 1e7,
        )
        shut[edges[touched]] = True
    return shut


def passes(stretch: Stretch, line: Sequence[tuple[float, float]], spare_metres: float = 0.0) -> bool:
    """Whether a line through points of latitude and longitude comes onto a stretch, or within so many metres more."""
    if len(line) < 2:
        return False
    lat, lon = (np.array(column) for column in zip(*line, strict=True))
    return bool(on_stretch(stretch, lat[:-1], lon[:-1], lat[1:], lon[1:], spare_metres).any())


def on_stretch(
    stretch: Stretch, lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats, spare_metres: float = 0.0
) -> NDArray[np.bool_]:
    """Which straight pieces from a to b, shape (pieces,), come within a stretch's distance.

    On a plane through the stretch, which is true to a thousandth for the some ten kilometres that a stretch is long.
    """
    lat, lon = stretch.ends[0]
    east = METRES_A_DEGREE * np.cos(np.radians(lat))
    a = np.stack([(lon_a - lon) * east, (lat_a - lat) * METRES_A_DEGREE], axis=-1)
    b = np.stack([(lon_b - lon) * east, (lat_b - lat) * METRES_A_DEGREE], axis=-1)
    end_lat, end_lon = stretch.ends[-1]
    start = np.zeros(2)
    end = np.array([(end_lon - lon) * east, (end_lat - lat) * METRES_A_DEGREE])
    away = np.minimum.reduce([_away(start, a, b), _away(end, a, b), _away(a, start, end), _away(b, start, end)])
    near: NDArray[np.bool_] = (away <= stretch.within_metres + spare_metres) | _cross(start, end, a, b)
    return near


def _away(point: Floats, a: Floats, b: Floats) -> Floats:
    """Metres from points to the pieces from a to b; shapes go together as numpy has them."""
    along = b - a
    length = np.maximum((along * along).sum(-1), 1e-9)
    share = np.clip(((point - a) * along).sum(-1) / length, 0.0, 1.0)
    nearest = a + share[..., None] * along
    away: Floats = np.hypot(*np.moveaxis(point - nearest, -1, 0))
    return away


def _cross(start: Floats, end: Floats, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Which pieces from a to b cross the line from start to end."""

    def side(origin: Floats, goal: Floats, point: Floats) -> Floats:
        way, other = goal - origin, point - origin
        return way[..., 0] * other[..., 1] - way[..., 1] * other[..., 0]

    apart: NDArray[np.bool_] = (side(start, end, a) * side(start, end, b) < 0) & (
        side(a, b, start) * side(a, b, end) < 0
    )
    return apart


def _around(graph: Graph, stretch: Stretch) -> NDArray[np.intp]:
    """Nodes in a box around a stretch, wide enough for every edge that comes near it."""
    margin = stretch.within_metres + PIECE_METRES
    lats, lons = zip(*stretch.ends, strict=True)
    tall = margin / METRES_A_DEGREE
    wide = margin / (METRES_A_DEGREE * np.cos(np.radians(max(abs(lat) for lat in lats) + tall)))
    south, north = round(1e7 * (min(lats) - tall)), round(1e7 * (max(lats) + tall))
    inside = np.flatnonzero((graph.lat_e7 >= south) & (graph.lat_e7 <= north))
    lon = graph.lon_e7[inside]
    beside = (lon >= round(1e7 * (min(lons) - wide))) & (lon <= round(1e7 * (max(lons) + wide)))
    return np.asarray(inside[beside], np.intp)


def _edges_of(graph: Graph, nodes: NDArray[np.intp]) -> NDArray[np.int64]:
    """The edges that leave nodes."""
    first, count = graph.starts[nodes], graph.starts[nodes + 1] - graph.starts[nodes]
    begins = np.repeat(first - (np.cumsum(count) - count), count)
    return np.asarray(begins + np.arange(int(count.sum())), np.int64)
