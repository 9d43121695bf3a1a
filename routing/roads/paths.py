"""Where the fastest ways go, in pieces of one kind, as lines for maps; and which crossings they pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.roads.ellipsoid import Floats, metres_between
from routing.roads.errors import NoRoute
from routing.roads.fastest import Net, ways
from routing.roads.graph import FERRY, Graph
from routing.roads.polyline import encode
from routing.roads.snapping import Snapped

DETAIL_METRES = 15.0
"""How far a drawn line may lie from the way."""

SIDE_METRES = 500.0
"""How near a way has to come to both sides of a crossing to go over it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a way that is driven, or sailed; `line` as `polyline.encode` writes it."""

    ferry: bool
    line: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a crossing, latitude and longitude in degrees, WGS 84."""

    id: str
    near: tuple[float, float]
    far: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Passed:
    """A crossing on a way.

    Attributes:
        back: from its far side.
        begins, ends: seconds of the way at its two sides.
    """

    id: str
    back: bool
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way as it is drawn, and the crossings that it passes, in order."""

    pieces: tuple[Piece, ...]
    passed: tuple[Passed, ...] = ()


def paths(
    graph: Graph, net: Net, origins: Sequence[Snapped], goals: Sequence[Snapped], crossings: Sequence[Sides] = ()
) -> Iterator[list[Path]]:
    """The paths from each origin to each goal; one to itself has no pieces.

    Raises:
        NoRoute: the first pair without a way.
    """
    sources, targets = (np.array([one.node for one in side], np.int64) for side in (origins, goals))
    for origin, row in zip(origins, ways(net, sources, targets), strict=True):
        found = []
        for goal, edges in zip(goals, row, strict=True):
            if not len(edges) and origin.node != goal.node:
                raise NoRoute(
                    origin=origin.spot.name,
                    to=goal.spot.name,
                    origin_snapped_metres=origin.metres,
                    to_snapped_metres=goal.metres,
                )
            found.append(path_of(graph, origin.node, edges, crossings))
        yield found


def path_of(graph: Graph, source: int, edges: NDArray[np.int64], crossings: Sequence[Sides] = ()) -> Path:
    """The path of a way that begins at a node."""
    if not len(edges):
        return Path(())
    nodes = np.r_[source, graph.heads[edges]]
    lat, lon = graph.lat_e7[nodes] / 1e7, graph.lon_e7[nodes] / 1e7
    ferry = graph.kind[edges] & FERRY > 0
    bounds = [0, *(np.flatnonzero(np.diff(ferry)) + 1).tolist(), len(edges)]
    pieces = []
    for first, last in pairwise(bounds):
        kept = first + drawn(lat[first : last + 1], lon[first : last + 1])
        pieces.append(Piece(bool(ferry[first]), encode(zip(lat[kept], lon[kept], strict=True))))
    seconds = np.r_[0, np.cumsum(graph.milliseconds[edges], dtype=np.int64)] / 1000
    found = [passed for sides in crossings if (passed := passing(sides, lat, lon, seconds))]
    return Path(tuple(pieces), tuple(sorted(found, key=lambda passed: passed.begins)))


def passing(sides: Sides, lat: Floats, lon: Floats, seconds: Floats) -> Passed | None:
    """How a way passes a crossing; None: it does not come near both sides, or is at both at once."""
    away = [metres_between(lat, lon, np.array(side[0]), np.array(side[1])) for side in (sides.near, sides.far)]
    near, far = (int(np.argmin(metres)) for metres in away)
    if near == far or max(float(away[0][near]), float(away[1][far])) > SIDE_METRES:
        return None
    first, last = sorted((near, far))
    return Passed(sides.id, near > far, round(float(seconds[first])), round(float(seconds[last])))


def drawn(lat: Floats, lon: Floats, within: float = DETAIL_METRES) -> NDArray[np.intp]:
    """Rows of the points that draw a line to within so many metres; both ends are among them.

    Source: Ramer (1972), Douglas and Peucker (1973).
    """
    east = lon * np.cos(np.radians(lat.mean())) * 111_320.0
    north = lat * 111_320.0
    kept = np.zeros(len(lat), bool)
    kept[[0, -1]] = True
    open_ = [(0, len(lat) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        x, y = east[first : last + 1] - east[first], north[first : last + 1] - north[first]
        length = float(np.hypot(x[-1], y[-1]))
        away = np.abs(x * y[-1] - y * x[-1]) / length if length > 0 else np.hypot(x, y)
        worst = int(np.argmax(away))
        if away[worst] > within:
            kept[first + worst] = True
            open_ += [(first, first + worst), (first + worst, last)]
    return np.flatnonzero(kept)
