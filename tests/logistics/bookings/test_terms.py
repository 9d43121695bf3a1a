"""Everything back before the term ends; what rides the bookmobile at its next visit, never after the school year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.promise import Promise
from logistics.bookings.refusals import AfterSchoolYear, AfterTerm, OutlastsTerm
from logistics.bookings.requests import offer
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.fleet import VehicleKind
from logistics.network.places import PlaceKind
from logistics.network.tours import TourDay
from tests.builders import a_collection, a_season, a_tour, a_vehicle
from tests.logistics.conftest import World
from tests.logistics.transport.test_recurring import school_year

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
VISITS = [date(2026, 12, 1), date(2026, 12, 15), date(2027, 1, 12), date(2027, 6, 8), date(2027, 8, 24)]


@pytest.fixture
def school(session: Session, world: World) -> World:
    """South is a school to which north's class set comes with the bus, from north and back on the same day."""
    world.south.kind = PlaceKind.SCHOOL
    session.add(school_year())
    season = a_season(session, world.network, first_day=VISITS[0], last_day=VISITS[-1])
    bus = a_vehicle(session, world.network, "bus", kind=VehicleKind.BOOKMOBILE)
    days = [TourDay(day=day, runs=True) for day in VISITS]
    a_tour(session, season, bus, "Bus", ("north", 540), ("south", 600), ("north", 660), weekdays=[], days=days)
    a_collection(session, world.north, id="set", kind=CollectionKind.CLASS_SET)
    session.expire(world.network)
    return world


def asked(session: Session, school: World, first_day: date, last_day: date) -> Promise:
    return offer(session, session.get_one(Collection, "set"), school.south, first_day, last_day, NOW)


def test_a_set_that_the_last_bus_before_christmas_brings_is_due_in_january(session: Session, school: World) -> None:
    assert asked(session, school, VISITS[1], date(2027, 1, 11)).home_on == VISITS[2]


def test_what_the_bus_could_fetch_before_christmas_is_not_kept_longer(session: Session, school: World) -> None:
    with pytest.raises(OutlastsTerm) as refused:
        asked(session, school, VISITS[0], date(2026, 12, 16))
    assert refused.value.facts["until"] == date(2026, 12, 14)


def test_nothing_that_the_bus_brings_in_june_stays_over_the_summer(session: Session, school: World) -> None:
    with pytest.raises(AfterSchoolYear) as refused:
        asked(session, school, VISITS[3], VISITS[3])
    assert refused.value.facts == {"year_ends": date(2027, 6, 18), "home_on": VISITS[4], "visit": VISITS[4]}


def test_a_van_does_not_bring_a_set_over_christmas(session: Session, school: World) -> None:
    school.network.seasons[0].tours[0].vehicle.kind = VehicleKind.VAN
    with pytest.raises(AfterTerm):
        asked(session, school, VISITS[1], VISITS[1])
