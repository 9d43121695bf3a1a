"""Small rows for tests: everything that a test does not speak of has a plain value.

All are added and flushed, none committed. Numbers are easy to reckon with: a place's hours are 08-16 on weekdays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.costs.funders import Agreement, SharingKey
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Municipality, Place, PlaceKind, ReceivingHours
from logistics.network.tours import Season, Tour, TourStop
from logistics.transport.plans import Plan, PlanState, Trip, TripState

_numbers = count(1)

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def a_network(session: Session, places: tuple[str, ...] = ("north", "hub", "south"), **values: Any) -> Network:
    """Places on a line 20 km apart from north to south, the hub among them, each its own municipality.

    Ids: network "test", places "test-north", "test-hub", "test-south". No vehicle, no agreement, no people.
    """
    network = Network(
        **{
            "id": "test",
            "name": "Test network",
            "currency": "SEK",
            "time_zone": "Europe/Stockholm",
            "country": "SE",
            "language": "sv",
            "service_weekdays": [0, 1, 2, 3, 4],
            "cutoff_minute": 15 * 60,
            "transit_days": 1,
            "horizon_days": 3,
            "plan_seconds": 1,
            "collection_penalty": 300_000,
            "crate_penalty": 300_000,
            "stop_seconds": 360,
            "crate_seconds": 30,
            "sort_seconds": 1800,
            "circuity_percent": 130,
            "speed_kmh": 65,
            "source": "",
        }
        | values
    )
    session.add(network)
    session.flush()
    for step, name in enumerate(places):
        a_place(session, network, name, hub=name == "hub", lat=60.0 - 0.18 * step)
    session.expire(network)
    return network


def a_municipality(session: Session, network: Network, name: str, **values: Any) -> Municipality:
    """10,000 inhabitants, unless the test says otherwise."""
    municipality = Municipality(
        **{
            "id": f"{network.id}-{name}",
            "network_id": network.id,
            "code": name,
            "name": name.capitalize(),
            "population": 10_000,
            "population_on": date(2025, 12, 31),
        }
        | values
    )
    session.add(municipality)
    session.flush()
    return municipality


def a_place(
    session: Session,
    network: Network,
    name: str,
    *,
    opens: int = 8 * 60,
    closes: int = 16 * 60,
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4),
    **values: Any,
) -> Place:
    """A library in a municipality of the same name, made with it where there is none yet; minutes after midnight."""
    municipality_id = values.setdefault("municipality_id", f"{network.id}-{name}")
    if session.get(Municipality, municipality_id) is None:
        a_municipality(session, network, name)
    place = Place(
        **{
            "id": f"{network.id}-{name}",
            "network_id": network.id,
            "name": name.capitalize(),
            "kind": PlaceKind.LIBRARY,
            "lat": 59.5,
            "lon": 13.5,
        }
        | values
    )
    place.receiving_hours = [
        ReceivingHours(weekday=weekday, opens_minute=opens, closes_minute=closes) for weekday in weekdays
    ]
    session.add(place)
    session.flush()
    session.refresh(place)
    return place


def a_vehicle(session: Session, network: Network, name: str = "van-1", **values: Any) -> Vehicle:
    """60 crates, 07-18 from the hub; 600 a day, 5.50 a km, 252 an hour."""
    vehicle = Vehicle(
        **{
            "id": f"{network.id}-{name}",
            "network_id": network.id,
            "home_id": f"{network.id}-hub",
            "name": name,
            "capacity": 60,
            "shift_starts_minute": 7 * 60,
            "shift_ends_minute": 18 * 60,
            "cost_per_day": 60_000,
            "cost_per_km": 550,
            "cost_per_hour": 25_200,
        }
        | values
    )
    session.add(vehicle)
    session.flush()
    return vehicle


def an_agreement(session: Session, network: Network, **values: Any) -> Agreement:
    """Half is paid by the county, the rest shared by population; from 2026 until further notice."""
    agreement = Agreement(
        **{
            "id": f"{network.id}-agreement-{next(_numbers)}",
            "network_id": network.id,
            "carrier": "Carrier",
            "funder": "County",
            "subsidy_basis_points": 5_000,
            "key": SharingKey.POPULATION,
            "valid_from": date(2026, 1, 1),
        }
        | values
    )
    session.add(agreement)
    session.flush()
    return agreement


def a_person(session: Session, role: Role, place: Place | None = None, **values: Any) -> Person:
    """Somebody of the test network, whose password is none that fits; a librarian needs a place."""
    number = next(_numbers)
    network_id = None if role is Role.ADMINISTRATOR else "test"
    person = Person(
        **{
            "sign_in_name": f"{role.value}-{number}@example.org",
            "name": f"{role.value.capitalize()} {number}",
            "role": role,
            "network_id": place.network_id if place is not None else network_id,
            "place_id": place.id if place is not None else None,
            "password_hash": "none",
            "created_at": LONG_AGO,
        }
        | values
    )
    session.add(person)
    session.flush()
    return person


def a_collection(session: Session, home: Place, **values: Any) -> Collection:
    """A book crate of one crate unit with two titles."""
    number = next(_numbers)
    collection = Collection(
        **{
            "id": f"{home.network_id}-bk-{number}",
            "network_id": home.network_id,
            "home_id": home.id,
            "code": f"BK-{number}",
            "kind": CollectionKind.BOOK_CRATE,
            "title": f"Crate {number}",
            "language": "sv",
            "crates": 1,
            "weight_grams": 9_000,
        }
        | values
    )
    if "parts" not in values:
        collection.parts = [
            Part(position=position, kind=PartKind.BOOK, title=f"Title {position}", copies=1) for position in (1, 2)
        ]
    session.add(collection)
    session.flush()
    return collection


def a_plan(session: Session, network: Network, day: date, **values: Any) -> Plan:
    """A published plan without trips."""
    plan = Plan(
        **{
            "network_id": network.id,
            "day": day,
            "state": PlanState.PUBLISHED,
            "fingerprint": "0" * 64,
            "problem": {},
            "cost": 0,
            "roads": "straight-line",
            "made_at": LONG_AGO,
        }
        | values
    )
    session.add(plan)
    session.flush()
    return plan


def a_trip(session: Session, plan: Plan, vehicle: Vehicle, **values: Any) -> Trip:
    """A planned trip without stops: 09-12 UTC, 100 km; 600 for the day, 550 for the way, 756 for the time."""
    day = values.get("day", plan.day)
    starts_at = datetime.combine(day, time(9), UTC)
    trip = Trip(
        **{
            "plan_id": plan.id,
            "vehicle_id": vehicle.id,
            "day": day,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "metres": 100_000,
            "day_cost": 60_000,
            "km_cost": 55_000,
            "hour_cost": 75_600,
            "state": TripState.PLANNED,
        }
        | values
    )
    session.add(trip)
    session.flush()
    session.expire(plan, ["trips"])
    return trip


def a_season(session: Session, network: Network, **values: Any) -> Season:
    """The whole of 2026 and 2027."""
    season = Season(
        **{
            "id": f"{network.id}-season-{next(_numbers)}",
            "network_id": network.id,
            "name": "Season",
            "first_day": date(2026, 1, 1),
            "last_day": date(2027, 12, 31),
        }
        | values
    )
    session.add(season)
    session.flush()
    session.expire(network, ["seasons"])
    return season


def a_tour(
    session: Session, season: Season, vehicle: Vehicle, name: str, *stops: tuple[str, int], **values: Any
) -> Tour:
    """On every weekday; stops as ("north", minute after midnight), five minutes each."""
    tour = Tour(
        **{
            "id": f"{season.network_id}-{name.lower()}",
            "season_id": season.id,
            "vehicle_id": vehicle.id,
            "name": name,
            "weekdays": [0, 1, 2, 3, 4],
            "school_days_only": False,
        }
        | values
    )
    tour.stops = [
        TourStop(position=position, place_id=f"{season.network_id}-{place}", arrives_minute=at, leaves_minute=at + 5)
        for position, (place, at) in enumerate(stops, start=1)
    ]
    session.add(tour)
    session.flush()
    session.expire(season, ["tours"])
    return tour
