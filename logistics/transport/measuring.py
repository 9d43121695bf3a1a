"""A network's places measured by the engine in use; what has not changed is not measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Protocol, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.database import Sessions, fetch, reading, unit_of_work
from logistics.network.crossings import Crossing
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix, RoadPath
from routing.roads.engine import RoadEngine
from routing.roads.paths import Passed, Path, Sides
from routing.roads.snapping import Spot

Pair: TypeAlias = tuple[str, str]
Numbers: TypeAlias = dict[Pair, tuple[int, int]]
"""Metres driven and seconds by the ids of two places."""

Aboard: TypeAlias = dict[Pair, tuple[int, int]]
"""Metres and seconds on ferries by the ids of two places; those without any are not in it."""

METRES_ARE_DRIVEN = 2
"""How metres are counted in a stored matrix; where it says otherwise, everything is measured anew."""

Row: TypeAlias = tuple[str, str, list[tuple[str, bool]], list[int]]


def measure_roads(sessions: Sessions, network_id: str, engine: RoadEngine, now: datetime) -> bool:
    """Bring a network's matrix and its paths up to date with its places; no transaction is open meanwhile.

    Returns:
        Whether anything had to be measured.

    Raises:
        NotFound: no such network.
        OffRoad, NoRoute, NoAnswer: of `routing.roads`; the matrix stays as it was.
    """
    known: Numbers = {}
    aboard: Aboard | None = {}
    kept: list[Row] = []
    with reading(sessions) as session:
        places = served(fetch(session, Network, network_id))
        spots = {place.id: Spot(place.name, place.lat, place.lon) for place in places}
        crossings = sides_of(session, network_id)
        settings = settings_of(engine, crossings)
        matrix = session.get(RoadMatrix, network_id)
        if matrix is not None and (matrix.engine, matrix.settings) == (engine.name, settings):
            known = _known(matrix, places)
            aboard = _aboard(matrix, known)
            kept = [row for row in matrix.over if (row[0], row[1]) in known]
            if known.keys() == {(a, b) for a in spots for b in spots} and len(matrix.points) == len(spots):
                return False
    pairs, paths = _measured(engine, spots, known, crossings)
    aboard = _all_aboard(aboard, known, pairs, paths)
    ids = list(spots)
    with unit_of_work(sessions) as session:
        session.merge(
            RoadMatrix(
                network_id=network_id,
                engine=engine.name,
                settings=settings,
                points=[(place_id, spot.lat, spot.lon) for place_id, spot in spots.items()],
                metres=[[pairs[a, b][0] for b in ids] for a in ids],
                seconds=[[pairs[a, b][1] for b in ids] for a in ids],
                over=[*kept, *(over_row(pair, path, pairs[pair][1]) for pair, path in paths.items() if path.passed)],
                sailed=None if aboard is None else [(*pair, *sailed) for pair, sailed in sorted(aboard.items())],
                measured_at=now,
            )
        )
        session.flush()
        _store(session, network_id, {pair for pair in known if pair[0] != pair[1]}, paths)
    return True


def served(network: Network) -> list[Place]:
    """The places that vehicles drive to or live at, by id."""
    homes = {vehicle.home_id for vehicle in network.vehicles if vehicle.active}
    return sorted((p for p in network.places if p.active or p.id in homes), key=lambda place: place.id)


def sides_of(session: Session, network_id: str) -> list[Sides]:
    """The crossings of a network of which it is known where they are, by id."""
    wanted = select(Crossing).where(Crossing.network_id == network_id).order_by(Crossing.id)
    return [
        Sides(crossing.id, (crossing.near_lat, crossing.near_lon), (crossing.far_lat, crossing.far_lon))
        for crossing in session.scalars(wanted)
        if crossing.near_lat is not None
        and crossing.near_lon is not None
        and crossing.far_lat is not None
        and crossing.far_lon is not None
    ]


class HasSettings(Protocol):
    """As a `RoadEngine`."""

    @property
    def settings(self) -> Mapping[str, object]: ...


def settings_of(engine: HasSettings, crossings: Sequence[Sides] = ()) -> dict[str, object]:
    """All that the numbers of a matrix rest on beside the places."""
    where = [[sides.id, *sides.near, *sides.far] for sides in crossings]
    return {**engine.settings, "metres": METRES_ARE_DRIVEN, **({"crossings": where} if where else {})}


def _known(matrix: RoadMatrix, places: Sequence[Place]) -> Numbers:
    rows = {place.id: row for place, row in zip(places, matrix.rows_of(places), strict=True) if row is not None}
    return {
        (a, b): (matrix.metres[row][column], matrix.seconds[row][column])
        for a, row in rows.items()
        for b, column in rows.items()
    }


def _measured(
    engine: RoadEngine, spots: Mapping[str, Spot], known: Numbers, crossings: Sequence[Sides]
) -> tuple[Numbers, dict[Pair, Path]]:
    """All pairs, metres driven, and the paths of new ones: rows and columns of places that are not in `known`."""
    old = [place_id for place_id in spots if (place_id, place_id) in known]
    new = [place_id for place_id in spots if place_id not in set(old)]
    pairs, paths = dict(known), {}
    for origins, goals in ((new, list(spots)), (old, new)):
        if not origins or not goals:
            continue
        ends = [spots[a] for a in origins], [spots[b] for b in goals]
        metres, seconds = engine.measure(*ends)
        drawn = engine.paths(*ends, crossings)
        for row, a in enumerate(origins):
            for column, b in enumerate(goals):
                pairs[a, b] = metres[row][column], seconds[row][column]
                if a != b and drawn:
                    paths[a, b] = drawn[row][column]
                    pairs[a, b] = _driven(metres[row][column], paths[a, b]), seconds[row][column]
    return pairs, paths


def _driven(metres: int, path: Path) -> int:
    """Of the metres of a way, those on the road; all of them where it is not known what is sailed."""
    return max(0, metres - path.sailed.metres) if path.sailed else metres


def _aboard(matrix: RoadMatrix, known: Numbers) -> Aboard | None:
    """What the pairs that are not measured anew go by ferry; None: that is not known."""
    if matrix.sailed is None:
        return None
    return {(a, b): (metres, seconds) for a, b, metres, seconds in matrix.sailed if (a, b) in known}


def _all_aboard(aboard: Aboard | None, known: Numbers, pairs: Numbers, paths: Mapping[Pair, Path]) -> Aboard | None:
    """The same of all pairs, with those that were measured anew."""
    if aboard is None:
        return None
    found = dict(aboard)
    for pair in pairs:
        if pair in known or pair[0] == pair[1]:
            continue
        if pair not in paths or (sailed := paths[pair].sailed) is None:
            return None
        if sailed.metres:
            found[pair] = sailed.metres, sailed.seconds
    return found


def over_row(pair: Pair, path: Path, seconds: int) -> Row:
    """The row of a pair that goes over crossings."""
    bounds = [0, *(second for passed in path.passed for second in (passed.begins, passed.ends)), seconds]
    drives = [max(0, ends - begins) for begins, ends in list(pairwise(bounds))[::2]]
    return (*pair, [_taken(passed) for passed in path.passed], drives)


def _taken(passed: Passed) -> tuple[str, bool]:
    return passed.id, passed.back


def _store(session: Session, network_id: str, kept: set[Pair], paths: Mapping[Pair, Path]) -> None:
    """Keep the paths of pairs that were not measured anew, and put in the new ones."""
    there = {(path.from_id, path.to_id): path for path in _stored(session, network_id)}
    for pair, path in there.items():
        if pair not in kept or pair in paths:
            session.delete(path)
    session.flush()
    for (from_id, to_id), found in paths.items():
        pieces = [("ferry" if piece.ferry else "road", piece.line) for piece in found.pieces]
        if pieces:
            session.add(RoadPath(network_id=network_id, from_id=from_id, to_id=to_id, pieces=pieces))


def _stored(session: Session, network_id: str) -> Sequence[RoadPath]:
    return session.scalars(select(RoadPath).where(RoadPath.network_id == network_id)).all()
