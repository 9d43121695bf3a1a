"""What a calendar shows: collections that come and go, tours that call, days on which a place is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import HOLDING, Booking, BookingLeg
from logistics.bookings.feeds import Feed, FeedKind
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day, tour_runs, wall_clock
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Tour
from logistics.network.whole_timetable import tours_at_once

DAYS_BACK = 30
DAYS_AHEAD = 180


class Event(Enum):
    """What happens."""

    LEAVES = "leaves"  # a collection of ours goes to a borrower
    ARRIVES = "arrives"
    COLLECTED = "collected"  # a borrowed collection is fetched for its way home
    HOME = "home"
    TOUR_CALLS = "tour-calls"
    TOUR = "tour"  # a vehicle's day
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a calendar.

    Attributes:
        uid: the same for the same thing each time.
        starts, ends: moments, or days with the last not included.
        facts: what its words need: `collection`, `place`, `home`, `tour`, `code`, `reason`.
        lines: more to read: the stops of a tour by time and place.
    """

    uid: str
    event: Event
    starts: datetime | date
    ends: datetime | date
    where: str
    facts: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def agenda(session: Session, feed: Feed, *, now: datetime) -> list[Entry]:
    """What comes and goes in a feed, from a month ago to half a year ahead, in order of time; nothing in a wheel's."""
    network_id, entries = _source(session, feed, now)
    network = session.get(Network, network_id) if network_id else None
    clock = network.clock if network else now.tzinfo

    def order(entry: Entry) -> tuple[datetime, str]:
        starts = entry.starts
        if isinstance(starts, datetime):
            return starts, entry.uid
        return datetime.combine(starts, datetime.min.time(), clock), entry.uid

    return sorted(entries, key=order)


def _source(session: Session, feed: Feed, now: datetime) -> tuple[str | None, list[Entry]]:
    if feed.kind is FeedKind.PLACE:
        place = session.get_one(Place, feed.about_id)
        return place.network_id, list(_of_place(session, place, now))
    if feed.kind is FeedKind.VEHICLE:
        vehicle = session.get_one(Vehicle, feed.about_id)
        return vehicle.network_id, list(_of_vehicles(session, vehicle.network_id, now, vehicle.id))
    if feed.kind is FeedKind.WHEEL:
        return feed.about_id, []
    return feed.person.network_id, list(_of_person(session, feed.person, now))


def _of_person(session: Session, person: Person, now: datetime) -> Iterator[Entry]:
    """A librarian's own place; for those who drive or coordinate, the tours, and for the latter the closures too."""
    if person.place_id:
        yield from _of_place(session, session.get_one(Place, person.place_id), now)
    elif person.network_id:
        yield from _of_vehicles(session, person.network_id, now)
        if person.role is Role.COORDINATOR:
            network = session.get_one(Network, person.network_id)
            for place in network.places:
                yield from _closures(place, _span(network, now)[0])


def _of_place(session: Session, place: Place, now: datetime) -> Iterator[Entry]:
    network = session.get_one(Network, place.network_id)
    first, last = _span(network, now)
    yield from _closures(place, first)
    for tour in _tours(network):
        here = [stop for stop in tour.stops if stop.place_id == place.id]
        running = list(_days(network, tour, first, last)) if here else []
        for stop in here:
            for day in running:
                yield Entry(
                    uid=f"tour-{tour.id}-{stop.position}-{day:%Y%m%d}",
                    event=Event.TOUR_CALLS,
                    starts=wall_clock(network, day, stop.arrives_minute),
                    ends=wall_clock(network, day, max(stop.leaves_minute, stop.arrives_minute + 5)),
                    where=place.name,
                    facts={"tour": tour.name, "vehicle": tour.vehicle.name},
                )
    yield from _of_bookings(session, place, first, last)


def _of_bookings(session: Session, place: Place, first: date, last: date) -> Iterator[Entry]:
    ours = select(Collection.id).where(Collection.home_id == place.id)
    found = session.scalars(
        select(Booking)
        .where(
            or_(Booking.place_id == place.id, Booking.collection_id.in_(ours)),
            Booking.state.in_(HOLDING),
            Booking.home_on >= first,
            Booking.leaves_on <= last,
        )
        .options(
            joinedload(Booking.collection).joinedload(Collection.home),
            joinedload(Booking.place),
            selectinload(Booking.legs).joinedload(BookingLeg.tour),
        )
        .order_by(Booking.leaves_on, Booking.id)
    )
    for booking in found:
        if booking.collection.home_id == place.id:
            yield _entry(booking, Event.LEAVES, booking.leaves_on, _leg(booking, back=False, first=True), place)
            yield _entry(booking, Event.HOME, booking.home_on, _leg(booking, back=True, first=False), place)
        if booking.place_id == place.id:
            yield _entry(booking, Event.ARRIVES, booking.arrives_on, _leg(booking, back=False, first=False), place)
            yield _entry(booking, Event.COLLECTED, booking.collected_on, _leg(booking, back=True, first=True), place)


def _entry(booking: Booking, event: Event, day: date, leg: BookingLeg | None, place: Place) -> Entry:
    facts = {
        "collection": booking.collection.title,
        "code": booking.collection.code,
        "home": booking.collection.home.name,
        "place": booking.place.name,
    }
    starts: datetime | date = day
    ends: datetime | date = day + timedelta(days=1)
    if leg is not None:
        leaving = event in (Event.LEAVES, Event.COLLECTED)
        starts = leg.leaves_at if leaving else leg.arrives_at
        ends = starts + timedelta(minutes=15)
        facts["tour"] = leg.tour.name
    return Entry(f"booking-{booking.id}-{event.value}", event, starts, ends, place.name, facts)


def _leg(booking: Booking, *, back: bool, first: bool) -> BookingLeg | None:
    legs = [leg for leg in booking.legs if leg.back is back]
    return (legs[0] if first else legs[-1]) if legs else None


def _closures(place: Place, first: date) -> Iterator[Entry]:
    for closure in place.closures:
        if closure.last_day >= first:
            yield Entry(
                uid=f"closure-{closure.id}",
                event=Event.CLOSED,
                starts=closure.first_day,
                ends=closure.last_day + timedelta(days=1),
                where=place.name,
                facts={"place": place.name, "reason": closure.reason},
            )


def _of_vehicles(session: Session, network_id: str, now: datetime, vehicle_id: str | None = None) -> Iterator[Entry]:
    network = session.get_one(Network, network_id)
    first, last = _span(network, now)
    for tour in _tours(network):
        if vehicle_id is not None and tour.vehicle_id != vehicle_id:
            continue
        lines = tuple(
            f"{stop.arrives_minute // 60:02d}:{stop.arrives_minute % 60:02d} {stop.place.name}" for stop in tour.stops
        )
        for day in _days(network, tour, first, last):
            yield Entry(
                uid=f"tour-{tour.id}-{day:%Y%m%d}",
                event=Event.TOUR,
                starts=wall_clock(network, day, tour.stops[0].arrives_minute),
                ends=wall_clock(network, day, tour.stops[-1].leaves_minute),
                where=tour.stops[0].place.name,
                facts={"tour": tour.name, "vehicle": tour.vehicle.name},
                lines=lines,
            )


def _tours(network: Network) -> Iterator[Tour]:
    return (tour for tour in tours_at_once(network) if tour.active and tour.stops)


def _days(network: Network, tour: Tour, first: date, last: date) -> Iterator[date]:
    day = max(first, tour.season.first_day)
    while day <= min(last, tour.season.last_day):
        if tour_runs(network, tour, day):
            yield day
        day += timedelta(days=1)


def _span(network: Network, now: datetime) -> tuple[date, date]:
    today = local_day(network, now)
    return today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
