"""A feed into a network: its ferries as crossings, everything else as tours of a season."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import pairwise

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import NotFound
from logistics.files.gtfs.faults import BadGtfs, GtfsFault
from logistics.files.gtfs.read import END_OF_DAY, Feed, GtfsCall, GtfsTrip, Service, day_spans
from logistics.network.crossings import Crossing, CrossingKind, CrossingService
from logistics.network.networks import Network
from logistics.network.put_timetables import put_season, put_tour
from logistics.network.timetables import LONGEST_NAME, MOST_DAYS, MOST_STOPS, Call, TourText
from logistics.network.tours import Season, Tour

LONGEST_ID = 64
EVERY_DAY = list(range(7))


class Made(Enum):
    """What a feed gives."""

    SEASON = "season"
    TOUR = "tour"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A season, tour or crossing that a feed gave, and whether it was not there before."""

    kind: Made
    name: str
    new: bool


@dataclass
class Stored:
    """What a feed gave: how many seasons, tours and crossings, and each of them in the feed's order."""

    seasons: int = 0
    tours: int = 0
    crossings: int = 0
    items: list[StoredItem] = field(default_factory=list, compare=False)


def store_gtfs(
    session: Session, feed: Feed, *, network_id: str, season: str, vehicle_id: str | None, by: Person
) -> Stored:
    """Bring tours and crossings to what a feed says; the same feed again changes nothing.

    A stop is a place by its id, with the network's name before it or without. Trips that do not run on the same span
    of days are tours of seasons of their own.

    Args:
        season: how the season is called.
        vehicle_id: which vehicle drives the tours; None will do for a feed of ferries.

    Raises:
        NotFound: no such network or vehicle.
        NotAllowed: `by` does not write the network's timetable.
        BadGtfs: a stop of a tour is no place of the network, or there is no vehicle to drive; nothing was stored.
        And whatever `put_tour` refuses.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    tours = [trip for trip in feed.trips if not trip.ferry]
    places = {place.id for place in network.places}
    faults = [
        GtfsFault("stop_times.txt", call.row, "stop_id", "unknown-place", {"value": call.stop_id})
        for trip in tours
        for call in trip.calls
        if _place_id(network, places, call.stop_id) is None
    ]
    faults += _tour_faults(network, tours)
    if tours and vehicle_id is None:
        faults.append(GtfsFault("trips.txt", tours[0].row, "trip_id", "missing-vehicle"))
    if faults:
        raise BadGtfs(faults)
    stored = Stored()
    _store_tours(session, network, tours, season, vehicle_id or "", by, stored)
    _store_ferries(session, network, feed, stored)
    session.flush()
    session.expire(network)
    return stored


def weigh_gtfs(
    session: Session, feed: Feed, *, network_id: str, season: str, vehicle_id: str | None, by: Person
) -> Stored:
    """What storing a feed would do; nothing is changed.

    Raises:
        As `store_gtfs`.
    """
    with session.begin_nested() as tried:
        stored = store_gtfs(session, feed, network_id=network_id, season=season, vehicle_id=vehicle_id, by=by)
        tried.rollback()
    return stored


def _tour_faults(network: Network, trips: list[GtfsTrip]) -> Iterator[GtfsFault]:
    """What a timetable does not take of trips that are sound as GTFS."""
    known: dict[str, str] = {}
    for trip in trips:
        service = trip.service
        named = len(service.also_on) + len(service.not_on)
        if not service.weekdays and not service.also_on:
            yield GtfsFault("trips.txt", trip.row, "service_id", "never-runs")
        if named > MOST_DAYS:
            yield GtfsFault("trips.txt", trip.row, "service_id", "too-many", {"value": named, "most": MOST_DAYS})
        if len(trip.calls) > MOST_STOPS:
            value = {"value": len(trip.calls), "most": MOST_STOPS}
            yield GtfsFault("trips.txt", trip.row, "trip_id", "too-many", dict(value))
        other = known.setdefault(_key(network, trip.id), trip.id)
        if other != trip.id:
            yield GtfsFault("trips.txt", trip.row, "trip_id", "same-name", {"value": trip.id, "other": other})


def _store_tours(
    session: Session, network: Network, trips: list[GtfsTrip], name: str, vehicle_id: str, by: Person, stored: Stored
) -> None:
    places = {place.id for place in network.places}
    spans = sorted({(trip.service.first_day, trip.service.last_day) for trip in trips})
    seasons: dict[tuple[date, date], str] = {}
    for first, last in spans:
        key = _key(network, name, f"{first:%Y%m%d}", f"{last:%Y%m%d}")
        said = name if len(spans) == 1 else f"{name} {first} – {last}"
        stored.items.append(StoredItem(Made.SEASON, said[:LONGEST_NAME], session.get(Season, key) is None))
        put_season(session, key, network_id=network.id, name=said[:LONGEST_NAME], first_day=first, last_day=last, by=by)
        seasons[first, last] = key
        stored.seasons += 1
    for trip in trips:
        service = trip.service
        season_id = seasons[service.first_day, service.last_day]
        text = TourText(
            name=trip.name[:LONGEST_NAME],
            vehicle_id=vehicle_id,
            calls=[
                Call(_place_id(network, places, call.stop_id) or "", call.arrives_minute, call.leaves_minute)
                for call in trip.calls
            ],
            weekdays=service.weekdays,
            also_on=sorted(service.also_on),
            not_on=sorted(service.not_on),
        )
        key = _key(network, trip.id)
        stored.items.append(StoredItem(Made.TOUR, text.name, session.get(Tour, key) is None))
        put_tour(session, season_id, key, text, by=by)
        stored.tours += 1


def _store_ferries(session: Session, network: Network, feed: Feed, stored: Stored) -> None:
    """A crossing for each pair of stops of a route; the side that the feed names first is the near one."""
    found: dict[tuple[str, str, str], list[tuple[bool, GtfsTrip, GtfsCall, GtfsCall]]] = {}
    for trip in feed.trips:
        if not trip.ferry:
            continue
        for one, other in pairwise(trip.calls):
            back = (trip.route_id, other.stop_id, one.stop_id) in found
            ends = (other.stop_id, one.stop_id) if back else (one.stop_id, other.stop_id)
            found.setdefault((trip.route_id, *ends), []).append((back, trip, one, other))
    for (route_id, near_id, far_id), sailings in found.items():
        near, far = feed.stops[near_id], feed.stops[far_id]
        key = _key(network, route_id, near_id, far_id)
        crossing = session.get(Crossing, key)
        if crossing is not None and crossing.network_id != network.id:
            raise NotFound(what="crossing", id=key)
        name = f"{near.name}–{far.name}"[:LONGEST_NAME]
        stored.items.append(StoredItem(Made.CROSSING, name, crossing is None))
        if crossing is None:
            crossing = Crossing(id=key, network_id=network.id, kind=CrossingKind.FERRY, ahead_seconds=0)
            session.add(crossing)
        crossing.name = name
        crossing.seconds = max(60 * (other.arrives_minute - one.leaves_minute) for _, _, one, other in sailings)
        crossing.near_lat, crossing.near_lon = near.lat, near.lon
        crossing.far_lat, crossing.far_lon = far.lat, far.lon
        crossing.by_hand = True  # a network's file does not take it away
        crossing.services = [
            line for back, trip, one, _ in sailings for line in _departures(trip.service, one.leaves_minute, back)
        ]
        stored.crossings += 1


def _departures(service: Service, minute: int, back: bool) -> Iterator[CrossingService]:
    lines = [(service.weekdays, first, last) for first, last in day_spans(service)] if service.weekdays else []
    lines += [(EVERY_DAY, day, day) for day in service.also_on]
    for weekdays, first, last in lines:
        yield CrossingService(
            back=back,
            weekdays=list(weekdays),
            first_minute=min(minute, END_OF_DAY),
            last_minute=min(minute, END_OF_DAY),
            every_minutes=0,
            valid_from=first,
            valid_until=last,
        )


def _place_id(network: Network, places: set[str], stop_id: str) -> str | None:
    return next((known for known in (stop_id, f"{network.id}-{stop_id}") if known in places), None)


def _key(network: Network, *parts: str) -> str:
    """An id of the network's, the same for the same parts."""
    words = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts]
    joined = "-".join(filter(None, words)).removeprefix(f"{network.id}-")
    return f"{network.id}-{joined}"[:LONGEST_ID]
