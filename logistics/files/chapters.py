"""What a network's file may say: one table of fields per chapter; keys are column names wherever there is a column."""

from __future__ import annotations

from logistics.costs.funders import SharingKey
from logistics.files.fields import (
    Field,
    day,
    flag,
    integer,
    library_number,
    number,
    one_of,
    receiving_hours,
    scaled,
    season,
    span,
    text,
    time_of_day,
    time_zone,
    weekdays,
)
from logistics.files.road_fields import dates, point, timetable
from logistics.files.timetable_fields import days, school_breaks, tour_stops
from logistics.holdings.collections import CollectionKind, PartKind
from logistics.holdings.contents import MOST_COPIES, MOST_VALUE, MOST_VOICES
from logistics.holdings.shelves import HIGHEST_GRADE, OLDEST
from logistics.network.closed_roads import LEAST_METRES, MOST_METRES, USUAL_METRES
from logistics.network.crossings import CrossingKind
from logistics.network.fleet import VehicleKind
from logistics.network.places import PlaceKind
from logistics.network.roads import WHOLE_YEAR

_SHORT_ID = text(32, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", example="sunne")
_LANGUAGE = text(8, pattern=r"[a-z]{2,3}", example="sv")
_MOST_MONEY = 10**9

NETWORK: dict[str, Field] = {
    "id": Field(text(20, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", example="varmland")),
    "name": Field(text(120)),
    "currency": Field(text(3, pattern=r"[A-Z]{3}", example="SEK")),
    "time_zone": Field(time_zone),
    "country": Field(text(2, pattern=r"[A-Z]{2}", example="SE")),
    "subdivision": Field(text(8, pattern=r"[A-Z0-9]{1,3}", example="18"), None),
    "language": Field(_LANGUAGE),
    "service_weekdays": Field(weekdays),
    "cutoff": Field(time_of_day),
    "transit_days": Field(integer(1, 30)),
    "horizon_days": Field(integer(1, 14)),
    "plan_seconds": Field(integer(1, 3600)),
    "collection_penalty": Field(integer(0, _MOST_MONEY)),
    "crate_penalty": Field(integer(0, _MOST_MONEY)),
    "stop_seconds": Field(integer(0, 86_400)),
    "crate_seconds": Field(integer(0, 3600)),
    "sort_seconds": Field(integer(0, 86_400)),
    "circuity_percent": Field(integer(100, 1000), 130),
    "speed_kmh": Field(integer(5, 130), 65),
    "max_drive_minutes": Field(integer(1, 1440), None),
    "break_minutes": Field(integer(1, 1440), None),
    "source": Field(text(500, least=0), ""),
}

MUNICIPALITY: dict[str, Field] = {
    "code": Field(text(8)),
    "name": Field(text(120)),
    "population": Field(integer(1, 10**9)),
    "population_on": Field(day),
}

PLACE: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "municipality": Field(text(8)),
    "name": Field(text(120)),
    "kind": Field(one_of(PlaceKind), PlaceKind.LIBRARY),
    "address": Field(text(200, least=0), ""),
    "library_number": Field(library_number, None),
    "isil": Field(text(16, pattern=r"[A-Z]{2}-[A-Za-z0-9:/-]{1,13}", example="NO-2010000"), None),
    "lat": Field(number(-90, 90)),
    "lon": Field(number(-180, 180)),
    "hub": Field(flag, False),
    "stop_seconds": Field(integer(0, 86_400), None),
    "receives": Field(receiving_hours),
    "school_days_only": Field(flag, False),
}

VEHICLE: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "name": Field(text(120)),
    "home": Field(_SHORT_ID),
    "kind": Field(one_of(VehicleKind), VehicleKind.VAN),
    "carrier": Field(text(120, least=0), ""),
    "capacity": Field(integer(1, 10_000)),
    "shift": Field(span),
    "max_trips": Field(integer(1, 100), None),
    "cost_per_day": Field(integer(0, _MOST_MONEY)),
    "cost_per_km": Field(integer(0, _MOST_MONEY)),
    "cost_per_hour": Field(integer(0, _MOST_MONEY)),
}

AGREEMENT: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "carrier": Field(text(120)),
    "funder": Field(text(120, least=0), ""),
    "subsidy_basis_points": Field(integer(0, 10_000), 0),
    "key": Field(one_of(SharingKey)),
    "valid_from": Field(day),
    "valid_until": Field(day, None),
}

COLLECTION: dict[str, Field] = {
    "code": Field(text(24, pattern=r"[A-Z0-9]+(-[A-Z0-9]+)*", example="BK-07")),
    "home": Field(_SHORT_ID),
    "kind": Field(one_of(CollectionKind)),
    "title": Field(text(200)),
    "description": Field(text(2000, least=0), ""),
    "subject": Field(text(120, least=0), ""),
    "language": Field(_LANGUAGE, None),
    "local_flavour": Field(text(120, least=0), ""),
    "audience": Field(text(60, least=0), ""),
    "age_from": Field(integer(0, OLDEST), None),
    "age_to": Field(integer(0, OLDEST), None),
    "grade_from": Field(integer(0, HIGHEST_GRADE), None),
    "grade_to": Field(integer(0, HIGHEST_GRADE), None),
    "crates": Field(integer(1, 1000)),
    "weight_grams": Field(integer(1, 10_000_000)),
    "parts": Field(lambda value: value),  # a list of tables, read by HOLDER
}

PART: dict[str, Field] = {
    "kind": Field(one_of(PartKind), PartKind.BOOK),
    "title": Field(text(300)),
    "creator": Field(text(200, least=0), ""),
    "identifier": Field(text(40, least=0), ""),
    "copies": Field(integer(1, MOST_COPIES), 1),
    "value": Field(integer(0, MOST_VALUE), 0),
    "essential": Field(flag, False),
    "voices": Field(integer(1, MOST_VOICES), None),
}

HOLDER: dict[str, Field] = {
    **PART,
    "parts": Field(lambda value: value, ()),  # what lies in it, read by PART
}

ROAD: dict[str, Field] = {
    "from": Field(_SHORT_ID),
    "to": Field(_SHORT_ID),
    "km": Field(scaled(0, 5000, 1000)),
    "minutes": Field(scaled(0, 2880, 60)),
    "season": Field(season, WHOLE_YEAR),
    "both_ways": Field(flag, True),
    "crossing": Field(_SHORT_ID, None),
    "back": Field(flag, False),
    "before_minutes": Field(scaled(0, 2880, 60), 0),
}

CROSSING: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "name": Field(text(120)),
    "kind": Field(one_of(CrossingKind), CrossingKind.FERRY),
    "minutes": Field(scaled(0.1, 2880, 60)),
    "ahead_minutes": Field(scaled(0, 1440, 60), 0),
    "there": Field(timetable),
    "back": Field(timetable),
    "near": Field(point, None),
    "far": Field(point, None),
}

CLOSED_ROAD: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "name": Field(text(120)),
    "at": Field(point),
    "to": Field(point, None),
    "within_metres": Field(integer(LEAST_METRES, MOST_METRES), USUAL_METRES),
    "season": Field(season, WHOLE_YEAR),
    "dates": Field(dates, (None, None)),
}

SCHOOL_YEAR: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "name": Field(text(60)),
    "first_day": Field(day),
    "last_day": Field(day),
    "breaks": Field(school_breaks, ()),
    "source": Field(text(300, least=0), ""),
}

SEASON: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "name": Field(text(120)),
    "first_day": Field(day),
    "last_day": Field(day),
}

TOUR: dict[str, Field] = {
    "id": Field(_SHORT_ID),
    "season": Field(_SHORT_ID),
    "vehicle": Field(_SHORT_ID),
    "name": Field(text(120)),
    "weekdays": Field(weekdays, ()),
    "school_days_only": Field(flag, False),
    "capacity": Field(integer(1, 10_000), None),
    "also_on": Field(days, ()),
    "not_on": Field(days, ()),
    "stops": Field(tour_stops),
}

LISTS: dict[str, dict[str, Field]] = {
    "municipality": MUNICIPALITY,
    "place": PLACE,
    "vehicle": VEHICLE,
    "agreement": AGREEMENT,
    "collection": COLLECTION,
    "crossing": CROSSING,
    "road": ROAD,
    "closed_road": CLOSED_ROAD,
    "school_year": SCHOOL_YEAR,
    "season": SEASON,
    "tour": TOUR,
}
"""The chapters that a file may have many entries of."""
