"""Where the ways between stops go, as they were measured, for the maps of plan and sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.network.roads import RoadPath
from logistics.transport.plans import Trip


@dataclass(frozen=True, slots=True)
class SheetPiece:
    """A part of a way: `kind` is "road" or "ferry", `line` an encoded polyline with five decimals."""

    kind: str
    line: str


def ways_to(session: Session, network_id: str, trips: Iterable[Trip]) -> Mapping[str, tuple[SheetPiece, ...]]:
    """The way to each stop, by the stop's id; a stop whose way was not measured is not in it."""
    legs = {
        after.id: (before.place_id, after.place_id)
        for trip in trips
        for before, after in pairwise(trip.stops)
        if before.place_id != after.place_id
    }
    if not legs:
        return {}
    wanted = select(RoadPath).where(
        RoadPath.network_id == network_id,
        RoadPath.from_id.in_({origin for origin, _ in legs.values()}),
        RoadPath.to_id.in_({goal for _, goal in legs.values()}),
    )
    known = {(path.from_id, path.to_id): path.pieces for path in session.scalars(wanted)}
    return {
        stop_id: tuple(SheetPiece(kind, line) for kind, line in known[pair])
        for stop_id, pair in legs.items()
        if pair in known
    }
