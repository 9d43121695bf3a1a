"""The roads that a plan is made with: what people know, else what was measured, else an estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.network.crossings import Crossing
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix, RoadOverride
from routing.roads.straight_line import Roads, straight_line

STRAIGHT_LINE = "straight-line"
BY_PEOPLE = "overrides"
"""Where every pair is known by people."""

Numbers = list[list[int]]
Pair = tuple[int, int]
"""Rows of two places, from and to."""


@dataclass(frozen=True, slots=True)
class Over:
    """The way of a pair over crossings.

    Attributes:
        crossings: in order, each with whether it is taken from its far side.
        drives: seconds before each and after the last.
    """

    crossings: tuple[tuple[Crossing, bool], ...]
    drives: tuple[int, ...]

    @property
    def seconds(self) -> int:
        """What the way takes where nothing is waited for."""
        return sum(self.drives) + sum(crossing.seconds + crossing.ahead_seconds for crossing, _ in self.crossings)


@dataclass(frozen=True, slots=True)
class KnownRoads:
    """Distances and times between places on a day, and where they come from.

    Attributes:
        roads: shape (places, places); `estimated` if any of them is.
        name: the engine with the day of its map, "straight-line", or both where some pairs had to be estimated
            ("osm 2026-11-20 + straight-line"). A pair that people know counts as neither; where all are, "overrides".
        over: the pairs that go over crossings.
    """

    roads: Roads
    name: str
    over: Mapping[Pair, Over]


def known_roads(session: Session, network: Network, places: Sequence[Place], day: date) -> KnownRoads:
    """The roads between places on a day."""
    matrix = session.get(RoadMatrix, network.id)
    rows = matrix.rows_of(places) if matrix else [None] * len(places)
    known = _known_by_people(session, network, places, day)
    size = range(len(places))
    estimated = any(a != b and (a, b) not in known and None in (rows[a], rows[b]) for a in size for b in size)
    metres, seconds = _estimate(network, places) if estimated else _nothing(len(places))
    crossings = _crossings(session, network)
    over: dict[Pair, Over] = {}
    measured: set[Pair] = set()
    for a in size:
        for b in size:
            row, column = rows[a], rows[b]
            if (a, b) in known:
                metres[a][b], seconds[a][b] = known[a, b].metres, known[a, b].seconds
                if crossing := crossings.get(known[a, b].crossing_id or ""):
                    over[a, b] = _by_people(known[a, b], crossing)
            elif matrix is not None and row is not None and column is not None and a != b:
                metres[a][b], seconds[a][b] = matrix.metres[row][column], matrix.seconds[row][column]
                measured.add((a, b))
    over |= _measured_over(matrix, places, crossings, measured)
    for pair, way in over.items():
        seconds[pair[0]][pair[1]] = way.seconds
    names = [matrix.engine] * bool(measured) if matrix else []
    names += [STRAIGHT_LINE] * estimated
    roads = Roads(tuple(map(tuple, metres)), tuple(map(tuple, seconds)), estimated=estimated)
    return KnownRoads(roads, " + ".join(names) or (BY_PEOPLE if known else STRAIGHT_LINE), over)


def _crossings(session: Session, network: Network) -> dict[str, Crossing]:
    wanted = select(Crossing).where(Crossing.network_id == network.id).options(selectinload(Crossing.services))
    return {crossing.id: crossing for crossing in session.scalars(wanted)}


def _measured_over(
    matrix: RoadMatrix | None, places: Sequence[Place], crossings: Mapping[str, Crossing], measured: set[Pair]
) -> dict[Pair, Over]:
    """The measured pairs that go over crossings; those over one that is gone since are as they were measured."""
    at = {place.id: number for number, place in enumerate(places)}
    found: dict[Pair, Over] = {}
    for from_id, to_id, taken, drives in matrix.over if matrix else ():
        pair = at.get(from_id, -1), at.get(to_id, -1)
        if pair in measured and all(crossing_id in crossings for crossing_id, _ in taken):
            found[pair] = Over(tuple((crossings[crossing_id], back) for crossing_id, back in taken), tuple(drives))
    return found


def _by_people(road: RoadOverride, crossing: Crossing) -> Over:
    return Over(((crossing, road.back),), (road.before_seconds, road.seconds - road.before_seconds))


def _known_by_people(
    session: Session, network: Network, places: Sequence[Place], day: date
) -> dict[Pair, RoadOverride]:
    at = {place.id: number for number, place in enumerate(places)}
    rows = session.scalars(select(RoadOverride).where(RoadOverride.network_id == network.id).order_by(RoadOverride.id))
    holding = [row for row in rows if row.holds_on(day) and row.from_id in at and row.to_id in at]
    holding.sort(key=lambda row: not row.all_year)
    return {(at[row.from_id], at[row.to_id]): row for row in holding}


def _estimate(network: Network, places: Sequence[Place]) -> tuple[Numbers, Numbers]:
    roads = straight_line(
        [(place.lat, place.lon) for place in places],
        km_per_hour=network.speed_kmh,
        circuity=network.circuity_percent / 100,
    )
    return [list(row) for row in roads.metres], [list(row) for row in roads.seconds]


def _nothing(size: int) -> tuple[Numbers, Numbers]:
    return [[0] * size for _ in range(size)], [[0] * size for _ in range(size)]
