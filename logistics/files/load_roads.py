"""What a network's file says of crossings, roads and closed roads, into tables; what was written on a page stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.files.document import Document
from logistics.network.closed_roads import ClosedRoad, ClosedRoadText, text_of, write_closed
from logistics.network.crossings import Crossing, CrossingService
from logistics.network.roads import RoadOverride, road_id


@dataclass
class LoadedRoads:
    """How many rows were made, brought up to date, taken away, and found as they should be."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def load_roads(session: Session, network_id: str, document: Document) -> LoadedRoads:
    """Bring crossings and roads to what the file says.

    Of what an earlier file said and this one does not, nothing stays; what people wrote on a page does, and stands
    before the file.
    """
    loaded = LoadedRoads()
    crossings = {}
    for entry in document.entries["crossing"]:
        key = f"{network_id}-{entry.values['id']}"
        crossings[key] = entry.values
        _load_crossing(session, key, network_id, entry.values, loaded)
    session.flush()  # roads refer to crossings
    roads = {}
    for entry in document.entries["road"]:
        for row in _rows(network_id, entry.values):
            roads[road_id(row["from_id"], row["to_id"], (row["first_day"], row["last_day"]))] = row
    for key, row in roads.items():
        _load_road(session, key, network_id, row, loaded)
    shut = {}
    for entry in document.entries["closed_road"]:
        shut[f"{network_id}-{entry.values['id']}"] = entry.values
    for key, values in shut.items():
        _load_closed(session, key, network_id, values, loaded)
    session.flush()
    mine = RoadOverride.network_id == network_id, ~RoadOverride.by_hand
    gone = [road for road in session.scalars(select(RoadOverride).where(*mine)) if road.id not in roads]
    of_file = Crossing.network_id == network_id, ~Crossing.by_hand
    stopped = [line for line in session.scalars(select(Crossing).where(*of_file)) if line.id not in crossings]
    closings = ClosedRoad.network_id == network_id, ~ClosedRoad.by_hand
    opened = [road for road in session.scalars(select(ClosedRoad).where(*closings)) if road.id not in shut]
    for left in (*gone, *stopped, *opened):
        session.delete(left)
        loaded.changed += 1
    session.flush()
    return loaded


def _load_crossing(session: Session, key: str, network_id: str, read: dict[str, Any], loaded: LoadedRoads) -> None:
    near, far = read["near"] or (None, None), read["far"] or (None, None)
    values = {
        "network_id": network_id,
        "name": read["name"],
        "kind": read["kind"],
        "seconds": read["minutes"],
        "ahead_seconds": read["ahead_minutes"],
        "near_lat": near[0],
        "near_lon": near[1],
        "far_lat": far[0],
        "far_lon": far[1],
    }
    services = [rule.service(back=False) for rule in read["there"]] + [rule.service(back=True) for rule in read["back"]]
    row = session.get(Crossing, key)
    if row is None:
        session.add(Crossing(id=key, by_hand=False, services=services, **values))
        loaded.created += 1
        return
    if row.by_hand:
        loaded.unchanged += 1
        return
    same = all(getattr(row, name) == value for name, value in values.items())
    if same and sorted(map(_said, row.services)) == sorted(map(_said, services)):
        loaded.unchanged += 1
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.services = services
    loaded.changed += 1


def _said(service: CrossingService) -> tuple[str, ...]:
    """What a line of a timetable says, whichever row it is."""
    return tuple(
        str(getattr(service, column.key))
        for column in service.__mapper__.column_attrs
        if column.key not in ("id", "crossing_id")
    )


def _rows(network_id: str, read: dict[str, Any]) -> list[dict[str, Any]]:
    """The road in each direction that it is said of."""
    first_day, last_day = read["season"]
    row = {
        "from_id": f"{network_id}-{read['from']}",
        "to_id": f"{network_id}-{read['to']}",
        "first_day": first_day,
        "last_day": last_day,
        "metres": read["km"],
        "seconds": read["minutes"],
        "crossing_id": None if read["crossing"] is None else f"{network_id}-{read['crossing']}",
        "back": read["back"],
        "before_seconds": read["before_minutes"],
    }
    if not read["both_ways"]:
        return [row]
    other = row | {"from_id": row["to_id"], "to_id": row["from_id"]}
    if read["crossing"] is not None:
        other |= {"back": not read["back"], "before_seconds": read["minutes"] - read["before_minutes"]}
    return [row, other]


def _load_road(session: Session, key: str, network_id: str, values: dict[str, Any], loaded: LoadedRoads) -> None:
    row = session.get(RoadOverride, key)
    if row is None:
        session.add(RoadOverride(id=key, network_id=network_id, by_hand=False, **values))
        loaded.created += 1
    elif row.by_hand or all(getattr(row, name) == value for name, value in values.items()):
        loaded.unchanged += 1
    else:
        for name, value in values.items():
            setattr(row, name, value)
        loaded.changed += 1


def _load_closed(session: Session, key: str, network_id: str, read: dict[str, Any], loaded: LoadedRoads) -> None:
    text = ClosedRoadText(
        name=read["name"],
        at=read["at"],
        to=read["to"],
        within_metres=read["within_metres"],
        season=read["season"],
        valid_from=read["dates"][0],
        valid_until=read["dates"][1],
    )
    row = session.get(ClosedRoad, key)
    if row is None:
        row = ClosedRoad(id=key, network_id=network_id, by_hand=False, lifted=False)
        write_closed(row, text)
        session.add(row)
        loaded.created += 1
    elif row.by_hand or text_of(row) == text:
        loaded.unchanged += 1
    else:
        write_closed(row, text)
        loaded.changed += 1
