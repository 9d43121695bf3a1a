"""All tours of a network with what is needed to run through their days, in few queries."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload, object_session, selectinload

from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Season, Tour, TourCrossing, TourStop


def tours_at_once(network: Network) -> list[Tour]:
    """The tours of all seasons in their order, retired ones too; stops, days, crossings and doors are loaded."""
    tours = [tour for season in network.seasons for tour in season.tours]
    session = object_session(network)
    if session is not None and any({"stops", "days", "crossings"} & inspect(tour).unloaded for tour in tours):
        doors = selectinload(Tour.stops).joinedload(TourStop.place)
        session.scalars(
            select(Tour)
            .join(Season, Season.id == Tour.season_id)
            .where(Season.network_id == network.id)
            .options(
                doors.selectinload(Place.receiving_hours),
                doors.selectinload(Place.closures),
                selectinload(Tour.days),
                selectinload(Tour.crossings).joinedload(TourCrossing.crossing),
                joinedload(Tour.vehicle),
            )
        ).unique().all()
    return tours
