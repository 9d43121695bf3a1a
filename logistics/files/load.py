"""Networks from files into tables, as often as one likes: what is there already is brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from logistics.costs.funders import Agreement
from logistics.database import Base
from logistics.files.document import Document
from logistics.files.load_roads import load_roads
from logistics.files.read import read_network
from logistics.holdings.collections import Collection, Part
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Municipality, Place, ReceivingHours
from logistics.network.terms import SchoolBreak, SchoolYear
from logistics.network.tours import Season, Tour, TourCrossing, TourDay, TourStop

_FOLDER = Path(__file__).parent.parent / "network" / "samples"

SAMPLES: dict[str, Path] = {name: _FOLDER / f"{name}.toml" for name in ("varmland", "sor-troms", "midt-troms")}
"""The networks that come with the product, by name."""

_OWNED_BY = {
    "receiving_hours": "place_id",
    "part": "collection_id",
    "school_break": "school_year_id",
    "tour_stop": "tour_id",
    "tour_day": "tour_id",
    "tour_crossing": "tour_id",
}
"""Tables whose rows belong to a row of another, and the column that says to which."""


@dataclass
class Loaded:
    """What a file changed: how many rows it made, brought up to date, and found as they should be.

    A place counts with its hours, a collection with its parts, a tour with its stops.
    """

    network_id: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0


def load_network(session: Session, source: str | Path, *, now: datetime) -> Loaded:
    """Bring a network with its places, fleet, roads, timetable, agreements and collections to what a file says.

    Rows that the file does not name are left as they are. Loading the same file again changes nothing.

    Args:
        source: TOML text, or the path of a TOML file; see `SAMPLES`.

    Raises:
        BadNetwork: the file has faults; nothing was changed.
    """
    document = read_network(source, today=now.date())
    loaded = Loaded(document.network["id"])
    _load_network_row(session, document, loaded)
    for entry in document.entries["municipality"]:
        values = entry.values
        _bring_up(session, Municipality, f"{loaded.network_id}-{values['code'].lower()}", values, loaded)
    session.flush()  # each chapter refers to those before it
    for entry in document.entries["place"]:
        _load_place(session, entry.values, loaded)
    session.flush()
    for entry in document.entries["vehicle"]:
        _load_vehicle(session, entry.values, loaded)
    changed_roads = load_roads(session, loaded.network_id, document)
    loaded.created += changed_roads.created
    loaded.changed += changed_roads.changed
    loaded.unchanged += changed_roads.unchanged
    _load_timetable(session, document, loaded)
    for entry in document.entries["agreement"]:
        values = dict(entry.values)
        _bring_up(session, Agreement, f"{loaded.network_id}-{values.pop('id')}", values, loaded)
    for entry in document.entries["collection"]:
        _load_collection(session, entry.values, loaded)
    session.flush()
    session.expire(session.get_one(Network, loaded.network_id))  # its lists may have been read before
    return loaded


def _load_network_row(session: Session, document: Document, loaded: Loaded) -> None:
    values = dict(document.network)
    values["cutoff_minute"] = values.pop("cutoff")
    _write(session, Network, values.pop("id"), values, {}, loaded)
    session.flush()


def _load_place(session: Session, read: dict[str, Any], loaded: Loaded) -> None:
    values = dict(read)
    place_id = f"{loaded.network_id}-{values.pop('id')}"
    hours = [
        ReceivingHours(weekday=weekday, opens_minute=opens, closes_minute=closes)
        for weekday, opens, closes in values.pop("receives")
    ]
    values["municipality_id"] = f"{loaded.network_id}-{values.pop('municipality').lower()}"
    values["network_id"] = loaded.network_id
    _write(session, Place, place_id, values, {"receiving_hours": hours}, loaded)


def _load_vehicle(session: Session, read: dict[str, Any], loaded: Loaded) -> None:
    values = dict(read)
    vehicle_id = f"{loaded.network_id}-{values.pop('id')}"
    values["home_id"] = f"{loaded.network_id}-{values.pop('home')}"
    values["shift_starts_minute"], values["shift_ends_minute"] = values.pop("shift")
    _bring_up(session, Vehicle, vehicle_id, values, loaded)


def _load_timetable(session: Session, document: Document, loaded: Loaded) -> None:
    for entry in document.entries["school_year"]:
        values = dict(entry.values)
        breaks = [SchoolBreak(kind=kind, first_day=first, last_day=last) for kind, first, last in values.pop("breaks")]
        values["network_id"] = loaded.network_id
        key = f"{loaded.network_id}-{values.pop('id')}"
        known = session.get(SchoolYear, key)
        if known is not None and known.written_by_id is not None:
            loaded.unchanged += 1  # what was written on a page, no file replaces
            continue
        _write(session, SchoolYear, key, values, {"breaks": breaks}, loaded)
    for entry in document.entries["season"]:
        values = dict(entry.values)
        _bring_up(session, Season, f"{loaded.network_id}-{values.pop('id')}", values, loaded)
    session.flush()
    for entry in document.entries["tour"]:
        _load_tour(session, entry.values, loaded)


def _load_tour(session: Session, read: dict[str, Any], loaded: Loaded) -> None:
    values = dict(read)
    stops = [
        TourStop(
            position=position,
            place_id=f"{loaded.network_id}-{place}",
            arrives_minute=arrives,
            leaves_minute=leaves,
        )
        for position, (place, arrives, leaves, _, _) in enumerate(values["stops"], start=1)
    ]
    crossings = [
        TourCrossing(position=position, crossing_id=f"{loaded.network_id}-{crossing}", back=back)
        for position, (_, _, _, crossing, back) in enumerate(values.pop("stops"), start=1)
        if crossing is not None
    ]
    named = dict.fromkeys(values.pop("also_on"), True) | dict.fromkeys(values.pop("not_on"), False)
    days = [TourDay(day=day, runs=runs) for day, runs in sorted(named.items())]
    tour_id = f"{loaded.network_id}-{values.pop('id')}"
    values["season_id"] = f"{loaded.network_id}-{values.pop('season')}"
    values["vehicle_id"] = f"{loaded.network_id}-{values.pop('vehicle')}"
    values["weekdays"] = list(values["weekdays"])
    _write(session, Tour, tour_id, values, {"stops": stops, "days": days, "crossings": crossings}, loaded)


def _load_collection(session: Session, read: dict[str, Any], loaded: Loaded) -> None:
    values = dict(read)
    values["home_id"] = f"{loaded.network_id}-{values.pop('home')}"
    values["network_id"] = loaded.network_id
    parts = parts_of(values.pop("parts"))
    _write(session, Collection, f"{loaded.network_id}-{values['code'].lower()}", values, {"parts": parts}, loaded)


def parts_of(read: list[dict[str, Any]]) -> list[Part]:
    """Rows of parts that were read, numbered in the order in which they stand; what lies in one comes after it."""
    parts: list[Part] = []
    for values in read:
        inner = values.get("parts", [])
        parts.append(Part(position=len(parts) + 1, **{key: values[key] for key in values if key != "parts"}))
        holder = parts[-1].position
        for held in inner:
            parts.append(Part(position=len(parts) + 1, within=holder, **held))
    return parts


def _bring_up(session: Session, table: type[Base], key: str, values: dict[str, Any], loaded: Loaded) -> None:
    _write(session, table, key, values | {"network_id": loaded.network_id}, {}, loaded)


def _write(
    session: Session, table: type[Base], key: str, values: dict[str, Any], lists: dict[str, list[Any]], loaded: Loaded
) -> None:
    """Make the row, or change what differs; `lists` are rows that belong to it and are replaced as a whole."""
    row = session.get(table, key)
    if row is None:
        session.add(table(id=key, **values, **lists))
        loaded.created += 1
        return
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    replaced = [name for name, rows in lists.items() if _contents(getattr(row, name)) != _contents(rows)]
    for name in replaced:
        setattr(row, name, [])
        session.flush()  # the old rows must be gone before new ones take their keys
        setattr(row, name, lists[name])
    if differing or replaced:
        loaded.changed += 1
    else:
        loaded.unchanged += 1


def _contents(rows: list[Any]) -> list[dict[str, Any]]:
    """What rows that belong to another say, without saying to whom they belong."""
    return [
        {
            column.key: getattr(row, column.key)
            for column in row.__mapper__.column_attrs
            if column.key != _OWNED_BY[row.__tablename__]
        }
        for row in rows
    ]
