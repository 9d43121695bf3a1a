"""The roads that a plan is made with: what people know, else what was measured, else an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix, RoadOverride
from routing.roads.straight_line import Roads, straight_line

STRAIGHT_LINE = "straight-line"
BY_PEOPLE = "overrides"
"""Where every pair is known by people."""


def known_roads(session: Session, network: Network, places: Sequence[Place], day: date) -> tuple[Roads, str]:
    """Distances and times between places on a day, and where they come from.

    Returns:
        The roads, shape (places, places), `estimated` if any of them is, and their name: the engine with the day of
        its map, "straight-line", or both where some pairs had to be estimated ("osm 2026-11-20 + straight-line").
        A pair that people know counts as neither; where all are, "overrides".
    """
    matrix = session.get(RoadMatrix, network.id)
    rows = matrix.rows_of(places) if matrix else [None] * len(places)
    known = _known_by_people(session, network, places, day)
    size = range(len(places))
    estimated = any(a != b and (a, b) not in known and None in (rows[a], rows[b]) for a in size for b in size)
    metres, seconds = _estimate(network, places) if estimated else _nothing(len(places))
    measured = False
    for a in size:
        for b in size:
            row, column = rows[a], rows[b]
            if (a, b) in known:
                metres[a][b], seconds[a][b] = known[a, b].metres, known[a, b].seconds
            elif matrix is not None and row is not None and column is not None and a != b:
                metres[a][b], seconds[a][b] = matrix.metres[row][column], matrix.seconds[row][column]
                measured = True
    names = [matrix.engine] * measured if matrix else []
    names += [STRAIGHT_LINE] * estimated
    roads = Roads(tuple(map(tuple, metres)), tuple(map(tuple, seconds)), estimated=estimated)
    return roads, " + ".join(names) or (BY_PEOPLE if known else STRAIGHT_LINE)


def _known_by_people(
    session: Session, network: Network, places: Sequence[Place], day: date
) -> dict[tuple[int, int], RoadOverride]:
    at = {place.id: number for number, place in enumerate(places)}
    rows = session.scalars(select(RoadOverride).where(RoadOverride.network_id == network.id).order_by(RoadOverride.id))
    holding = [row for row in rows if row.holds_on(day) and row.from_id in at and row.to_id in at]
    holding.sort(key=lambda row: not row.all_year)
    return {(at[row.from_id], at[row.to_id]): row for row in holding}


def _estimate(network: Network, places: Sequence[Place]) -> tuple[list[list[int]], list[list[int]]]:
    roads = straight_line(
        [(place.lat, place.lon) for place in places],
        km_per_hour=network.speed_kmh,
        circuity=network.circuity_percent / 100,
    )
    return [list(row) for row in roads.metres], [list(row) for row in roads.seconds]


def _nothing(size: int) -> tuple[list[list[int]], list[list[int]]]:
    return [[0] * size for _ in range(size)], [[0] * size for _ in range(size)]
