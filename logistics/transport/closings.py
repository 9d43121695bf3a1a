"""Roads that are closed on the days of a plan: the ways that are left are looked for, and kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.database import Sessions, fetch, reading, unit_of_work
from logistics.network.closed_roads import ClosedRoad, closed_at_any_time
from logistics.network.networks import Network
from logistics.network.roads import RoadDetours, RoadMatrix, RoadPath
from logistics.transport.measuring import over_row, served, settings_of, sides_of
from routing.roads.closed import Stretch, passes
from routing.roads.paths import DETAIL_METRES, Detour, Sides
from routing.roads.polyline import decode
from routing.roads.snapping import Spot

Pair: TypeAlias = tuple[str, str]


class LooksForDetours(Protocol):
    """An engine of roads that can leave stretches out; as `routing.roads.engine.OnGraph`."""

    name: str
    settings: Mapping[str, object]

    def detours(
        self, pairs: Sequence[tuple[Spot, Spot]], closed: Sequence[Stretch], crossings: Sequence[Sides]
    ) -> list[Detour | None]: ...


@dataclass(frozen=True, slots=True)
class Left:
    """The way of a pair that is left.

    Attributes:
        metres, seconds: as in the matrix; None: no way is left.
        over: crossings on it, each with whether it is taken from its far side; `drives` the seconds around them.
        pieces: as in `RoadPath`.
    """

    metres: int | None
    seconds: int | None
    sailed: tuple[int, int]
    over: tuple[tuple[str, bool], ...]
    drives: tuple[int, ...]
    pieces: tuple[tuple[str, str], ...]


def key_of(closed: Iterable[ClosedRoad]) -> str:
    """SHA-256 of the stretches that are closed together, hexadecimal; "": none."""
    where = sorted([road.id, road.ends, road.within_metres] for road in closed)
    return sha256(json.dumps(where).encode()).hexdigest() if where else ""


def stretch_of(road: ClosedRoad) -> Stretch:
    """A closed road as the engine wants it."""
    return Stretch(road.id, road.name, road.ends, road.within_metres)


def look_for_detours(
    sessions: Sessions, network_id: str, days: Iterable[date], engine: LooksForDetours, now: datetime
) -> bool:
    """Look for the ways that are left on days on which roads are closed; no transaction is open meanwhile.

    Only pairs are looked at whose measured way, as it is drawn, comes over a closed stretch.

    Returns:
        Whether anything had to be looked for.

    Raises:
        NotFound: no such network.
        OffRoad: a place no road comes near.
    """
    with reading(sessions) as session:
        network = fetch(session, Network, network_id)
        matrix = session.get(RoadMatrix, network_id)
        if matrix is None:
            return False
        mark, crossings = matrix.mark, sides_of(session, network_id)
        settings = settings_of(engine, crossings)
        spots = {place.id: Spot(place.name, place.lat, place.lon) for place in served(network)}
        roads = closed_at_any_time(session, network_id)
        together = [[road for road in roads if road.closed_on(day)] for day in days]
        wanted = {
            key: [stretch_of(road) for road in closed]
            for key, closed in {key_of(closed): closed for closed in together if closed}.items()
            if not _fresh(session, matrix, key, settings, engine.name)
        }
        over = {key: sorted(pairs_over(session, matrix, stretches, spots)) for key, stretches in wanted.items()}
    for key, stretches in wanted.items():
        ends = [(spots[a], spots[b]) for a, b in over[key]]
        found = engine.detours(ends, stretches, crossings)
        rows = [_written(pair, detour) for pair, detour in zip(over[key], found, strict=True)]
        with unit_of_work(sessions) as session:
            session.merge(
                RoadDetours(
                    network_id=network_id,
                    closed=key,
                    rests_on=mark,
                    engine=engine.name,
                    settings=settings,
                    pairs=rows,
                    measured_at=now,
                )
            )
    if wanted:
        with unit_of_work(sessions) as session:
            _forget_old(session, network_id, mark)
    return bool(wanted)


def detours_on(session: Session, matrix: RoadMatrix, closed: Collection[ClosedRoad]) -> dict[Pair, Left] | None:
    """The ways that are left while roads are closed, of the pairs whose way was over them; None: not looked for."""
    if not closed:
        return {}
    row = session.get(RoadDetours, (matrix.network_id, key_of(closed)))
    if row is None or row.rests_on != matrix.mark:
        return None
    return {(each["from"], each["to"]): _read(each) for each in row.pairs}


def pairs_over(
    session: Session, matrix: RoadMatrix, stretches: Sequence[Stretch], places: Collection[str]
) -> set[Pair]:
    """The pairs of places whose drawn way comes over a stretch, and those of which none is drawn."""
    measured = [point[0] for point in matrix.points if point[0] in places]
    pairs = {(a, b) for a in measured for b in measured if a != b}
    dry: set[Pair] = set()
    for path in session.scalars(select(RoadPath).where(RoadPath.network_id == matrix.network_id)):
        lines = [decode(line) for kind, line in path.pieces if kind == "road"]
        # What is drawn lies within the detail of the way.
        if not any(passes(stretch, line, DETAIL_METRES) for line in lines for stretch in stretches):
            dry.add((path.from_id, path.to_id))
    return pairs - dry


def _fresh(session: Session, matrix: RoadMatrix, key: str, settings: Mapping[str, object], engine: str) -> bool:
    row = session.get(RoadDetours, (matrix.network_id, key))
    return row is not None and (row.rests_on, row.engine, row.settings) == (matrix.mark, engine, settings)


def _forget_old(session: Session, network_id: str, mark: str) -> None:
    """Take away what rests on another matrix."""
    old = select(RoadDetours).where(RoadDetours.network_id == network_id, RoadDetours.rests_on != mark)
    for row in session.scalars(old):
        session.delete(row)


def _written(pair: Pair, detour: Detour | None) -> dict[str, Any]:
    if detour is None:
        return {"from": pair[0], "to": pair[1], "metres": None, "seconds": None}
    sailed = detour.path.sailed
    aboard = (sailed.metres, sailed.seconds) if sailed else (0, 0)
    _, _, over, drives = over_row(pair, detour.path, detour.seconds)
    return {
        "from": pair[0],
        "to": pair[1],
        "metres": detour.metres - aboard[0],
        "seconds": detour.seconds,
        "sailed": aboard,
        "over": over,
        "drives": drives,
        "pieces": [("ferry" if piece.ferry else "road", piece.line) for piece in detour.path.pieces],
    }


def _read(row: Mapping[str, Any]) -> Left:
    return Left(
        row["metres"],
        row["seconds"],
        tuple(row.get("sailed", (0, 0))),
        tuple((crossing_id, back) for crossing_id, back in row.get("over", ())),
        tuple(row.get("drives", ())),
        tuple((kind, line) for kind, line in row.get("pieces", ())),
    )
