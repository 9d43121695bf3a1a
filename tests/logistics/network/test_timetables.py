"""Writing the timetable: what a season and a tour can say, and who may say it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.errors import BadValue, EndsBeforeItBegins, LogisticsError, NotAllowed, NotFound
from logistics.network.calendar import tour_runs
from logistics.network.timetables import (
    Call,
    NeverRuns,
    OutsideSeason,
    StopsOutOfOrder,
    TourText,
    add_season,
    add_tour,
    change_season,
    change_tour,
    restore_tour,
    retire_tour,
    seasons_of,
    set_running,
)
from logistics.network.tours import Season, Tour
from tests.builders import a_network, a_season
from tests.logistics.conftest import World

TUESDAY = date(2026, 11, 24)
CALLS = (Call("test-hub", 480, 480), Call("test-north", 540, 550), Call("test-hub", 620, 620))
TEXT = TourText(name="Nord", vehicle_id="test-van-1", calls=CALLS, weekdays=[1, 3])


@pytest.fixture
def season(session: Session, world: World) -> Season:
    return a_season(session, world.network)


@pytest.fixture
def tour(session: Session, world: World, season: Season) -> Tour:
    return add_tour(session, season.id, TEXT, by=world.coordinator)


def test_a_season_is_opened_without_tours(session: Session, world: World) -> None:
    days = {"first_day": date(2026, 8, 17), "last_day": date(2027, 6, 18)}
    add_season(session, network_id="test", name=" 2026/27 ", **days, by=world.coordinator)
    assert [(season.name, season.tours) for season in seasons_of(session, "test", world.owner)] == [("2026/27", [])]


def test_a_season_does_not_end_before_it_begins(session: Session, world: World, season: Season) -> None:
    days = {"first_day": date(2026, 8, 17), "last_day": date(2026, 8, 16)}
    with pytest.raises(EndsBeforeItBegins):
        change_season(session, season.id, name="2026", **days, by=world.coordinator)


def test_a_tour_has_its_stops_in_order(session: Session, tour: Tour) -> None:
    session.expire_all()
    assert [(stop.place_id, stop.arrives_minute) for stop in tour.stops] == [
        ("test-hub", 480),
        ("test-north", 540),
        ("test-hub", 620),
    ]


def test_a_tour_that_is_written_anew_forgets_what_it_said(session: Session, world: World, tour: Tour) -> None:
    change_tour(session, tour.id, replace(TEXT, calls=CALLS[:2], weekdays=[0]), by=world.coordinator)
    session.expire_all()
    assert (len(tour.stops), tour.weekdays) == (2, [0])


def test_a_tour_is_left_out_on_a_day_and_runs_after_all(session: Session, world: World, tour: Tour) -> None:
    set_running(session, tour.id, TUESDAY, False, by=world.coordinator)
    assert not tour_runs(world.network, tour, TUESDAY)
    set_running(session, tour.id, TUESDAY, True, by=world.coordinator)
    assert tour_runs(world.network, tour, TUESDAY)


def test_a_tour_that_is_given_up_runs_again_once_it_is_taken_up(session: Session, world: World, tour: Tour) -> None:
    retire_tour(session, tour.id, by=world.coordinator)
    assert not tour_runs(world.network, tour, TUESDAY)
    restore_tour(session, tour.id, by=world.coordinator)
    assert tour_runs(world.network, tour, TUESDAY)


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        ({"name": " "}, BadValue, "name"),
        ({"vehicle_id": "nothing"}, NotFound, "vehicle_id"),
        ({"capacity": 61}, BadValue, "capacity"),
        ({"weekdays": [7]}, BadValue, "weekdays"),
        ({"weekdays": []}, NeverRuns, "weekdays"),
        ({"also_on": [date(2028, 1, 1)]}, OutsideSeason, None),
        ({"also_on": [TUESDAY], "not_on": [TUESDAY]}, BadValue, "not_on"),
        ({"calls": CALLS[:1]}, BadValue, "calls"),
        ({"calls": [*CALLS, Call("nowhere", 700, 700)]}, NotFound, "calls"),
        ({"calls": [*CALLS, Call("test-south", 620, 630)]}, StopsOutOfOrder, "calls"),
        ({"calls": [*CALLS, Call("test-south", 700, 690)]}, StopsOutOfOrder, "calls"),
        ({"calls": [*CALLS, Call("test-south", 1440, 1441)]}, StopsOutOfOrder, "calls"),
        ({"calls": [*CALLS, Call("test-south", 700, 700, "no-ferry")]}, NotFound, "calls"),
    ],
)
def test_what_a_tour_cannot_say_is_refused_by_its_field(
    session: Session,
    world: World,
    season: Season,
    said: dict[str, Any],
    refusal: type[LogisticsError],
    field: str | None,
) -> None:
    with pytest.raises(refusal) as refused:
        add_tour(session, season.id, replace(TEXT, **said), by=world.coordinator)
    assert refused.value.field == field


def test_a_refused_tour_is_not_there(session: Session, world: World, season: Season) -> None:
    with pytest.raises(NeverRuns):
        add_tour(session, season.id, replace(TEXT, weekdays=[]), by=world.coordinator)
    session.expire_all()
    assert season.tours == []


def test_a_librarian_reads_the_timetable_and_does_not_write_it(session: Session, world: World, tour: Tour) -> None:
    assert seasons_of(session, "test", world.owner)
    with pytest.raises(NotAllowed):
        retire_tour(session, tour.id, by=world.owner)


def test_a_place_of_another_network_is_no_stop(session: Session, world: World, season: Season) -> None:
    a_network(session, id="other", places=("far",))
    with pytest.raises(NotFound):
        add_tour(session, season.id, replace(TEXT, calls=[*CALLS, Call("other-far", 700, 700)]), by=world.coordinator)
