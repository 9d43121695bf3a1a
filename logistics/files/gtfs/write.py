"""A network's tours as a GTFS feed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.files.gtfs.read import WEEKDAYS
from logistics.network.calendar import tour_runs
from logistics.network.networks import Network
from logistics.network.tours import Tour

BUS = 3
NOT_FOR_PASSENGERS = "https://example.org/"
"""GTFS wants an address of the agency; a network has none that is public."""

A_DAY_IN_THE_ARCHIVE = (1980, 1, 1, 0, 0, 0)
"""The same tours give the same bytes."""


def write_gtfs(session: Session, network_id: str, *, by: Person) -> bytes:
    """The seasons, tours and stops of a network as a zip archive that `read_gtfs` takes.

    Days on which a tour rests for a public holiday or a school break are written as exceptions.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    tours = [tour for season in network.seasons for tour in season.tours if tour.active]
    stopped_at = {stop.place_id for tour in tours for stop in tour.stops}
    files: dict[str, list[tuple[object, ...]]] = {
        "agency.txt": [
            ("agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"),
            (network.id, network.name, NOT_FOR_PASSENGERS, network.time_zone, network.language),
        ],
        "stops.txt": [
            ("stop_id", "stop_name", "stop_lat", "stop_lon"),
            *((place.id, place.name, place.lat, place.lon) for place in network.places if place.id in stopped_at),
        ],
        "routes.txt": [
            ("route_id", "agency_id", "route_long_name", "route_type"),
            *((tour.id, network.id, tour.name, BUS) for tour in tours),
        ],
        "trips.txt": [
            ("route_id", "service_id", "trip_id", "trip_short_name"),
            *((tour.id, tour.id, tour.id, tour.name) for tour in tours),
        ],
        "stop_times.txt": [
            ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
            *(
                (tour.id, _time(stop.arrives_minute), _time(stop.leaves_minute), stop.place_id, stop.position)
                for tour in tours
                for stop in tour.stops
            ),
        ],
        "calendar.txt": [
            ("service_id", *WEEKDAYS, "start_date", "end_date"),
            *(_service(tour) for tour in tours if tour.weekdays),
        ],
        "calendar_dates.txt": [("service_id", "date", "exception_type"), *_exceptions(network, tours)],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(zipfile.ZipInfo(name, A_DAY_IN_THE_ARCHIVE), _csv(rows))
    return packed.getvalue()


def _service(tour: Tour) -> tuple[object, ...]:
    flags = (int(weekday in tour.weekdays) for weekday in range(7))
    return (tour.id, *flags, f"{tour.season.first_day:%Y%m%d}", f"{tour.season.last_day:%Y%m%d}")


def _exceptions(network: Network, tours: Sequence[Tour]) -> Iterable[tuple[object, ...]]:
    for tour in tours:
        for day in _days(tour):
            said, runs = day.weekday() in tour.weekdays, tour_runs(network, tour, day)
            if said != runs:
                yield tour.id, f"{day:%Y%m%d}", 1 if runs else 2


def _days(tour: Tour) -> Iterable[date]:
    season = tour.season
    for ahead in range((season.last_day - season.first_day).days + 1):
        yield season.first_day + timedelta(days=ahead)


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}:00"


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
