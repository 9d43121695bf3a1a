"""What people know of roads and crossings, written and taken away on a page or over REST."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch, new_id
from logistics.errors import BadValue, LogisticsError
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import WHOLE_YEAR, RoadOverride, road_id, seasons_meet
from logistics.network.timetable_lines import read_timetable
from logistics.network.tours import TourCrossing

LONGEST_NAME = 120
MOST_METRES = 5_000_000
MOST_SECONDS = 172_800

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude, degrees, WGS 84."""


class RoadKnown(LogisticsError):
    """Of this pair something is known already in a season that meets this one. Facts: `origin`, `to`."""

    code = "road-known"


class CrossingInUse(LogisticsError):
    """A tour goes over the crossing. Facts: `name`."""

    code = "crossing-in-use"


@dataclass(frozen=True, slots=True)
class RoadText:
    """What is known of a pair, as it is written.

    Attributes:
        metres, seconds: driven; of a way over a crossing without the crossing itself.
        season: first and last day as in `RoadOverride`.
        crossing_id, back, before_seconds: as in `RoadOverride`.
        both_ways: it is as far back.
    """

    from_id: str
    to_id: str
    metres: int
    seconds: int
    season: tuple[int, int] = WHOLE_YEAR
    crossing_id: str | None = None
    back: bool = False
    before_seconds: int = 0
    both_ways: bool = True

    def returned(self) -> RoadText:
        """The same way back."""
        before = self.seconds - self.before_seconds if self.crossing_id else 0
        back = not self.back if self.crossing_id else False
        ends = self.to_id, self.from_id
        return RoadText(*ends, self.metres, self.seconds, self.season, self.crossing_id, back, before, both_ways=False)


@dataclass(frozen=True, slots=True)
class CrossingText:
    """A crossing as it is written; `there` and `back` are lines of `logistics.network.timetable_lines`."""

    name: str
    kind: CrossingKind
    seconds: int
    ahead_seconds: int
    there: Sequence[str]
    back: Sequence[str]
    near: Point | None = None
    far: Point | None = None


def roads_of(session: Session, network_id: str, by: Person) -> list[RoadOverride]:
    """What is known of the network's roads, by the names of the places and the season.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    names = {place.id: place.name for place in network.places}
    rows = session.scalars(select(RoadOverride).where(RoadOverride.network_id == network.id))
    return sorted(rows, key=lambda row: (names[row.from_id], names[row.to_id], row.first_day, row.id))


def crossings_of(session: Session, network_id: str, by: Person) -> list[Crossing]:
    """The network's crossings with their timetables, by name.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    wanted = select(Crossing).where(Crossing.network_id == network.id).options(selectinload(Crossing.services))
    return list(session.scalars(wanted.order_by(Crossing.name, Crossing.id)))


def crossing_of(session: Session, crossing_id: str, by: Person, *, lock: bool = False) -> Crossing:
    """One crossing.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not belong to its network.
    """
    crossing = fetch(session, Crossing, crossing_id, lock=lock)
    allow(by, Act.SEE_NETWORK, network_id=crossing.network_id)
    return crossing


def know_road(session: Session, network_id: str, text: RoadText, *, by: Person) -> list[RoadOverride]:
    """Write down how far it is from one place to another; what was known of the same season gives way.

    Returns:
        The rows: one for each direction.

    Raises:
        NotFound: no such network, place or crossing there.
        NotAllowed: `by` does not manage it.
        BadValue: a number that can't be; from a place to itself.
        RoadKnown: something else is known in a season that meets this one.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.MANAGE_NETWORK, network_id=network.id)
    _check(session, network, text)
    return [_know(session, network, each) for each in ([text, text.returned()] if text.both_ways else [text])]


def forget_road(session: Session, known_id: str, *, by: Person) -> None:
    """Take away what is known of a pair, in one direction.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not manage the network.
    """
    road = fetch(session, RoadOverride, known_id)
    allow(by, Act.MANAGE_NETWORK, network_id=road.network_id)
    session.delete(road)
    session.flush()


def write_crossing(
    session: Session, network_id: str, text: CrossingText, *, by: Person, crossing_id: str | None = None
) -> Crossing:
    """Make a crossing, or write one anew.

    Raises:
        NotFound: no such network, or no such crossing in it.
        NotAllowed: `by` does not manage it.
        BadValue: a number, a name or a point that can't be.
        BadTimetable: a line that can't be read.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.MANAGE_NETWORK, network_id=network.id)
    name = text.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadValue(field="name", value=name, least=1, most=LONGEST_NAME)
    if not 1 <= text.seconds <= MOST_SECONDS:
        raise BadValue(field="minutes", value=text.seconds // 60, least=1, most=MOST_SECONDS // 60)
    if not 0 <= text.ahead_seconds <= MOST_SECONDS:
        raise BadValue(field="ahead_minutes", value=text.ahead_seconds // 60, least=0, most=MOST_SECONDS // 60)
    if (text.near is None) != (text.far is None):
        raise BadValue(field="near" if text.near is None else "far", value=None)
    there = [rule.service(back=False) for rule in read_timetable(text.there, field="there")]
    back = [rule.service(back=True) for rule in read_timetable(text.back, field="back")]
    if crossing_id is None:
        crossing = Crossing(id=f"{network.id}-{new_id()[:12]}", network_id=network.id)
        session.add(crossing)
    else:
        crossing = _crossing(session, network, crossing_id)
    crossing.name, crossing.kind = name, text.kind
    crossing.seconds, crossing.ahead_seconds, crossing.by_hand = text.seconds, text.ahead_seconds, True
    crossing.near_lat, crossing.near_lon = text.near or (None, None)
    crossing.far_lat, crossing.far_lon = text.far or (None, None)
    crossing.services = [*there, *back]
    session.flush()
    return crossing


def forget_crossing(session: Session, crossing_id: str, *, by: Person) -> None:
    """Take a crossing away, with what is known of pairs that go over it.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not manage the network.
        CrossingInUse: a tour goes over it.
    """
    crossing = fetch(session, Crossing, crossing_id)
    allow(by, Act.MANAGE_NETWORK, network_id=crossing.network_id)
    if session.scalars(select(TourCrossing).where(TourCrossing.crossing_id == crossing.id).limit(1)).first():
        raise CrossingInUse(name=crossing.name)
    session.delete(crossing)
    session.flush()


def _check(session: Session, network: Network, text: RoadText) -> None:
    for field, place_id in (("from_id", text.from_id), ("to_id", text.to_id)):
        place = fetch(session, Place, place_id, field=field)
        if place.network_id != network.id:
            raise BadValue(field=field, value=place_id)
    if text.from_id == text.to_id:
        raise BadValue(field="to_id", value=text.to_id)
    if not 0 <= text.metres <= MOST_METRES:
        raise BadValue(field="metres", value=text.metres, least=0, most=MOST_METRES)
    if not 0 <= text.seconds <= MOST_SECONDS:
        raise BadValue(field="seconds", value=text.seconds, least=0, most=MOST_SECONDS)
    if not 0 <= text.before_seconds <= text.seconds:
        raise BadValue(field="before_seconds", value=text.before_seconds, least=0, most=text.seconds)
    if text.crossing_id is not None:
        _crossing(session, network, text.crossing_id)


def _crossing(session: Session, network: Network, crossing_id: str) -> Crossing:
    crossing = fetch(session, Crossing, crossing_id, field="crossing_id")
    if crossing.network_id != network.id:
        raise BadValue(field="crossing_id", value=crossing_id)
    return crossing


def _know(session: Session, network: Network, text: RoadText) -> RoadOverride:
    key = road_id(text.from_id, text.to_id, text.season)
    told = select(RoadOverride).where(RoadOverride.from_id == text.from_id, RoadOverride.to_id == text.to_id)
    for other in session.scalars(told):
        season = other.first_day, other.last_day
        if other.id != key and WHOLE_YEAR not in (season, text.season) and seasons_meet(season, text.season):
            names = (fetch(session, Place, place_id).name for place_id in (text.from_id, text.to_id))
            raise RoadKnown(field="first_day", **dict(zip(("origin", "to"), names, strict=True)))
    road = session.get(RoadOverride, key)
    if road is None:
        road = RoadOverride(id=key, network_id=network.id, from_id=text.from_id, to_id=text.to_id)
        road.first_day, road.last_day = text.season
        session.add(road)
    road.metres, road.seconds, road.by_hand = text.metres, text.seconds, True
    road.crossing_id = text.crossing_id
    road.back, road.before_seconds = text.back, text.before_seconds if text.crossing_id else 0
    session.flush()
    return road
