"""Route sheets on paper: van by van, each on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import segno

from api.documents.pdf import pdf_from, picture
from api.documents.route_map import Dot, Drawn, Way, route_map
from api.languages import gettext, language, speaking
from logistics.network.networks import Network
from logistics.transport.plans import PlanState
from logistics.transport.sheet import Sheet, SheetPlace, SheetStop, SheetTrip, SheetVan
from routing.roads.polyline import decode

MAP_SIZE = (236, 190)
"""Points: beside the summary on an A4 page."""


@dataclass(frozen=True, slots=True)
class PrintedVan:
    """A van's sheet with its pictures, as URLs that need no fetching."""

    van: SheetVan
    map: str
    code: str
    metres: int
    sailed_metres: int


def route_sheets_pdf(sheet: Sheet, *, places: Sequence[SheetPlace] = (), site: str, made_at: datetime) -> bytes:
    """Print a day's route sheets in the language in use.

    Args:
        places: drawn on the maps beside those that are visited.
        site: where the pages are served, for the code that leads a phone to the same sheet; "" where nowhere.
        made_at: told in the margin.

    Raises:
        NoPdf: the system's libraries are missing.
    """
    with speaking(language(), ZoneInfo(sheet.time_zone)):
        return pdf_from(
            "route_sheets.html",
            sheet=sheet,
            draft=sheet.state is not PlanState.PUBLISHED,
            vans=[printed(sheet, number, van, places, site) for number, van in enumerate(sheet.vans)],
            made_at=made_at,
        )


def places_of(network: Network) -> list[SheetPlace]:
    """The places in use of a network, for the maps."""
    return [
        SheetPlace(place.id, place.name, place.address, place.lat, place.lon, place.library_number, place.hub)
        for place in network.places
        if place.active
    ]


def printed(sheet: Sheet, number: int, van: SheetVan, places: Sequence[SheetPlace], site: str) -> PrintedVan:
    """A van's sheet with its map and, where the pages are served, its code."""
    link = f"{site.rstrip('/')}/driver/days/{sheet.day.isoformat()}/{van.vehicle_id}" if site else ""
    return PrintedVan(
        van=van,
        map=picture(map_of(van.trips, places, number, gettext("Map of the route"))),
        code=segno.make(link, micro=False, error="m").svg_data_uri(border=2, scale=3) if link else "",
        metres=sum(trip.metres for trip in van.trips),
        sailed_metres=sum(trip.sailed_metres for trip in van.trips),
    )


def map_of(trips: Sequence[SheetTrip], places: Sequence[SheetPlace], vehicle: int, title: str) -> str:
    """The trips of one van on the map."""
    visited = [stop.place for trip in trips for stop in trip.stops]
    known = {place.id: place for place in (*visited, *places)}
    rows = {place_id: row for row, place_id in enumerate(known)}
    dots = [Dot(place.name, place.lat, place.lon) for place in known.values()]
    ways = [
        Way([rows[stop.place.id] for stop in trip.stops], vehicle, [drawn(stop) for stop in trip.stops[1:]])
        for trip in trips
    ]
    width, height = MAP_SIZE
    return route_map(dots, ways, width=width, height=height, title=title)


def drawn(stop: SheetStop) -> list[Drawn]:
    """Where the way to a stop goes."""
    return [Drawn(piece.kind == "ferry", decode(piece.line)) for piece in stop.way]
