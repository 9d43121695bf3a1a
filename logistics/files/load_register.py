"""Libraries of a register into a network: first what would change, then that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.files.register import RegisterEntry
from logistics.network.networks import Network
from logistics.network.places import Municipality, Place, PlaceKind

_LIBRARY = re.compile(r"\s*\b(?:stads|folke?|huvud|hoved|kommune?)?bibliotek(?:et)?\b\s*")
"""What a register says of each of them, and people leave out."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ß": "ss"})


class PlaceFate(Enum):
    """What becomes of a library of the register."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNPLACED = "unplaced"  # new, and the register does not say where it is


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What storing does, or would do, with one library.

    Attributes:
        changed: names of the columns that get another value.
    """

    row: int
    name: str
    municipality: str
    isil: str | None
    fate: PlaceFate
    changed: tuple[str, ...] = ()


def weigh(session: Session, network_id: str, entries: Iterable[RegisterEntry], *, by: Person) -> list[PlaceChange]:
    """What storing would change; libraries of other municipalities are left out.

    A library is known by its ISIL, else by its number, else by its municipality and name: "Karlstads stadsbibliotek" is
    the place Karlstad, unless that has another ISIL or number, or is another library of the register. Of one that is
    there already the identifiers and the address are taken over, nothing else: where it is, people may know better.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not manage it.
    """
    return [change for change, _ in _weighed(session, network_id, entries, by)]


def store(session: Session, network_id: str, entries: Iterable[RegisterEntry], *, by: Person) -> list[PlaceChange]:
    """Do what `weigh` tells. New places receive nothing until somebody gives them hours.

    Raises:
        as `weigh`.
    """
    weighed = _weighed(session, network_id, entries, by)
    for _, act in weighed:
        act()
    session.flush()
    session.expire(session.get_one(Network, network_id))
    return [change for change, _ in weighed]


def _weighed(
    session: Session, network_id: str, entries: Iterable[RegisterEntry], by: Person
) -> list[tuple[PlaceChange, Callable[[], None]]]:
    network = fetch(session, Network, network_id)
    allow(by, Act.MANAGE_NETWORK, network_id=network.id)
    municipalities = {municipality.code: municipality for municipality in network.municipalities}
    known = {key: place for place in network.places for key in _identifiers(place.isil, place.library_number)}
    named = {(place.municipality_id, _plain(place.name)): place for place in network.places}
    taken = {place.id for place in network.places}
    entries = list(entries)
    sure = [known[key] for entry in entries for key in _identifiers(entry.isil, entry.number) if key in known]
    found = []
    for entry in entries:
        municipality = municipalities.get(entry.municipality)
        place = next((known[key] for key in _identifiers(entry.isil, entry.number) if key in known), None)
        if place is None and municipality is not None:
            names = (_plain(entry.name), _plain(entry.name).removesuffix("s"))
            place = next((named[municipality.id, name] for name in names if (municipality.id, name) in named), None)
            if place in sure or (place is not None and _contradicts(place, entry)):
                place = None
        if place is not None:
            sure.append(place)
            found.append(_update(place, entry))
        elif municipality is not None:
            found.append(_new(session, municipality, entry, taken))
    return found


def _plain(name: str) -> str:
    """The name without the word that says it is a library; whole where nothing else would be left."""
    return _LIBRARY.sub(" ", name.casefold()).strip() or name.casefold()


def _contradicts(place: Place, entry: RegisterEntry) -> bool:
    pairs = ((place.isil, entry.isil), (place.library_number, entry.number))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _identifiers(isil: str | None, number: str | None) -> list[tuple[str, str]]:
    return [(kind, value) for kind, value in (("isil", isil), ("number", number)) if value]


def _update(place: Place, entry: RegisterEntry) -> tuple[PlaceChange, Callable[[], None]]:
    said = {"isil": entry.isil, "library_number": entry.number, "address": entry.address or None}
    values = {name: value for name, value in said.items() if value and getattr(place, name) != value}

    def act() -> None:
        for name, value in values.items():
            setattr(place, name, value)

    fate = PlaceFate.CHANGED if values else PlaceFate.UNCHANGED
    return PlaceChange(entry.row, place.name, place.municipality.name, entry.isil, fate, tuple(values)), act


def _new(
    session: Session, municipality: Municipality, entry: RegisterEntry, taken: set[str]
) -> tuple[PlaceChange, Callable[[], None]]:
    where = entry.where
    if where is None:
        return PlaceChange(entry.row, entry.name, municipality.name, entry.isil, PlaceFate.UNPLACED), lambda: None
    place_id = _id(municipality.network_id, entry.name, taken)
    taken.add(place_id)

    def act() -> None:
        session.add(
            Place(
                id=place_id,
                network_id=municipality.network_id,
                municipality_id=municipality.id,
                name=entry.name,
                kind=PlaceKind.LIBRARY,
                address=entry.address,
                library_number=entry.number,
                isil=entry.isil,
                lat=where[0],
                lon=where[1],
            )
        )

    return PlaceChange(entry.row, entry.name, municipality.name, entry.isil, PlaceFate.NEW), act


def _id(network_id: str, name: str, taken: set[str]) -> str:
    """A short name that no other place has: "nord-harstad-bibliotek"."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    stem = f"{network_id}-{'-'.join(re.findall(r'[a-z0-9]+', plain)) or 'library'}"[:60].rstrip("-")
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
