"""The promise: when a collection arrives, when it must leave again, and when it is home.

Where a network keeps tours, it rests on them: the collection rides with them, changes at the hub, and is handed over
while somebody is there. Where it keeps none, a promise allows a fixed number of service days for each way: a day on
which a van can fetch the collection, and `transit_days` later one on which it is delivered, wherever it is sorted
between.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from logistics.bookings.refusals import AtHomeAlready, PlaceClosed, PlaceNeverOpen, TooFarAhead, TooSoon
from logistics.bookings.timetable import LONGEST_WAY_DAYS, Timetable, Way
from logistics.bookings.tours import by_tours, soonest
from logistics.errors import DateInThePast, EndsBeforeItBegins
from logistics.network.calendar import (
    LOOK_AHEAD_DAYS,
    cutoff_of,
    is_service_day,
    local_day,
    receives,
    receiving_spans,
    service_days,
    wall_clock,
)
from logistics.network.networks import Network
from logistics.network.places import Place

MOST_DAYS_AHEAD = 730
"""How far ahead a loan may end; closures and agreements of later years are not known."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a borrower and an owner can rely on.

    Attributes:
        packed_by: when the collection stands ready at its home: the first minute at which it can be fetched.
        leaves_on, arrives_on: days of the way out; it arrives on the first day of the loan or before.
        packed_again_by: when it stands ready at the borrower's for the way back.
        collected_on, home_on: days of the way back; it is collected after the last day of the loan.
        out, back: the tours it rides with; empty where the network keeps none.
    """

    packed_by: datetime
    leaves_on: date
    arrives_on: date
    packed_again_by: datetime
    collected_on: date
    home_on: date
    out: Way = ()
    back: Way = ()


def promise(
    network: Network,
    home: Place,
    place: Place,
    first_day: date,
    last_day: date,
    now: datetime,
    *,
    crates: int = 1,
    timetable: Timetable | None = None,
) -> Promise:
    """Promise a loan at `place` from the first day to the last, both included, of a collection from `home`.

    Args:
        crates: size of the collection in crate units.
        timetable: the network's, with what rides already; None: as if every tour were empty.

    Raises:
        AtHomeAlready: `place` is the collection's home.
        DateInThePast, EndsBeforeItBegins, TooFarAhead: the days can't be.
        PlaceClosed: `place` receives nothing on the first day.
        PlaceNeverOpen: one of the places receives on no service day.
        TooSoon: the cut-off of the last day on which it could leave has passed.
        TourFull, ShutWhenTourComes, NoTour, NoTourHome, NoTimetableYet: why no tour brings it in time, or home.
    """
    if place.id == home.id:
        raise AtHomeAlready(field="place_id", place=place.name, place_id=place.id)
    _check_days(network, first_day, last_day, now)
    if not receives(network, place, first_day):
        raise PlaceClosed(
            field="first_day",
            place=place.name,
            place_id=place.id,
            day=first_day,
            next_open=next_open(network, place, first_day),
        )
    timetable = timetable or Timetable(network)
    if timetable.kept:
        out, back = by_tours(timetable, home, place, first_day, last_day, now, crates)
        return Promise(
            packed_by=out[0].leaves_at,
            leaves_on=out[0].day,
            arrives_on=out[-1].day,
            packed_again_by=back[0].leaves_at,
            collected_on=back[0].day,
            home_on=back[-1].day,
            out=out,
            back=back,
        )
    today = local_day(network, now)
    arrives_on = _days_before(network, place, first_day + A_DAY, 1, today)
    leaves_on = arrives_on and _days_before(network, home, arrives_on, network.transit_days, today)
    if arrives_on is None or leaves_on is None or cutoff_of(network, leaves_on) < now:
        raise TooSoon(field="first_day", earliest=earliest_arrival(network, home, place, today, now))
    collected_on = days_after(network, place, last_day, 1)
    return Promise(
        packed_by=opening(network, home, leaves_on),
        leaves_on=leaves_on,
        arrives_on=arrives_on,
        packed_again_by=opening(network, place, collected_on),
        collected_on=collected_on,
        home_on=days_after(network, home, collected_on, network.transit_days),
    )


def earliest_arrival(
    network: Network,
    home: Place,
    place: Place,
    from_day: date,
    now: datetime,
    *,
    crates: int = 1,
    timetable: Timetable | None = None,
) -> date:
    """The first day on which a collection that leaves on `from_day` or later can be at `place`.

    Args:
        crates, timetable: as in `promise`.

    Raises:
        PlaceNeverOpen: one of the places receives on no service day.
        NoTour: no tour brings it there within reach.
    """
    timetable = timetable or Timetable(network)
    if timetable.kept:
        return soonest(timetable, home, place, from_day, now, crates)
    leaves_on = days_after(network, home, from_day - A_DAY, 1)
    while cutoff_of(network, leaves_on) < now:
        leaves_on = days_after(network, home, leaves_on, 1)
    return days_after(network, place, leaves_on, network.transit_days)


def home_after(network: Network, place: Place, home: Place, day: date, now: datetime) -> date:
    """The day on which a collection that is overdue at `place` can be home when it is fetched after `day`.

    Raises:
        PlaceNeverOpen: the home receives on no service day.
    """
    timetable = Timetable(network)
    if not timetable.kept:
        return days_after(network, home, day, network.transit_days)
    way = timetable.way_on(place, home, day + A_DAY, now, 1)
    return way[-1].day if way else day + LONGEST_WAY_DAYS * A_DAY


def days_after(network: Network, place: Place, day: date, allowance: int) -> date:
    """The first service day on which `place` receives, at least so many service days after `day`.

    Raises:
        PlaceNeverOpen: there is none as far as the calendar looks ahead.
    """
    for passed, later in enumerate(service_days(network, day + A_DAY), start=1):
        if passed >= allowance and receives(network, place, later):
            return later
    raise PlaceNeverOpen(field="place_id", place=place.name, place_id=place.id)


def next_open(network: Network, place: Place, day: date) -> date:
    """The first day after `day` on which the place receives.

    Raises:
        PlaceNeverOpen: there is none as far as the calendar looks ahead.
    """
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        if receives(network, place, day + ahead * A_DAY):
            return day + ahead * A_DAY
    raise PlaceNeverOpen(field="place_id", place=place.name, place_id=place.id)


def opening(network: Network, place: Place, day: date) -> datetime:
    """When the place begins to hand over and receive crates on a day on which it does."""
    return wall_clock(network, day, min(opens for opens, _ in receiving_spans(network, place, day)))


def closing(network: Network, place: Place, day: date) -> datetime:
    """When the place ceases to hand over and receive crates on a day on which it does."""
    return wall_clock(network, day, max(closes for _, closes in receiving_spans(network, place, day)))


def _check_days(network: Network, first_day: date, last_day: date, now: datetime) -> None:
    today = local_day(network, now)
    latest = today + MOST_DAYS_AHEAD * A_DAY
    if first_day < today:
        raise DateInThePast(field="first_day", day=first_day, today=today)
    if first_day > latest:
        raise TooFarAhead(field="first_day", day=first_day, latest=latest)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    if last_day > latest:
        raise TooFarAhead(field="last_day", day=last_day, latest=latest)


def _days_before(network: Network, place: Place, day: date, allowance: int, today: date) -> date | None:
    """The last service day from today on which `place` receives, at least so many service days before `day`."""
    passed = 0
    earlier = day
    while (earlier := earlier - A_DAY) >= today:
        if is_service_day(network, earlier):
            passed += 1
            if passed >= allowance and receives(network, place, earlier):
                return earlier
    return None
