"""Driven distances, times and ways between places on the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.problem import Matrix
from routing.roads.closed import Stretch, shut_edges
from routing.roads.errors import NoRoute
from routing.roads.fastest import NEVER, Numbers, many_to_many, ways
from routing.roads.graph import FERRY, TOLL, Graph
from routing.roads.nets import Net
from routing.roads.paths import rounded
from routing.roads.polyline import encode
from routing.roads.snapping import WITHIN_METRES, Snapped, Spot, snap
from routing.roads.straight_line import Roads


@dataclass(frozen=True, slots=True)
class Route:
    """One way.

    Attributes:
        metres, seconds: whole, rounded.
        sailed_metres: of the metres, what a ferry goes.
        line: where it goes, as `polyline.encode` writes it.
        ferry, toll: whether it takes one, or pays one.
    """

    metres: int
    seconds: int
    sailed_metres: int
    line: str
    ferry: bool
    toll: bool


def net_of(graph: Graph, closed: Sequence[Stretch] = ()) -> Net:
    """What a search reads, without the stretches that are closed."""
    shut = shut_edges(graph, closed) if closed else None
    return Net.of(graph) if shut is None or not shut.any() else Net.without(graph, shut)


def roads_between(
    graph: Graph, spots: Sequence[Spot], within_metres: int = WITHIN_METRES, closed: Sequence[Stretch] = ()
) -> Roads:
    """Time of the fastest way between each two places, and its length, ferries included.

    Over no stretch that is closed. From the node at which a place is reached; the last metres to its door are not
    counted.

    Raises:
        OffRoad: no road comes near a place.
        NoRoute: no way leads from one place to another.
    """
    at = snap(graph, spots, within_metres)
    metres, seconds = legs(net_of(graph, closed), at, at)
    return Roads(metres, seconds, estimated=False)


def legs(net: Net, origins: Sequence[Snapped], goals: Sequence[Snapped]) -> tuple[Matrix, Matrix]:
    """Whole metres and whole seconds, shape (origins, goals) each, of the fastest way; the shortest of several.

    Searches from the side that has fewer places.

    Raises:
        NoRoute: the first pair without a way.
    """
    sources, targets = (np.array([one.node for one in side], np.int64) for side in (origins, goals))
    if len(targets) < len(sources):
        millis, centis = (part.T for part in many_to_many(net.backwards(), targets, sources))
    else:
        millis, centis = many_to_many(net, sources, targets)
    cut_off = np.argwhere(millis == NEVER)
    if len(cut_off):
        origin, goal = origins[int(cut_off[0][0])], goals[int(cut_off[0][1])]
        raise _no_route(origin, goal)
    return _whole(centis, 100), _whole(millis, 1000)


def route(
    graph: Graph,
    origin: Spot,
    goal: Spot,
    within_metres: int = WITHIN_METRES,
    closed: Sequence[Stretch] = (),
) -> Route:
    """The fastest way from one place to another, over no stretch that is closed.

    Raises:
        OffRoad, NoRoute: as `roads_between`.
    """
    start, end = snap(graph, [origin, goal], within_metres)
    net, ends = net_of(graph, closed), (np.array([start.node]), np.array([end.node]))
    (edges,) = next(ways(net, *ends))
    if not len(edges) and start.node != end.node:
        raise _no_route(start, end)
    nodes = [start.node, *graph.heads[edges].tolist()]
    kind = int(np.bitwise_or.reduce(graph.kind[edges])) if len(edges) else 0
    aboard = edges[graph.kind[edges] & FERRY > 0]
    return Route(
        metres=rounded(int(graph.centimetres[edges].sum(dtype=np.int64)), 100),
        seconds=rounded(int(graph.milliseconds[edges].sum(dtype=np.int64)), 1000),
        sailed_metres=rounded(int(graph.centimetres[aboard].sum(dtype=np.int64)), 100),
        line=encode((graph.lat_e7[node] / 1e7, graph.lon_e7[node] / 1e7) for node in nodes),
        ferry=bool(kind & FERRY),
        toll=bool(kind & TOLL),
    )


def _no_route(origin: Snapped, goal: Snapped) -> NoRoute:
    return NoRoute(
        origin=origin.spot.name,
        to=goal.spot.name,
        origin_snapped_metres=origin.metres,
        to_snapped_metres=goal.metres,
    )


def _whole(numbers: Numbers, part: int) -> Matrix:
    return tuple(tuple(rounded(int(number), part) for number in row) for row in numbers)
