"""Seasons and their tours, written by those who coordinate the transport."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch, new_id
from logistics.errors import BadValue, EndsBeforeItBegins, LogisticsError, NotFound
from logistics.network.crossings import Crossing
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Season, Tour, TourCrossing, TourDay, TourStop

LONGEST_NAME, MOST_STOPS, MOST_DAYS = 120, 60, 400
END_OF_DAY = 24 * 60


class StopsOutOfOrder(LogisticsError):
    """A stop comes before the one before it goes. Facts: `position`, from 1."""

    code = "stops-out-of-order"


class NeverRuns(LogisticsError):
    """A tour has neither weekdays nor days."""

    code = "never-runs"


class OutsideSeason(LogisticsError):
    """Facts: `day`, `first_day` and `last_day` of the season."""

    code = "outside-season"


@dataclass(frozen=True, slots=True)
class Call:
    """A stop as it is written down.

    Attributes:
        arrives_minute, leaves_minute: after midnight, wall clock.
        crossing_id: the crossing over which the tour comes here; None: by road.
        back: from the crossing's far side.
    """

    place_id: str
    arrives_minute: int
    leaves_minute: int
    crossing_id: str | None = None
    back: bool = False


@dataclass(frozen=True, slots=True)
class TourText:
    """Everything that a tour says of itself.

    Attributes:
        weekdays: Monday = 0.
        also_on, not_on: days that do not follow the weekdays.
        capacity: crate units for booked collections; None: as many as the vehicle holds.
    """

    name: str
    vehicle_id: str
    calls: Sequence[Call]
    weekdays: Sequence[int] = ()
    also_on: Sequence[date] = ()
    not_on: Sequence[date] = ()
    school_days_only: bool = False
    capacity: int | None = None


def seasons_of(session: Session, network_id: str, by: Person) -> list[Season]:
    """The seasons of a network with their tours, the latest first.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    found = select(Season).where(Season.network_id == network.id)
    return list(session.scalars(found.order_by(Season.first_day.desc(), Season.id)))


def tour_of(session: Session, tour_id: str, by: Person) -> Tour:
    """One tour; NotFound where there is none, NotAllowed where `by` does not belong to its network."""
    tour = fetch(session, Tour, tour_id)
    allow(by, Act.SEE_NETWORK, network_id=tour.season.network_id)
    return tour


def add_season(session: Session, *, network_id: str, name: str, first_day: date, last_day: date, by: Person) -> Season:
    """Open a season without tours.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not write its timetable.
        BadValue, EndsBeforeItBegins: the name, the days.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    season = Season(id=new_id(), network_id=network.id)
    write_season(season, name, first_day, last_day)
    session.add(season)
    session.flush()
    session.expire(network, ["seasons"])
    return season


def change_season(
    session: Session, season_id: str, *, name: str, first_day: date, last_day: date, by: Person
) -> Season:
    """Give a season another name or other days; its tours run within them.

    Raises:
        As `add_season`.
    """
    season = fetch(session, Season, season_id)
    allow(by, Act.MANAGE_TOURS, network_id=season.network_id)
    write_season(season, name, first_day, last_day)
    session.flush()
    return season


def add_tour(session: Session, season_id: str, text: TourText, *, by: Person) -> Tour:
    """Add a tour to a season.

    Raises:
        NotFound: no such season, vehicle, place or crossing in the network.
        NotAllowed: `by` does not write the network's timetable.
        BadValue, StopsOutOfOrder, NeverRuns, OutsideSeason: what the text says can't be.
    """
    season = fetch(session, Season, season_id, field="season_id")
    allow(by, Act.MANAGE_TOURS, network_id=season.network_id)
    tour = Tour(id=new_id(), season_id=season.id, active=True)
    with session.no_autoflush:
        write_tour(session, season, tour, text)
    session.add(tour)
    session.flush()
    session.expire(season, ["tours"])
    return tour


def change_tour(session: Session, tour_id: str, text: TourText, *, by: Person) -> Tour:
    """Write a tour anew.

    Raises:
        As `add_tour`.
    """
    tour = fetch(session, Tour, tour_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=tour.season.network_id)
    write_tour(session, tour.season, tour, text)
    session.flush()
    return tour


def set_running(session: Session, tour_id: str, day: date, runs: bool, *, by: Person) -> Tour:
    """Leave a tour out on a day, or let it run after all.

    Raises:
        NotFound: no such tour.
        NotAllowed: `by` does not write the network's timetable.
        OutsideSeason: its season does not have the day.
    """
    tour = fetch(session, Tour, tour_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=tour.season.network_id)
    _within(tour.season, day)
    named = next((named for named in tour.days if named.day == day), None)
    if named is None:
        tour.days.append(TourDay(day=day, runs=runs))
    else:
        named.runs = runs
    session.flush()
    return tour


def retire_tour(session: Session, tour_id: str, *, by: Person) -> Tour:
    """Let a tour run no more; what it carried stays known.

    Raises:
        NotFound: no such tour.
        NotAllowed: `by` does not write the network's timetable.
    """
    tour = fetch(session, Tour, tour_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=tour.season.network_id)
    tour.active = False
    session.flush()
    return tour


def restore_tour(session: Session, tour_id: str, *, by: Person) -> Tour:
    """Let a tour that was given up run again.

    Raises:
        As `retire_tour`.
    """
    tour = fetch(session, Tour, tour_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=tour.season.network_id)
    tour.active = True
    session.flush()
    return tour


def write_season(season: Season, name: str, first_day: date, last_day: date) -> None:
    """Write into a season what is said of it, or refuse."""
    season.name = _name(name)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    season.first_day, season.last_day = first_day, last_day


def write_tour(session: Session, season: Season, tour: Tour, text: TourText) -> None:
    """Write into a tour of a season what its text says, or refuse."""
    network_id = season.network_id
    vehicle = _ours(session, Vehicle, text.vehicle_id, network_id, "vehicle_id")
    if text.capacity is not None and not 1 <= text.capacity <= vehicle.capacity:
        raise BadValue(field="capacity", value=text.capacity, least=1, most=vehicle.capacity)
    if any(weekday not in range(7) for weekday in text.weekdays):
        raise BadValue(field="weekdays", value=list(text.weekdays), least=0, most=6)
    if not text.weekdays and not text.also_on:
        raise NeverRuns(field="weekdays")
    if len(text.also_on) + len(text.not_on) > MOST_DAYS:
        raise BadValue(field="also_on", value=len(text.also_on) + len(text.not_on), least=0, most=MOST_DAYS)
    both = set(text.also_on) & set(text.not_on)
    if both:
        raise BadValue(field="not_on", value=min(both))
    for day in (*text.also_on, *text.not_on):
        _within(season, day)
    name = _name(text.name)
    calls = _in_order(session, text.calls, network_id)
    tour.name, tour.vehicle, tour.capacity = name, vehicle, text.capacity
    tour.weekdays, tour.school_days_only = sorted(set(text.weekdays)), text.school_days_only
    tour.stops = [
        TourStop(
            position=position,
            place_id=call.place_id,
            arrives_minute=call.arrives_minute,
            leaves_minute=call.leaves_minute,
        )
        for position, call in enumerate(calls, start=1)
    ]
    tour.crossings = [
        TourCrossing(position=position, crossing_id=call.crossing_id, back=call.back)
        for position, call in enumerate(calls, start=1)
        if call.crossing_id is not None
    ]
    named = dict.fromkeys(text.also_on, True) | dict.fromkeys(text.not_on, False)
    tour.days = [TourDay(day=day, runs=runs) for day, runs in sorted(named.items())]


def _in_order(session: Session, calls: Sequence[Call], network_id: str) -> Sequence[Call]:
    """The calls, once each is found right in itself and after the one before it."""
    if not 2 <= len(calls) <= MOST_STOPS:
        raise BadValue(field="calls", value=len(calls), least=2, most=MOST_STOPS)
    before = -1
    for position, call in enumerate(calls, start=1):
        _ours(session, Place, call.place_id, network_id, "calls")
        if call.crossing_id is not None:
            _ours(session, Crossing, call.crossing_id, network_id, "calls")
        if not before < call.arrives_minute <= call.leaves_minute <= END_OF_DAY:
            raise StopsOutOfOrder(field="calls", position=position)
        before = call.leaves_minute
    return calls


Part = TypeVar("Part", Vehicle, Place, Crossing)


def _ours(session: Session, kind: type[Part], row_id: str, network_id: str, field: str) -> Part:
    row = fetch(session, kind, row_id, field=field)
    if row.network_id != network_id:
        raise NotFound(field=field, what=kind.__tablename__, id=row_id)
    return row


def _within(season: Season, day: date) -> None:
    if not season.first_day <= day <= season.last_day:
        raise OutsideSeason(day=day, first_day=season.first_day, last_day=season.last_day)


def _name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadValue(field="name", value=name, least=1, most=LONGEST_NAME)
    return name
