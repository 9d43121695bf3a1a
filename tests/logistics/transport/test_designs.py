"""Timetable designs: typical weeks, wishes, answers, and a season's tours made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.database import Sessions
from logistics.errors import BadValue, EndsBeforeItBegins, NotAllowed, NotFound, WrongState
from logistics.network.places import ReceivingHours
from logistics.network.tours import Season, Tour, TourStop
from logistics.transport.adopting import adopt_design
from logistics.transport.designs import Wanted, ask_design
from logistics.transport.loose import send_crates
from logistics.transport.queued import RunState
from logistics.transport.refusals import NoDemand, NoSingleHub, TooManyPlaces
from logistics.transport.studies import Study
from logistics.transport.study import run_study
from logistics.transport.typical import typical_week, usual_demand
from routing.problem import DAY
from routing.timetable import Limit
from tests import builders
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY

DEMAND = {("test-north", "test-south"): 4}
THREE_DAYS = Wanted(3, demand=DEMAND)

Ask = Callable[..., Study]


@pytest.fixture
def ask(session: Session, world: World, now: datetime) -> Ask:
    def asking(wanted: Wanted = THREE_DAYS, **changed: Any) -> Study:
        values = {"name": "", "seconds": 5, "by": world.coordinator, "now": now} | changed
        return ask_design(session, world.network.id, wanted, **values)

    return asking


def sent(session: Session, world: World, now: datetime, crates: int) -> None:
    send_crates(
        session,
        from_place_id="test-north",
        to_place_id="test-south",
        crates=crates,
        ready_on=TUESDAY,
        by=world.owner,
        now=now,
    )


def test_a_typical_week_moves_what_an_average_week_of_the_past_did(
    session: Session, world: World, now: datetime
) -> None:
    for crates in (5, 6):
        sent(session, world, now, crates)
    later = now + timedelta(days=3)
    assert usual_demand(session, world.network, 2, later) == {("test-north", "test-south"): 6}


def test_what_moved_longer_ago_is_not_typical(session: Session, world: World, now: datetime) -> None:
    sent(session, world, now, 5)
    assert usual_demand(session, world.network, 2, now + timedelta(weeks=3)) == {}


def test_a_typical_week_knows_no_closure_and_drives_on_service_days_only(
    session: Session, world: World, now: datetime
) -> None:
    week = typical_week(session, world.network, DEMAND, TUESDAY)
    assert [shift[0] // DAY for shift in week.vehicles[0].shifts] == [0, 1, 2, 3, 4]
    assert [window[0] // DAY for window in week.place("test-north").windows] == [0, 1, 2, 3, 4]
    assert week.shipments[0].crates == 4


@pytest.mark.parametrize(
    ("wanted", "refusal", "field"),
    [
        (Wanted(0, demand=DEMAND), BadValue, "transit_days"),
        (Wanted(3, demand=DEMAND, season_weeks=0), BadValue, "season_weeks"),
        (Wanted(3, demand={("test-north", "none"): 1}), NotFound, "demand"),
        (Wanted(3, demand={("test-north", "test-north"): 1}), BadValue, "demand"),
        (Wanted(3, demand={("test-north", "test-south"): 0}), BadValue, "demand"),
        (Wanted(3, demand=DEMAND, limits=[Limit("none", "test-south", 2)]), NotFound, "limits"),
        (Wanted(3, demand=DEMAND, limits=[Limit("test-north", "test-south", 0)]), BadValue, "limits"),
        (Wanted(3, demand=DEMAND, today_design="none"), NotFound, None),
        (Wanted(3, demand=DEMAND, today_season="none"), NotFound, "today_season"),
        (Wanted(3), NoDemand, "past_weeks"),
    ],
)
def test_a_wish_that_can_not_be_taken_is_refused(
    ask: Ask, wanted: Wanted, refusal: type[Exception], field: str | None
) -> None:
    with pytest.raises(refusal) as refused:
        ask(wanted)
    assert getattr(refused.value, "field", None) == field


def test_a_network_with_two_hubs_has_no_such_timetable(session: Session, world: World, ask: Ask) -> None:
    world.north.hub = True
    with pytest.raises(NoSingleHub):
        ask()


def test_a_network_of_too_many_places_has_no_such_timetable(session: Session, world: World, ask: Ask) -> None:
    for number in range(16):
        builders.a_place(session, world.network, f"place-{number}")
    session.expire(world.network)
    with pytest.raises(TooManyPlaces):
        ask()


def test_a_librarian_asks_for_none(ask: Ask, world: World) -> None:
    with pytest.raises(NotAllowed):
        ask(by=world.owner)


def answered(sessions: Sessions, study: Study, now: datetime) -> Study:
    run_study(sessions, study.id, 0, lambda: now)
    with sessions() as session:
        found = session.get_one(Study, study.id)
        assert found.fault is None
        return found


@pytest.fixture
def designed(session: Session, sessions: Sessions, ask: Ask, now: datetime) -> Study:
    """A design of at most three days, answered by a worker."""
    study = ask()
    session.commit()
    return answered(sessions, study, now)


def test_a_design_keeps_its_wish_and_says_what_it_costs(designed: Study) -> None:
    assert designed.state is RunState.DONE
    assert designed.answer is not None
    measured = designed.answer["figures"]
    assert measured["longest_transit_days"] <= 3
    assert measured["season_cost"] == 44 * measured["weekly_cost"]
    assert 0 < measured["lower_bound"] <= measured["weekly_cost"]
    stops = designed.answer["tours"][0]["stops"]
    assert (stops[0]["place"], stops[-1]["place"]) == ("test-hub", "test-hub")
    assert all(a["leave"] <= b["start"] for a, b in pairwise(stops))


def test_starting_from_a_design_nothing_changes_that_is_not_worth_it(
    session: Session, sessions: Sessions, designed: Study, ask: Ask, now: datetime
) -> None:
    study = ask(replace(THREE_DAYS, transit_days=5, today_design=designed.id, change_cost=10**8))
    session.commit()
    again = answered(sessions, study, now)
    assert again.answer is not None
    assert again.answer["changes"] == []
    assert again.answer["today"]["figures"]["visits"] == again.answer["figures"]["visits"]


def test_a_wish_that_nothing_keeps_fails_with_its_code(
    session: Session, sessions: Sessions, ask: Ask, now: datetime, world: World
) -> None:
    world.north.receiving_hours = [ReceivingHours(weekday=0, opens_minute=480, closes_minute=960)]
    session.flush()
    study = ask(Wanted(1, demand=DEMAND))
    session.commit()
    run_study(sessions, study.id, 0, lambda: now)
    with sessions() as own:
        failed = own.get_one(Study, study.id)
    assert failed.state is RunState.FAILED
    assert failed.fault is not None
    assert failed.fault["code"] == "no-timetable"


SPRING = {"name": "Våren", "first_day": date(2027, 1, 11), "last_day": date(2027, 6, 4)}


def test_a_design_becomes_a_season_whose_tours_are_not_yet_active(
    session: Session, designed: Study, world: World
) -> None:
    assert designed.answer is not None
    season = adopt_design(session, designed.id, **SPRING, by=world.coordinator)  # type: ignore[arg-type]
    session.flush()
    assert not any(tour.active for tour in season.tours)
    driven = sum(len(tour.weekdays) for tour in season.tours)
    assert driven == len(designed.answer["tours"])
    stops = season.tours[0].stops
    assert stops[0].place_id == "test-hub"
    assert all(a.leaves_minute < b.arrives_minute for a, b in pairwise(stops))


def test_a_season_that_ends_before_it_begins_and_one_without_a_name_are_refused(
    session: Session, designed: Study, world: World
) -> None:
    with pytest.raises(EndsBeforeItBegins):
        adopt_design(
            session,
            designed.id,
            **(SPRING | {"last_day": date(2027, 1, 1)}),
            by=world.coordinator,  # type: ignore[arg-type]
        )
    with pytest.raises(BadValue):
        adopt_design(session, designed.id, **(SPRING | {"name": ""}), by=world.coordinator)  # type: ignore[arg-type]


def test_a_design_without_a_timetable_becomes_no_season(session: Session, ask: Ask, world: World) -> None:
    with pytest.raises(WrongState):
        adopt_design(session, ask().id, **SPRING, by=world.coordinator)  # type: ignore[arg-type]


def test_a_seasons_tours_can_be_what_is_driven_today(session: Session, ask: Ask, world: World) -> None:
    season = Season(id="test-s", network_id="test", name="Höst", first_day=TUESDAY, last_day=TUESDAY)
    tour = Tour(id="test-t", vehicle_id=world.van.id, name="Runda", weekdays=[0, 6], active=True)
    tour.stops = [
        TourStop(position=position, place_id=place, arrives_minute=480 + position, leaves_minute=480 + position)
        for position, place in enumerate(("test-hub", "test-north", "test-hub"), start=1)
    ]
    season.tours = [tour]
    session.add(season)
    session.flush()
    study = ask(replace(THREE_DAYS, today_season="test-s"))
    # Sundays are no service days, and the hub is visited anyway.
    assert study.asked["wish"]["today"]["tours"] == [{"day": 0, "vehicle": "test-van-1", "places": ["test-north"]}]
