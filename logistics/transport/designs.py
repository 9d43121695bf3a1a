"""Timetable designs: which places on which weekdays, worked out by a worker from a typical week, kept and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import BadValue, NotFound
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.tours import Season
from logistics.transport.queued import RunState
from logistics.transport.refusals import NoDemand, NoSingleHub, TooManyPlaces
from logistics.transport.studies import Study, StudyKind, add_study, study_of
from logistics.transport.typical import Demand, typical_week, usual_demand
from routing.files import read_problem, write_problem
from routing.problem import Problem
from routing.process import StoppedEarly
from routing.season.files import read_timetable, read_wish, write_figures, write_timetable, write_wish
from routing.season.process import Designing
from routing.season.times import timed
from routing.season.work import service_days
from routing.timetable import Figures, Limit, Timetable, Tour, Wish, figures

SECONDS = 30
"""Of a search, unless asked otherwise; most end sooner."""

MOST_TRANSIT_DAYS = 14
MOST_WEEKS = 53
MOST_LIMITS = 100

MOST_PLACES = 17
"""Beside the hub; what `routing.season.tours` can tabulate."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a design must keep, and what it starts from.

    Attributes:
        transit_days: greatest transit time of every pair of places, in service days.
        limits: pairs for which it is another.
        season_weeks: in which the timetable is driven.
        past_weeks: whose crates make the typical week, where no demand is given.
        demand: crates a week by pair; None: as in the past.
        today_design: id of a design that is driven today; None: none.
        today_season: id of a season whose tours are driven today; None: none.
        change_cost: what a visit more or less than today must save a week to be worth it, minor units.
    """

    transit_days: int
    limits: Sequence[Limit] = ()
    season_weeks: int = 44
    past_weeks: int = 8
    demand: Demand | None = None
    today_design: str | None = None
    today_season: str | None = None
    change_cost: int = 0


def ask_design(
    session: Session, network_id: str, wanted: Wanted, *, name: str, seconds: int = SECONDS, by: Person, now: datetime
) -> Study:
    """Ask for the cheapest timetable that keeps a wish.

    Raises:
        NotFound: no such network, place, design or season.
        NotAllowed: `by` does not study there.
        BadValue: a number out of its range, or crates between a place and itself.
        NoSingleHub, TooManyPlaces: timetables can't be designed for such a network.
        NoDemand: nothing has moved in the weeks looked at.
        TooManyStudies: so many are under way already.
    """
    network = fetch(session, Network, network_id, field="network_id", lock=True)
    allow(by, Act.STUDY, network_id=network.id)
    _check_numbers(wanted)
    _check_network(network)
    names = {place.id for place in network.places if place.active}
    _check_ends("limits", [(one.origin, one.to) for one in wanted.limits], names)
    _check_ends("demand", list(wanted.demand or ()), names)
    demand = usual_demand(session, network, wanted.past_weeks, now) if wanted.demand is None else wanted.demand
    if not demand:
        raise NoDemand(field="past_weeks", weeks=wanted.past_weeks)
    week = typical_week(session, network, demand, local_day(network, now))
    wish = Wish(wanted.transit_days, tuple(wanted.limits), _today(session, week, wanted, by), wanted.change_cost)
    return add_study(
        session,
        Study(
            network_id=network.id,
            kind=StudyKind.TIMETABLE,
            name=name,
            asked={
                "wish": write_wish(wish),
                "season_weeks": wanted.season_weeks,
                "past_weeks": wanted.past_weeks if wanted.demand is None else None,
                "weekly_crates": sum(demand.values()),
            },
            problem=write_problem(week),
            seconds=seconds,
            state=RunState.WAITING,
            asked_by_id=by.id,
            asked_at=now,
        ),
    )


def _check_numbers(wanted: Wanted) -> None:
    ranges = {
        "transit_days": (wanted.transit_days, 1, MOST_TRANSIT_DAYS),
        "season_weeks": (wanted.season_weeks, 1, MOST_WEEKS),
        "past_weeks": (wanted.past_weeks, 1, 2 * MOST_WEEKS),
        "change_cost": (wanted.change_cost, 0, 10**9),
        "limits": (len(wanted.limits), 0, MOST_LIMITS),
    }
    for field, (value, least, most) in ranges.items():
        if not least <= value <= most:
            raise BadValue(field=field, value=value, least=least, most=most)
    for limit in wanted.limits:
        if not 1 <= limit.transit_days <= MOST_TRANSIT_DAYS:
            raise BadValue(field="limits", value=limit.transit_days, least=1, most=MOST_TRANSIT_DAYS)
    for crates in (wanted.demand or {}).values():
        if not 1 <= crates <= 10_000:
            raise BadValue(field="demand", value=crates, least=1, most=10_000)


def _check_network(network: Network) -> None:
    places = [place for place in network.places if place.active]
    hubs = {place.id for place in places if place.hub}
    if len(hubs) != 1 or {van.home_id for van in network.vehicles if van.planned} != hubs:
        raise NoSingleHub
    if len(places) - 1 > MOST_PLACES:
        raise TooManyPlaces(places=len(places) - 1, most=MOST_PLACES)


def _check_ends(field: str, pairs: Sequence[tuple[str, str]], names: set[str]) -> None:
    for origin, to in pairs:
        for end in (origin, to):
            if end not in names:
                raise NotFound(field=field, what="place", id=end)
        if origin == to:
            raise BadValue(field=field, value=origin)


def _today(session: Session, week: Problem, wanted: Wanted, by: Person) -> Timetable | None:
    """What is driven today, as far as the week knows its places, vans and days."""
    if wanted.today_design is not None:
        study = study_of(session, wanted.today_design, StudyKind.TIMETABLE, by)
        if study.answer is None:
            raise NotFound(field="today_design", what="study", id=study.id)
        driven = read_timetable(study.answer["timetable"])
    elif wanted.today_season is not None:
        driven = timetable_of(fetch(session, Season, wanted.today_season, field="today_season"), week)
    else:
        return None
    days = set(service_days(week))
    return Timetable(
        tuple(
            Tour(tour.day, tour.vehicle, tuple(place for place in tour.places if place in week.index))
            for tour in driven.tours
            if tour.day in days and tour.vehicle in week.vehicle
        )
    )


def timetable_of(season: Season, week: Problem) -> Timetable:
    """A season's tours, weekday by weekday, the vans' home left out."""
    tours = []
    for tour in season.tours:
        if tour.active and tour.vehicle_id in week.vehicle:
            home = week.vehicle[tour.vehicle_id].home
            places = tuple(dict.fromkeys(stop.place_id for stop in tour.stops if stop.place_id != home))
            tours += [Tour(day, tour.vehicle_id, places) for day in tour.weekdays]
    return Timetable(tuple(tours))


class Design:
    """One design being worked out in a child process."""

    def __init__(self, session: Session, study: Study) -> None:
        self.week = read_problem(study.problem)
        self.wish = read_wish(study.asked["wish"])
        self.weeks: int = study.asked["season_weeks"]
        self.seconds = study.seconds
        self.progress: dict[str, object] = {"share": 0.0}
        self._stopped = Event()
        self._designing: Designing | None = None

    def stop(self) -> None:
        """End the search; its best timetable is kept."""
        self._stopped.set()
        if self._designing is not None:
            self._designing.cancel()

    def answer(self) -> dict[str, Any] | None:
        """Work it out; None: stopped before there was any timetable."""
        with Designing.start(self.week, self.wish, float(self.seconds)) as self._designing:
            if self._stopped.is_set():
                self._designing.cancel()
            for news in self._designing.progress():
                self.progress = {"share": round(news.done, 3), "cost": news.cost, "floor": news.floor}
            try:
                found = self._designing.result()
            except StoppedEarly:
                return None
        return written(self.week, self.wish, found, self.weeks)


def written(week: Problem, wish: Wish, found: Timetable, weeks: int) -> dict[str, Any]:
    """The answer that is kept: the timetable with its hours and figures, and the same of what is driven today."""
    measured = figures(week, found, weeks)
    answer = {
        "timetable": write_timetable(found),
        "figures": _measured(measured, found.lower_bound),
        "tours": [
            {
                "day": one.tour.day,
                "vehicle": one.tour.vehicle,
                "stops": [{"place": stop.place, "start": stop.start, "leave": stop.leave} for stop in one.stops or ()],
            }
            for one in timed(week, found)
        ],
        "today": None,
        "changes": [],
    }
    if wish.today is not None:
        before, after = wish.today.visits(), found.visits()
        answer["today"] = {
            "timetable": write_timetable(wish.today),
            "figures": _measured(figures(week, wish.today, weeks), None),
        }
        answer["changes"] = [
            {
                "place": place.id,
                "added": sorted(day for name, day in after - before if name == place.id),
                "dropped": sorted(day for name, day in before - after if name == place.id),
            }
            for place in week.places
            if any(name == place.id for name, _ in before ^ after)
        ]
    return answer


def _measured(measured: Figures, floor: int | None) -> dict[str, Any]:
    return write_figures(measured) | {
        "longest_transit_days": measured.longest_transit_days,
        "lower_bound": floor,
        "gap": round(measured.weekly_cost / floor - 1, 6) if floor else None,
    }
