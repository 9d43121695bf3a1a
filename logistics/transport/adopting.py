"""A design becomes a season's tours: as a draft, whose tours nobody is promised before they are made active."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch, new_id
from logistics.errors import BadValue, EndsBeforeItBegins, WrongState
from logistics.network.networks import Network
from logistics.network.tours import Season, Tour, TourStop
from logistics.transport.studies import Study, StudyKind, study_of
from routing.problem import DAY

LONGEST_NAME = 120


def adopt_design(session: Session, study_id: str, *, name: str, first_day: date, last_day: date, by: Person) -> Season:
    """Make a season of a design, all its tours not yet active.

    Tours of a van that call at the same places at the same times on several weekdays become one.

    Raises:
        NotFound: no such design, or a place or van of it is gone.
        NotAllowed: `by` does not manage tours there.
        WrongState: the design has no timetable.
        BadValue: a name that is none.
        EndsBeforeItBegins: of the season.
    """
    study = study_of(session, study_id, StudyKind.TIMETABLE, by)
    allow(by, Act.MANAGE_TOURS, network_id=study.network_id)
    if study.answer is None:
        raise WrongState(what="study", id=study.id, was=study.state.value, wanted="done")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadValue(field="name", value=name, least=1, most=LONGEST_NAME)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    network = fetch(session, Network, study.network_id, lock=True)
    season = Season(
        id=f"{network.id}-{new_id()[:12]}", network_id=network.id, name=name, first_day=first_day, last_day=last_day
    )
    season.tours = list(_tours(study, network, season.id))
    session.add(season)
    session.flush()
    return season


Call = tuple[str, int, int]
"""A place with the minutes after midnight of arrival and leaving."""


def _tours(study: Study, network: Network, season_id: str) -> Iterable[Tour]:
    weekdays: dict[tuple[str, tuple[Call, ...]], list[int]] = {}
    for tour in (study.answer or {})["tours"]:
        weekdays.setdefault((tour["vehicle"], tuple(_calls(tour))), []).append(tour["day"])
    vans = {van.id: van.name for van in network.vehicles}
    places = {place.id: place.name for place in network.places}
    for number, ((van, calls), days) in enumerate(weekdays.items(), start=1):
        between = [places.get(place, place) for place, _, _ in calls[1:-1]]
        ends = " – ".join(dict.fromkeys([between[0], between[-1]])) if between else ""
        yield Tour(
            id=f"{season_id}-{number}",
            vehicle_id=van,
            name=f"{vans.get(van, van)}: {ends}"[:LONGEST_NAME],
            weekdays=sorted(days),
            active=False,
            stops=[
                TourStop(position=position, place_id=place, arrives_minute=arrives, leaves_minute=leaves)
                for position, (place, arrives, leaves) in enumerate(calls, start=1)
            ],
        )


def _calls(tour: dict[str, Any]) -> Iterable[Call]:
    """Each stop of a tour, later than the one before leaves."""
    last = -1
    for stop in tour["stops"]:
        arrives = max(last + 1, (stop["start"] - DAY * tour["day"]) // 60)
        last = max(arrives, -(-(stop["leave"] - DAY * tour["day"]) // 60))
        yield stop["place"], arrives, last
