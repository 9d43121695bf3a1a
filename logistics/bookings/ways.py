"""Ways of a loan that has begun already: home after its last day, or straight on to the next borrower."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from logistics.bookings.promise import A_DAY, Promise, days_after, opening, promise
from logistics.bookings.refusals import NoTimeBetween, NoTourHome
from logistics.bookings.timetable import Timetable, Way
from logistics.network.calendar import cutoff_of
from logistics.network.networks import Network
from logistics.network.places import Place


@dataclass(frozen=True, slots=True)
class WayBack:
    """When a collection is ready at its borrower's and fetched there, when it is at home, and with which tours."""

    packed_again_by: datetime
    collected_on: date
    home_on: date
    back: Way = ()


def way_back(
    network: Network, home: Place, place: Place, last_day: date, now: datetime, *, crates: int, timetable: Timetable
) -> WayBack:
    """The way home after the last day of a loan, with what can still be ordered.

    Raises:
        PlaceNeverOpen: one of the places receives on no service day.
        NoTourHome: the network keeps tours, and none brings it home.
    """
    if timetable.kept:
        way = timetable.way_on(place, home, last_day + A_DAY, now, crates)
        if way is None:
            raise NoTourHome(field="last_day", home=home.name, place=place.name, day=last_day)
        return WayBack(way[0].leaves_at, way[0].day, way[-1].day, way)
    collected_on = days_after(network, place, last_day, 1)
    while cutoff_of(network, collected_on) < now:
        collected_on = days_after(network, place, collected_on, 1)
    home_on = days_after(network, home, collected_on, network.transit_days)
    return WayBack(opening(network, place, collected_on), collected_on, home_on)


def way_onward(
    network: Network,
    home: Place,
    giver: Place,
    giver_until: date,
    taker: Place,
    first_day: date,
    last_day: date,
    now: datetime,
    *,
    crates: int,
    timetable: Timetable,
) -> Promise:
    """The promise of a loan that comes straight from the borrower before it, and goes home afterwards.

    Args:
        giver_until: last day of the loan at the giver's.
        first_day, last_day: of the loan at the taker's.

    Raises:
        NoTimeBetween: it would have to leave the giver before the loan there ends.
        And whatever `promise` and `way_back` refuse.
    """
    given = promise(network, giver, taker, first_day, last_day, now, crates=crates, timetable=timetable)
    if given.leaves_on <= giver_until:
        raise NoTimeBetween(giver=giver.name, until=giver_until, taker=taker.name, first_day=first_day)
    home_again = way_back(network, home, taker, last_day, now, crates=crates, timetable=timetable)
    return replace(
        given,
        packed_again_by=home_again.packed_again_by,
        collected_on=home_again.collected_on,
        home_on=home_again.home_on,
        back=home_again.back,
    )
