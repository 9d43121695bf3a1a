"""A loan by the network's tours, and why there is no way when there is none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from logistics.bookings.refusals import NoTimetableYet, NoTour, NoTourHome, ShutWhenTourComes, TooSoon, TourFull
from logistics.bookings.timetable import ALL_DOORS_OPEN, ALL_ROOM_FREE, LONGEST_WAY_DAYS, Timetable, Way
from logistics.errors import LogisticsError
from logistics.network.calendar import wall_clock
from logistics.network.places import Place

_A_DAY = timedelta(days=1)
_ON_THE_WAY_BEFORE = timedelta(days=31)  # what comes too late may have left long before; a bookmobile comes monthly


def by_tours(
    timetable: Timetable, home: Place, place: Place, first_day: date, last_day: date, now: datetime, crates: int
) -> tuple[Way, Way]:
    """The way out that leaves last and is there on the first day, and the first way home after the last.

    Raises:
        TooSoon, TourFull, ShutWhenTourComes, NoTour, NoTimetableYet: why nothing is there by the first day.
        NoTourHome, NoTimetableYet, TourFull, ShutWhenTourComes: why nothing brings it home.
    """
    out = timetable.way_out(home, place, first_day, now, crates)
    if out is None:
        raise _why_not_there(timetable, home, place, first_day, now, crates)
    back = timetable.way_on(place, home, last_day + _A_DAY, now, crates)
    if back is None:
        raise _why_not_home(timetable, home, place, last_day, now, crates)
    return out, back


def soonest(timetable: Timetable, home: Place, place: Place, from_day: date, now: datetime, crates: int) -> date:
    """The first day on which a collection that leaves on `from_day` or later is there.

    Raises:
        NoTour: none brings it there within reach.
    """
    way = timetable.way_on(home, place, from_day, now, crates)
    if way is None:
        raise NoTour(field="place_id", home=home.name, place=place.name, earliest=None)
    return way[-1].day


def _why_not_there(
    timetable: Timetable, home: Place, place: Place, first_day: date, now: datetime, crates: int
) -> LogisticsError:
    """Take away one hindrance after another; the first whose absence makes a way is the reason."""
    onwards = timetable.way_on(home, place, first_day - _ON_THE_WAY_BEFORE, now, crates)
    earliest = onwards[-1].day if onwards else None
    roomy = timetable.way_out(home, place, first_day, now, crates, ALL_ROOM_FREE)
    leg = roomy and timetable.full(roomy, crates)
    if leg:
        return TourFull(field="first_day", tour=leg.tour.name, day=leg.day, earliest=earliest)
    knocked = timetable.way_out(home, place, first_day, now, crates, ALL_DOORS_OPEN)
    shut = knocked and _shut(timetable, knocked, "first_day", earliest)
    if shut:
        return shut
    if earliest and timetable.way_out(home, place, first_day, _long_before(timetable, first_day), crates):
        return TooSoon(field="first_day", earliest=earliest)
    if first_day > timetable.last_day:
        return NoTimetableYet(field="first_day", day=first_day, last_day=timetable.last_day)
    return NoTour(field="first_day", home=home.name, place=place.name, earliest=earliest)


def _why_not_home(
    timetable: Timetable, home: Place, place: Place, last_day: date, now: datetime, crates: int
) -> LogisticsError:
    roomy = timetable.way_on(place, home, last_day + _A_DAY, now, crates, ALL_ROOM_FREE)
    leg = roomy and timetable.full(roomy, crates)
    if leg:
        return TourFull(field="last_day", tour=leg.tour.name, day=leg.day, earliest=None)
    knocked = timetable.way_on(place, home, last_day + _A_DAY, now, crates, ALL_DOORS_OPEN)
    shut = knocked and _shut(timetable, knocked, "last_day", None)
    if shut:
        return shut
    long_before = _long_before(timetable, last_day)
    once = timetable.way_on(place, home, last_day - LONGEST_WAY_DAYS * _A_DAY, long_before, crates, ALL_DOORS_OPEN)
    if once and last_day + LONGEST_WAY_DAYS * _A_DAY > timetable.last_day:
        return NoTimetableYet(field="last_day", day=last_day, last_day=timetable.last_day)
    return NoTourHome(field="last_day", home=home.name, place=place.name, day=last_day)


def _long_before(timetable: Timetable, day: date) -> datetime:
    """A moment at which no cut-off had passed of any tour that could matter on a day."""
    return wall_clock(timetable.network, day - (LONGEST_WAY_DAYS + 1) * _A_DAY, 0)


def _shut(timetable: Timetable, way: Way, field: str, earliest: date | None) -> LogisticsError | None:
    found = timetable.shut(way)
    if found is None:
        return None
    leg, place_id = found
    names = {place.id: place.name for place in timetable.network.places}
    return ShutWhenTourComes(
        field=field, tour=leg.tour.name, place=names.get(place_id, place_id), day=leg.day, earliest=earliest
    )
