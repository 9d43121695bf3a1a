"""School rules: what a school borrows, and every class set, is home again before the term ends.

What rides the bookmobile is due at its next visit, also when the next term has begun by then: a school has no other day
on which it could hand it back. Whatever rides with, nothing is away when the school year ends.
"""

from __future__ import annotations

from datetime import date, datetime

from logistics.bookings.promise import A_DAY
from logistics.bookings.refusals import AfterSchoolYear, AfterTerm, OutlastsTerm
from logistics.bookings.timetable import Timetable, Way
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.fleet import VehicleKind
from logistics.network.networks import Network
from logistics.network.places import Place, PlaceKind
from logistics.network.terms import term_on, year_on

SCHOOLS = frozenset({PlaceKind.SCHOOL, PlaceKind.KINDERGARTEN, PlaceKind.CULTURE_SCHOOL})
"""Kinds of places whose loans follow the school year."""


def require_within_term(
    network: Network,
    timetable: Timetable,
    collection: Collection,
    place: Place,
    borrower: PlaceKind,
    *,
    first_day: date,
    arrives_on: date,
    home_on: date,
    back: Way,
    now: datetime,
) -> None:
    """Do nothing, or refuse; outside terms, and where nobody has told the school years, nothing is refused.

    Args:
        arrives_on, home_on, back: of the promise; `back` is empty where the network keeps no tours.

    Raises:
        AfterTerm, OutlastsTerm: it would be home after the end of the term in which the loan begins; where a shorter
            loan would not, its last day is named.
        AfterSchoolYear: it would be home after the end of the school year.
    """
    if borrower not in SCHOOLS and collection.kind is not CollectionKind.CLASS_SET:
        return
    term, year = term_on(network.school_years, first_day), year_on(network.school_years, first_day)
    if term is None or year is None or home_on <= term.last_day:
        return
    if not _at_next_visit(timetable, collection, place, arrives_on, back, now):
        until = _last_day_within(timetable, collection, place, term.last_day, now)
        if until is None or until < first_day:
            raise AfterTerm(field="last_day", term_ends=term.last_day, home_on=home_on)
        raise OutlastsTerm(field="last_day", term_ends=term.last_day, home_on=home_on, until=until)
    if home_on > year.last_day:
        raise AfterSchoolYear(field="last_day", year_ends=year.last_day, home_on=home_on, visit=back[0].day)


def _at_next_visit(
    timetable: Timetable, collection: Collection, place: Place, arrives_on: date, back: Way, now: datetime
) -> bool:
    """Whether a way home begins with the bookmobile, and none begins earlier after the collection has come."""
    if not back or back[0].tour.vehicle.kind is not VehicleKind.BOOKMOBILE:
        return False
    first = timetable.way_on(place, collection.home, arrives_on + A_DAY, now, collection.crates)
    return first is not None and first[0].day >= back[0].day


def _last_day_within(
    timetable: Timetable, collection: Collection, place: Place, by: date, now: datetime
) -> date | None:
    """The last day of a loan after which tours bring the collection home by a day; None: there is none, or no tours."""
    if not timetable.kept:
        return None
    way = timetable.way_out(place, collection.home, by, now, collection.crates)
    return None if way is None else way[0].day - A_DAY
