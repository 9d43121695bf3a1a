"""A network's places measured on the roads in use; what has not changed is not measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from logistics.database import Sessions, fetch, reading, unit_of_work
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix
from routing.problem import Matrix
from routing.roads.graph import Graph
from routing.roads.snapping import WITHIN_METRES, Spot

Pairs = dict[tuple[str, str], tuple[int, int]]


def measure_roads(sessions: Sessions, network_id: str, graph: Graph, now: datetime) -> bool:
    """Bring a network's matrix up to date with its places and the graph; no transaction is open meanwhile.

    Returns:
        Whether anything had to be measured.

    Raises:
        NotFound: no such network.
        OffRoad, NoRoute: of `routing.roads`; the matrix stays as it was.
    """
    settings = settings_of(graph)
    known: Pairs = {}
    with reading(sessions) as session:
        places = served(fetch(session, Network, network_id))
        spots = {place.id: Spot(place.name, place.lat, place.lon) for place in places}
        matrix = session.get(RoadMatrix, network_id)
        if matrix is not None and (matrix.engine, matrix.settings) == (graph.about.name, settings):
            known = _known(matrix, places)
            if known.keys() == {(a, b) for a in spots for b in spots} and len(matrix.points) == len(spots):
                return False
    metres, seconds = _measured(graph, spots, known)
    with unit_of_work(sessions) as session:
        session.merge(
            RoadMatrix(
                network_id=network_id,
                engine=graph.about.name,
                settings=settings,
                points=[(place_id, spot.lat, spot.lon) for place_id, spot in spots.items()],
                metres=metres,
                seconds=seconds,
                measured_at=now,
            )
        )
    return True


def served(network: Network) -> list[Place]:
    """The places that vehicles drive to or live at, by id."""
    homes = {vehicle.home_id for vehicle in network.vehicles if vehicle.active}
    return sorted((p for p in network.places if p.active or p.id in homes), key=lambda place: place.id)


def settings_of(graph: Graph) -> dict[str, object]:
    """All that the numbers of a matrix rest on beside the places."""
    return {**asdict(graph.about), "within_metres": WITHIN_METRES}


def _known(matrix: RoadMatrix, places: Sequence[Place]) -> Pairs:
    rows = {place.id: row for place, row in zip(places, matrix.rows_of(places), strict=True) if row is not None}
    return {
        (a, b): (matrix.metres[row][column], matrix.seconds[row][column])
        for a, row in rows.items()
        for b, column in rows.items()
    }


def _measured(graph: Graph, spots: Mapping[str, Spot], known: Pairs) -> tuple[list[list[int]], list[list[int]]]:
    """The whole matrix; of it only the rows and columns of places that are not in `known` are searched for."""
    from routing.roads.fastest import Net  # only who measures needs the compiled search
    from routing.roads.routes import legs
    from routing.roads.snapping import snap

    at, ids = snap(graph, list(spots.values())), list(spots)
    kept = [n for n, place_id in enumerate(ids) if (place_id, place_id) in known]
    new = [n for n in range(len(ids)) if n not in set(kept)]
    net = Net.of(graph)
    pairs = dict(known)
    for origins, goals in ((new, range(len(ids))), (kept, new)):
        found = legs(net, [at[n] for n in origins], [at[n] for n in goals])
        pairs |= _pairs([ids[n] for n in origins], [ids[n] for n in goals], found)
    return [[pairs[a, b][0] for b in ids] for a in ids], [[pairs[a, b][1] for b in ids] for a in ids]


def _pairs(origins: Sequence[str], goals: Sequence[str], found: tuple[Matrix, Matrix]) -> Pairs:
    metres, seconds = found
    return {
        (a, b): (metres[row][column], seconds[row][column])
        for row, a in enumerate(origins)
        for column, b in enumerate(goals)
    }
