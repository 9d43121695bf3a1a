"""A table of collections into a library's holdings: first what would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.files.stock import BadStock, CellFault, StockEntry, fault_at
from logistics.holdings import words  # noqa: F401  # what is stored here is searched for
from logistics.holdings.collections import Collection, Part
from logistics.holdings.contents import is_in_use
from logistics.network.places import Place


class Fate(Enum):
    """What becomes of a collection of the table."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class StockChange:
    """What storing a table does, or would do, to one collection.

    Attributes:
        put_in, changed, taken_out: how many of its parts.
    """

    code: str
    title: str
    fate: Fate
    put_in: int = 0
    changed: int = 0
    taken_out: int = 0


def exported(session: Session, *, network_id: str, by: Person, home_id: str | None = None) -> list[Collection]:
    """The collections of a network, or of one home in it, with their parts, by code; in use or not.

    Raises:
        NotAllowed: `by` does not see the network's holdings.
    """
    allow(by, Act.SEE_HOLDINGS, network_id=network_id)
    wanted = select(Collection).where(Collection.network_id == network_id).options(selectinload(Collection.parts))
    if home_id is not None:
        wanted = wanted.where(Collection.home_id == home_id)
    return list(session.scalars(wanted.order_by(Collection.code)))


def weigh(session: Session, entries: list[StockEntry], *, network_id: str, by: Person) -> list[StockChange]:
    """What storing the entries would do; nothing is changed.

    Raises:
        NotAllowed: `by` manages no holdings of the network.
        BadStock: with every fault that shows against the database: unknown homes, other libraries' collections.
    """
    return [change for change, _, _ in _weighed(session, entries, network_id, by)]


def store(session: Session, entries: list[StockEntry], *, network_id: str, by: Person) -> list[StockChange]:
    """Bring collections to what a table says; those that it does not name stay as they are.

    Raises:
        NotAllowed, BadStock: as `weigh`; nothing was changed.
    """
    weighed = _weighed(session, entries, network_id, by)
    for change, entry, known in weighed:
        if change.fate is Fate.UNCHANGED:
            continue
        collection = known or Collection(network_id=network_id, code=entry.code)
        for name, value in entry.values.items():
            setattr(collection, name, value)
        _bring_parts(collection, entry.parts)
        session.add(collection)
    session.flush()
    return [change for change, _, _ in weighed]


def _weighed(
    session: Session, entries: list[StockEntry], network_id: str, by: Person
) -> list[tuple[StockChange, StockEntry, Collection | None]]:
    allow(by, Act.MANAGE_HOLDINGS, network_id=network_id, place_ids=(by.place_id,) if by.place_id else ())
    homes = _homes(session, network_id)
    known = {
        collection.code: collection
        for collection in session.scalars(
            select(Collection)
            .where(Collection.network_id == network_id, Collection.code.in_([entry.code for entry in entries]))
            .options(selectinload(Collection.parts))
        )
    }
    faults: list[CellFault] = []
    weighed = []
    for entry in entries:
        collection = known.get(entry.code)
        home = homes.get(str(entry.values.get("home") or entry.values.get("home_id")))
        faults.extend(_home_faults(entry, home, collection, by))
        faults.extend(_part_faults(session, entry, collection))
        if home is not None:
            entry.values.pop("home", None)
            entry.values["home_id"] = home.id
            weighed.append((_change(entry, collection), entry, collection))
    if faults:
        raise BadStock(faults)
    return weighed


def _homes(session: Session, network_id: str) -> dict[str, Place]:
    """Places by their id, and by what is left of it without the network's name before it."""
    places = session.scalars(select(Place).where(Place.network_id == network_id)).all()
    return {place.id.removeprefix(f"{network_id}-"): place for place in places} | {p.id: p for p in places}


def _home_faults(
    entry: StockEntry, home: Place | None, collection: Collection | None, by: Person
) -> Iterator[CellFault]:
    if home is None:
        yield fault_at(entry.row, "home", "unknown-reference", value=entry.values.get("home"))
    elif collection is not None and collection.home_id != home.id:
        yield fault_at(entry.row, "home", "lives-elsewhere", value=collection.home_id)
    elif not may(by, Act.MANAGE_HOLDINGS, network_id=home.network_id, place_ids=(home.id,)):
        yield fault_at(entry.row, "home", "not-yours", value=home.name)


def _part_faults(session: Session, entry: StockEntry, collection: Collection | None) -> Iterator[CellFault]:
    kept = {values["position"] for values in entry.parts}
    for part in collection.parts if collection is not None else ():
        if part.position not in kept and is_in_use(session, part):
            yield fault_at(entry.row, "part", "part-in-use", value=part.title)


def _change(entry: StockEntry, collection: Collection | None) -> StockChange:
    title = str(entry.values["title"])
    if collection is None:
        return StockChange(entry.code, title, Fate.NEW, put_in=len(entry.parts))
    here = {part.position: part for part in collection.parts}
    there = {values["position"]: values for values in entry.parts}
    changed = sum(_differs(here[position], there[position]) for position in here.keys() & there.keys())
    put_in, taken_out = len(there.keys() - here.keys()), len(here.keys() - there.keys())
    same = not (changed or put_in or taken_out or _differs(collection, entry.values))
    return StockChange(entry.code, title, Fate.UNCHANGED if same else Fate.CHANGED, put_in, changed, taken_out)


def _differs(row: Collection | Part, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _bring_parts(collection: Collection, parts: list[dict[str, Any]]) -> None:
    """Change parts in their places: what refers to a part by its position goes on doing so."""
    there = {values["position"]: values for values in parts}
    for part in list(collection.parts):
        if part.position not in there:
            collection.take_out(part)
    here = {part.position: part for part in collection.parts}
    for position, values in there.items():
        part = here.get(position) or Part(position=position)
        if part.collection is None:
            collection.parts.append(part)
        for name, value in values.items():
            setattr(part, name, value)
