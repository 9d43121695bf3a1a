"""Where the fastest ways go, in pieces of one kind, as lines for maps; and which crossings they pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.roads.ellipsoid import Floats, metres_between
from routing.roads.errors import NoRoute
from routing.roads.fastest import ways
from routing.roads.ferry_steps import Part
from routing.roads.graph import FERRY, Graph
from routing.roads.nets import Net
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
class Sailed:
    """What a way goes by ferry: whole metres and whole seconds, time to get aboard included."""

    metres: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A way as it is drawn, and the crossings that it passes, in order.

    Attributes:
        sailed: what of it is sailed; None: not known.
    """

    pieces: tuple[Piece, ...]
    passed: tuple[Passed, ...] = ()
    sailed: Sailed | None = None


@dataclass(frozen=True, slots=True)
class Detour:
    """A way that was looked for anew: its whole metres and seconds, and where it goes."""

    metres: int
    seconds: int
    path: Path


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


def detours(
    graph: Graph, net: Net, pairs: Sequence[tuple[Snapped, Snapped]], crossings: Sequence[Sides] = ()
) -> list[Detour | None]:
    """The fastest way of each pair, in their order; None: none leads there."""
    by_origin: dict[int, list[int]] = {}
    for row, (origin, _) in enumerate(pairs):
        by_origin.setdefault(origin.node, []).append(row)
    found: list[Detour | None] = [None] * len(pairs)
    for node, rows in by_origin.items():
        goals = np.array([pairs[row][1].node for row in rows], np.int64)
        for row, edges in zip(rows, next(ways(net, np.array([node], np.int64), goals)), strict=True):
            if len(edges) or pairs[row][1].node == node:
                found[row] = Detour(
                    rounded(int(graph.centimetres[edges].sum(dtype=np.int64)), 100),
                    rounded(int(graph.milliseconds[edges].sum(dtype=np.int64)), 1000),
                    path_of(graph, node, edges, crossings),
                )
    return found


def rounded(number: int, part: int) -> int:
    """A number of parts as a whole number, half up."""
    return (2 * number + part) // (2 * part)


def path_of(graph: Graph, source: int, edges: NDArray[np.int64], crossings: Sequence[Sides] = ()) -> Path:
    """The path of a way that begins at a node."""
    if not len(edges):
        return Path((), (), Sailed())
    nodes = np.r_[source, graph.heads[edges]]
    lat, lon = graph.lat_e7[nodes] / 1e7, graph.lon_e7[nodes] / 1e7
    seconds = np.r_[0, np.cumsum(graph.milliseconds[edges], dtype=np.int64)] / 1000
    metres = np.r_[0, np.cumsum(graph.centimetres[edges], dtype=np.int64)] / 100
    ferry = np.r_[False, graph.kind[edges] & FERRY > 0, False].astype(np.int8)
    begins, ends = (np.flatnonzero(np.diff(ferry) == turn).tolist() for turn in (1, -1))
    aboard = [Part(first, last) for first, last in zip(begins, ends, strict=True)]
    return path_through(lat, lon, metres, seconds, aboard, crossings)


def path_through(
    lat: Floats,
    lon: Floats,
    metres: Floats,
    seconds: Floats,
    aboard: Sequence[Part] | None,
    crossings: Sequence[Sides] = (),
) -> Path:
    """The path of a way through points.

    Args:
        metres, seconds: of the way up to each point, shape (points,).
        aboard: the parts that are sailed, in order and apart; None: not known.
    """
    bounds = sorted({0, len(lat) - 1, *(end for part in aboard or () for end in (part.first, part.last))})
    begins = {part.first for part in aboard or ()}
    pieces = []
    for first, last in pairwise(bounds):
        kept = first + drawn(lat[first : last + 1], lon[first : last + 1])
        pieces.append(Piece(first in begins, encode(zip(lat[kept], lon[kept], strict=True))))
    found = [passed for sides in crossings if (passed := passing(sides, lat, lon, seconds))]
    sailed = None if aboard is None else Sailed(_along(metres, aboard), _along(seconds, aboard))
    return Path(tuple(pieces), tuple(sorted(found, key=lambda passed: passed.begins)), sailed)


def _along(far: Floats, parts: Sequence[Part]) -> int:
    return int(sum(float(far[part.last] - far[part.first]) for part in parts) + 0.5)


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
