"""Seasons and tours under ids that are known: what files bring, as often as one likes."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import NotFound
from logistics.network.networks import Network
from logistics.network.timetables import TourText, write_season, write_tour
from logistics.network.tours import Season, Tour


def put_season(
    session: Session, season_id: str, *, network_id: str, name: str, first_day: date, last_day: date, by: Person
) -> Season:
    """Bring a season of a known id to what is said of it, or make it.

    Raises:
        As `add_season`; NotFound too where the id is another network's.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    season = session.get(Season, season_id) or Season(id=season_id, network_id=network.id)
    if season.network_id != network.id:
        raise NotFound(what="season", id=season_id)
    write_season(season, name, first_day, last_day)
    session.add(season)
    session.flush()
    return season


def put_tour(session: Session, season_id: str, tour_id: str, text: TourText, *, by: Person) -> Tour:
    """Bring a tour of a known id to what is said of it, or make it.

    Raises:
        As `add_tour`; NotFound too where the id is another network's.
    """
    season = fetch(session, Season, season_id, field="season_id")
    allow(by, Act.MANAGE_TOURS, network_id=season.network_id)
    tour = session.get(Tour, tour_id)
    if tour is not None and tour.season.network_id != season.network_id:
        raise NotFound(what="tour", id=tour_id)
    tour = tour or Tour(id=tour_id, active=True)
    with session.no_autoflush:
        tour.season_id = season.id
        write_tour(session, season, tour, text)
    session.add(tour)
    session.flush()
    session.expire(season, ["tours"])
    return tour
