"""Timetables for a season: they keep what was wished, cost what they say, and change only what pays."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, product

import pytest

from routing.errors import RoutingError
from routing.problem import DAY, Problem
from routing.schedule import Visit, schedule
from routing.season.files import read_timetable, read_wish, write_timetable, write_wish
from routing.season.fleet_costs import UNSERVED, day_costs, drive_exactly
from routing.season.process import Designing
from routing.season.times import timed
from routing.season.work import prepare
from routing.timetable import Designed, Limit, NoTimetable, Timetable, Tour, Wish, design, figures
from tests.routing.instances import HOUR, on_a_line, shipment, with_place

WEEK = on_a_line(
    minutes=(0, 40, 55, 90),
    days=3,
    vehicles=2,
    crate_seconds=30,
    shipments=(shipment("a", "p1", "p2", crates=3), shipment("b", "p3", "p0", crates=2)),
)
"""A hub and three places on three service days."""


def every_choice(week: Problem, wish: Wish) -> list[int]:
    """What every choice of patterns that keeps the wish costs."""
    work = prepare(week, wish)
    costs = []
    for patterns in product(*work.allowed.values()):
        chosen = dict(zip(work.allowed, patterns, strict=True))
        kept = all(chosen[b] in work.companions(a, chosen[a], b) for a, b in combinations(chosen, 2))
        driven = drive_exactly(work, chosen) if kept else None
        if driven:
            costs.append(driven[0])
    return costs


@pytest.mark.parametrize("transit_days", [2, 3, 4])
def test_no_other_choice_of_weekdays_is_cheaper(transit_days: int) -> None:
    found = figures(WEEK, design(WEEK, Wish(transit_days)), weeks=1).weekly_cost
    handling = figures(WEEK, Timetable(()), weeks=1).weekly_cost
    assert found == min(every_choice(WEEK, Wish(transit_days))) + handling


@pytest.mark.parametrize("transit_days", [2, 3, 4])
def test_every_pair_keeps_the_wished_transit_time(transit_days: int) -> None:
    timetable = design(WEEK, Wish(transit_days))
    longest = figures(WEEK, timetable, weeks=1).longest_transit_days
    assert longest is not None
    assert longest <= transit_days


def test_the_floor_is_not_above_the_cost() -> None:
    timetable = design(WEEK, Wish(2))
    assert timetable.lower_bound is not None
    assert 0 < timetable.lower_bound <= figures(WEEK, timetable, weeks=1).weekly_cost


def test_every_tour_can_be_driven_in_its_order() -> None:
    for tour in design(WEEK, Wish(2)).tours:
        home = WEEK.vehicle[tour.vehicle].home
        visits = [Visit(home), *map(Visit, tour.places), Visit(home)]
        shift = next(span for span in WEEK.vehicle[tour.vehicle].shifts if span[0] // DAY == tour.day)
        assert schedule(WEEK, visits, shift) is not None


def test_no_vehicle_makes_two_tours_on_a_day() -> None:
    driven = [(tour.vehicle, tour.day) for tour in design(WEEK, Wish(1)).tours]
    assert len(driven) == len(set(driven))


def test_a_closed_day_is_not_served() -> None:
    open_twice = ((8 * HOUR, 16 * HOUR), (DAY + 8 * HOUR, DAY + 16 * HOUR))
    timetable = design(with_place(WEEK, "p2", windows=open_twice), Wish(4))
    assert ("p2", 2) not in timetable.visits()


def test_a_place_that_is_never_open_is_named() -> None:
    with pytest.raises(NoTimetable) as refusal:
        design(with_place(WEEK, "p2", windows=()), Wish(4))
    assert refusal.value.facts["place"] == "p2"


def test_a_wish_that_no_service_day_can_keep_is_refused() -> None:
    with pytest.raises(NoTimetable):
        design(WEEK, Wish(0))


def test_what_is_driven_today_stays_where_a_change_does_not_pay() -> None:
    today = design(WEEK, Wish(2))
    kept = design(WEEK, Wish(4, today=today, change_cost=10**6))
    assert kept.visits() == today.visits()


def test_what_pays_is_changed() -> None:
    today = design(WEEK, Wish(2))
    changed = design(WEEK, Wish(4, today=today, change_cost=0))
    assert figures(WEEK, changed, weeks=1).weekly_cost < figures(WEEK, today, weeks=1).weekly_cost


def test_the_same_seed_gives_the_same_timetable() -> None:
    assert design(WEEK, Wish(2), seconds=600, seed=7) == design(WEEK, Wish(2), seconds=600, seed=7)


def test_a_full_van_leaves_places_to_the_other() -> None:
    heavy = replace(WEEK, shipments=tuple(shipment(f"s{n}", f"p{n}", "p0", crates=8) for n in (1, 2, 3)))
    for tour in design(heavy, Wish(4)).tours:
        assert len(tour.places) == 1


def test_a_season_costs_its_weeks() -> None:
    timetable = Timetable((Tour(0, "van-1", ("p1",)),))
    assert figures(WEEK, timetable, weeks=40).season_cost == 40 * figures(WEEK, timetable, weeks=1).weekly_cost


def test_a_pair_that_is_never_served_has_no_transit_time() -> None:
    times = figures(WEEK, Timetable((Tour(0, "van-1", ("p1",)),)), weeks=1).transit_days
    assert times["p1", "p0"] == 2
    assert times["p1", "p2"] is None


def test_the_tabulated_cost_of_a_day_is_never_above_the_driven_one() -> None:
    work = prepare(WEEK, Wish(3))
    whole = (1 << len(work.allowed)) - 1
    every_day = dict.fromkeys(work.allowed, (0, 1, 2))
    driven = drive_exactly(work, every_day)
    assert driven is not None
    tabulated = [table[whole] for table in day_costs(work)]
    assert all(cost < UNSERVED for cost in tabulated)
    assert sum(tabulated) <= driven[0]


ONE_VAN = on_a_line(minutes=(0, 24, 24), days=5, crate_seconds=30, shipments=(shipment("a", "p1", "p2", crates=4),))
DEAR = replace(
    ONE_VAN, vehicles=(replace(ONE_VAN.vehicles[0], cost_per_day=60_000, cost_per_km=550, cost_per_hour=25_200),)
)


@pytest.mark.parametrize("transit_days", [1, 2, 3, 4, 5])
def test_amounts_of_every_size_have_a_timetable_and_a_floor(transit_days: int) -> None:
    timetable = design(DEAR, Wish(transit_days))
    assert timetable.lower_bound is not None
    assert 0 < timetable.lower_bound <= figures(DEAR, timetable, weeks=1).weekly_cost


def test_a_pair_with_a_shorter_time_of_its_own_keeps_it_and_only_in_its_direction() -> None:
    limited = design(DEAR, Wish(5, limits=(Limit("p1", "p2", 2),)))
    times = figures(DEAR, limited, weeks=1).transit_days
    assert times["p1", "p2"] is not None
    assert times["p1", "p2"] <= 2
    assert Wish(5, limits=(Limit("p1", "p2", 2),)).days("p2", "p1") == 5


def test_a_search_tells_its_floor_and_each_better_timetable() -> None:
    heard: list[Designed] = []
    found = design(DEAR, Wish(2), descents_at_most=2, told=heard.append)
    assert [news.done for news in heard] == [0.0, 0.5, 1.0]
    assert [news.timetable for news in heard if news.timetable][-1] == found


def test_hours_of_tours_follow_each_other_with_time_for_the_crates_that_came_together() -> None:
    found = design(DEAR, Wish(5))
    for tour in timed(DEAR, found):
        assert tour.stops is not None
        assert [stop.place for stop in tour.stops] == ["p0", *tour.tour.places, "p0"]
        loaded = [stop for stop in tour.stops if stop.place == "p1"]
        assert all(stop.leave - stop.start > DEAR.stop_seconds for stop in loaded)


def test_a_timetable_and_a_wish_come_back_as_they_were_written() -> None:
    found = design(DEAR, Wish(3))
    wish = Wish(3, (Limit("p1", "p2", 2),), found, 500)
    assert read_timetable(json.loads(json.dumps(write_timetable(found)))) == found
    assert read_wish(json.loads(json.dumps(write_wish(wish)))) == wish


def test_a_process_of_its_own_finds_the_same_timetable() -> None:
    with Designing.start(DEAR, Wish(2), 600) as designing:
        assert designing.result(120) == design(DEAR, Wish(2), seconds=600)


def test_a_process_that_is_called_off_keeps_its_best() -> None:
    with Designing.start(DEAR, Wish(2), 600) as designing:
        for news in designing.progress():
            if news.timetable:
                break
        designing.cancel()
        assert designing.result().tours


def test_a_refusal_in_the_process_is_raised_here() -> None:
    with Designing.start(DEAR, Wish(0), 600) as designing, pytest.raises(RoutingError) as refused:
        designing.result(120)
    assert refused.value.code == "no-timetable"
